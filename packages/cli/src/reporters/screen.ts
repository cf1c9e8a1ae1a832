import { grouped } from "../terminal.js";
import { stripVTControlCharacters } from "node:util";

/** How many rows a result takes in a terminal, unless a person asks for more. */
export const ROWS = 40;
/** The end of a result says what it adds up to, and in its last rows what to do next; what is longer is cut between them. */
const MOST_AT_THE_END = 16;

/** A result as a terminal of so many columns shows it: its beginning and its end, with what is left out between them said. */
export function fitScreen(text: string, columns: number): string {
  const rowsOf = (line: string): number => Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns));
  const rowsIn = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + rowsOf(line), 0);
  const lines = breakLines(text.trimEnd(), columns).split("\n");
  if (rowsIn(lines) <= ROWS) return `${lines.join("\n")}${text.slice(text.trimEnd().length)}`;
  const end = lines.slice(lines.findLastIndex((line) => line.trim() === "") + 1);
  const rest = lines.slice(0, lines.length - end.length);
  const kept = rest.length === 0 ? [] : shortened(end, rowsIn);
  const begin: string[] = [];
  // Three rows are for what is left out, and the space around it.
  for (const line of rest.length === 0 ? lines : rest)
    if (rowsIn([...begin, line]) <= ROWS - 3 - rowsIn(kept)) begin.push(line);
    else break;
  const paragraph = begin.findLastIndex((line) => line.trim() === "");
  const whole = paragraph > begin.length / 2 ? begin.slice(0, paragraph) : begin;
  const more = grouped(lines.length - whole.length - kept.filter((line) => line !== CUT).length);
  return [...whole, "", `… ${more} more lines: --all prints them.`, ...(kept.length > 0 ? ["", ...kept] : []), ""].join("\n");
}

const CUT = "  …";

/** The first line of an end, and as many of its last ones as have room. */
function shortened(end: readonly string[], rowsIn: (lines: readonly string[]) => number): readonly string[] {
  if (rowsIn(end) <= MOST_AT_THE_END) return end;
  const head = [...end.slice(0, 1), CUT];
  const from = end.findIndex((_, index) => index > 0 && rowsIn([...head, ...end.slice(index)]) <= MOST_AT_THE_END);
  return [...head, ...end.slice(from === -1 ? end.length : from)];
}

/** A text in rows of so many columns. */
export function breakLines(text: string, columns: number): string {
  return text
    .split("\n")
    .flatMap((line) => breakLine(line, columns))
    .join("\n");
}

/** A colour, or one character. */
const SIGNS = /\u001B\[[\d;]*m|./gsu;

/** A line in rows that end between words, where a terminal would end them inside; a command that is copied stays one, by its backslashes. */
function breakLine(line: string, columns: number): readonly string[] {
  const plain = stripVTControlCharacters(line);
  const text = plain.trimStart();
  const own = plain.length - text.length;
  const [indent, mark] = [Math.min(own, Math.floor(columns / 3)) + 2, /^(?:godwit|git|npx) /u.test(text) ? " \\" : ""];
  const rows: string[] = [];
  let rest = line;
  for (let from = own; stripVTControlCharacters(rest).length > columns; from = indent) {
    const at = lastSpace(rest, { from, to: columns - mark.length });
    if (at === undefined) break;
    rows.push(`${rest.slice(0, at).trimEnd()}${mark}`);
    rest = `${" ".repeat(indent)}${rest.slice(at).trimStart()}`;
  }
  return [...rows, rest];
}

/** Where the last space is between two columns; colours have none. */
function lastSpace(line: string, { from, to }: { readonly from: number; readonly to: number }): number | undefined {
  let column = 0;
  let found: number | undefined;
  for (const { 0: sign, index } of line.matchAll(SIGNS)) {
    if (sign.length > 1 && sign.startsWith("\u001B")) continue;
    if (column > to) break;
    if (sign === " " && column > from) found = index;
    column += sign.length;
  }
  return found;
}
