import { createHash } from "node:crypto";
import { byText, countSites, groupBy } from "./counts.js";
import type { ConsumerRisk, PlanBatch, PlanConsumer, SiteCounts } from "./plan.js";
import { quoteWord } from "./quote-word.js";

const RISKS: readonly ConsumerRisk[] = ["low", "medium", "high"];

/** A consumer with the points that order it. */
export interface RankedConsumer {
  readonly consumer: PlanConsumer;
  readonly points: number;
}

/** The contract and the phase for which batches are made. */
export interface BatchFrame {
  readonly contract: string;
  /** Null: the violations in no phase. */
  readonly phase: string | null;
  /** All phases of the contract. */
  readonly phases: readonly string[];
}

/** Consumers of one phase by owner and package, smallest risk first. */
export function makeBatches(frame: BatchFrame, consumers: readonly RankedConsumer[]): readonly PlanBatch[] {
  const groups = [...groupBy(consumers, ({ consumer }) => keyOf(consumer))];
  const ids = idsOf(groups.map(([key, [first]]) => ({ key, id: idOf(frame, first!.consumer) })));
  const batches = groups.map(([key, group]) => ({
    batch: makeBatch(
      frame,
      ids.get(key)!,
      [...group].sort(byRisk).map(({ consumer }) => consumer),
    ),
    points: Math.max(...group.map(({ points }) => points)),
  }));
  return batches
    .sort((a, b) => a.points - b.points || a.batch.counts.total - b.batch.counts.total || byText(a.batch.id, b.batch.id))
    .map(({ batch }) => batch);
}

/** One batch of some consumers, in their order: code first, tests after. */
export function makeBatch(frame: BatchFrame, id: string, consumers: readonly PlanConsumer[]): PlanBatch {
  const counts = countSites(consumers.flatMap(({ sites }) => sites));
  const folders = new Set(consumers.map((each) => each.package));
  return {
    id,
    owners: [...new Set(consumers.flatMap(({ owners }) => owners))],
    package: folders.size === 1 ? [...folders][0]! : ".",
    risk: RISKS[Math.max(...consumers.map(({ risk }) => RISKS.indexOf(risk)))]!,
    counts,
    consumers: [...consumers].sort((a, b) => Number(a.isTest) - Number(b.isTest)),
    command: commandFor(frame, id, counts),
  };
}

function commandFor({ contract, phase }: BatchFrame, id: string, { fix, held, suggestion }: SiteCounts): string {
  const migrate = `godwit migrate ${contract} --batch ${id}`;
  if (fix + held > 0) return migrate;
  if (suggestion > 0) return `${migrate} --suggestions`;
  return `godwit check --contract ${contract}${phase === null ? "" : ` --phase ${quoteWord(phase)}`}`;
}

function byRisk(a: RankedConsumer, b: RankedConsumer): number {
  return a.points - b.points || a.consumer.counts.total - b.consumer.counts.total || byText(a.consumer.file, b.consumer.file);
}

function keyOf({ owners, package: folder }: PlanConsumer): string {
  return JSON.stringify([owners, folder]);
}

function idOf({ contract, phase, phases }: BatchFrame, { owners, package: folder }: PlanConsumer): string {
  const owner = owners.length === 0 ? "nobody" : slug(owners.join(" "));
  return [contract, slugOfPhase(phase, phases), owner, ...(folder === "." ? [] : [slug(folder)])].join("/");
}

/** The name of a phase in the ids of batches; two phases may have one slug (`Core`, `core!`), or that of what is in none. */
export function slugOfPhase(phase: string | null, phases: readonly string[]): string {
  const outside = phases.length > 0 ? "no-phase" : "all";
  if (phase === null) return outside;
  const own = slug(phase);
  const isShared = own === outside || phases.some((other) => other !== phase && slug(other) === own);
  return isShared ? `${own}-${digest(phase)}` : own;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 6);
}

/** Two owners may have one slug (`@a/b-c`, `@a-b/c`): then a digest of the key tells them apart. */
function idsOf(named: readonly { readonly key: string; readonly id: string }[]): ReadonlyMap<string, string> {
  const sizes = groupBy(named, ({ id }) => id);
  return new Map(named.map(({ key, id }) => [key, sizes.get(id)!.length > 1 ? `${id}-${digest(key)}` : id]));
}

/** A text as a part of an id. */
export function slug(text: string): string {
  const plain = text
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-|-$/g, "");
  return plain === "" ? digest(text) : plain;
}
