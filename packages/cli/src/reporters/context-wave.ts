import type { ContextWaveReport } from "../migrate/report.js";
import { counted, type Colours } from "../terminal.js";
import { printable } from "./printable.js";
import { renderTable } from "./table.js";
import { renderTakenBack } from "./taken-back.js";

const MOST_ROOTS = 15;
const MOST_OUTSIDE = 20;

/** What was done to pass values to the sites that lack them: how many, calls in other files, and where the way up stops. */
export function renderContextWave(wave: ContextWaveReport, colours: Colours): string[] {
  return [
    colours.bold(`Through callers: ${wave.values.join(", ")}`),
    `  ${describeContext(wave)}`,
    ...renderOutside(wave, colours),
    ...renderRoots(wave, colours),
    ...renderTakenBack(wave, colours, "function"),
    "",
  ];
}

/** `60 of 102 sites: 31 functions take one, 88 calls pass one, in 40 files` */
export function describeContext({ sites, asked, signatures, calls, files, outcome }: ContextWaveReport): string {
  if (sites.length === 0) return `none of ${counted(asked, "site")} gets one`;
  const end = { kept: "", planned: "", nothing: "", "put-back": "; put back", abandoned: "; left alone" }[outcome];
  const changed = `${counted(signatures.length, "function")} take one, ${counted(calls.length, "call")} pass one`;
  return `${sites.length} of ${counted(asked, "site")}: ${changed}, in ${counted(files.length, "file")}${end}`;
}

function renderOutside({ calls }: ContextWaveReport, colours: Colours): string[] {
  const outside = calls.filter(({ isOutside }) => isOutside);
  if (outside.length === 0) return [];
  const rows = outside
    .slice(0, MOST_OUTSIDE)
    .map(({ file, line, column, passes }) => [`${file}:${line}:${column}`, printable(passes)]);
  const more = outside.length - rows.length;
  return [
    "  Calls outside of the contract's files:",
    ...renderTable(rows, (text, column) => (column === 0 ? colours.cyan(text) : text)).map((line) => `    ${line}`),
    ...(more > 0 ? [colours.dim(`    and ${more} more (--format json lists all)`)] : []),
  ];
}

function renderRoots({ roots }: ContextWaveReport, colours: Colours): string[] {
  if (roots.length === 0) return [];
  const shown = roots.slice(0, MOST_ROOTS);
  const more = roots.length - shown.length;
  return [
    `  Roots: give one of these a value and migrate again`,
    ...shown.flatMap(({ value, name, file, line, column, reason, frees, sites, chain }) => {
      const others = sites > frees ? `, needed by ${sites} with others` : "";
      const way = chain.length > 1 ? `, by ${printable(chain.join(" ← "))}` : "";
      return [
        `    ${printable(name)} a ${value}: frees ${counted(frees, "site")}${others}`,
        colours.dim(`      ${file}:${line}:${column}: ${printable(reason)}${way}`),
      ];
    }),
    ...(more > 0 ? [colours.dim(`    and ${counted(more, "more root")} (--format json lists all)`)] : []),
  ];
}
