import type { PastCount } from "@godwit/project";
import type { OverviewReport, ReportContract } from "../../report/overview-report.js";
import type { Burning } from "./burn-down.js";

/** Due dates beyond the next few would hide the curve. */
const MOST_DUES = 4;

/** All contracts as one: what was left of them together, and how fast it becomes less. */
export function whole({ contracts }: Pick<OverviewReport, "contracts">): Burning {
  const open = contracts.filter(({ done }) => !done);
  const past = pastOf(contracts);
  const left = sumOf(contracts, (each) => each.left);
  const fewer = sumOf(open, ({ pace }) => pace?.fewer ?? 0);
  const days = open.find(({ pace }) => pace)?.pace?.days;
  const ends = open.map(({ pace }) => pace?.doneOn ?? null);
  const doneOn = ends.includes(null) ? null : (ends.sort().at(-1) ?? null);
  const dues = open.flatMap(({ id, due }) => (due === null ? [] : [{ id, due }])).sort((a, b) => (a.due < b.due ? -1 : 1));
  return {
    ...{ id: "All contracts", past, left },
    total: Math.max(left, ...past.map((each) => each.left)),
    pace: days === undefined ? null : { fewer, days, doneOn },
    phases: dues.slice(0, MOST_DUES).map(({ id, due }) => ({ name: id, due, allow: null, left: 0, done: false })),
  };
}

/** The sum at each time at which one has a count; a contract counts nothing before its first. */
function pastOf(contracts: readonly ReportContract[]): readonly PastCount[] {
  const points = contracts
    .flatMap(({ past }, index) => past.map(({ time, left }) => ({ time, left, index })))
    .sort((a, b) => a.time - b.time);
  const lefts = contracts.map(() => 0);
  const sums = new Map<number, number>();
  for (const { time, left, index } of points) {
    lefts[index] = left;
    sums.set(
      time,
      lefts.reduce((sum, each) => sum + each, 0),
    );
  }
  return [...sums].map(([time, left]) => ({ time, left }));
}

/** Owners with a column of their own: those with most. */
const MOST_OWNERS = 6;

/** What is left of each open contract, by owner. */
export interface OwnerMatrix {
  readonly owners: readonly string[];
  readonly rows: readonly { readonly contract: ReportContract; readonly byOwner: readonly number[] }[];
}

/** The open contracts against the owners with most. */
export function matrixOf({ contracts, groups }: Pick<OverviewReport, "contracts" | "groups">): OwnerMatrix {
  const owners = [...groups.owner].sort((a, b) => b.left - a.left).slice(0, MOST_OWNERS);
  const rows = contracts
    .filter(({ done, left }) => !done && left > 0)
    .map((contract) => ({
      contract,
      byOwner: owners.map((owner) => owner.contracts.find(({ id }) => id === contract.id)?.left ?? 0),
    }));
  return { owners: owners.map(({ name }) => name), rows };
}

function sumOf(contracts: readonly ReportContract[], count: (contract: ReportContract) => number): number {
  return contracts.reduce((sum, contract) => sum + count(contract), 0);
}
