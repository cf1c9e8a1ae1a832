import { ruleDocs } from "@godwit/core/engine";
import type { PlanBatch, PlanContract, PlanPhase, SiteCounts } from "@godwit/project";
import { counted } from "../terminal.js";

/** `12 left: 1 fixable, 2 to look at, 9 by hand` */
export function describeCounts(counts: SiteCounts): string {
  if (counts.total === 0) return "nothing left";
  return `${counts.total.toLocaleString("en-US")} left: ${describeKinds(counts)}`;
}

/** `1 fixable, 2 to look at, 9 by hand` */
export function describeKinds({ fix, held, suggestion, hint }: SiteCounts): string {
  const kinds = [
    [fix, "fixable"],
    [held, "held back by tests"],
    [suggestion, "to look at"],
    [hint, "by hand"],
  ] as const;
  return kinds.flatMap(([count, kind]) => (count > 0 ? [`${count.toLocaleString("en-US")} ${kind}`] : [])).join(", ");
}

/** What share of the sites a command can fix alone. */
export function fixableShare({ fix, total }: SiteCounts): string {
  return total === 0 ? "–" : `${Math.floor((100 * fix) / total)} %`;
}

/** A phase's name; of a contract without phases, and of what is in none, what it is. */
export function nameOfPhase(contract: PlanContract, { name }: PlanPhase): string {
  return name ?? (contract.phases.length === 1 ? "Everything" : "In no phase");
}

/** Over what no fix takes away: edits across files may, which need the type checker. */
export const LEFT_BY_FIXES = "What is left to edits across files, or to a person";

/** What would make suggestions safe, by the rules that have some left. */
export function adviceFor({ manual }: PlanContract): readonly string[] {
  const rules = new Set(manual.filter(({ level }) => level === "suggestion").map(({ rule }) => rule));
  return [...rules].flatMap((rule) => ruleDocs(rule).advice ?? []);
}

/** `3 files, @acme/identity, packages/api` */
export function describeBatch({ consumers, owners, package: folder }: PlanBatch): string {
  const parts = [counted(consumers.length, "file"), ...(owners.length > 0 ? owners : ["nobody's"])];
  return [...parts, ...(folder === "." ? [] : [folder])].join(", ");
}

/** The first batch of a contract that is worked on next. */
export function nextBatch({ phases }: PlanContract): PlanBatch | undefined {
  return phases.find(({ done, batches }) => !done && batches.length > 0)?.batches[0];
}
