import type { CheckResult } from "../check/check-result.js";
import type { CheckOutcome } from "../check/check.js";
import type { ListedFinding } from "../check/finding.js";
import type { BaselineJudgement } from "../baseline/judge.js";
import { coloursFor, counted, type Colours } from "../terminal.js";
import { renderEntries } from "./baseline-entries.js";
import { codeFrame } from "./code-frame.js";

export interface StylishOptions {
  readonly hasColour: boolean;
  /** Errors only, and nothing where there are none. */
  readonly isQuiet: boolean;
  /** Baseline entries that are no longer needed are a failure. */
  readonly isFrozen?: boolean;
  /** Where long messages break; undefined: nowhere. */
  readonly columns?: number | undefined;
}

/** The result for people: findings by file with the line they are in, then what they add up to and what to do next. */
export function renderStylish(outcome: CheckOutcome, { hasColour, isQuiet, isFrozen, columns }: StylishOptions): string {
  const { result, findings, baselines } = outcome;
  const colours = coloursFor(hasColour);
  const fresh = findings.filter(({ tolerated }) => !tolerated);
  const shown = isQuiet ? fresh.filter(({ severity }) => severity === "error") : fresh;
  const lines = [...renderFiles(shown, colours, columns), ...renderProblems(result, colours)];
  const isStale = isFrozen === true && baselines.gone > 0;
  if (!isQuiet || isStale) lines.push(...renderGone(baselines, colours));
  if (!isQuiet || lines.length > 0)
    lines.push(...renderSummary(result, shown, baselines, colours), ...renderBaselines(baselines, isStale, colours));
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}

function renderFiles(findings: readonly ListedFinding[], colours: Colours, columns: number | undefined): string[] {
  const explained = new Set<string>();
  const files = new Map<string, ListedFinding[]>();
  for (const finding of findings) files.set(finding.file, [...(files.get(finding.file) ?? []), finding]);
  return [...files].flatMap(([file, own]) => {
    const width = Math.max(...own.map(({ line, column }) => `${line}:${column}`.length));
    return [
      colours.bold(colours.underline(file)),
      ...own.flatMap((each) => renderFinding(each, messageFor(each, explained), { width, colours, columns })),
    ];
  });
}

interface FindingLayout {
  /** Of the longest `line:column` of the file. */
  readonly width: number;
  readonly colours: Colours;
  readonly columns: number | undefined;
}

function renderFinding(finding: ListedFinding, message: string, { width, colours, columns }: FindingLayout): string[] {
  const { line, column, endLine, endColumn, lineText, severity, contract, rule, level } = finding;
  const end = endLine === line ? endColumn - 1 : lineText.length;
  const kind = severity === "error" ? colours.red("error") : colours.yellow("warn ");
  const indent = " ".repeat(width + 11);
  const [first, ...rest] = wrap(message, columns === undefined ? undefined : columns - indent.length);
  return [
    `  ${colours.dim(`${line}:${column}`.padEnd(width))}  ${kind}  ${first}`,
    ...rest.map((text) => indent + text),
    `${indent}${colours.cyan(`${contract}/${rule}`)} ${describeLevel(level, colours)}`,
    ...(finding.heldBack ? [`${indent}${colours.yellow("held back")} ${describeHeldBack(finding.heldBack)}`] : []),
    ...codeFrame(line, lineText, [column - 1, end], colours),
    "",
  ];
}

function describeHeldBack({ by, reason }: NonNullable<ListedFinding["heldBack"]>): string {
  return `by ${by}: ${reason}`;
}

/** The message; why the contract exists is said once, not at each of a hundred places. */
function messageFor({ message, purpose, contract }: ListedFinding, explained: Set<string>): string {
  if (explained.has(contract) || purpose === undefined) return message;
  explained.add(contract);
  return `${message} ${purpose}`;
}

