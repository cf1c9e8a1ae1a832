import { groupBy, type BaselineEntry } from "@godwit/project";
import type { BaselineJudgement } from "../../baseline/judge.js";
import type { CheckResult } from "../../check/check-result.js";
import type { CheckOutcome } from "../../check/check.js";
import { type ListedFinding, willBeFixed } from "../../check/listed-finding.js";
import { formatValue } from "../../init/set-up/format-commands.js";
import { type Colours, counted, faultsText, grouped, timeText } from "../../terminal.js";
import type { Block, Line } from "../document/document.js";
import { printable, printableStart } from "../printable.js";
import { renderTable, wrap } from "../table.js";

/** What is shown of a run. */
export interface Shown {
  /** The violations that are listed. */
  readonly findings: readonly ListedFinding[];
  /** Baseline entries that are no longer needed are a failure. */
  readonly isStale: boolean;
  /** The command that made the result. */
  readonly command: string;
  /** Where long sentences break; undefined: nowhere. */
  readonly columns: number | undefined;
  /** What the baseline knows is listed above. */
  readonly listsKnown: boolean;
  /** The contracts are counted in a table above. */
  readonly isSummary: boolean;
}

/** What the violations add up to, and what to do next. */
export function renderSummary(outcome: CheckOutcome, shown: Shown, colours: Colours): string[] {
  const { baselines } = outcome;
  return [
    ...renderTotals(outcome, shown, colours),
    ...renderBaselines(baselines, shown, colours),
    ...renderNextStep(outcome, shown, colours),
    ...renderLayout(outcome, colours),
  ];
}

/** What laid out the fixed files, or what to set so that something does. */
function renderLayout({ layout }: CheckOutcome, colours: Colours): string[] {
  if (!layout) return [];
  if (layout.ran.length > 0) return [`Formatted the changed files with ${layout.ran.join(" and ")}.`];
  if (layout.advised.length === 0) return [];
  const setting = `"godwit": { "format": ${JSON.stringify(formatValue(layout.advised))} }`;
  return [`The changed files are not formatted: set ${colours.bold(setting)} in package.json, and fixes will be.`];
}

const MOST_FILES = 3;

/** `src/a.ts, src/b.ts, src/c.ts and 16 more files` */
function nameFiles(files: readonly string[], most = MOST_FILES): string {
  const names = files.slice(0, most).join(", ");
  const more = files.length - most;
  return more > 0 ? `${names} and ${counted(more, "more file")}` : names;
}

function renderTotals(outcome: CheckOutcome, shown: Shown, colours: Colours): string[] {
  const { result, circles = [] } = outcome;
  const lines: string[] = [];
  if (result.fixed) lines.push(colours.green(`✔ ${counted(result.fixed, "violation")} fixed.`));
  lines.push(...renderMocks(result, colours), ...renderLoading(outcome, colours));
  if (circles.length > 0)
    lines.push(`  A fix closed a circle of imports, which no module needs at load, in ${nameFiles(circles)}.`);
  lines.push(...(shown.findings.length === 0 ? renderNothing(outcome, colours) : renderCounts(result, shown, colours)));
  const planned = result.contracts.filter(({ status, violations }) => status === "planned" && violations > 0);
  if (planned.length > 0) {
    lines.push(
      ...indented(
        `Planned, not reported yet: ${planned.map(({ id, violations }) => `${id} ${violations}`).join(", ")}.`,
        shown,
        colours,
      ),
    );
  }
  const hidden = result.contracts.filter(({ suppressed = 0 }) => suppressed > 0);
  if (hidden.length > 0) {
    const counts = hidden.map(({ id, suppressed }) => `${id} ${suppressed}`).join(", ");
    lines.push(...indented(`Hidden by disable comments (--suppressed lists them): ${counts}.`, shown, colours));
  }
  const warnings = result.warnings?.length ?? 0;
  if (warnings > 0) lines.push(colours.yellow(`! ${counted(warnings, "warning")} about the contracts, above.`));
  const unused = result.problems.filter(({ code }) => code !== "format");
  const files = nameFiles([...new Set(unused.map(({ file }) => file))]);
  if (unused.length > 0)
    lines.push(colours.yellow(`! ${counted(unused.length, "problem")} above: godwit could not use ${files}.`));
  if (unused.length < result.problems.length)
    lines.push(colours.yellow("! The fixes are written, but not formatted: see above."));
  return lines;
}

