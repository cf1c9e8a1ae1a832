import type { ReportedRoot } from "../migrate/report.js";
import { counted, type Colours } from "../terminal.js";
import { printable } from "./printable.js";
import { renderTable } from "./table.js";

const MOST_ROOTS = 15;
const MOST_OUTSIDE = 20;

/** How a wave words its roots. */
interface RootWords<Root> {
  readonly head: string;
  /** What a person may do there, in safe text: `start a logger`. */
  ask(root: Root): string;
}

/** The roots outside of tests, those first that free most. */
export function renderRoots<Root extends ReportedRoot>(
  roots: readonly Root[],
  colours: Colours,
  { head, ask }: RootWords<Root>,
): string[] {
  const own = roots.filter(({ isTest }) => !isTest);
  const shown = own.slice(0, MOST_ROOTS);
  const more = own.length - shown.length;
  return [
    ...(own.length > 0 ? [`  ${head}`] : []),
    ...shown.flatMap((root) => {
      const { file, line, column, reason, frees, sites, chain } = root;
      const others = sites > frees ? `, needed by ${sites} with others` : "";
      const way = chain.length > 1 ? `, by ${printable(chain.join(" ← "))}` : "";
      return [
        `    ${ask(root)}: frees ${counted(frees, "site")}${others}`,
        colours.dim(`      ${file}:${line}:${column}: ${printable(reason)}${way}`),
      ];
    }),
    ...(more > 0 ? [colours.dim(`    and ${counted(more, "more root")} (--format json lists all)`)] : []),
  ];
}

/** The calls that change outside of the contract's files. */
export function renderOutside(
  calls: readonly { readonly file: string; readonly line: number; readonly column: number; readonly text: string }[],
  colours: Colours,
): string[] {
  if (calls.length === 0) return [];
  const rows = calls.slice(0, MOST_OUTSIDE).map(({ file, line, column, text }) => [`${file}:${line}:${column}`, printable(text)]);
  const more = calls.length - rows.length;
  return [
    "  Calls outside of the contract's files:",
    ...renderTable(rows, (text, column) => (column === 0 ? colours.cyan(text) : text)).map((line) => `    ${line}`),
    ...(more > 0 ? [colours.dim(`    and ${more} more (--format json lists all)`)] : []),
  ];
}
