import path from "node:path";
import { isFixable, type ActiveContract, type Project } from "@godwit/project";
import { fixAllOf, fixFile } from "../actions.js";
import { diagnosticsOf } from "../diagnostics.js";
import type { FileFindings } from "../findings.js";
import { inlayHintsIn } from "../inlay-hints.js";
import type { ProjectFix } from "../project-fixes.js";
import { summaryOf } from "../summary.js";
import { createPositions } from "./positions.js";
import type { ContractEntry, ExtensionRequests, FileFixes, FileReport } from "./protocol.js";

/** The answer to `_godwit.file`. */
export function reportOf(
  project: Project,
  findings: FileFindings | undefined,
  inlayHints: ExtensionRequests["_godwit.file"]["arguments"]["inlayHints"],
): FileReport {
  const inForce = project.contracts.length;
  if (!findings) return { inForce, contracts: [], violations: [], hints: [] };
  const { text } = findings.document;
  const rangeOf = createPositions(text);
  return {
    inForce,
    contracts: summaryOf(findings).map(({ contract, left, fixable }) => ({ ...entryOf(project, { contract }), left, fixable })),
    violations: diagnosticsOf(findings).map(({ finding, span, id, message, contract }) => ({
      ...rangeOf(span),
      contract: finding.contract.id,
      rule: id,
      message,
      level: finding.violation.level,
      contractLine: contract.line - 1,
    })),
    hints: inlayHintsIn(findings, [0, text.length], inlayHints).map(({ offset, text: label, tooltip }) => ({
      position: rangeOf([offset, offset]).start,
      text: label,
      tooltip,
    })),
  };
}

/** A contract of a project, as an extension gets it. */
export function entryOf({ root }: Project, { contract }: Pick<ActiveContract, "contract">): ContractEntry {
  return { id: contract.id, title: contract.title, status: contract.status, path: path.join(root, contract.file), root };
}

/** The answer to `_godwit.fixes` for one file; empty if the contract has no safe fix in it. */
export function fixesOf(findings: FileFindings, contract: string): FileFixes[] {
  const all = fixAllOf(findings, contract);
  return all ? [toFileFixes({ ...fileOf(findings), count: all.count, edits: all.edits() })] : [];
}

/** The answer to `_godwit.fixFile`. */
export function fileFixesOf(findings: FileFindings): FileFixes | undefined {
  const edits = fixFile(findings);
  return edits.length > 0
    ? toFileFixes({ ...fileOf(findings), count: findings.open.filter(isFixable).length, edits })
    : undefined;
}

/** The fixes of a file, as an extension gets them. */
export function toFileFixes({ file, text, count, edits }: ProjectFix): FileFixes {
  const rangeOf = createPositions(text);
  return { file, count, edits: edits.map(({ range, text: newText }) => ({ ...rangeOf(range), newText })) };
}

function fileOf({ document: { path: file, text } }: FileFindings): Pick<ProjectFix, "file" | "text"> {
  return { file, text };
}
