import { stripVTControlCharacters } from "node:util";

/** How many rows a result takes in a terminal, unless a person asks for more. */
export const ROWS = 40;
/** The end of a result says what it adds up to and what to do next; a longer end is cut like the rest. */
const MOST_AT_THE_END = 16;

/** A result as a terminal of so many columns shows it: its beginning and its end, with what is left out between them said. */
export function fitScreen(text: string, columns: number): string {
  const rowsOf = (line: string): number => Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns));
  const rowsIn = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + rowsOf(line), 0);
  const lines = text.trimEnd().split("\n");
  if (rowsIn(lines) <= ROWS) return text;
  const end = lines.slice(lines.findLastIndex((line) => line.trim() === "") + 1);
  const kept = rowsIn(end) <= MOST_AT_THE_END ? end : [];
  const rest = lines.slice(0, lines.length - kept.length);
  const begin: string[] = [];
  // Three rows are for what is left out, and the space around it.
  for (const line of rest)
    if (rowsIn([...begin, line]) <= ROWS - 3 - rowsIn(kept)) begin.push(line);
    else break;
  const paragraph = begin.findLastIndex((line) => line.trim() === "");
  const whole = paragraph > begin.length / 2 ? begin.slice(0, paragraph) : begin;
  const more = (rest.length - whole.length).toLocaleString("en-US");
  return [...whole, "", `… ${more} more lines: --all prints them.`, ...(kept.length > 0 ? ["", ...kept] : []), ""].join("\n");
}
