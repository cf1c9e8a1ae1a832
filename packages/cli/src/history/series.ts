import type { PastCount } from "@godwit/project";
import type { History } from "./history.js";

/** What is left of a contract, or of one of its phases, at each commit that has the contract. */
export function seriesOf({ contracts, commits }: History, id: string, phase?: string): readonly PastCount[] {
  const index = contracts.findIndex((contract) => contract.id === id);
  const phaseIndex = phase === undefined ? -1 : (contracts[index]?.phases.indexOf(phase) ?? -1);
  if (index < 0 || (phase !== undefined && phaseIndex < 0)) return [];
  return commits.flatMap(({ time, counts }) => {
    const at = counts[index];
    return at ? [{ time, left: phaseIndex < 0 ? at.left : at.phases[phaseIndex]! }] : [];
  });
}

/** The most that were left at one commit. */
export function mostOf(series: readonly PastCount[]): number {
  return series.reduce((most, { left }) => Math.max(most, left), 0);
}
