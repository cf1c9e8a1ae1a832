import type { Finding } from "@godwit/project";
import type { FileFindings } from "../check/finding.js";
import { type Site, siteOf } from "../migrate/units/edit-file.js";

/** A written type that should be one of the contract's; it is free if no comment, and nothing else, keeps it. */
export interface WrittenType {
  readonly type: string;
  readonly part: readonly [number, number];
  /** The name that it declares, where it is a declaration's. */
  readonly declares?: string;
  /** What reports say of it. */
  readonly site: Site;
  readonly isFree: boolean;
}

/** The written types among what was found in a file. */
export function writtenTypesOf(found: FileFindings, isAsked: (finding: Finding) => boolean = () => true): readonly WrittenType[] {
  const typesOf = (findings: readonly Finding[], isOpen: boolean): readonly WrittenType[] =>
    findings.filter(isAsked).flatMap((finding): WrittenType[] => {
      const { level, narrows } = finding.violation;
      return narrows ? [{ ...narrows, site: siteOf(finding, found), isFree: isOpen && level !== "hint" }] : [];
    });
  return [...typesOf(found.open, true), ...typesOf(found.suppressed, false)];
}
