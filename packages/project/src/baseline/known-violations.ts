import type { Violation } from "@godwit/engine";
import { compareWithBaseline } from "./compare.js";
import type { EntryKey } from "./entry.js";
import type { Baseline } from "./store.js";
import { createSourceReader, type ReadableFile } from "./violation-source.js";

/** A violation with the key that its baseline entry has. */
export interface KeyedViolation extends EntryKey {
  readonly violation: Violation;
}

/** The baseline that counts for a contract; undefined where none does. */
export type BaselineOf = (contract: string) => Baseline | undefined;

/** Gives violations of one file (`path` is relative to the root) their keys. */
export function keyViolations(file: ReadableFile, path: string, violations: readonly Violation[]): KeyedViolation[] {
  const sourceAt = createSourceReader(file);
  return violations.map((violation) => ({ file: path, rule: violation.rule, source: sourceAt(violation.range), violation }));
}

/**
 * The violations of one file that baselines tolerate: the same ones in every front. `violations` are all that contracts report there, in
 * their order; what a comment disables is not reported, and so takes no entry.
 */
export function findKnown(
  file: ReadableFile,
  path: string,
  violations: readonly Violation[],
  baselineOf: BaselineOf,
): ReadonlySet<Violation> {
  const known = new Set<Violation>();
  for (const contract of new Set(violations.map((violation) => violation.contract))) {
    const entries = baselineOf(contract)?.byFile.get(path);
    if (!entries) continue;
    const own = violations.filter((violation) => violation.contract === contract && !violation.disabled);
    for (const { violation } of compareWithBaseline(entries, keyViolations(file, path, own)).known) known.add(violation);
  }
  return known;
}