function wrap(text: string, width: number | undefined): string[] {
  if (width === undefined || width < 30) return [text];
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1)!;
    if (last !== "" && last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`;
  }
  return lines;
}

function describeLevel(level: ListedFinding["level"], colours: Colours): string {
  if (level === "fix") return colours.green("fixable");
  return colours.dim(level === "suggestion" ? "suggestion" : "by hand");
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

function renderSummary(
  result: CheckResult,
  shown: readonly ListedFinding[],
  baselines: BaselineJudgement,
  colours: Colours,
): string[] {
  const lines: string[] = [];
  if (result.fixed) lines.push(colours.green(`✔ ${counted(result.fixed, "violation")} fixed.`));
  lines.push(...(shown.length === 0 ? renderNothing(result, baselines, colours) : renderCounts(result, shown, colours)));
  const planned = result.contracts.filter(({ status, violations }) => status === "planned" && violations > 0);
  if (planned.length > 0) {
    lines.push(
      colours.dim(`  Planned, not reported yet: ${planned.map(({ id, violations }) => `${id} ${violations}`).join(", ")}.`),
    );
  }
  const unused = result.problems.filter(({ code }) => code !== "format").length;
  if (unused > 0) lines.push(colours.yellow(`! ${counted(unused, "problem")} above, of files that godwit could not use.`));
  if (unused < result.problems.length) lines.push(colours.yellow("! The fixes are written, but not formatted: see above."));
  return lines;
}

function renderNothing(result: CheckResult, { known }: BaselineJudgement, colours: Colours): string[] {
  if (result.contracts.length === 0) return [colours.red("✖ Nothing was checked: no contract works.")];
  const where = `${counted(result.files.considered, "file")}, ${counted(result.contracts.length, "contract")}`;
  return [
    `${colours.green(known > 0 ? "✔ No new violations" : "✔ No violations")} ${colours.dim(`(${where}, ${seconds(result)})`)}`,
  ];
}

function renderCounts(result: CheckResult, shown: readonly ListedFinding[], colours: Colours): string[] {
  const errors = shown.filter(({ severity }) => severity === "error").length;
  const warnings = shown.length - errors;
  const files = new Set(shown.map(({ file }) => file)).size;
  const kinds = [errors > 0 && counted(errors, "error"), warnings > 0 && counted(warnings, "warning")].filter(Boolean).join(", ");
  const paint = errors > 0 ? colours.red : colours.yellow;
  const head = `${errors > 0 ? "✖" : "!"} ${counted(shown.length, "violation")} in ${counted(files, "file")} (${kinds})`;
  return [
    `${paint(colours.bold(head))} ${colours.dim(seconds(result))}`,
    ...renderContracts(result, shown, colours),
    ...renderNext(result, shown, colours),
  ];
}

function renderContracts(result: CheckResult, shown: readonly ListedFinding[], colours: Colours): string[] {
  const rows = result.contracts.flatMap(({ id, title }) => {
    const own = shown.filter(({ contract }) => contract === id);
    const fixable = own.filter(({ level }) => level === "fix").length;
    return own.length === 0 ? [] : [{ id, title, violations: own.length, fixable }];
  });
  if (rows.length < 2) return [];
  const name = Math.max(...rows.map(({ id }) => id.length));
  const count = Math.max(...rows.map(({ violations }) => String(violations).length));
  return rows.map(({ id, violations, fixable, title }) => {
    const share = fixable > 0 ? `${fixable} fixable` : "";
    return `  ${colours.cyan(id.padEnd(name))}  ${String(violations).padStart(count)}  ${share.padEnd(count + 8)}  ${colours.dim(title)}`;
  });
}

function renderNext(result: CheckResult, shown: readonly ListedFinding[], colours: Colours): string[] {
  const fixable = shown.filter(({ level }) => level === "fix").length;
  const suggestible = shown.filter(({ level }) => level === "suggestion").length;
  const lines: string[] = [];
  if (fixable > 0 && result.fixed === undefined)
    lines.push(`  ${counted(fixable, "violation")} can be fixed with ${colours.bold("godwit check --fix")}`);
  if (suggestible > 0)
    lines.push(`  ${counted(suggestible, "violation has", "violations have")} a suggestion to look at in the editor`);
  return lines;
}

/** The entries that are no longer needed, by contract. */
function renderGone({ goneEntries }: BaselineJudgement, colours: Colours): string[] {
  return goneEntries.flatMap(({ contract, entries }) => [
    colours.bold(`No longer in the code, but in the baseline of ${contract}`),
    ...renderEntries(entries, colours),
    "",
  ]);
}

/** `1,145 known, 3 new, 12 gone`, and what to do about the last. */
function renderBaselines(baselines: BaselineJudgement, isStale: boolean, colours: Colours): string[] {
  const { exist, known, fresh, gone, moved } = baselines;
  if (!exist) return [];
  const [tolerated, added, left] = [known, fresh, gone].map((count) => count.toLocaleString("en-US"));
  const prune = colours.bold("godwit baseline prune");
  const lines: string[] = [];
  if (moved > 0) lines.push(`  ${counted(moved, "new one is", "new ones are")} known from a file that moved: ${prune} follows`);
  if (gone > moved) lines.push(`  Drop what is gone: ${prune}`);
  const text = `${tolerated} known, ${added} new, ${left} gone`;
  return [...lines, isStale ? colours.red(`${text}; a frozen baseline must have none that are gone`) : text];
}

function seconds({ durationMs }: CheckResult): string {
  return durationMs < 1000 ? `${durationMs} ms` : `${(durationMs / 1000).toFixed(1)} s`;
}
