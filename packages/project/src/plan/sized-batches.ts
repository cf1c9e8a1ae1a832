import path from "node:path";
import { makeBatch, slug, slugOfOwners, slugOfPhase } from "./make-plan.js";
import { groupBy } from "../group-by.js";
import { byText } from "./plan.js";
import type { PlanBatch, PlanConsumer, PlanContract } from "../results/plan-result.js";

/** By what files are put together in batches. */
export const BATCH_KINDS = ["owner", "package", "folder"] as const;

/** How a person wants the batches of a contract. */
export interface BatchSizing {
  /** The most files of a batch; more only where files have to move together. */
  readonly files: number;
  readonly by: (typeof BATCH_KINDS)[number];
}

/** The batches of a contract as they are recorded, so that their ids stay while files leave them. */
export interface BatchRecord extends BatchSizing {
  /** The id of each file's batch. */
  readonly batchOf: ReadonlyMap<string, string>;
}

/** The text of a record: the sizing, then a line for each file, so that two branches merge line by line. */
export function writeBatchRecord({ files, by, batchOf }: BatchRecord): string {
  const lines = [...batchOf].sort(([a], [b]) => byText(a, b)).map(([file, batch]) => `${batch}\t${file}`);
  return [`# godwit plan --files-per-batch ${files} --by ${by}`, ...lines, ""].join("\n");
}

/** Reads a record; a text says what is wrong with it. */
export function parseBatchRecord(text: string): BatchRecord | string {
  const [first = "", ...lines] = text.split(/\r?\n/u);
  const found = /^# godwit plan --files-per-batch ([1-9]\d*) --by (owner|package|folder)$/u.exec(first);
  if (!found) return `its first line is not "# godwit plan --files-per-batch N --by ${BATCH_KINDS.join("|")}"`;
  const batchOf = new Map<string, string>();
  for (const [index, line] of lines.entries()) {
    if (line === "") continue;
    const [batch, file, ...more] = line.split("\t");
    if (!batch || !file || more.length > 0) return `line ${index + 2} is not "batch, a tab, file"`;
    batchOf.set(file, batch);
  }
  return { files: Number(found[1]), by: found[2] as BatchSizing["by"], batchOf };
}

/** Puts each file of a plan in a batch; files that `known` has in one stay there, if it was made in the same way. */
export function assignBatches(contract: PlanContract, sizing: BatchSizing, known?: BatchRecord): BatchRecord {
  const isSame = known?.files === sizing.files && known.by === sizing.by;
  const batchOf = new Map(isSame ? known.batchOf : []);
  const names = contract.phases.flatMap(({ name }) => name ?? []);
  const taken = new Set(batchOf.values());
  for (const { name, batches } of contract.phases) {
    const frame = [contract.id, slugOfPhase(name, names)];
    // A name that a line of the record can't have stays in its batch by owner and package.
    const fresh = batches
      .flatMap(({ consumers }) => consumers)
      .filter(({ file }) => !batchOf.has(file) && !/[\t\r\n]/u.test(file));
    for (const [group, consumers] of groupBy(fresh, (each) => groupOf(each, sizing.by)))
      for (const part of partsOf(consumers, sizing.files)) {
        const base = [...frame, ...(group === "" ? [slug(commonFolder(part))] : [group])].join("/");
        let id = base;
        for (let number = 2; taken.has(id); number++) id = `${base}/${number}`;
        taken.add(id);
        for (const { file } of part) batchOf.set(file, id);
      }
  }
  return { ...sizing, batchOf };
}

function groupOf({ owners, package: folder }: PlanConsumer, by: BatchSizing["by"]): string {
  if (by === "folder") return "";
  if (by === "owner") return slugOfOwners(owners);
  return folder === "." ? "root" : slug(folder);
}

/** Files in lists of at most so many: folder after folder, one that fits is not split, and what moves together stays together. */
function partsOf(consumers: readonly PlanConsumer[], most: number): readonly (readonly PlanConsumer[])[] {
  const units = unitsOf([...consumers].sort((a, b) => byText(a.file, b.file)));
  const folders = [...groupBy(units, ([first]) => path.posix.dirname(first!.file)).values()];
  const parts: PlanConsumer[][] = [];
  for (const folder of folders) {
    const size = folder.flat().length;
    const last = parts.at(-1);
    const fits = last !== undefined && last.length + size <= most;
    if (fits) last.push(...folder.flat());
    else parts.push(...split(folder, most));
  }
  return parts;
}

function split(units: readonly (readonly PlanConsumer[])[], most: number): PlanConsumer[][] {
  const parts: PlanConsumer[][] = [];
  for (const unit of units) {
    const last = parts.at(-1);
    if (last && last.length + unit.length <= most) last.push(...unit);
    else parts.push([...unit]);
  }
  return parts;
}

function unitsOf(consumers: readonly PlanConsumer[]): readonly (readonly PlanConsumer[])[] {
  const taken = new Set<string>();
  return consumers.flatMap((consumer) => {
    if (taken.has(consumer.file)) return [];
    const unit = consumers.filter(({ file }) => !taken.has(file) && (file === consumer.file || consumer.together.includes(file)));
    for (const { file } of unit) taken.add(file);
    return [unit];
  });
}

function commonFolder(consumers: readonly PlanConsumer[]): string {
  const [first, ...rest] = consumers.map(({ file }) => path.posix.dirname(file).split("/"));
  const length = first!.findIndex((name, index) => rest.some((other) => other[index] !== name));
  const common = (length < 0 ? first! : first!.slice(0, length)).join("/");
  return common === "" || common === "." ? "root" : common;
}

/** A contract with its batches as they are recorded; files that the record lacks stay in batches by owner and package. */
export function withRecordedBatches(contract: PlanContract, { batchOf }: BatchRecord): PlanContract {
  const phases = contract.phases.map((phase) => {
    const frame = { contract: contract.id, phase: phase.name, phases: contract.phases.flatMap(({ name }) => name ?? []) };
    const recorded = phase.batches.flatMap(({ consumers }) => consumers).filter(({ file }) => batchOf.has(file));
    const sized = [...groupBy(recorded, ({ file }) => batchOf.get(file)!)].map(([id, own]) => makeBatch(frame, id, own));
    const others = phase.batches.flatMap((batch): PlanBatch[] => {
      const own = batch.consumers.filter(({ file }) => !batchOf.has(file));
      return own.length === 0 ? [] : [makeBatch(frame, batch.id, own)];
    });
    const order = (batch: PlanBatch): number => ["low", "medium", "high"].indexOf(batch.risk);
    return { ...phase, batches: [...sized, ...others].sort((a, b) => order(a) - order(b) || byText(a.id, b.id)) };
  });
  return { ...contract, phases };
}
