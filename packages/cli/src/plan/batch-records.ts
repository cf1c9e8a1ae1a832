import path from "node:path";
import { FileError, makeFolder, readText, writeWhole } from "@godwit/core/disk";
import {
  assignBatches,
  parseBatchRecord,
  withRecordedBatches,
  writeBatchRecord,
  type BatchRecord,
  type BatchSizing,
  type EvidenceFault,
  type PlanContract,
  type Project,
} from "@godwit/project";

/** The file with the batches of a contract, relative to the root. */
function batchFile({ directory }: Pick<Project, "directory">, contract: string): string {
  return path.posix.join(directory, ".batches", `${contract}.txt`);
}

/** A contract with the batches that are recorded for it, if some are. */
export function inRecordedBatches(
  project: Project,
  contract: PlanContract,
  onFault: (fault: EvidenceFault) => void,
): PlanContract {
  const record = readRecord(project, contract.id);
  if (typeof record === "string") onFault({ file: batchFile(project, contract.id), message: record });
  return typeof record === "object" ? withRecordedBatches(contract, record) : contract;
}

/** Puts the files of a contract in batches as asked, and records them; files that are in one of the same sizing stay there. */
export function recordBatches(
  project: Project,
  contract: PlanContract,
  sizing: BatchSizing,
): { readonly planned: PlanContract; readonly file: string } {
  const known = readRecord(project, contract.id);
  const record = assignBatches(contract, sizing, typeof known === "object" ? known : undefined);
  const file = batchFile(project, contract.id);
  makeFolder(path.join(project.root, path.posix.dirname(file)), project.root);
  writeWhole(path.join(project.root, file), writeBatchRecord(record), { root: project.root });
  return { planned: withRecordedBatches(contract, record), file };
}

/** Undefined where nothing is recorded; a text says why a record can't be used. */
function readRecord(project: Project, contract: string): BatchRecord | string | undefined {
  const advice = "Restore it, or delete it and make the batches again: godwit plan --files-per-batch.";
  try {
    const record = parseBatchRecord(readText(path.join(project.root, batchFile(project, contract)), "settings"));
    return typeof record === "string" ? `The batches can't be read: ${record}. ${advice}` : record;
  } catch (error) {
    if (error instanceof FileError && error.fault === "missing") return undefined;
    return `The batches can't be read: ${(error as Error).message}. ${advice}`;
  }
}
