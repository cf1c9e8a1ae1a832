import { describeMany, listed } from "@godwit/project";
import type { ListedFinding } from "./finding.js";

/** The findings as they are listed: of very many of one rule in a file the first stands for all, and says how many. */
export function listFindings(findings: readonly ListedFinding[]): readonly ListedFinding[] {
  const counts = listed(findings, ({ file, contract, rule, tolerated }) => JSON.stringify([file, contract, rule, tolerated]));
  if (counts.size === findings.length) return findings;
  return [...counts].map(([finding, count]) =>
    count === 1 ? finding : { ...finding, count, message: describeMany(finding.message, count) },
  );
}
