import { groupBy } from "@godwit/project";
import type { CheckResult } from "../../check/check-result.js";
import type { CheckOutcome } from "../../check/check.js";
import { type ListedFinding, listFindings } from "../../check/listed-finding.js";
import { type Colours, coloursFor } from "../../terminal.js";
import { renderGone, renderSummary, tablesOf } from "./check-summary.js";
import { renderTerminal } from "../document/render-terminal.js";
import { printableData, printableLine, withoutCommands } from "../printable.js";
import { wrap } from "../table.js";
import type { ContractSummary } from "./report.js";

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
    ? [...renderTerminal(tablesOf(outcome), { hasColour, columns, margin: "" }).trimEnd().split("\n"), ""]
    : renderFindings(listFindings(shown), result.contracts, { colours, columns });
  const renderMore = (title: string, more: typeof findings): string[] =>
    more.length === 0
      ? []
      : [colours.bold(title), "", ...renderFindings(listFindings(more), result.contracts, { colours, columns })];
  lines.push(...renderMore("Known to the baseline", known));
  if (options.listsSuppressed) lines.push(...renderMore("Hidden by disable comments", outcome.suppressed));
  lines.push(...renderProblems(result, colours));
  if (!isQuiet) lines.push(...renderWarnings(result, colours, columns));
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
    colours.bold("Warnings about contracts"),
    "",
    ...warnings.flatMap(({ file, line, column, message }) => [
      `  ${file}:${line}:${column}`,
      ...wrap(message, columns === undefined ? undefined : columns - 4).map((text) => `    ${colours.yellow(text)}`),
    ]),
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

/** Equal messages of one file: one is shown, the others are lines. */
interface Group {
  readonly first: ListedFinding;
  readonly all: readonly ListedFinding[];
}

/** The findings by file, each with the line that it is in; equal messages of a file once, with their count and lines. */
function renderFindings(
  findings: readonly ListedFinding[],
  contracts: readonly ContractSummary[],
  { colours, columns }: { readonly colours: Colours; readonly columns: number | undefined },
): string[] {
  const explained = new Set<string>();
  const byId = new Map(contracts.map((contract) => [contract.id, contract]));
  const explain = (finding: ListedFinding): string[] => explanationOf(finding, byId.get(finding.contract), explained);
  return [...groupBy(findings, ({ file }) => file)].flatMap(([file, own]) => {
    const groups = groupEqual(own);
    const width = Math.max(...groups.map(({ first: { line, column } }) => `${line}:${column}`.length));
    return [
      colours.bold(colours.underline(file)),
      ...groups.flatMap((group) => renderGroup(group, explain(group.first), { width, colours, columns })),
    ];
  });
}

function groupEqual(findings: readonly ListedFinding[]): Group[] {
  const groups = groupBy(findings, ({ contract, rule, severity, level, message, heldBack }) =>
    JSON.stringify([contract, rule, severity, level, message, heldBack]),
  );
  return [...groups.values()].map((all) => ({ first: all[0]!, all }));
}

interface FindingLayout {
  /** Of the longest `line:column` of the file. */
  readonly width: number;
  readonly colours: Colours;
  readonly columns: number | undefined;
}

function renderGroup(
  { first, all }: Group,
  explanation: readonly string[],
  { width, colours, columns }: FindingLayout,
): string[] {
  const { line, column, endLine, endColumn, frame, severity, contract, rule, level, message } = first;
  const end = endLine === line ? endColumn - 1 - frame.from : frame.lineText.length;
  const kind = severity === "error" ? colours.red("error") : colours.yellow("warn ");
  const indent = " ".repeat(width + 11);
  const below = (text: string): string[] => wrap(text, columns === undefined ? undefined : columns - indent.length);
  const [start, ...rest] = below(message);
  return [
    `  ${colours.dim(`${line}:${column}`.padEnd(width))}  ${kind}  ${start}`,
    ...rest.map((text) => indent + text),
    `${indent}${colours.cyan(`${contract}/${rule}`)} ${describeLevel(level, colours)}`,
    ...(first.heldBack ? below(describeHeldBack(first.heldBack)).map((text) => indent + colours.yellow(text)) : []),
    ...explanation.flatMap(below).map((text) => indent + colours.dim(text)),
    ...(all.length > 1 ? below(describeRepeats(all)).map((text) => indent + text) : []),
    ...codeFrame(line, frame.lineText, [column - 1 - frame.from, end], { colours, columns }),
    "",
  ];
}

