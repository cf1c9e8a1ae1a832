import type { Candidate } from "../init/candidate.js";
import type { FileChange, SetUpPart } from "../init/set-up/set-up-part.js";
import { patchOf } from "../migrate/patch.js";
import { coloursFor, counted, type Colours } from "../terminal.js";
import { printable, printableLines } from "./printable.js";
import { renderTable } from "./table.js";

/** Longer differences are cut: a baseline may have thousands of lines. */
const MOST_LINES = 60;

/** The contracts that could be the first, as a table. */
export function renderCandidates(candidates: readonly Candidate[], hasColour: boolean): string {
  const rows = candidates.map(({ id, found, violations, files, fixable, baseline }) => [
    id,
    counted(violations, "violation"),
    `in ${counted(files, "file")}`,
    fixable > 0 ? `${fixable.toLocaleString("en-US")} with a fix` : baseline ? "" : "only planned",
    printable(found),
  ]);
  return `${coloursFor(hasColour).bold("What a first contract could be about")}\n${renderTable(rows, (text) => text).join("\n")}\n`;
}

/** The difference that a set-up makes, file by file. */
export function renderChanges(changes: readonly FileChange[], hasColour: boolean): string {
  const colours = coloursFor(hasColour);
  return changes.map((change) => `${renderChange(change, colours)}\n`).join("\n");
}

function renderChange({ file, before, after }: FileChange, colours: Colours): string {
  const patch = patchOf({ file, before: Buffer.from(before ?? ""), after: Buffer.from(after) });
  const lines = printableLines(patch).trimEnd().split("\n").slice(3);
  const shown = lines.slice(0, lines.length > MOST_LINES ? MOST_LINES - 10 : MOST_LINES);
  const rest = lines.length - shown.length;
  return [
    colours.bold(`${before === undefined ? "new" : "changed"}: ${printable(file)}`),
    ...shown.map((line) => paint(line.trimEnd(), colours)),
    ...(rest > 0 ? [colours.dim(`… ${counted(rest, "more line")}`)] : []),
  ].join("\n");
}

function paint(line: string, colours: Colours): string {
  if (line.startsWith("+")) return colours.green(line);
  if (line.startsWith("-")) return colours.red(line);
  return line.startsWith("@@") ? colours.cyan(line) : line;
}

/** What is left to do for a person, and what comes next. */
export function renderAdvice({ advice }: SetUpPart, notes: readonly string[], hasColour: boolean): string {
  const colours = coloursFor(hasColour);
  const lines = [...notes.map((note) => colours.yellow(`! ${printable(note)}`)), ...advice.map(printable)];
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
