import type { Contract, Risk, Status } from "@godwit/core/contracts";
import { dayOf, paceOf, type Pace, type PastCount } from "../history/pace.js";
import { byText, groupBy } from "../plan/counts.js";
import { inPlanOrder } from "../plan/order.js";
import type { Blocker, PlanSite } from "../plan/plan.js";
import { blockersOf, phasesOf, progressOfAll, type PhaseProgress } from "../plan/progress.js";

/** Where one contract stands. */
export interface ContractStatus {
  readonly id: string;
  readonly title: string;
  readonly status: Status;
  readonly track: string | null;
  readonly risk: Risk;
  readonly owner: string | null;
  readonly dependsOn: readonly string[];
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
