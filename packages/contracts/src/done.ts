import type { Contract, Phase } from "./contract.js";

/** Whether a phase counts as done with that many violations left. */
export function isPhaseDone(phase: Phase, remaining: number): boolean {
  return remaining <= phase.allow;
}

/** Whether a contract counts as done; `remaining` says how many violations a phase (null: no phase) has left. */
export function isContractDone(
  contract: Pick<Contract, "status" | "phases">,
  remaining: (phase: Phase | null) => number,
): boolean {
  if (contract.status === "complete") return true;
  return remaining(null) === 0 && contract.phases.every((phase) => isPhaseDone(phase, remaining(phase)));
}
