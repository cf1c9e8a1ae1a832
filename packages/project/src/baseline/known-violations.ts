import type { Violation } from "@godwit/core/engine";
import { compareWithBaseline } from "./compare.js";
import type { Baseline } from "./store.js";
import type { SourceReader } from "./violation-source.js";

/** The violations of contracts in one file, and the baselines that may tolerate them. */
export interface FileViolations {
  /** Path relative to the root, with `/`. */
  readonly file: string;
  /** Everything that the contracts find, in their order. */
  readonly violations: readonly Violation[];
  readonly sourceAt: SourceReader;
  /** The baseline of a contract; undefined if it has none. */
  baselineOf(contract: string): Baseline | undefined;
}

/**
 * The violations of one file that baselines tolerate: the same ones in every front. A violation that a comment disables is not reported,
 * and so it uses up no entry.
 */
export function findKnown({ file, violations, sourceAt, baselineOf }: FileViolations): ReadonlySet<Violation> {
  const known = new Set<Violation>();
  for (const contract of new Set(violations.map((violation) => violation.contract))) {
    const entries = baselineOf(contract)?.byFile.get(file);
    if (!entries) continue;
    const reported = violations.filter((violation) => violation.contract === contract && !violation.disabled);
    const keyed = reported.map((violation) => ({ file, rule: violation.rule, source: sourceAt(violation.range), violation }));
    for (const { violation } of compareWithBaseline(entries, keyed).known) known.add(violation);
  }
  return known;
}
