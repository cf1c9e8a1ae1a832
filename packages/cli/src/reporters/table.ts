import { grouped } from "../terminal.js";
import { type PastCount, sampleCounts } from "@godwit/project";
import { printable } from "./printable.js";

/** Columns padded to their widest cell, those in `numbers` at the start; `paint` colours a cell after it is padded. */
export function renderTable(
  rows: readonly (readonly string[])[],
  paint: (text: string, column: number, row: number) => string,
  numbers: readonly number[] = [],
): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const pad = (cell: string, column: number, isLast: boolean): string => {
    if (numbers.includes(column)) return cell.padStart(widths[column]!);
    return isLast ? cell : cell.padEnd(widths[column]!);
  };
  return rows.map((row, index) =>
    row
      .map((cell, column) => paint(pad(cell, column, column === row.length - 1), column, index))
      .join("  ")
      .trimEnd(),
  );
}

/** One or more names such as `@team` or `@org/team`: without a bracket, a pipe or an exclamation mark there is nothing to run. */
const HANDLES = /^@[a-z][\w./-]*(?: @[a-z][\w./-]*)*$/i;

/** Rows as comma-separated values, which no spreadsheet takes for a formula. */
export function renderCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(",")}\n`).join("");
}

function cellOf(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = printable(value).replaceAll("\t", " ");
  const harmless = /^\s*[=+\-@]/.test(text) && !HANDLES.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The text in lines of at most so many columns, broken at words; undefined, or too few to be of use: one line. */
export function wrap(text: string, width: number | undefined): string[] {
  if (width === undefined || width < 30) return [text];
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1)!;
    if (last !== "" && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}

const LEVELS = "▁▂▃▄▅▆▇█";

/** Counts over time in one line of text, from the first one until `now`; empty where there are fewer than two. */
export function sparkline(series: readonly PastCount[], width: number, now: number): string {
  if (series.length < 2 || width < 2) return "";
  const samples = sampleCounts(series, { from: series[0]!.time, to: Math.max(now, series.at(-1)!.time), count: width });
  const most = Math.max(1, ...samples.map((count) => count ?? 0));
  return samples.map((count) => (count === undefined ? " " : LEVELS[Math.ceil((count / most) * (LEVELS.length - 1))]!)).join("");
}

/** `−12`, `+3`, `±0` */
export function signedChange(fewer: number): string {
  if (fewer === 0) return "±0";
  return `${fewer > 0 ? "−" : "+"}${grouped(Math.abs(fewer))}`;
}
