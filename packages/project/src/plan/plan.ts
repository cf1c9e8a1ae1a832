import { grouped } from "../words.js";
import type { SiteCounts } from "../results/plan-result.js";
import type { Complexity, ConsumerRisk, PlanSite } from "../results/shapes.js";

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