function indented(text: string, { columns }: Shown, colours: Colours): string[] {
  return wrap(text, columns === undefined ? undefined : columns - 4).map((line, index) =>
    colours.dim(`${index === 0 ? "  " : "    "}${line}`),
  );
}

/** A person has to open these, so that more of them are named. */
const MOST_LEFT = 10;

/** What only the tests can tell. */
function renderMocks({ mocks }: CheckResult, colours: Colours): string[] {
  if (!mocks) return [];
  const { moved, tests, followed, command } = mocks;
  const left = tests.filter((file) => !followed.includes(file));
  const outside = `  Mocks followed in ${counted(moved.length, "file")} outside of the contracts: ${nameFiles(moved)}.`;
  const sentences = [
    ...(followed.length > 0 ? [`The mocks of ${counted(followed.length, "test file")} followed.`] : []),
    ...(left.length > 0
      ? [
          `${counted(left.length, "test file still mocks", "test files still mock")} what fixed code no longer uses: ${nameFiles(left, MOST_LEFT)}.`,
        ]
      : []),
    `Run ${command === null ? nameFiles(tests) : colours.bold(command)}.`,
  ];
  return [...(moved.length > 0 ? [colours.dim(outside)] : []), ...(tests.length > 0 ? [`  ${sentences.join(" ")}`] : [])];
}

function renderLoading({ loading }: CheckOutcome, colours: Colours): string[] {
  if (!loading) return [];
  const { fixes, tests, files, command } = loading;
  const lets = `${counted(fixes, "fix lets", "fixes let")} ${nameFiles(tests)} load ${tests.length > 1 ? "up to " : ""}${files} more files`;
  return [`  ${lets}: run ${command === null ? "these tests" : colours.bold(command)}.`];
}

function renderNothing({ result, baselines: { known }, exitCode }: CheckOutcome, colours: Colours): string[] {
  if (result.contracts.length === 0) return [colours.red("✖ Nothing was checked: no contract works.")];
  const where = `${counted(result.files.considered, "file")}, ${counted(result.contracts.length, "contract")}`;
  const found = known > 0 ? "No new violations" : "No violations";
  // What could not be checked is named below.
  const isWhole = exitCode !== 2;
  return [
    `${isWhole ? colours.green(`✔ ${found}`) : colours.yellow(`! ${found} in what could be checked`)} ${colours.dim(`(${where}, ${timeText(result.durationMs)})`)}`,
  ];
}

function renderCounts(result: CheckResult, { findings: shown, isSummary }: Shown, colours: Colours): string[] {
  const errors = shown.filter(({ severity }) => severity === "error").length;
  const warnings = shown.length - errors;
  const files = new Set(shown.map(({ file }) => file)).size;
  const paint = errors > 0 ? colours.red : colours.yellow;
  const head = `${errors > 0 ? "✖" : "!"} ${counted(shown.length, "violation")} in ${counted(files, "file")} (${faultsText(errors, warnings)})`;
  return [
    `${paint(colours.bold(head))} ${colours.dim(timeText(result.durationMs))}`,
    ...(isSummary ? [] : renderContracts(result, shown, colours)),
    ...renderSuggestions(shown),
  ];
}

function renderContracts(result: CheckResult, shown: readonly ListedFinding[], colours: Colours): string[] {
  const rows = result.contracts.flatMap(({ id, title }) => {
    const own = shown.filter(({ contract }) => contract === id);
    const fixable = own.filter(willBeFixed).length;
    return own.length === 0 ? [] : [{ id, title, violations: own.length, fixable }];
  });
  if (rows.length < 2) return [];
  const texts = rows.map(({ id, violations, fixable, title }) => [
    ...[id, String(violations), fixable > 0 ? `${fixable} fixable` : "", title],
  ]);
  const paints = [colours.cyan, String, String, colours.dim];
  return renderTable(texts, (text, column) => paints[column]!(text), [1]).map((line) => `  ${line}`);
}

function renderSuggestions(shown: readonly ListedFinding[]): string[] {
  const count = shown.filter(({ level }) => level === "suggestion").length;
  return count > 0 ? [`  ${counted(count, "violation has", "violations have")} a suggestion to look at in the editor`] : [];
}

