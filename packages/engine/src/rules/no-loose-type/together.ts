import type { TSESTree } from "@typescript-eslint/types";
import { allOf, atMostSuggestion, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import { writeType } from "./edits.js";
import type { LooseSetting } from "./entries.js";
import { openCase } from "./fits.js";
import { doubtOfSite } from "./levels.js";
import type { LooseSite } from "./sites.js";

/**
 * The edit of each site. A site may compile only if another one gets the type too: a function that returns what the next one
 * returns. So all sites count as provable until one is not, and each edit includes the edits that it relies on.
 */
export function editsOf(file: FileView, options: LooseSetting, sites: readonly LooseSite[]): Map<LooseSite, Edit> {
  const written = new Map(sites.map((site) => [site, writeType(file, site.entry, site.part)]));
  const provable = new Set(sites.filter((site) => written.get(site)?.level === "fix" && mayChange(file, options, site)));
  const doubt = (site: LooseSite) => doubtsWith(file, options, site, provable);
  for (let isStable = false; !isStable;) {
    const refuted = [...provable].filter((site) => doubt(site).reason !== undefined);
    for (const site of refuted) provable.delete(site);
    isStable = refuted.length === 0;
  }
  return new Map(
    sites.map((site) => {
      const own = written.get(site) as Edit;
      if (provable.has(site)) return [site, allOf(...neededBy(site, provable, doubt).map((each) => written.get(each) as Edit))];
      const { reason } = own.level === "fix" ? doubt(site) : { reason: undefined };
      return [site, reason === undefined ? own : atMostSuggestion(own, reason)];
    }),
  );
}

/** Whether neither the contract nor a comment forbids to change the site. */
function mayChange(file: FileView, { setting }: LooseSetting, { entry, part }: LooseSite): boolean {
  const ruleId = `${setting.context.id ?? "godwit"}/no-loose-type`;
  const isAutomatic = entry.fix === undefined || entry.fix === "auto";
  return isAutomatic && !file.directives().isDisabled(ruleId, part.range[0]);
}

interface Doubt {
  readonly reason: string | undefined;
  readonly used: ReadonlySet<TSESTree.TypeNode>;
}

function doubtsWith(file: FileView, options: LooseSetting, site: LooseSite, provable: ReadonlySet<LooseSite>): Doubt {
  const becoming = [...provable].filter(({ entry }) => entry === site.entry).map(({ part }) => part);
  const at = openCase(file, options, site.entry, new Set(becoming));
  return { reason: doubtOfSite(at, site), used: at.used };
}

/** A site with all sites that it relies on, directly or indirectly. */
function neededBy(site: LooseSite, provable: ReadonlySet<LooseSite>, doubt: (site: LooseSite) => Doubt): LooseSite[] {
  const needed = new Set([site]);
  for (const each of needed) {
    const { used } = doubt(each);
    for (const other of provable) if (used.has(other.part)) needed.add(other);
  }
  return [...needed];
}
