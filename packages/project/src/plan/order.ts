import type { Contract, Risk, Status } from "@godwit/core/contracts";
import { byText } from "./counts.js";
import type { Progress } from "./progress.js";

const RISKS: readonly Risk[] = ["low", "medium", "high", "critical"];
const STATUSES: readonly Status[] = ["complete", "active", "planned"];
const NO_DATE = "9999-12-31";

/** A contract with the round in which it can be worked on: 1 now, 2 when those of round 1 are done, and so on. */
export interface InRounds {
  readonly contract: Contract;
  readonly round: number;
}

/**
 * Contracts in the order in which to work on them: those that wait for nothing first, active before planned, then the smaller
 * risk, the earlier date, the id. Those that are done come last.
 */
export function inPlanOrder(contracts: readonly Contract[], progress: ReadonlyMap<string, Progress>): readonly InRounds[] {
  const rounds = roundsOf(contracts, progress);
  const isDone = (contract: Contract): boolean => progress.get(contract.id)!.done;
  return contracts
    .map((contract) => ({ contract, round: rounds.get(contract.id)! }))
    .sort(
      (a, b) =>
        Number(isDone(a.contract)) - Number(isDone(b.contract)) ||
        a.round - b.round ||
        STATUSES.indexOf(a.contract.status) - STATUSES.indexOf(b.contract.status) ||
        RISKS.indexOf(a.contract.risk) - RISKS.indexOf(b.contract.risk) ||
        byText(a.contract.due ?? NO_DATE, b.contract.due ?? NO_DATE) ||
        byText(a.contract.id, b.contract.id),
    );
}

function roundsOf(contracts: readonly Contract[], progress: ReadonlyMap<string, Progress>): ReadonlyMap<string, number> {
  const byId = new Map(contracts.map((contract) => [contract.id, contract]));
  const rounds = new Map<string, number>();
  const roundOf = (id: string, above: ReadonlySet<string>): number => {
    const known = rounds.get(id);
    if (known !== undefined) return known;
    const open = (byId.get(id)?.dependsOn ?? []).filter((other) => byId.has(other) && !progress.get(other)!.done);
    const inside = new Set([...above, id]);
    // A cycle is an error of its contracts; here it only must end.
    const round = 1 + Math.max(0, ...open.filter((other) => !inside.has(other)).map((other) => roundOf(other, inside)));
    rounds.set(id, round);
    return round;
  };
  for (const { id } of contracts) roundOf(id, new Set());
  return rounds;
}
