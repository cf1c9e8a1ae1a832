import { suggestNearest } from "@godwit/core/contracts";
import type { PlanConsumer, PlanContract, PlanPhase } from "@godwit/project";
import { didYouMean, UsageError } from "../../failure.js";

/** A consumer with what has to move with it: what is applied, verified, and kept or put back as one. */
export interface Unit {
  /** The consumer's file, relative to the root. */
  readonly id: string;
  /** The consumer's file first. */
  readonly files: readonly string[];
  readonly package: string;
  /** The id of the consumer's batch. */
  readonly batch: string;
  readonly isTest: boolean;
}

/** The units of one phase, in the order of the plan. */
export interface PhaseWork {
  /** Null: the violations that are in no phase. */
  readonly name: string | null;
  readonly allow: number | null;
  readonly units: readonly Unit[];
}

/** What of a plan is asked for. */
export interface WorkAsked {
  readonly phase?: string | undefined;
  readonly batch?: string | undefined;
  /** Where each batch becomes a commit, one comes after the other; else code of all batches comes before their tests. */
  readonly branch?: string | undefined;
  /** Whether nothing may be left of the batch: a run that goes on may have done all of it. */
  readonly mayBeDone?: boolean;
}

/** The units of a contract, phase by phase; units that share a file are one. Throws `UsageError` for an unknown phase or batch. */
export function workOf(contract: PlanContract, asked: WorkAsked): readonly PhaseWork[] {
  const named = asked.phase === undefined ? contract.phases : contract.phases.filter(({ name }) => name === asked.phase);
  if (named.length === 0 && asked.phase !== undefined) throw new UsageError(unknownPhase(contract, asked.phase));
  const phases = named.map(({ name, allow, batches }) => ({ name, allow, consumers: consumersOf(batches, asked.batch) }));
  if (asked.batch !== undefined && !asked.mayBeDone && phases.every(({ consumers }) => consumers.length === 0))
    throw new UsageError(unknownBatch(contract, asked.batch));
  const taken = new Set<string>();
  return phases.map(({ name, allow, consumers }) => {
    const code = asked.branch === undefined ? [...consumers].sort((a, b) => Number(a.isTest) - Number(b.isTest)) : consumers;
    return { name, allow, units: unitsOf(code, taken) };
  });
}

type BatchedConsumer = PlanConsumer & { readonly batch: string };

function consumersOf(batches: PlanPhase["batches"], batch: string | undefined): readonly BatchedConsumer[] {
  return batches.flatMap(({ id, consumers }) =>
    batch === undefined || id === batch ? consumers.map((consumer) => ({ ...consumer, batch: id })) : [],
  );
}

function unitsOf(consumers: readonly BatchedConsumer[], taken: Set<string>): readonly Unit[] {
  return consumers.flatMap(({ file, together, package: folder, batch, isTest = false }): Unit[] => {
    if (taken.has(file)) return [];
    const files = [file, ...together.filter((other) => !taken.has(other))];
    for (const each of files) taken.add(each);
    return [{ id: file, files, package: folder, batch, isTest }];
  });
}

function unknownPhase({ id, phases }: PlanContract, phase: string): string {
  const names = phases.flatMap(({ name }) => name ?? []);
  return `${id} has no phase called ${phase}. ${didYouMean(phase, names, "It has no phases.")}`;
}

function unknownBatch({ id, phases }: PlanContract, batch: string): string {
  const ids = phases.flatMap(({ batches }) => batches.map((each) => each.id));
  const nearest = suggestNearest(batch, ids);
  const choice = nearest !== undefined ? `Did you mean ${nearest}?` : `See: godwit plan ${id}`;
  return `${id} has no batch ${batch} with violations left. ${choice}`;
}
