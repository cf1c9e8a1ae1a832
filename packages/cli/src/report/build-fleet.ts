import { countOf } from "../check/listed-finding.js";
import type { CheckResult } from "../check/check-result.js";
import { weekOf, type Fleet, type FleetCell, type FleetRow } from "./fleet.js";
import { latestOfWeeks, type FleetMember } from "./read-fleet.js";

type Contract = CheckResult["contracts"][number];

/** What a fleet's report is made of. */
export interface FleetInput {
  readonly members: readonly FleetMember[];
  /** What was left in earlier weeks. */
  readonly past: readonly FleetRow[];
  /** Seconds since 1970. */
  readonly now: number;
}

/** Results that are older than this may no longer be true. */
const OLD_DAYS = 14;
/** What has not become fewer in so many later weeks stands still; one week without a change is a week. */
const STILL_WEEKS = 2;

/** Puts the results of repositories and their past together. */
export function buildFleet({ members, past, now }: FleetInput): Fleet {
  const rows = latestOfWeeks([...past, ...members.flatMap(rowsOf)]);
  const titles = new Map<string, string>();
  for (const { result } of members) for (const { id, title } of result?.contracts ?? []) titles.set(id, titles.get(id) ?? title);
  const missing = new Set(members.flatMap(({ name, result }) => (result ? [] : [name])));
  for (const { repository, contract } of rows) if (missing.has(repository)) titles.set(contract, titles.get(contract) ?? "");
  return {
    version: 1,
    kind: "fleet",
    generatedAt: new Date(now * 1_000).toISOString(),
    repositories: members.map((member) => ({
      name: member.name,
      time: member.result?.time ?? null,
      left: (member.result?.contracts ?? []).reduce((sum, { violations }) => sum + violations, 0),
      problems: problemsOf(member, now),
    })),
    contracts: [...titles].map(([id, title]) => ({ id, title })).sort((a, b) => (a.id < b.id ? -1 : 1)),
    cells: members.flatMap((member) => cellsOf(member, rows)),
    rows: [...rows],
  };
}

function problemsOf({ result, fault }: FleetMember, now: number): string[] {
  if (fault !== undefined) return [fault];
  const days = Math.floor((now - Date.parse(result!.time) / 1_000) / 86_400);
  const age = days > OLD_DAYS ? [`The result is ${days} days old: see whether its CI still runs.`] : [];
  const [first, ...others] = result!.problems;
  if (!first) return age;
  const more = others.length > 0 ? ` (and ${others.length} more)` : "";
  return [...age, `${first.file}:${first.line}:${first.column} ${first.message}${more}`];
}

/** What is left in a repository now, by contract and owners. */
function rowsOf({ name, result }: FleetMember): readonly FleetRow[] {
  if (!result) return [];
  const { time, contracts, violations } = result;
  return contracts.flatMap(({ id, owner, violations: left, fixable }): FleetRow[] => {
    const base = { week: weekOf(time), time, repository: name, contract: id };
    const own = violations.filter(({ contract }) => contract === id);
    const byOwners = new Map<string, { left: number; fixable: number }>();
    for (const violation of own) {
      const key = JSON.stringify(violation.owners ?? (owner === null ? [] : [owner]));
      const sum = byOwners.get(key) ?? { left: 0, fixable: 0 };
      const stands = countOf(violation);
      byOwners.set(key, { left: sum.left + stands, fixable: sum.fixable + (violation.level === "fix" ? stands : 0) });
    }
    // Planned contracts are counted and not listed.
    if (byOwners.size === 0) return [{ ...base, owners: owner === null ? [] : [owner], left, fixable }];
    return [...byOwners].map(([key, sum]) => ({ ...base, owners: JSON.parse(key) as string[], ...sum }));
  });
}

function cellsOf({ name, result }: FleetMember, rows: readonly FleetRow[]): readonly FleetCell[] {
  const contracts = result?.contracts ?? [];
  // What could not be checked may hide violations.
  const isWhole = result?.problems.length === 0;
  const open = new Set(contracts.filter((contract) => !isWhole || !isDone(contract)).map(({ id }) => id));
  return contracts.map((contract): FleetCell => {
    const { id, violations, fixable, owner, package: from, overridden = [], phases, dependsOn = [] } = contract;
    const waitsFor = open.has(id) ? dependsOn.filter((other) => open.has(other)) : [];
    const own = rows.filter((row) => row.repository === name && row.contract === id);
    // What is left nowhere that could be read has no pace.
    const pace = violations === 0 ? { hasMoved: false, stillSince: null } : paceOf(own);
    return {
      ...{ repository: name, contract: id, left: violations, fixable, owner, overridden, waitsFor },
      state: open.has(id) ? stateOf(contract, waitsFor, pace) : "done",
      due: open.has(id) ? (phases.find(({ done, due }) => !done && due !== null)?.due ?? contract.due ?? null) : null,
      stillSince: open.has(id) ? pace.stillSince : null,
      package: from ? `${from.name}@${from.version}` : null,
    };
  });
}

interface CellPace {
  /** Whether there is less than in an earlier week. */
  readonly hasMoved: boolean;
  readonly stillSince: string | null;
}

/** Whether a contract moves in a repository, by what was left in the weeks that are known. */
function paceOf(rows: readonly FleetRow[]): CellPace {
  const weeks = new Map<string, number>();
  for (const { week, left } of rows) weeks.set(week, (weeks.get(week) ?? 0) + left);
  const series = [...weeks].sort(([a], [b]) => (a < b ? -1 : 1));
  const fewer = series.findLastIndex(([, left], index) => index > 0 && left < series[index - 1]![1]);
  const last = Math.max(fewer, 0);
  const isStill = series.length - 1 - last >= STILL_WEEKS;
  return { hasMoved: fewer >= 0, stillSince: isStill ? series[last]![0] : null };
}

function stateOf(contract: Contract, waitsFor: readonly string[], { hasMoved, stillSince }: CellPace): FleetCell["state"] {
  if (waitsFor.length > 0) return "blocked";
  if (contract.status === "planned") return "planned";
  if (stillSince !== null) return "still";
  return hasMoved ? "moving" : "open";
}

/** As `progressOf` says it of a contract that is at hand. */
function isDone({ status, violations, phases }: Contract): boolean {
  if (status === "complete") return true;
  const inPhases = phases.reduce((sum, phase) => sum + phase.violations, 0);
  return phases.length > 0 ? phases.every(({ done }) => done) && inPhases === violations : violations === 0;
}
