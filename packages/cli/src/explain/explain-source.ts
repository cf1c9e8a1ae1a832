import { type Contract, LineIndex, toRuleContext } from "@godwit/core/contracts";
import {
  applyTextEdits,
  describeAction,
  describeReplacement,
  describeViolation,
  type Engine,
  type Level,
  type SourceFile,
  type Violation,
} from "@godwit/core/engine";
import {
  type ActiveContract,
  concerning,
  contractsFor,
  type Finding,
  findInSource,
  type HeldBack,
  placeOf,
  type Project,
} from "@godwit/project";
import type { ListedFinding } from "../check/listed-finding.js";
import { openSource } from "../host/source-file.js";
import { patchOf } from "../migrate/units/edit-file.js";

/** A place in a contract's file. */
interface ContractLine {
  /** Relative to the root. */
  readonly file: string;
  readonly line: number;
}

/**
 * The entry of a contract that decides what a violation becomes: the first with which, and with those before it, the outcome is the same.
 * Where no entry decides, or it can't be told, the rule itself.
 */
function decidingEntry(engine: Engine, source: SourceFile, violation: Violation, contract: Contract): ContractLine {
  const { rule } = violation;
  const option = contract.rules[rule];
  const path = ["rules", rule, ...(Array.isArray(option) ? [] : ["replace"])];
  const entries = entriesOf(option);
  const isNamed = violation.replacement !== null || Array.isArray(option);
  const index = isNamed
    ? entries.findIndex((_, last) => isSame(violation, findAgain(engine, source, violation, { contract, last })))
    : -1;
  const at = entries.length === 1 && isNamed ? 0 : index;
  const { line } = contract.locate(at < 0 ? ["rules", rule] : [...path, at]);
  return { file: contract.file, line };
}

function entriesOf(option: unknown): readonly unknown[] {
  const entries: unknown = Array.isArray(option) ? option : (option as { replace?: unknown } | undefined)?.replace;
  return Array.isArray(entries) ? entries : [];
}

interface Prefix {
  readonly contract: Contract;
  /** The index of the last entry that is kept. */
  readonly last: number;
}

/** The violation of the same place with only the first entries; undefined if there is none, or the rule needs the others. */
function findAgain(
  engine: Engine,
  source: SourceFile,
  { rule, range }: Violation,
  { contract, last }: Prefix,
): Violation | undefined {
  const option = contract.rules[rule];
  const entries = entriesOf(option).slice(0, last + 1);
  const shortened = Array.isArray(option) ? entries : { ...(option as object), replace: entries };
  try {
    const compiled = engine.compile(rule, shortened, toRuleContext(contract, engine.root, 0));
    return engine.analyse(source, [compiled]).violations.find((each) => each.range[0] === range[0] && each.range[1] === range[1]);
  } catch {
    return undefined;
  }
}

function isSame(a: Violation, b: Violation | undefined): boolean {
  const told = ({ replacement }: Violation): string | null => replacement && describeReplacement(replacement);
  return b !== undefined && told(a) === told(b) && a.problem === b.problem;
}

/** What becomes of a violation: `new` fails the check, `known` is in the baseline, `disabled` is hidden by a comment. */
type ViolationState = "new" | "known" | "disabled" | "planned" | "warning";

/** A violation with everything that there is to say about it. */
export interface ExplainedViolation extends Pick<
  ListedFinding,
  "contract" | "rule" | "file" | "line" | "column" | "endLine" | "endColumn"
> {
  readonly title: string;
  readonly why: string | null;
  readonly message: string;
  readonly state: ViolationState;
  readonly phase: string | null;
  /** Where the contract says it. */
  readonly entry: ContractLine;
  readonly level: Level;
  readonly reason: string | null;
  /** What would make it a safe fix; null where it is one. */
  readonly help: string | null;
  /** What the safe fix does, as a difference; null without one. */
  readonly fix: string | null;
  readonly suggestions: readonly { readonly title: string; readonly diff: string }[];
  /** Why the safe fix is not written by `godwit check --fix`. */
  readonly heldBack: HeldBack | null;
}

/** Why a contract reports nothing at a place. */
interface SilentContract {
  readonly contract: string;
  readonly title: string;
  readonly isAbout: boolean;
  readonly reason: string;
}

/** The answer about a file, a line or a place in it. */
export interface ExplainedPlace {
  readonly version: 1;
  /** Relative to the root. */
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  /** The text of the line. */
  readonly lineText: string | null;
  readonly violations: readonly ExplainedViolation[];
  /** The contracts that report nothing there, with the reasons. */
  readonly silent: readonly SilentContract[];
}

