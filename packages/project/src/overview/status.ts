import { listWords } from "../words.js";
import type { Contract } from "@godwit/core/contracts";
import { groupBy } from "../group-by.js";
import { byText, blockersOf, inPlanOrder, type PhaseProgress, phasesOf, progressOfAll } from "../plan/plan.js";
import type { Blocker } from "../results/plan-result.js";
import type { PlanSite } from "../results/shapes.js";

/** Where one contract stands. */
export interface ContractStatus extends OriginResult, Pick<Contract, "id" | "title" | "status" | "risk" | "dependsOn"> {
  readonly track: string | null;
  readonly owner: string | null;
  readonly done: boolean;
  readonly left: number;
  /** How many of them have a safe fix. */
  readonly fixable: number;
  /** The most that are known to have been left at one time. */
  readonly total: number;
  /** What knows the total: the history, the baseline, or nothing but today's code. */
  readonly totalFrom: "history" | "baseline" | "code";
  readonly phases: readonly PhaseProgress[];
  /** The first phase that is not done; null for a contract without phases, and one that is done. */
  readonly phase: string | null;
  /** The next day on which something is due: of the first open phase with a date, else the contract's. */
  readonly due: string | null;
  /** Whether that day is over. */
  readonly isLate: boolean;
  readonly blockedBy: readonly Blocker[];
  /** Null without a day of history. */
  readonly pace: Pace | null;
}

/** What is left for one owner, in one package or in one phase. */
export interface StatusGroup {
  readonly name: string;
  readonly left: number;
  readonly fixable: number;
  /** How many are left of which contract, most first. */
  readonly contracts: readonly { readonly id: string; readonly left: number }[];
}

/** Where everything stands. */
export interface StatusOverview {
  /** Those that are not done, in the order in which to work on them, then those that are done. */
  readonly contracts: readonly ContractStatus[];
  /** Most first; what nobody owns, or is in no phase, has the name that says so. */
  readonly groups: Readonly<Record<GroupKind, readonly StatusGroup[]>>;
}

/** What violations are grouped by. */
export type GroupKind = "owner" | "package" | "phase";

/** What is known of a contract's past. */
export interface ContractPast {
  /** In the order of the commits; empty where nothing is known. */
  readonly series: readonly PastCount[];
  /** How many violations its baseline knows; undefined without one. */
  readonly known?: number | undefined;
}

/** What a status is made from. */
export interface StatusInput {
  readonly contracts: readonly Contract[];
  /** The violations of all contracts, planned ones included. */
  readonly sites: readonly PlanSite[];
  pastOf(contract: string): ContractPast;
  /** By CODEOWNERS; empty where it names nobody. */
  ownersOf(file: string): readonly string[];
  /** The folder of a file's package, relative to the root; `.` for the root. */
  packageOf(file: string): string;
  /** Seconds since 1970. */
  readonly now: number;
}

const NOBODY = "(nobody)";
const NO_PHASE = "(no phase)";

/** Says where everything stands. */
export function makeStatus(input: StatusInput): StatusOverview {
  const { contracts, sites, packageOf } = input;
  const progress = progressOfAll(contracts, sites);
  const byContract = groupBy(sites, ({ contract }) => contract);
  const owners = ownersBySite(input);
  const hasPhases = new Set(contracts.flatMap(({ id, phases }) => (phases.length > 0 ? [id] : [])));
  return {
    contracts: inPlanOrder(contracts, progress).map(({ contract }) => ({
      ...statusOf(contract, byContract.get(contract.id) ?? [], input),
      done: progress.get(contract.id)!.done,
      blockedBy: progress.get(contract.id)!.done ? [] : blockersOf(contract, progress),
    })),
    groups: {
      owner: groupSites(sites, owners),
      package: groupSites(sites, ({ file }) => [packageOf(file)]),
      phase: groupSites(sites, ({ contract, phase }) => [
        hasPhases.has(contract) ? `${contract}: ${phase ?? NO_PHASE}` : contract,
      ]),
    },
  };
}

/** Who has to do with a site: the owners of its file, else that of its contract. */
export function ownersBySite({
  contracts,
  ownersOf,
}: Pick<StatusInput, "contracts" | "ownersOf">): (site: Pick<PlanSite, "contract" | "file">) => readonly string[] {
  const ownerOf = new Map(contracts.map(({ id, owner }) => [id, owner]));
  return ({ contract, file }) => {
    const owners = ownersOf(file);
    return owners.length > 0 ? owners : [ownerOf.get(contract) ?? NOBODY];
  };
}

function statusOf(
  contract: Contract,
  sites: readonly PlanSite[],
  { pastOf, now }: StatusInput,
): Omit<ContractStatus, "done" | "blockedBy"> {
  const { id, title, status, track, risk, owner, dependsOn } = contract;
  const { series, known } = pastOf(id);
  const left = sites.length;
  const phases = phasesOf(contract, sites);
  const open = status === "complete" ? [] : phases.filter(({ done }) => !done);
  const due = open.length === 0 ? null : (open.find((phase) => phase.due !== null)?.due ?? contract.due ?? null);
  return {
    ...{ id, title, status, track: track ?? null, risk, owner: owner ?? null, dependsOn, left },
    ...originOf(contract),
    fixable: sites.filter(({ level }) => level === "fix").length,
    ...totalOf(left, series, known),
    phases,
    phase: contract.phases.length === 0 ? null : (open[0]?.name ?? null),
    due,
    isLate: due !== null && due < dayOf(now),
    pace: paceOf(series, left, now) ?? null,
  };
}

