import type { CheckResult } from "../check/check-result.js";
import type { CheckOutcome } from "../check/check.js";
import { listFindings } from "../check/finding.js";
import { counted, coloursFor, type Colours } from "../terminal.js";
import { renderGone, renderSummary, renderTables } from "./check-summary.js";
import { renderFindings } from "./findings.js";
import { printableData, withoutCommands } from "./printable.js";
import { wrap } from "./table.js";

/** How the result is shown. */
export interface StylishOptions {
  readonly hasColour: boolean;
  /** Errors only, and nothing where there are none. */
  readonly isQuiet: boolean;
  /** Baseline entries that are no longer needed are a failure. */
  readonly isFrozen?: boolean;
  /** What disable comments hide is listed, too. */
  readonly listsSuppressed?: boolean;
  /** What the baseline knows is listed, too. */
  readonly listsKnown?: boolean;
  /** Tables instead of violations. */
  readonly isSummary?: boolean;
  /** The command that made the result, for what comes next; `godwit check` if it is not given. */
  readonly command?: string;
  /** Where long messages break; undefined: nowhere. */
  readonly columns?: number | undefined;
}

/** The result for people: findings by file with the line they are in, then what they add up to and what to do next. */
export function renderStylish(raw: CheckOutcome, options: StylishOptions): string {
  const outcome = printableData(raw);
  const { result, findings, baselines } = outcome;
  const { hasColour, isQuiet, isFrozen, isSummary = false, columns, command = "godwit check" } = options;
  const colours = coloursFor(hasColour);
  const fresh = findings.filter(({ tolerated }) => !tolerated);
  const listed = (some: typeof findings): typeof findings =>
    isQuiet ? some.filter(({ severity }) => severity === "error") : some;
  const shown = listed(fresh);
  const known = options.listsKnown === true && !isSummary ? listed(findings.filter(({ tolerated }) => tolerated)) : [];
  const lines = isSummary
    ? renderTables(outcome, colours)
    : renderFindings(listFindings(shown), result.contracts, { colours, columns });
  const renderMore = (title: string, more: typeof findings): string[] =>
    more.length === 0
      ? []
      : [colours.bold(title), "", ...renderFindings(listFindings(more), result.contracts, { colours, columns })];
  lines.push(...renderMore("Known to the baseline", known));
  if (options.listsSuppressed) lines.push(...renderMore("Hidden by disable comments", outcome.suppressed));
  lines.push(...renderProblems(result, colours));
  if (!isQuiet) lines.push(...renderWarnings(result, colours, columns), ...renderEmbedded(result, colours));
  const isStale = isFrozen === true && baselines.gone > 0;
  if (!isQuiet || isStale) lines.push(...renderGone(baselines, colours));
  if (!isQuiet || lines.length > 0)
    lines.push(
      ...renderSummary(outcome, { findings: shown, isStale, isSummary, listsKnown: known.length > 0, command, columns }, colours),
    );
  return lines.length === 0 ? "" : withoutCommands(`${lines.join("\n")}\n`);
}

function renderWarnings({ warnings = [] }: CheckResult, colours: Colours, columns: number | undefined): string[] {
  if (warnings.length === 0) return [];
  return [
    colours.bold("Contracts that match nothing in part"),
    "",
    ...warnings.flatMap(({ file, line, column, message }) => [
      `  ${file}:${line}:${column}`,
      ...wrap(message, columns === undefined ? undefined : columns - 4).map((text) => `    ${colours.yellow(text)}`),
    ]),
    "",
  ];
}

/** So many files are named; the JSON has each place. */
const MOST_EMBEDDING = 10;

function renderEmbedded({ embedded = [] }: CheckResult, colours: Colours): string[] {
  const files = [...new Set(embedded.map(({ file }) => file))];
  const rows = files.slice(0, MOST_EMBEDDING).map((file) => {
    const own = embedded.filter((each) => each.file === file);
    const counts = [...new Set(own.map(({ contract }) => contract))].map(
      (id) => `${id} ${own.filter(({ contract }) => contract === id).length}`,
    );
    return `  ${file}:${own[0]!.line}:${own[0]!.column}  ${colours.yellow(counts.join(", "))}`;
  });
  if (rows.length === 0) return [];
  const more = files.length - rows.length;
  return [
    colours.bold("In scripts of Vue, Svelte and Astro files"),
    "",
    ...rows,
    ...(more > 0 ? [colours.dim(`  … and ${counted(more, "file")} more: --format json names each place.`)] : []),
    "",
  ];
}

function renderProblems({ problems }: CheckResult, colours: Colours): string[] {
  if (problems.length === 0) return [];
  return [
    colours.bold("Problems"),
    "",
    ...problems.map(({ file, line, column, message }) => `  ${file}:${line}:${column}  ${colours.yellow(message)}`),
    "",
  ];
}