/** The entries that are no longer needed, by contract. */
export function renderGone({ goneEntries }: BaselineJudgement, colours: Colours): string[] {
  return goneEntries.flatMap(({ contract, entries }) => [
    colours.bold(`No longer in the code, but in the baseline of ${contract}`),
    ...renderEntries(entries, colours),
    "",
  ]);
}

/** `1,145 known, 3 new, 12 gone (--all lists the known)` */
function renderBaselines(baselines: BaselineJudgement, { isStale, listsKnown, isSummary }: Shown, colours: Colours): string[] {
  const { exist, known, fresh, gone, moved } = baselines;
  if (!exist || known + fresh + gone === 0) return [];
  const [tolerated, added, left] = [known, fresh, gone].map(grouped);
  const lines: string[] = [];
  if (moved > 0) lines.push(`  ${counted(moved, "new one is", "new ones are")} known from a file that moved`);
  const text = `${tolerated} known, ${added} new, ${left} gone`;
  const more = known > 0 && !listsKnown && !isSummary ? colours.dim(" (--all lists the known)") : "";
  return [...lines, isStale ? colours.red(`${text}; a frozen baseline must have none that are gone`) : text + more];
}

/** What was listed, and by which command. */
type ListedRun = Pick<Shown, "findings" | "command" | "isSummary">;

/** The last line: which command, or what else, comes next; nothing where all is well. */
function renderNextStep(outcome: CheckOutcome, listed: ListedRun, colours: Colours): string[] {
  const step = findStep(outcome, listed, (command) => colours.bold(command));
  return step === undefined ? [] : [`Next: ${step}`];
}

function findStep(
  { result, findings, baselines }: CheckOutcome,
  { findings: shown, command: asked, isSummary }: ListedRun,
  command: (text: string) => string,
): string | undefined {
  // Only a contract ends with .md: a file that could not be checked is source code.
  if (result.problems.some(({ file }) => file.endsWith(".md")))
    return `see what keeps a contract from working with ${command("godwit contracts validate")}`;
  const prune = `drop what is gone, and follow files that moved, with ${command("godwit baseline prune")}`;
  if (baselines.moved > 0) return prune;
  const isFixed = result.fixed !== undefined;
  const fixable = shown.filter(willBeFixed).length;
  if (fixable > 0 && !isFixed) return `${counted(fixable, "violation")} can be fixed with ${command(`${asked} --fix`)}`;
  if (baselines.gone > 0) return prune;
  const held = shown.find(({ heldBack }) => heldBack !== undefined)?.heldBack;
  if (held) {
    const why = isSummary ? `(${held.reason})` : "for the reason above";
    return `change ${held.by} by hand, which holds fixes back ${why}, and run ${command(`${asked} --fix`)} again`;
  }
  if (shown.length > 0 && shown.every(({ reasonCode }) => reasonCode === "replacementUsesIt"))
    return `let these declarations stay with ${command("declarations: false")} in the contract`;
  if (shown.length > 0) return stepForRest(shown, baselines.exist, command);
  const known = findings.filter((finding) => finding.tolerated && willBeFixed(finding)).length;
  if (known > 0 && !isFixed) return `${counted(known, "known violation")} can be fixed with ${command(`${asked} --fix`)}`;
  const suggested = findings.find(({ tolerated, level }) => tolerated && level === "suggestion");
  if (suggested && !isFixed)
    return `look at known ones, one by one, with ${command(`godwit migrate ${suggested.contract} --suggestions --interactive`)}`;
  if (result.warnings?.length) {
    const again = result.warnings.every(({ code }) => code === "left-out") ? asked : "godwit contracts validate";
    return `correct what the warnings name, and look again with ${command(again)}`;
  }
  return undefined;
}

/** What no fix takes away. */
function stepForRest(shown: readonly ListedFinding[], hasBaseline: boolean, command: (text: string) => string): string {
  const suggested = shown.find(({ level }) => level === "suggestion");
  const change = suggested
    ? `let types and tests judge the suggestions with ${command(`godwit migrate ${suggested.contract} --suggestions`)}`
    : "change them by hand";
  return hasBaseline
    ? `${change}, or let them be known with ${command("godwit baseline write --force")}`
    : `${change}, or fail for new ones only with ${command("godwit baseline write")}`;
}

