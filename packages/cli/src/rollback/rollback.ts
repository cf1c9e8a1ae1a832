import { join } from "node:path";
import { dropTemporaries } from "@godwit/core/disk";
import { addEntries, editBaseline, parseBaseline, subtractEntries } from "@godwit/project";
import { digestOf, Journal } from "../migrate/journal/journal.js";
import type { FileChange } from "../migrate/journal/records.js";
import type { RunState } from "../migrate/journal/run-state.js";
import { bytesOnDisk, type FileWrite, findWriteFaults, writeFiles } from "../migrate/unit-files.js";
import { UsageError } from "../failure.js";

/** What a rollback did. */
export interface RolledBack extends RollbackPlan {
  /** The files that have their old bytes again, baselines included. */
  readonly restored: readonly string[];
}

/** Undoes a run or a part of it, unless somebody changed one of its files since: then nothing is written. */
export function rollBack(root: string, run: RunState, part: RollbackPart): RolledBack {
  const journal = new Journal(root, run.id);
  for (const { files, baselines } of run.kept) for (const { path } of [...files, ...baselines]) dropTemporaries(join(root, path));
  const plan = planRollback(root, run, journal, part);
  if (plan.changed.length > 0) return { ...plan, restored: [] };
  const faults = findWriteFaults(
    root,
    plan.writes.map(({ file }) => file),
  );
  if (faults !== undefined) throw new UsageError(`${faults}. Nothing was changed.`);
  const time = new Date().toISOString();
  const states = plan.writes.map(({ file, after }) => ({ path: file, digest: journal.keep(after) }));
  journal.append({ type: "rollback-begin", time, files: states });
  writeFiles(root, plan.writes);
  journal.append({ type: "rollback-end", time, files: [...plan.files] });
  return { ...plan, restored: plan.writes.map(({ file }) => file) };
}

/** Which part of a run is undone; all of it without these. */
interface RollbackPart {
  /** Consumers by their file. */
  readonly consumers?: readonly string[];
  /** Files, relative to the root. */
  readonly files?: readonly string[];
}

/** A file that somebody changed since the run, so that it can't be put back. */
interface ChangedSince {
  readonly file: string;
  /** As the run left it. */
  readonly left: Buffer;
  /** As it is; undefined if it is gone. */
  readonly now: Buffer | undefined;
}

/** What a rollback would do. */
interface RollbackPlan {
  readonly writes: readonly FileWrite[];
  /** Files that have their old bytes already. */
  readonly already: readonly string[];
  readonly changed: readonly ChangedSince[];
  /** All files of the part, baselines left out. */
  readonly files: readonly string[];
  /** Consumers of which only a part is undone. */
  readonly partly: readonly string[];
}

/** Plans to undo a run or a part of it. Throws `UsageError` if the run has no such part. */
function planRollback(root: string, run: RunState, journal: Journal, part: RollbackPart): RollbackPlan {
  const chosen = choose(run, part);
  const changes = joinChanges(chosen.flatMap(({ files }) => files));
  const writes: FileWrite[] = [];
  const already: string[] = [];
  const changed: ChangedSince[] = [];
  for (const { path: file, before, after } of changes) {
    const now = bytesOnDisk(root, file);
    const digest = now && digestOf(now);
    if (digest === before) already.push(file);
    else if (now && digest === after) writes.push({ file, before: now, after: journal.bytes(before) });
    else changed.push({ file, left: journal.bytes(after), now });
  }
  const undone = new Set(changes.map(({ path }) => path));
  return {
    writes: [...writes, ...baselineWrites(root, run, journal, undone)],
    ...{ already, changed, files: [...undone] },
    partly: run.kept
      .filter(({ files }) => files.some(({ path }) => undone.has(path)) && !files.every(({ path }) => undone.has(path)))
      .map(({ unit }) => unit),
  };
}

function choose({ id, kept }: RunState, { consumers, files }: RollbackPart): RunState["kept"] {
  if (!consumers && !files) return kept;
  const isChosen = (unit: string, path: string): boolean =>
    (consumers?.includes(unit) ?? false) || (files?.includes(path) ?? false);
  const chosen = kept.flatMap((record) => {
    const own = record.files.filter(({ path }) => isChosen(record.unit, path));
    return own.length > 0 ? [{ ...record, files: own }] : [];
  });
  const found = new Set(chosen.flatMap(({ unit, files: own }) => [unit, ...own.map(({ path }) => path)]));
  const missing = [...(consumers ?? []), ...(files ?? [])].filter((name) => !found.has(name));
  if (missing.length > 0)
    throw new UsageError(`The run ${id} has not kept ${missing.join(", ")}. See: godwit rollback ${id} --list`);
  return chosen;
}

/** A file that a run changed more than once goes back to its first bytes. */
function joinChanges(changes: readonly FileChange[]): readonly FileChange[] {
  const joined = new Map<string, FileChange>();
  for (const change of changes) joined.set(change.path, { ...change, before: joined.get(change.path)?.before ?? change.before });
  return [...joined.values()];
}

/** The entries that the undone files lost come back; where nothing else changed, to the byte. */
function baselineWrites(root: string, { kept }: RunState, journal: Journal, undone: ReadonlySet<string>): readonly FileWrite[] {
  const all = joinChanges(kept.flatMap(({ baselines }) => baselines));
  const isWhole = kept.every(({ files }) => files.every(({ path }) => undone.has(path)));
  return all.flatMap(({ path: file, before, after }): FileWrite[] => {
    const now = bytesOnDisk(root, file);
    if (!now || digestOf(now) === before) return [];
    if (isWhole && digestOf(now) === after) return [{ file, before: now, after: journal.bytes(before) }];
    const [old, left, current] = [journal.bytes(before), journal.bytes(after), now].map(
      (bytes) => parseBaseline(bytes.toString("utf8")).entries,
    ) as [Entries, Entries, Entries];
    const ofUndone = (entries: Entries): Entries => entries.filter((entry) => undone.has(entry.file));
    const lost = subtractEntries(ofUndone(old), ofUndone(left));
    const gained = subtractEntries(ofUndone(left), ofUndone(old));
    const text = editBaseline(now.toString("utf8"), addEntries(subtractEntries(current, gained), lost));
    const bytes = Buffer.from(text);
    return bytes.equals(now) ? [] : [{ file, before: now, after: bytes }];
  });
}

type Entries = ReturnType<typeof parseBaseline>["entries"];
