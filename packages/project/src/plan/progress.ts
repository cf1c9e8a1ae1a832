import type { Contract } from "@godwit/core/contracts";
import { byText, groupBy } from "./counts.js";
import type { Blocker, PlanSite } from "./plan.js";

/** How far one contract is. */
export interface Progress {
  readonly done: boolean;
  /** What keeps it from being done, in words; undefined if it is. */
  readonly left?: string;
}

/** Violations that are left in one phase; `allow` is null for those that are in none. */
export interface PhaseProgress {
  readonly name: string | null;
  readonly allow: number | null;
  readonly due: string | null;
  readonly left: number;
  readonly done: boolean;
}

/**
 * The phases of a contract, in order, and at the end what is in no phase, where there is such. A contract without phases has only
 * the latter.
 */
export function phasesOf(contract: Contract, sites: readonly PlanSite[]): readonly PhaseProgress[] {
  const byPhase = groupBy(sites, ({ phase }) => phase);
  const outside = byPhase.get(null)?.length ?? 0;
  const phases = contract.phases.map(({ name, allow, due }): PhaseProgress => {
    const left = byPhase.get(name)?.length ?? 0;
    return { name, allow, due: due ?? null, left, done: left <= allow };
  });
  if (phases.length > 0 && outside === 0) return phases;
  const due = phases.length === 0 ? (contract.due ?? null) : null;
  return [...phases, { name: null, allow: null, due, left: outside, done: outside === 0 }];
}

/** Whether a contract is done: its status is complete, or every phase is done and nothing is left outside of them. */
export function progressOf(contract: Contract, sites: readonly PlanSite[]): Progress {
  const open = phasesOf(contract, sites).filter(({ done }) => !done);
  if (contract.status === "complete" || open.length === 0) return { done: true };
  const left = open.reduce((sum, phase) => sum + phase.left, 0);
  const names = open
    .map(({ name }) => name ?? (contract.phases.length === 0 ? null : "no phase"))
    .filter((name) => name !== null);
  const where = names.length > 0 ? ` in ${listWords(names)}` : "";
  return { done: false, left: `${left.toLocaleString("en-US")} ${left === 1 ? "violation is" : "violations are"} left${where}` };
}

/** The progress of each contract by its id. */
export function progressOfAll(contracts: readonly Contract[], sites: readonly PlanSite[]): ReadonlyMap<string, Progress> {
  const byContract = groupBy(sites, ({ contract }) => contract);
  return new Map(contracts.map((contract) => [contract.id, progressOf(contract, byContract.get(contract.id) ?? [])]));
}

/** The contracts that a contract waits for. One that can't be read is never done. */
export function blockersOf(
  { dependsOn }: Pick<Contract, "dependsOn">,
  progress: ReadonlyMap<string, Progress>,
): readonly Blocker[] {
  return [...new Set(dependsOn)].sort(byText).flatMap((contract): Blocker[] => {
    const known = progress.get(contract);
    if (!known) return [{ contract, why: "it is missing or has errors: see godwit contracts validate" }];
    return known.done ? [] : [{ contract, why: known.left! }];
  });
}

/** `a`, `a and b`, `a, b and c`; of more than four the first three and how many more there are. */
export function listWords(words: readonly string[]): string {
  if (words.length > 4) return `${words.slice(0, 3).join(", ")} and ${words.length - 3} more`;
  if (words.length < 2) return words.join("");
  return `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}