const MOST = 20;
const MOST_CHARACTERS = 80;

/** Entries of a baseline for people, a line each: `src/a.ts  no-raw-uuid  userId=v4()  2 times`; many are cut. */
export function renderEntries(entries: readonly BaselineEntry[], colours: Colours): string[] {
  const shown = entries.slice(0, MOST).map(({ file, rule, source, count }) => {
    const times = count > 1 ? colours.dim(`  ${count} times`) : "";
    return `  ${printable(file)}  ${colours.cyan(rule)}  ${printableStart(source, MOST_CHARACTERS)}${times}`;
  });
  const more = entries.length - shown.length;
  return more > 0 ? [...shown, colours.dim(`  … and ${counted(more, "more entry", "more entries")}`)] : shown;
}

const COUNTS = ["violations", "fixable", "suggestion", "by hand", "known"];
/** All columns but the first; some tables have one more than the counts. */
const NUMBERS = [...COUNTS, ""].map((_, index) => index + 1);
/** Folders deeper than this are counted with the one above. */
const DEPTH = 2;
const NOBODY = "(nobody)";

/** How much is left: by contract, by folder and, where anything has one, by owner: those of its file, else the contract's. */
export function tablesOf({ result, findings }: CheckOutcome): readonly Block[] {
  const ownerOf = new Map(result.contracts.map(({ id, owner }) => [id, owner]));
  const ownersOf = new Map(result.violations.flatMap(({ file, owners }) => (owners ? [[file, owners]] : [])));
  const hasOwners = ownersOf.size > 0 || result.contracts.some(({ owner }) => owner !== null);
  const hidden = new Map(result.contracts.map(({ id, suppressed }) => [id, suppressed]));
  const ids = result.contracts.flatMap(({ id, status }) => (status === "planned" ? [] : [id]));
  return [
    ...tableOf("contract", {
      findings,
      ids,
      groupsOf: ({ contract }) => [contract],
      more: ["hidden", (id) => hidden.get(id) ?? 0],
    }),
    ...tableOf("folder", { findings, groupsOf: ({ file }) => [folderOf(file)] }),
    ...(hasOwners
      ? tableOf("owner", { findings, groupsOf: ({ file, contract }) => ownersOf.get(file) ?? [ownerOf.get(contract) ?? NOBODY] })
      : []),
  ];
}

interface Tally {
  readonly findings: readonly ListedFinding[];
  /** One of several groups counts for each. */
  groupsOf(finding: ListedFinding): readonly string[];
  /** Groups that are shown even where nothing is left, in their order; else the largest comes first. */
  readonly ids?: readonly string[];
  /** One more column. */
  readonly more?: readonly [title: string, count: (group: string) => number];
}

function tableOf(title: string, { findings, groupsOf, ids, more }: Tally): readonly Block[] {
  const placed = findings.flatMap((finding) => groupsOf(finding).map((group) => ({ group, finding })));
  const groups = groupBy(placed, ({ group }) => group);
  const rows = ids
    ? ids.map((id) => [id, groups.get(id) ?? []] as const)
    : [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  if (rows.length === 0) return [];
  const toLine = ([group, own]: (typeof rows)[number]): Line[] => {
    const counts = [...countsOf(own.map(({ finding }) => finding)), ...(more ? [more[1](group)] : [])];
    return [[{ code: group }], ...counts.map(grouped)];
  };
  return [{ kind: "table", head: [title, ...COUNTS, ...(more ? [more[0]] : [])], numbers: NUMBERS, rows: rows.map(toLine) }];
}

function countsOf(findings: readonly ListedFinding[]): number[] {
  const count = (is: (finding: ListedFinding) => boolean): number => findings.filter(is).length;
  return [
    findings.length,
    count(willBeFixed),
    count(({ level }) => level === "suggestion"),
    // A fix that waits for a test needs a person, who changes that test.
    count((finding) => finding.level === "hint" || (finding.level === "fix" && !willBeFixed(finding))),
    count(({ tolerated }) => tolerated),
  ];
}

function folderOf(file: string): string {
  return file.split("/").slice(0, -1).slice(0, DEPTH).join("/") || ".";
}
