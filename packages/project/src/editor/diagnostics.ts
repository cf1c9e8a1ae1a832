import { join } from "node:path";
import { type Contract, type PathStep, type Severity, printable } from "@godwit/core/contracts";
import { describeViolation, ruleDocs, shorten } from "@godwit/core/engine";
import type { Span } from "./document.js";
import { type Finding, describeMany, isFixable, listed, ruleIdOf, settingsProblems } from "../index.js";
import type { FileFindings } from "./findings.js";
import type { Workspace } from "./workspace.js";

/** A finding as an editor underlines it. */
export interface EditorDiagnostic {
  readonly finding: Finding;
  readonly span: Span;
  readonly message: string;
  /** `unified-ids/no-raw-uuid` */
  readonly id: string;
  readonly severity: Severity;
  /** Whether the baseline tolerates it: then it is shown unobtrusively, whatever the severity. */
  readonly isKnown: boolean;
  /** Whether to strike it through, for imports. */
  readonly isDeprecated: boolean;
  /** The place in the contract that leads to the finding. */
  readonly contract: ContractPlace;
}

/** A place in a contract file, with a sentence about it. */
export interface ContractPlace {
  /** Absolute path. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** UTF-16 offset in the file. */
  readonly offset: number;
  readonly message: string;
}

/** A longer title is cut where it is a row, or a part of one. */
const LONGEST_TITLE = 60;

/** A contract's title, as short as a menu needs it. */
export function shortTitle({ title }: Pick<Contract, "title">): string {
  return printable(shorten(title.replaceAll(/\s+/g, " ").trim(), LONGEST_TITLE));
}

/** What an editor shows of a file's findings. */
export function diagnosticsOf(findings: FileFindings): readonly EditorDiagnostic[] {
  const counts = listed(findings.open, (finding) => `${ruleIdOf(finding)} ${finding.isKnown}`);
  return [...counts].map(([finding, count]) => ({
    finding,
    span: finding.violation.range,
    message: printable(describeMany(describeViolation(finding.violation), count)),
    id: ruleIdOf(finding),
    severity: finding.severity,
    isKnown: finding.isKnown,
    isDeprecated: ruleDocs(finding.violation.rule).tags?.includes("deprecated") ?? false,
    contract: contractPlace(findings, finding),
  }));
}

/** The place in a finding's contract that leads to it. */
export function contractPlace({ project }: FileFindings, { contract, violation, outdatedBy }: Finding): ContractPlace {
  const { line, offset } = contract.locate(["rules", violation.rule, ...entryOf(contract.rules[violation.rule], violation)]);
  const title = shortTitle(contract);
  const message = outdatedBy
    ? `${title}: the file has an error in line ${outdatedBy.line} (${outdatedBy.message}) Its last good version is in force.`
    : title;
  return { path: join(project.root, contract.file), line, offset, message: printable(message) };
}

/** The path, below its rule, of the entry that decides what a violation becomes; empty where the rule can't tell. */
function entryOf(option: unknown, { entry }: Finding["violation"]): readonly PathStep[] {
  const isList = Array.isArray(option);
  const entries: unknown = isList ? option : (option as { readonly replace?: unknown } | undefined)?.replace;
  if (!Array.isArray(entries)) return [];
  const index = entries.length === 1 ? 0 : entry;
  return index === undefined ? [] : [...(isList ? [] : ["replace"]), index];
}

/** The number of a contract's findings in a file. */
export interface ContractSummary {
  readonly contract: Contract;
  readonly place: ContractPlace;
  readonly left: number;
  /** The number of them that the baseline knows. */
  readonly known: number;
  /** The number of them with a safe fix. */
  readonly fixable: number;
}

/** The contracts with findings in a file, the one with the most first. */
export function summaryOf(findings: FileFindings): readonly ContractSummary[] {
  const ids = new Set(findings.open.map(({ contract }) => contract.id));
  const summaries = [...ids].map((id): ContractSummary => {
    const here = findings.open.filter(({ contract }) => contract.id === id);
    const fixable = here.filter(isFixable).length;
    const known = here.filter(({ isKnown }) => isKnown).length;
    return { contract: here[0]!.contract, place: contractPlace(findings, here[0]!), left: here.length, known, fixable };
  });
  return summaries.sort((a, b) => b.left - a.left || a.contract.title.localeCompare(b.contract.title));
}

/** A contract with an error, as ESLint's `godwit/contracts` reports it at the start of each linted file. */
export interface ContractProblem {
  readonly message: string;
  /** Absolute path of the contract, and the place in it from 1. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** The errors of the contracts of a file's root, except contracts whose last good version is in force. */
export function contractProblemsOf(workspace: Workspace, path: string): readonly ContractProblem[] {
  const project = workspace.openProject(path);
  if (!project) return [];
  const working = new Set(project.contracts.map(({ contract }) => contract.file));
  const problems = project.problems.filter(({ file, severity }) => severity === "error" && !working.has(file));
  if (problems.length === 0 || workspace.isIgnored(path, project.root)) return [];
  return problems.map(({ file, line, column, message }) => ({
    message: printable(`${file}:${line}:${column} ${message}`),
    path: join(project.root, file),
    line,
    column,
  }));
}

/** A file such as `tsconfig.json` that could not be used, to be said at the start of each file that contracts are about. */
export interface EditorSettingsProblem {
  readonly message: string;
  /** Absolute path. */
  readonly path: string;
}

/** What is wrong with the files of settings that the root of a file needs; ask after its findings. */
export function settingsProblemsOf(workspace: Workspace, path: string): readonly EditorSettingsProblem[] {
  const project = workspace.projectOf(path);
  const problems = project ? settingsProblems(project.engine) : [];
  if (!project || problems.length === 0 || workspace.isIgnored(path, project.root)) return [];
  return problems.map(({ file, message }) => ({ message: printable(`${file}: ${message}`), path: join(project.root, file) }));
}
