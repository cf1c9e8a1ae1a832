import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { escapeMarkdown, phaseOf, printable, type Contract, type Phase } from "@godwit/core/contracts";
import { applyTextEdits, describeReplacement, keepEnd, shorten, type Ban } from "@godwit/core/engine";
import type { Finding, Project } from "../index.js";
import { contractPlace, type ContractPlace } from "./diagnostics.js";
import { lineStartBefore, touches, type Span } from "./document.js";
import type { FileFindings } from "./findings.js";

/** Markdown to show at a place in a document. */
export interface EditorHover {
  readonly span: Span;
  readonly markdown: string;
}

/** What a front knows beside the file, for the hover of one contract. */
export interface HoverSetting {
  /** What the project has left, in words; undefined while nobody knows. */
  left?(contract: Contract): string | undefined;
  /** The file (absolute path) in which it is shown: its phase may have a day of its own. */
  readonly file?: string;
  /** Whether the editor shows the violation's message in the same box, so that the hover need not say it again. */
  readonly isToldAbove?: boolean;
  /** More links beside "open contract", as Markdown, where the editor runs commands from a hover. */
  links?(contract: Contract): readonly string[];
}

/** A longer text is cut: each fact of a hover has one line. */
const LONGEST_LINE = 120;
/** Code in a hover is cut earlier, because it does not wrap well. */
const LONGEST_CODE = 70;

/** The contracts of the violations at an offset, in at most six lines each; undefined if there are none. */
export function hoverAt(findings: FileFindings, offset: number, setting: HoverSetting = {}): EditorHover | undefined {
  const here = findings.open.filter(({ violation }) => touches(violation.range, [offset, offset]));
  const [first] = here;
  if (!first) return undefined;
  const byContract = new Map<Contract, Finding[]>();
  for (const finding of here) byContract.set(finding.contract, [...(byContract.get(finding.contract) ?? []), finding]);
  const docs = [...byContract.values()].map((own) => renderFindings(findings, own, setting));
  return { span: first.violation.range, markdown: docs.join("\n\n---\n\n") };
}

/** The hover for a name that a contract bans, at a place without a violation. */
export function hoverOfBan(project: Project, { contract, rule, replacement }: Ban, setting: HoverSetting = {}): string {
  const file = setting.file === undefined ? undefined : project.engine.modules.relative(setting.file);
  const { line, offset } = contract.locate(["rules", rule]);
  const place = { path: join(project.root, contract.file), line, offset, message: contract.title };
  return renderLines([
    titleLine(contract, file === undefined ? null : phaseOf(contract, file), setting),
    replacement === undefined ? undefined : `→ ${code(replacement)}`,
    whyLine(contract),
    linksLine(contract, place, setting),
  ]);
}

/** One contract with what it says about the place. */
function renderFindings(findings: FileFindings, here: readonly Finding[], setting: HoverSetting): string {
  const first = here[0]!;
  const { contract, phase } = first;
  return renderLines([
    titleLine(contract, phase, setting),
    ...new Set(setting.isToldAbove ? [] : here.map(adviceFor)),
    whyLine(contract),
    ...beforeAndAfter(findings, first),
    linksLine(contract, contractPlace(findings, first), setting),
  ]);
}

/** One line each, without the space between paragraphs. */
function renderLines(lines: readonly (string | undefined)[]): string {
  return lines.filter((line) => line !== undefined).join("  \n");
}

function titleLine(contract: Contract, phase: Phase | null, setting: HoverSetting): string {
  const left = setting.left?.(contract);
  const [due, of] = phase?.due === undefined ? [contract.due, ""] : [phase.due, ` (${phase.name})`];
  return [
    `**${escapeMarkdown(shortened(contract.title, LONGEST_LINE))}**`,
    ...(left === undefined ? [] : [left]),
    ...(due === undefined ? [] : [`due ${escapeMarkdown(printable(due + of))}`]),
  ].join(" · ");
}

/** `v4()` → `newId("user")` (safe: quick fix) */
function adviceFor({ violation }: Finding): string {
  const { found, problem, replacement, level, reason } = violation;
  const what =
    replacement === null
      ? `${code(found)} ${escapeMarkdown(printable(problem))}`
      : `${code(found)} → ${code(describeReplacement(replacement))}`;
  const why = reason === null ? "" : `: ${escapeMarkdown(shortened(reason, LONGEST_LINE))}`;
  const ways: Readonly<Record<typeof level, string>> = {
    fix: "safe: quick fix",
    suggestion: `review${why}`,
    hint: `by hand${why}`,
  };
  return `${what} (${ways[level]})`;
}

function whyLine({ why }: Contract): string | undefined {
  return why === undefined || why.trim() === "" ? undefined : escapeMarkdown(shortened(why, LONGEST_LINE));
}

/** The line of a fix as it is and as it would be; nothing where the two say no more than the advice, or need several lines. */
function beforeAndAfter({ document: { text } }: FileFindings, { violation }: Finding): string[] {
  const edits = violation.level === "fix" ? (violation.fix() ?? []) : [];
  const start = lineStartBefore(text, violation.range[0]);
  const end = start + text.slice(start).search(/[\r\n\u2028\u2029]|$/);
  const own = edits.filter(({ range }) => start <= range[0] && range[1] <= end);
  if (violation.range[1] > end || own.length === 0) return [];
  const before = text.slice(start, end);
  const after = applyTextEdits(text, own, [start, end]);
  if (/[\r\n]/.test(after.trim()) || after.trim() === "" || before.trim() === violation.found) return [];
  const [from, to] = [
    Math.min(...own.map(({ range }) => range[0])) - start,
    Math.max(...own.map(({ range }) => range[1])) - start,
  ];
  return windowsAround([before, to], [after, to + after.length - before.length], from).map(
    (line, index) => `${index === 0 ? "Before" : "After"}: ${code(line)}`,
  );
}

type ChangedLine = readonly [line: string, end: number];

/** The parts of a line before and after a change, both from the same place: where the whole has no room, with the change and what is around it. */
function windowsAround(before: ChangedLine, after: ChangedLine, start: number): string[] {
  const changes = [before, after].map(([line, end]) => shorten(line.slice(start, end), LONGEST_CODE - 2));
  const longest = Math.max(...changes.map(({ length }) => length));
  const isWhole = [before, after].every(([line]) => line.trim().length <= LONGEST_CODE);
  const lead = before[0].slice(0, start).trimStart();
  const shown = isWhole ? lead : keepEnd(lead, Math.max(1, (LONGEST_CODE - longest) / 2));
  return [before, after].map(([line, end], index) => {
    const told = shown + changes[index]!;
    return told + shorten(line.slice(end).trimEnd(), Math.max(1, LONGEST_CODE - told.length));
  });
}

function linksLine(contract: Contract, place: ContractPlace, setting: HoverSetting): string {
  return [linkTo(place), ...(setting.links?.(contract) ?? [])].join(" · ");
}

function linkTo({ path, line }: ContractPlace): string {
  return `[Open contract](${pathToFileURL(path).href}#L${line})`;
}

function shortened(text: string, longest: number): string {
  return shorten(printable(text).replaceAll(/\s+/g, " ").trim(), longest);
}

/** Inline code that holds any text: the fence is longer than every run of backticks in it. */
function code(text: string): string {
  const line = shortened(text, LONGEST_CODE);
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  const space = longest > 0 ? " " : "";
  return `${fence}${space}${line}${space}${fence}`;
}
