import { byText, groupBy } from "./counts.js";
import type { Lever, ManualWork, PlanSite } from "./plan.js";

/** Sites that no fix takes away, by rule and reason, most sites first. */
export function manualWorkOf(sites: readonly PlanSite[]): readonly ManualWork[] {
  const open = sites.flatMap((site) => {
    const reason = reasonOf(site);
    return reason === undefined ? [] : [{ site, reason }];
  });
  return [...groupBy(open, ({ site, reason }) => JSON.stringify([site.rule, levelOf(site), reason])).values()]
    .map((group): ManualWork => {
      const [{ site, reason }] = group as [(typeof group)[number]];
      const files = new Set(group.map((each) => each.site.file)).size;
      return { rule: site.rule, level: levelOf(site), reason, sites: group.length, files };
    })
    .sort((a, b) => b.sites - a.sites || byText(a.rule, b.rule) || byText(a.reason, b.reason));
}

/**
 * The places where one change by a person frees most sites: a function that lacks a value which several of its sites need, or a
 * test that holds fixes back.
 */
export function findLevers(sites: readonly PlanSite[]): readonly Lever[] {
  const places = sites.flatMap((site): { readonly key: string; readonly lever: Omit<Lever, "frees"> }[] => {
    const reason = reasonOf(site);
    if (reason === undefined) return [];
    const { heldBack, line, within } = site;
    const lever = heldBack
      ? { file: heldBack.by, line: 1, within: undefined, reason: heldBack.reason }
      : { file: site.file, line, within, reason };
    return [{ key: JSON.stringify([lever.file, lever.within ?? null, reason]), lever }];
  });
  return [...groupBy(places, ({ key }) => key).values()]
    .map((group): Lever => {
      const first = group.map(({ lever }) => lever).sort((a, b) => a.line - b.line)[0]!;
      return { ...first, frees: group.length };
    })
    .sort((a, b) => b.frees - a.frees || byText(a.file, b.file) || a.line - b.line || byText(a.reason, b.reason));
}

function reasonOf({ heldBack, reason }: PlanSite): string | undefined {
  return heldBack?.reason ?? reason ?? undefined;
}

function levelOf({ level }: PlanSite): ManualWork["level"] {
  return level === "fix" ? "held" : level;
}
