import type { Violation } from "@godwit/core/engine";
import { describeMany, listed } from "@godwit/project";
import type { CheckResult } from "./check-result.js";

/** A line of source; of a long one the part around a site, since a file of one line may hold thousands of sites. */
export interface LineFrame {
  readonly lineText: string;
  /** Where in the line the text begins. */
  readonly from: number;
}

/** A finding as `check` lists it: plain data, which keeps nothing of the file in memory. */
export interface ListedFinding extends Readonly<Omit<CheckResult["violations"][number], "owners" | "fingerprint">> {
  /** Its source as a baseline has it; null if the contract has no baseline and no command needs it. */
  readonly source: string | null;
  /** The line in which it starts. */
  readonly frame: LineFrame;
  /** By what a summary knows why there is no fix. */
  readonly reasonCode?: Violation["reasonCode"];
  /** The contract's reason, for a list that shows it once. */
  readonly purpose: string | undefined;
}

/** Whether `--fix` writes its fix: one that waits for a test is not written. */
export function willBeFixed({ level, heldBack }: ListedFinding): boolean {
  return level === "fix" && heldBack === undefined;
}

/** The findings as they are listed: of very many of one rule in a file the first stands for all, and says how many. */
export function listFindings(findings: readonly ListedFinding[]): readonly ListedFinding[] {
  const counts = listed(findings, ({ file, contract, rule, tolerated }) => JSON.stringify([file, contract, rule, tolerated]));
  if (counts.size === findings.length) return findings;
  return [...counts].map(([finding, count]) =>
    count === 1 ? finding : { ...finding, count, message: describeMany(finding.message, count) },
  );
}

interface Placed {
  readonly contract: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** How many violations one in the list stands for. */
export function countOf({ count: stands = 1 }: { readonly count?: number | undefined }): number {
  return stands;
}

/** The order of violations: by file, line, column and contract. */
export function comparePlaces(a: Placed, b: Placed): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column || (a.contract < b.contract ? -1 : a.contract > b.contract ? 1 : 0);
}

/** The order of near duplicates: the nearest first. */
export function compareNearness(a: Placed & { readonly overlap: number }, b: Placed & { readonly overlap: number }): number {
  return b.overlap - a.overlap || comparePlaces(a, b);
}
