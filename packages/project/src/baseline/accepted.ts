import type { Problem } from "@godwit/core/contracts";
import type { ActiveContract } from "../project.js";
import type { Baseline } from "./store.js";

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
