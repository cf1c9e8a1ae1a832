import { stripVTControlCharacters } from "node:util";
import type { FileChange } from "../init/set-up/set-up-part.js";
import { patchOf } from "../migrate/units/edit-file.js";
import { type Colours, coloursFor, counted, paintDiffLine } from "../terminal.js";
import { printable, printableLines } from "./printable.js";
import { ROWS } from "./screen.js";

/** Longer differences are cut: a baseline may have thousands of lines. */
const MOST_LINES = 60;
/** What is asked, and the line it is asked on. */
const ROWS_OF_A_QUESTION = 2;
/** The lines of a file around a change, where room is scarce. */
const ROWS_AROUND = 1;

/** The difference that a set-up makes, file by file: first what is there, then contracts, and what follows from them. */
export function renderChanges(changes: readonly FileChange[], hasColour: boolean): string {
  const colours = coloursFor(hasColour);
  const inOrder = [...changes].sort((a, b) => rankOf(a) - rankOf(b));
  return inOrder.map((change) => `${renderChange(change, colours)}\n`).join("\n");
}

/** What is shown before a question. */
export interface ChangesOnScreen {
  readonly text: string;
  /** Whether a file is only named. */
  readonly isShort: boolean;
}

/**
 * The same for a person who is asked: as many differences as the screen has room for beside what else is on it, first those of files
 * that are there already, then contracts, the shortest first; the other files are named with how much they hold.
 */
export function renderChangesOnScreen(
  changes: readonly FileChange[],
  {
    hasColour,
    columns = 80,
    others,
  }: { readonly hasColour: boolean; readonly columns?: number | undefined; readonly others: string },
): ChangesOnScreen {
  const colours = coloursFor(hasColour);
  const rowsOf = (text: string): number =>
    text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns)), 0);
  let room = ROWS - ROWS_OF_A_QUESTION - rowsOf(others) - changes.length;
  const sized = changes.map((change) => {
    const text = renderChange(change, colours, ROWS_AROUND);
    return { change, text, rows: rowsOf(text) };
  });
  const shown = new Map<FileChange, string>();
  for (const { change, text, rows } of sized.sort((a, b) => rankOf(a.change) - rankOf(b.change) || a.rows - b.rows)) {
    if (rows > room) continue;
    room -= rows;
    shown.set(change, text);
  }
  const parts = changes.map((change) => (shown.has(change) ? `${shown.get(change)!}\n` : nameOf(change, colours)));
  return { text: `${parts.join("\n")}\n`, isShort: shown.size < changes.length };
}

/** What becomes of files that are there has to be known before all, then what a contract says; the rest follows from it. */
function rankOf({ file, before }: FileChange): number {
  if (before !== undefined) return 0;
  return file.endsWith(".md") ? 1 : 2;
}

function nameOf(change: FileChange, colours: Colours): string {
  const lines = linesOf(change);
  const [added, gone] = ["+", "-"].map((sign) => lines.filter((line) => line.startsWith(sign)).length);
  const size = change.before === undefined ? counted(added!, "line") : `+${added!} −${gone!}`;
  return `${titleOf(change, colours)} ${colours.dim(`(${size})`)}`;
}

function titleOf({ file, before }: FileChange, colours: Colours): string {
  return colours.bold(`${before === undefined ? "new" : "changed"}: ${printable(file)}`);
}

function linesOf({ file, before, after }: FileChange, around?: number): readonly string[] {
  const patch = patchOf({ file, before: Buffer.from(before ?? ""), after: Buffer.from(after) }, around);
  return printableLines(patch).trimEnd().split("\n").slice(3);
}

function renderChange(change: FileChange, colours: Colours, around?: number): string {
  const lines = linesOf(change, around);
  const shown = lines.slice(0, lines.length > MOST_LINES ? MOST_LINES - 10 : MOST_LINES);
  const rest = lines.length - shown.length;
  return [
    titleOf(change, colours),
    ...shown.map((line) => paintDiffLine(line.trimEnd(), colours)),
    ...(rest > 0 ? [colours.dim(`… ${counted(rest, "more line")}`)] : []),
  ].join("\n");
}
