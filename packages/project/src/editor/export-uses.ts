import { isFixable, siteOfExports, type SiteOfExports } from "../index.js";
import type { FileFindings } from "./findings.js";

/** What a file's violations, or those of one contract, do to the exports that mocks are about: first the reported ones, then disabled ones. */
export function usesOf(findings: FileFindings, contract?: string): SiteOfExports[] {
  const file = pathInRoot(findings);
  const isMeant = (id: string): boolean => contract === undefined || id === contract;
  const [open, disabled] = [findings.open, findings.disabled].map((all) => all.filter((each) => isMeant(each.contract.id)));
  return [
    ...open!.map((finding) => siteOfExports(finding.violation, file, isFixable(finding))),
    ...disabled!.map((finding) => siteOfExports(finding.violation, file, false)),
  ];
}

/** A file's path relative to its root. */
export function pathInRoot({ project, document }: FileFindings): string {
  return project.engine.modules.relative(document.path) ?? document.path;
}
