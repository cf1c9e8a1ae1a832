import { join } from "node:path";
import { dropTemporaries } from "@godwit/core/disk";
import { addEntries, editBaseline, parseBaseline, subtractEntries } from "@godwit/project";
import { UsageError } from "../failure.js";
import { digestOf, Journal, JournalError, listRuns, readJournal } from "../migrate/journal/journal.js";
import { type RunState, stateOf } from "../migrate/journal/run-state.js";
import { type FileChange } from "../migrate/journal/records.js";
import { bytesOnDisk, type FileWrite, findWriteFaults, writeFiles } from "../migrate/disk/unit-files.js";
import { printable } from "../reporters/printable.js";
import { renderTable } from "../reporters/table.js";
import { coloursFor, counted } from "../terminal.js";

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
  // Several consumers may have been kept together: then one of them is its file.
  const named = new Set([...(consumers ?? []), ...(files ?? [])]);
  const isChosen = (unit: string, path: string): boolean => (consumers?.includes(unit) ?? false) || named.has(path);
  const chosen = kept.flatMap((record) => {
    const own = record.files.filter(({ path }) => isChosen(record.unit, path));
    return own.length > 0 ? [{ ...record, files: own }] : [];
  });
  const found = new Set(chosen.flatMap(({ unit, files: own }) => [unit, ...own.map(({ path }) => path)]));
  const missing = [...named].filter((name) => !found.has(name));
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

/** A run as `rollback --list` shows it, or why it can't be read. */
type ListedRun = RunState | { readonly id: string; readonly fault: string };

/** All runs of a root, the last one first. */
export function listAllRuns(root: string): readonly ListedRun[] {
  return [...listRuns(root)].reverse().flatMap((id): ListedRun[] => {
    try {
      const read = readJournal(root, id);
      return read ? [stateOf(read)] : [];
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      return [{ id, fault: error.message }];
    }
  });
}

/** The runs of a root, or the units of one of them. */
export function renderRuns(
  runs: readonly ListedRun[],
  id: string | undefined,
  { hasColour }: { readonly hasColour: boolean },
): string {
  const colours = coloursFor(hasColour);
  const one = runs.find((run) => run.id === id);
  if (id !== undefined) return one ? renderRun(one) : `There is no run ${printable(id)}.\n`;
  if (runs.length === 0) return "There are no runs. godwit migrate <contract> makes one.\n";
  const rows = runs.map((run) =>
    "fault" in run
      ? [run.id, "", "", run.fault]
      : [run.id, run.contract, counted(run.kept.length, "unit") + " kept", describeState(run)].map(printable),
  );
  const paint = (text: string, column: number): string =>
    column === 0 ? colours.cyan(text) : column === 3 ? colours.dim(text) : text;
  return `${renderTable(rows, paint).join("\n")}\n\nUndo one with godwit rollback <run>; see its consumers with godwit rollback <run> --list\n`;
}

function describeState({ outcome, rolledBack, putBack, rollingBack }: RunState): string {
  const parts = [
    outcome ?? "cut off",
    ...(putBack.length > 0 ? [`${putBack.length} put back`] : []),
    ...(rollingBack ? ["its rollback was cut off: run it again"] : []),
    ...(rolledBack > 0 ? [`${rolledBack} rolled back`] : []),
  ];
  return parts.join(", ");
}

function renderRun(run: ListedRun): string {
  if ("fault" in run) return `${run.fault}\n`;
  const lines = [
    ...run.kept.flatMap(({ unit, files }) => [
      `kept      ${unit}`,
      ...files.filter(({ path }) => path !== unit).map(({ path }) => `            with ${path}`),
    ]),
    ...run.putBack.map(({ unit, files, reason }) => `put back  ${files.length > 0 ? files.join(", ") : unit}: ${reason}`),
    ...run.abandoned.map(({ unit, reason }) => `left      ${unit}: ${reason}`),
  ];
  return lines.length === 0 ? "This run has kept nothing.\n" : `${lines.map(printable).join("\n")}\n`;
}
