import type { PlanSite, SiteCounts } from "./plan.js";

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