/** A text, saved or not, and the place in it that is asked about. */
export interface SourceQuestion {
  /** Relative to the root. */
  readonly file: string;
  readonly absolute: string;
  readonly text: string;
  /** From 1; the whole file without it. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  heldBack?(finding: Finding): HeldBack | undefined;
}

/** Explains what the contracts report at a place, and why the others report nothing. Throws `SourceSyntaxError`. */
export function explainSource(project: Project, question: SourceQuestion): ExplainedPlace {
  const { file, absolute, text, line, column } = question;
  const about = contractsFor(project.contracts, file);
  const concerned = concerning(about, absolute, text);
  const source = concerned.length > 0 ? openSource(absolute, text) : undefined;
  const found = source ? findInSource(project.engine, source, file, concerned) : undefined;
  const all = [...(found?.open ?? []), ...(found?.disabled ?? [])];
  const lines = new LineIndex(text);
  const here = all.filter((finding) => isAt(finding, lines, { line, column }));
  // What a fix would break is known once it is asked for.
  for (const { violation } of here) violation.fix();
  const faults = new Map(found?.faults().map(({ finding, fault }) => [finding, fault]));
  const explained = source
    ? here.map((finding) => explainFinding(project, { source, lines, question, finding, fault: faults.get(finding) }))
    : [];
  const speaking = new Set(here.map(({ contract }) => contract.id));
  return {
    version: 1,
    file,
    line: line ?? null,
    column: column ?? null,
    lineText: line === undefined ? null : lines.lineText(line),
    violations: explained.sort((a, b) => a.line - b.line || a.column - b.column),
    silent: project.contracts
      .filter(({ contract }) => !speaking.has(contract.id))
      .map((active) => whySilent(active, { about, concerned, all, lines })),
  };
}

/** Whether a finding covers a line, or a place in it. */
function isAt(
  finding: Finding,
  lines: LineIndex,
  { line, column }: { line?: number | undefined; column?: number | undefined },
): boolean {
  if (line === undefined) return true;
  const place = placeOf(finding, lines);
  if (line < place.line || line > place.endLine) return false;
  if (column === undefined) return true;
  const isBefore = line === place.line && column < place.column;
  return !isBefore && !(line === place.endLine && column > place.endColumn);
}

interface FindingContext {
  readonly source: SourceFile;
  readonly lines: LineIndex;
  readonly question: SourceQuestion;
  readonly finding: Finding;
  readonly fault: string | undefined;
}

function explainFinding(project: Project, { source, lines, question, finding, fault }: FindingContext): ExplainedViolation {
  const { violation, contract, phase } = finding;
  const { file, text } = question;
  const { level, reason } = violation;
  const diff = (edits: Parameters<typeof applyTextEdits>[1]): string =>
    patchOf({ file, before: Buffer.from(text), after: Buffer.from(applyTextEdits(text, edits)) });
  const fix = fault === undefined && !violation.disabled ? violation.fix() : undefined;
  const heldBack = question.heldBack?.(finding) ?? null;
  return {
    ...{ contract: contract.id, rule: violation.rule, file, ...placeOf(finding, lines) },
    ...{ title: contract.title, why: contract.why ?? null, message: describeViolation(violation) },
    state: stateOf(finding),
    phase: phase?.name ?? null,
    entry: decidingEntry(project.engine, source, violation, contract),
    level,
    reason: fault === undefined ? reason : `the file would not parse with it (${fault})`,
    help: level === "fix" ? helpForFix(fault, heldBack) : whatWouldHelp(violation),
    fix: fix ? diff(fix) : null,
    suggestions: (violation.disabled ? [] : violation.suggestions).map((each) => ({
      title: describeAction(each.action, violation.replacement),
      diff: diff(each.edits()),
    })),
    heldBack,
  };
}

/** What a person does about a fix that waits for a test. */
export const HELP_FOR_HELD_BACK =
  "Let the test mock what replaces it: then the fix is written too. godwit migrate runs the tests, and keeps what passes.";

function helpForFix(fault: string | undefined, heldBack: HeldBack | null): string | null {
  if (fault !== undefined) return "Change it by hand, and please report it.";
  return heldBack && HELP_FOR_HELD_BACK;
}

/** What a person does about a violation: what would make its edit safe, or what is left. */
export function whatWouldHelp({ level, help, contract, rule }: Pick<Violation, "level" | "help" | "contract" | "rule">): string {
  if (help !== null) return help;
  return level === "suggestion"
    ? `Look whether it is right, and take it in the editor; godwit migrate ${contract} --suggestions keeps those that your checks accept.`
    : `Write what the contract asks for here yourself. If the code is right as it is, say why in a comment above it: eslint-disable-next-line ${contract}/${rule} -- reason.`;
}

function stateOf({ violation, contract, severity, isKnown }: Finding): ViolationState {
  if (violation.disabled) return "disabled";
  if (contract.status === "planned") return "planned";
  if (isKnown) return "known";
  return severity === "warn" ? "warning" : "new";
}

interface Looked {
  readonly about: readonly ActiveContract[];
  readonly concerned: readonly ActiveContract[];
  readonly all: readonly Finding[];
  readonly lines: LineIndex;
}

/** Why a contract reports nothing at the place, in a sentence. */
function whySilent({ contract }: ActiveContract, { about, concerned, all, lines }: Looked): SilentContract {
  const is = ({ contract: { id } }: ActiveContract): boolean => id === contract.id;
  const base = { contract: contract.id, title: contract.title, isAbout: about.some(is) };
  if (!base.isAbout) return { ...base, reason: outOfFiles(contract) };
  if (!concerned.some(is)) return { ...base, reason: "The file has none of the words that it looks for." };
  const elsewhere = all.filter((finding) => finding.contract.id === contract.id).map((finding) => placeOf(finding, lines).line);
  const at = [...new Set(elsewhere)].sort((a, b) => a - b);
  if (at.length === 0) return { ...base, reason: "The file has words that it looks for, but not as the contract means them." };
  const shown = at.slice(0, 8).join(", ");
  const rest = at.length > 8 ? ` and ${at.length - 8} more` : "";
  return { ...base, reason: `It reports nothing here, but in line${at.length === 1 ? "" : "s"} ${shown}${rest}.` };
}

/** Why a file is not one of a contract's, in a sentence. */
export function outOfFiles(contract: Pick<Contract, "files" | "ignores">): string {
  const only = contract.files?.join(", ") ?? "JavaScript and TypeScript but declaration and minified files";
  const { ignores } = contract;
  const without = ignores.length === 0 ? "" : `, without ${ignores.join(", ")}`;
  return `The file is none of its files: ${only}${without}.`;
}