function describeHeldBack({ by, reason }: NonNullable<ListedFinding["heldBack"]>): string {
  return `held back by ${by}: ${reason}`;
}

/** Why the contract exists, whose it is, and where more is said: once, under its first violation. */
function explanationOf(
  { purpose, contract: id }: ListedFinding,
  contract: ContractSummary | undefined,
  explained: Set<string>,
): string[] {
  if (explained.has(id)) return [];
  explained.add(id);
  const facts = [...(contract?.owner ? [`Owner: ${contract.owner}`] : []), ...(contract?.links ?? [])];
  return [...(purpose === undefined ? [] : [`Why: ${purpose}`]), ...(facts.length > 0 ? [facts.join(" · ")] : [])];
}

const MOST_LINES = 20;

function describeRepeats(all: readonly ListedFinding[]): string {
  const lines = [...new Set(all.map(({ line }) => line))];
  const more = lines.length - MOST_LINES;
  const listed = lines.slice(0, MOST_LINES).join(", ");
  return `${all.length} times: ${lines.length === 1 ? "line" : "lines"} ${listed}${more > 0 ? ` and ${more} more` : ""}`;
}

function describeLevel(level: ListedFinding["level"], colours: Colours): string {
  if (level === "fix") return colours.green("fixable");
  return colours.dim(level === "suggestion" ? "suggestion" : "by hand");
}

const TAB = "  ";
const MAX_WIDTH = 110;
const MIN_WIDTH = 40;
/** Of the line's number and the bar after it. */
const GUTTER = 8;

/** How a frame looks. */
interface FrameLayout {
  readonly colours: Colours;
  /** Of the terminal; undefined: it is none. */
  readonly columns?: number | undefined;
}

/** A line of source with the site underlined; of a very long line the part around the site. */
export function codeFrame(
  line: number,
  text: string,
  [start, end]: readonly [number, number],
  { colours, columns = Infinity }: FrameLayout,
): string[] {
  const room = Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, columns - GUTTER));
  const { shown, from } = partAround(text, [start, end], room);
  const before = visible(shown.slice(0, start - from));
  const site = visible(shown.slice(start - from, end - from));
  const after = visible(shown.slice(end - from));
  const gutter = String(line).padStart(5);
  const mark = "^".repeat(Math.max(1, width(site)));
  return [
    `${colours.dim(`${gutter} │`)} ${before}${colours.bold(site)}${after}`.trimEnd(),
    `${colours.dim(`${" ".repeat(gutter.length)} │`)} ${" ".repeat(width(before))}${colours.red(mark)}`,
  ];
}

/** The part of a line that has room, with its offset; all of a short one. */
function partAround(text: string, [start, end]: readonly [number, number], room: number): { shown: string; from: number } {
  if (text.length <= room) return { shown: text, from: 0 };
  const beside = Math.max(0, room - (end - start));
  const from = Math.max(0, Math.min(start - Math.floor(beside / 2), text.length - room));
  return { shown: text.slice(from, from + room), from };
}

/** Tabs have a width, control characters none that a terminal would obey. */
function visible(text: string): string {
  return printableLine(text).replaceAll("\t", TAB);
}

/** Columns that a terminal gives a text: two for East Asian wide characters and emoji, none for marks. */
function width(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length;
  let columns = 0;
  for (const character of text) {
    if (/\p{Mark}|\u200D|\uFE0F/u.test(character)) continue;
    columns +=
      /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Extended_Pictographic}/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return columns;
}
