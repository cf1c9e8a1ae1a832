import { join } from "node:path";
import { printable, type Contract, type PathStep, type Severity } from "@godwit/core/contracts";
import { describeViolation, ruleDocs, shorten } from "@godwit/core/engine";
import type { Span } from "./document.js";
import { describeMany, listed, ruleIdOf, type Finding } from "../index.js";
import type { FileFindings } from "./findings.js";

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
