import type { ContractStatus, PastCount } from "@godwit/project";
import type { OverviewReport, ReportContract } from "../../report/overview-report.js";
import { counted } from "../../terminal.js";
import { signedChange } from "../table.js";

/** Due dates beyond the next few would hide the curve. */
const MOST_DUES = 4;

/** What a chart is drawn from. */
export type Burning = Pick<ReportContract, "id" | "past" | "left" | "total" | "pace" | "phases">;

/** `−20 in 28 days, at this pace done on 2026-09-01` */
export function paceText({ fewer, days, doneOn }: NonNullable<Burning["pace"]>): string {
  return `${signedChange(fewer)} in ${counted(days, "day")}${doneOn === null ? "" : `, at this pace done on ${doneOn}`}`;
}

/** Why there is no chart. */
export function noPast({ past }: Burning): string {
  return past.length === 0 ? "The past was not counted." : `No history to draw: it has ${counted(past.length, "commit")}.`;
}

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

/** The state of a contract in one word. */
export function stateOf({ done, isLate, blockedBy, status }: ContractStatus): "done" | "late" | "blocked" | "planned" | "active" {
  if (done) return "done";
  if (isLate) return "late";
  if (blockedBy.length > 0) return "blocked";
  return status === "planned" ? "planned" : "active";
}

/** `45 s`, `12 min`, `3 h 5 min` */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const WIDTH = 10;

/** `████░░░░░░  40 %` */
export function progressBar(share: number): string {
  const filled = Math.floor(share * WIDTH);
  return `${"█".repeat(filled)}${"░".repeat(WIDTH - filled)} ${String(Math.floor(share * 100)).padStart(3)} %`;
}

/** The share of a contract that is done, 0 to 1; undefined where only today's code is known. */
export function progressShare({
  left,
  total,
  totalFrom,
}: Pick<ContractStatus, "left" | "total" | "totalFrom">): number | undefined {
  return totalFrom === "code" || total === 0 ? undefined : (total - left) / total;
}