function totalOf(left: number, series: readonly PastCount[], known = 0): Pick<ContractStatus, "total" | "totalFrom"> {
  const past = series.reduce((most, count) => Math.max(most, count.left), 0);
  const total = Math.max(left, past, known);
  if (series.length > 0 && past >= known) return { total, totalFrom: "history" };
  return { total, totalFrom: known > left ? "baseline" : "code" };
}

/** A site of several owners counts for each. */
function groupSites(sites: readonly PlanSite[], namesOf: (site: PlanSite) => readonly string[]): readonly StatusGroup[] {
  const named = sites.flatMap((site) => namesOf(site).map((name) => ({ name, site })));
  const groups = [...groupBy(named, ({ name }) => name)].map(([name, own]): StatusGroup => ({
    name,
    left: own.length,
    fixable: own.filter(({ site }) => site.level === "fix").length,
    contracts: [...groupBy(own, ({ site }) => site.contract)]
      .map(([id, each]) => ({ id, left: each.length }))
      .sort((a, b) => b.left - a.left || byText(a.id, b.id)),
  }));
  return groups.sort((a, b) => b.left - a.left || byText(a.name, b.name));
}

/** How many violations there were at a time. */
export interface PastCount {
  /** Seconds since 1970. */
  readonly time: number;
  readonly left: number;
}

/** How fast a migration goes. */
export interface Pace {
  /** How many fewer violations there are than at the start of the window; negative if there are more. */
  readonly fewer: number;
  /** Days that the window has: those for which there is a history, at most four weeks. */
  readonly days: number;
  /** The day on which none is left at this pace, as YYYY-MM-DD; null where the pace leads nowhere, or nothing is left. */
  readonly doneOn: string | null;
}

const DAY = 86_400;
/** Long enough that holidays and one large commit do not decide, short enough to be about the present. */
const WINDOW_DAYS = 28;
/** Beyond that a date says nothing. */
const MOST_DAYS = 3_650;

/**
 * The pace of the last four weeks, and the day on which it ends. `history` is in the order of the commits, `now` in seconds since 1970;
 * undefined where no day has passed since the first commit.
 */
export function paceOf(history: readonly PastCount[], left: number, now: number): Pace | undefined {
  const first = history[0];
  if (!first) return undefined;
  const from = Math.max(now - WINDOW_DAYS * DAY, first.time);
  const days = (now - from) / DAY;
  if (days < 1) return undefined;
  // Clocks of committers go back; the order of the commits does not.
  const start = history.findLast(({ time }) => time <= from) ?? first;
  const fewer = start.left - left;
  const needed = fewer > 0 && left > 0 ? Math.ceil((left * days) / fewer) : Infinity;
  return { fewer, days: Math.round(days), doneOn: needed <= MOST_DAYS ? dayOf(now + needed * DAY) : null };
}

/** The day of a time in seconds since 1970, as YYYY-MM-DD in UTC. */
export function dayOf(time: number): string {
  return new Date(time * 1_000).toISOString().slice(0, 10);
}

/** Days from one day (YYYY-MM-DD) to another; negative if it is over. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / (DAY * 1_000));
}

/** The counts at so many moments that are equally far from each other, the last one at `to`; undefined before the first count. */
export function sampleCounts(
  history: readonly PastCount[],
  { from, to, count }: { readonly from: number; readonly to: number; readonly count: number },
): readonly (number | undefined)[] {
  const step = (to - from) / Math.max(1, count - 1);
  let at = -1;
  return Array.from({ length: count }, (_, index) => {
    const moment = index === count - 1 ? to : from + index * step;
    while (at + 1 < history.length && history[at + 1]!.time <= moment) at++;
    // A commit whose clock is behind counts with the one before it.
    return at < 0 ? undefined : history[at]!.left;
  });
}

/** Where a contract comes from, as results have it: nothing for one of the repository itself. */
export interface OriginResult {
  readonly package?: { readonly name: string; readonly version: string };
  /** The keys that the repository overrides. */
  readonly overridden?: string[];
}

/** The package that a contract comes from, and what the repository says instead of it. */
export function originOf({ package: from, overridden }: Contract): OriginResult {
  return {
    ...(from && { package: { name: from.name, version: from.version } }),
    ...(overridden && { overridden: [...overridden] }),
  };
}

/** The same in words: `from @acme/migrations@1.2.0, with due and status of this repository`; empty for one of the repository itself. */
export function describeOrigin({ package: from, overridden = [] }: OriginResult): string {
  if (!from) return "";
  const words = overridden.map((key) => (key === "ignores" ? "more ignores" : key));
  const own = words.length > 0 ? `, with ${listWords(words)} of this repository` : "";
  return `from ${from.name}@${from.version}${own}`;
}
