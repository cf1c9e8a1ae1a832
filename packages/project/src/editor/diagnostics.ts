import { join } from "node:path";
import { printable, type Severity } from "@godwit/core/contracts";
import { describeViolation } from "@godwit/core/engine";
import type { Span } from "./document.js";
import { ruleDocs } from "@godwit/core/engine";
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
  const { line, offset } = contract.locate(["rules", violation.rule]);
  const message = outdatedBy
    ? `${contract.title}: the file has an error in line ${outdatedBy.line} (${outdatedBy.message}) Its last good version is in force.`
    : contract.title;
  return { path: join(project.root, contract.file), line, offset, message: printable(message) };
}
