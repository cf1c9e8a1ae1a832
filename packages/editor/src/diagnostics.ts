import { join } from "node:path";
import type { Severity } from "@godwit/contracts";
import { describeViolation } from "@godwit/engine";
import type { Span } from "./document.js";
import { ruleDocs } from "@godwit/engine";
import { ruleIdOf, type Finding } from "@godwit/project";
import type { FileFindings } from "./findings.js";

/** A finding as an editor underlines it. */
export interface EditorDiagnostic {
  readonly finding: Finding;
  readonly span: Span;
  readonly message: string;
  /** `unified-ids/no-raw-uuid` */
  readonly id: string;
  readonly severity: Severity;
  /** The baseline tolerates it: to be shown without alarm, whatever the severity. */
  readonly isKnown: boolean;
  /** An import to strike through. */
  readonly isDeprecated: boolean;
  /** Where the contract asks for it. */
  readonly contract: ContractPlace;
}

/** A place in a contract file, with a sentence for it. */
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
  return findings.open.map((finding) => ({
    finding,
    span: finding.violation.range,
    message: describeViolation(finding.violation),
    id: ruleIdOf(finding),
    severity: finding.severity,
    isKnown: finding.isKnown,
    isDeprecated: ruleDocs(finding.violation.rule).tags?.includes("deprecated") ?? false,
    contract: contractPlace(findings, finding),
  }));
}

/** Where the contract asks for what a finding reports. */
export function contractPlace({ project }: FileFindings, { contract, violation, outdatedBy }: Finding): ContractPlace {
  const { line, offset } = contract.locate(["rules", violation.rule]);
  const message = outdatedBy
    ? `${contract.title}: the file has an error in line ${outdatedBy.line} (${outdatedBy.message}) Its last good version is in force.`
    : contract.title;
  return { path: join(project.root, contract.file), line, offset, message };
}
