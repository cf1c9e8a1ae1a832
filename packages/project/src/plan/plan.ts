import type { Risk, Status } from "@godwit/core/contracts";
import type { Evidence } from "../gates/evidence.js";
import type { HeldBack } from "../mocks/hold-back.js";

/** How many violations there are of each kind. */
export interface SiteCounts {
  readonly total: number;
  /** With a safe fix that nothing holds back. */
  readonly fix: number;
  /** With a safe fix that waits for a test. */
  readonly held: number;
  /** With an edit that a person has to look at. */
  readonly suggestion: number;
  /** That only a person can write. */
  readonly hint: number;
  /** How many of all the baseline knows. */
  readonly known: number;
}

/** One violation, as far as a plan is concerned. */
export interface PlanSite {
  readonly contract: string;
  readonly rule: string;
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly phase: string | null;
  readonly level: "fix" | "suggestion" | "hint";
  /** Why there is no fix; null where there is one. */
  readonly reason: string | null;
  readonly tolerated: boolean;
  /** Why its safe fix is not written, if it is not. */
  readonly heldBack?: HeldBack | undefined;
  /** What the site is in: `function delegate`, `class RunService`; undefined at the top level of its file. */
  readonly within?: string | undefined;
}

/** How hard a consumer is to move: its sites have fixes only, have to be looked at, or are written by hand. */
export type Complexity = "low" | "medium" | "high";
/** How likely the move of a consumer breaks something. */
export type ConsumerRisk = "low" | "medium" | "high";

/** The unit of work: one file that uses what a contract replaces, with what it takes to move it. */
export interface PlanConsumer {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly counts: SiteCounts;
  /** In the order of the text. */
  readonly sites: readonly PlanSite[];
  readonly complexity: Complexity;
  readonly risk: ConsumerRisk;
  /** What the risk comes from, in words. */
  readonly riskReasons: readonly string[];
  /** By CODEOWNERS; the contract's owner where that names nobody. */
  readonly owners: readonly string[];
  /** The folder of the package, relative to the root; `.` for the root. */
  readonly package: string;
  /** Tests that reach the file by imports. */
  readonly tests: readonly string[];
  readonly isTest: boolean;
  /** Other files with violations of the contract that move in the same step, whatever their phase: the mocks of its tests, say. */
  readonly together: readonly string[];
}

/** Consumers of one phase that have one owner and one package, or that a person has put together; code first, smallest risk first. */
export interface PlanBatch {
  /** The same as long as contract, phase, owner and package are: `user-context/endpoints/chat-platform`. */
  readonly id: string;
  readonly owners: readonly string[];
  readonly package: string;
  /** The highest of its consumers. */
  readonly risk: ConsumerRisk;
  readonly counts: SiteCounts;
  readonly consumers: readonly PlanConsumer[];
  /** The command that does what can be done without a person, or shows what a person has to do. */
  readonly command: string;
}

/** A phase of a contract; a contract without phases has one, without a name. */
export interface PlanPhase {
  /** Null: the violations that are in no phase. */
  readonly name: string | null;
  readonly due: string | null;
  /** How many may remain; null: the phase is never done while one remains, as it is none of the contract's. */
  readonly allow: number | null;
  readonly done: boolean;
  /** The first phase before it that is not done. */
  readonly waitsFor: string | null;
  readonly counts: SiteCounts;
  readonly batches: readonly PlanBatch[];
}

/** Why a contract can't be migrated yet. */
export interface Blocker {
  readonly contract: string;
  /** `23 violations are left in Endpoints and Agents` */
  readonly why: string;
}

/** A place where a person's work lets other sites be fixed. */
export interface Lever {
  readonly file: string;
  readonly line: number;
  /** What is to be changed there: `function delegate`; undefined: the file. */
  readonly within: string | undefined;
  /** What is missing there, as the sites say it. */
  readonly reason: string;
  /** How many sites it frees. */
  readonly frees: number;
}

/** Sites that no fix takes away, by the reason that they give. */
export interface ManualWork {
  readonly rule: string;
  /** `held`: the fix is safe, and waits for a test. */
  readonly level: "suggestion" | "hint" | "held";
  readonly reason: string;
  readonly sites: number;
  readonly files: number;
}

/** A moment at which something is checked before the work goes on. */
export interface Checkpoint {
  readonly when: "before" | "each" | "after" | "phase";
  /** The phase that has to be done, for `phase`. */
  readonly phase?: string;
  /** Commands of the contract, or the one that shows whether the phase is done. */
  readonly commands: readonly string[];
}

/** Whether a gate holds. */
export type GateState = "met" | "open" | "outdated" | "failed";

/** Whether one gate of a contract holds. */
export interface GateVerdict {
  readonly name: string;
  readonly kind: "rules" | "phase" | "run" | "manual" | "bridges";
  readonly state: GateState;
  /** Why, in words. */
  readonly detail: string;
}

/** What is recorded for a gate, and whether the code is still the same. */
export interface PlanEvidence extends Pick<Evidence, "command" | "exitCode" | "note" | "at" | "commit" | "author"> {
  /** How the contract's files differ from those that it was recorded for, in words; null if they do not. */
  readonly changeSince: string | null;
}

/** One gate of a contract with what is known of it. */
export interface PlanGate extends GateVerdict {
  /** Null where nothing is recorded, or the code itself says whether the gate holds. */
  readonly evidence: PlanEvidence | null;
}

/** What a dry run of a contract costs about; a run adds the commands of `validate`, and that the project's own compiler confirms it. */
export interface RunCost {
  /** CPU seconds of all processes together. */
  readonly seconds: number;
  /** The most memory that all processes take together, in megabytes. */
  readonly megabytes: number;
  /** The files that the type checker may have to look at, by which it is estimated. */
  readonly files: number;
}

/** One contract with its work in order. */
export interface PlanContract {
  readonly id: string;
  readonly title: string;
  readonly status: Status;
  readonly risk: Risk;
  readonly owner: string | null;
  readonly due: string | null;
  readonly dependsOn: readonly string[];
  readonly done: boolean;
  /** Contracts that it depends on and that are not done. */
  readonly blockedBy: readonly Blocker[];
  /** 1: can be worked on now; 2: when those of round 1 are done; and so on. */
  readonly round: number;
  readonly counts: SiteCounts;
  readonly phases: readonly PlanPhase[];
  readonly gates: readonly PlanGate[];
  readonly checkpoints: readonly Checkpoint[];
  /** What no fix takes away, most sites first. */
  readonly manual: readonly ManualWork[];
  /** The places that free most sites. */
  readonly levers: readonly Lever[];
  /** Not there where a run can do nothing. */
  readonly cost?: RunCost;
}

/** What to do next, in order. */
export interface Plan {
  readonly version: 1;
  /** Those that are not done, in the order in which to work on them, then those that are done. */
  readonly contracts: readonly PlanContract[];
}

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

/** The values of a list by a key, keys in the order in which they are first seen. */
export function groupBy<T, K>(values: readonly T[], keyOf: (value: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group) group.push(value);
    else groups.set(key, [value]);
  }
  return groups;
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
    dependents >= MANY_DEPENDENTS && [1, `${dependents.toLocaleString("en-US")} files depend on it`],
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
