import type { Problem } from "@godwit/core/contracts";
import type { Violation } from "@godwit/core/engine";
import type { ActiveContract } from "../project.js";
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

/** The contracts with their baselines; a complete contract has none, since it tolerates nothing. */
export function withBaselines(
  contracts: readonly ActiveContract[],
  baselines: ReadonlyMap<string, Baseline>,
): readonly ActiveContract[] {
  return contracts.map((active) => {
    const baseline = baselines.get(active.contract.id);
    return baseline && active.contract.status !== "complete" ? { ...active, baseline } : active;
  });
}

/** Whether a problem is in a baseline, not in a contract. */
export function isBaselineProblem({ code }: Problem): boolean {
  return code.startsWith("baseline-");
}

/** The problems of baseline files. */
export function baselineProblems(baselines: ReadonlyMap<string, Baseline>, contracts: readonly ActiveContract[]): Problem[] {
  const complete = new Set(contracts.flatMap(({ contract }) => (contract.status === "complete" ? [contract.id] : [])));
  return [...baselines.values()].flatMap((baseline) => [
    ...baseline.faults.map((fault): Problem => ({ ...fault, file: baseline.file, column: 1, severity: "error" })),
    ...(complete.has(baseline.contract) && baseline.entries.length > 0 ? [notAccepted(baseline)] : []),
  ]);
}

function notAccepted({ file, contract }: Baseline): Problem {
  const message = `${contract} is complete, so no baseline entry is accepted. Run godwit baseline prune, or set its status back to active.`;
  return { file, line: 1, column: 1, code: "baseline-complete", severity: "error", message };
}
