import { grouped, counted, listWords } from "../words.js";
import type { SiteCounts, Blocker } from "../results/plan-result.js";
import type { Complexity, ConsumerRisk, PlanSite } from "../results/shapes.js";
import type { Contract, Risk, Status } from "@godwit/core/contracts";
import { groupBy } from "../group-by.js";

/** A text as one word of a command line, to be pasted into a shell. */
export function quoteWord(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  return /["$`\\!]/.test(text) ? `'${text.replaceAll("'", String.raw`'\''`)}'` : `"${text}"`;
}

/** Counts sites by what can be done about them. */
export function countSites(sites: readonly PlanSite[]): SiteCounts {
  const count = (is: (site: PlanSite) => boolean): number => sites.filter(is).length;
  return {
    total: sites.length,
    fix: count(({ level, heldBack }) => level === "fix" && !heldBack),
    held: count(({ level, heldBack }) => level === "fix" && heldBack !== undefined),
    suggestion: count(({ level }) => level === "suggestion"),
    hint: count(({ level }) => level === "hint"),
    known: count(({ tolerated }) => tolerated),
  };
}

/** Orders texts by their code units, so that no locale changes the order. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** What a consumer's risk is judged by. */
interface RiskFacts {
  readonly sites: readonly PlanSite[];
  /** Whether it is a test itself. */
  readonly isTest: boolean;
  /** How many tests reach it. */
  readonly tests: number;
  /** How many files import it, directly or through others. */
  readonly dependents: number;
}

/** A consumer's risk; `points` order those of equal risk. */
interface RiskJudgement {
  readonly risk: ConsumerRisk;
  readonly points: number;
  readonly reasons: readonly string[];
}

const MANY_DEPENDENTS = 25;
const MANY_SITES = 10;

/** Judges how likely the move of a consumer breaks something: each reason is worth points; two make medium, four make high. */
export function judgeRisk({ sites, isTest, tests, dependents }: RiskFacts): RiskJudgement {
  const { total, suggestion, hint, held } = countSites(sites);
  const found: (readonly [points: number, reason: string] | false)[] = [
    !isTest && tests === 0 && [2, "no test reaches it"],
    hint > 0 && [2, `${hint} by hand`],
    suggestion > 0 && [1, `${suggestion} to look at`],
    held > 0 && [1, `${held} held back by a test`],
    dependents >= MANY_DEPENDENTS && [1, `${grouped(dependents)} files depend on it`],
    total > MANY_SITES && [1, `${total} sites`],
  ];
  const reasons = found.filter((each) => each !== false);
  const points = reasons.reduce((sum, [worth]) => sum + worth, 0);
  return { risk: points >= 4 ? "high" : points >= 2 ? "medium" : "low", points, reasons: reasons.map(([, reason]) => reason) };
}

/** How hard the sites are to move: `high` where one is written by hand, `medium` where one has to be looked at or waits for a test. */
export function complexityOf(sites: readonly PlanSite[]): Complexity {
  const { hint, suggestion, held } = countSites(sites);
  return hint > 0 ? "high" : suggestion + held > 0 ? "medium" : "low";
}

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
function progressOf(contract: Contract, sites: readonly PlanSite[]): Progress {
  const open = phasesOf(contract, sites).filter(({ done }) => !done);
  if (contract.status === "complete" || open.length === 0) return { done: true };
  const left = open.reduce((sum, phase) => sum + phase.left, 0);
  const names = open
    .map(({ name }) => name ?? (contract.phases.length === 0 ? null : "no phase"))
    .filter((name) => name !== null);
  const where = names.length > 0 ? ` in ${listWords(names)}` : "";
  return { done: false, left: `${counted(left, "violation is", "violations are")} left${where}` };
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

const RISKS: readonly Risk[] = ["low", "medium", "high", "critical"];
const STATUSES: readonly Status[] = ["complete", "active", "planned"];
const NO_DATE = "9999-12-31";

/** A contract with the round in which it can be worked on: 1 now, 2 when those of round 1 are done, and so on. */
interface InRounds {
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
