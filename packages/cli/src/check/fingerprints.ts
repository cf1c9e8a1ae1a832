import { createHash } from "node:crypto";
import type { ListedFinding } from "./finding.js";

/**
 * What identifies a violation over time: its contract, rule, file and normalised source, and which of equal ones in the file it is. It stays
 * the same when the file is formatted, or other code in it changes. Findings without a source have none.
 */
export function fingerprintsOf(findings: readonly ListedFinding[]): ReadonlyMap<ListedFinding, string> {
  const seen = new Map<string, number>();
  const fingerprints = new Map<ListedFinding, string>();
  const inOrder = findings.toSorted((a, b) => a.line - b.line || a.column - b.column);
  for (const finding of inOrder) {
    const { contract, rule, file, source } = finding;
    if (source === null) continue;
    const key = [contract, rule, file, source].join("\0");
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    fingerprints.set(finding, createHash("sha256").update(`${key}\0${count}`).digest("hex").slice(0, 40));
  }
  return fingerprints;
}
