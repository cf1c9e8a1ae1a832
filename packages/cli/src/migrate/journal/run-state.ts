import type { RunJournal } from "./journal.js";
import type { FileState, JournalRecord, KeptRecord, RunOutcome, StartRecord } from "./records.js";

/** A unit that a run began and did not end. */
export interface OpenUnit {
  readonly unit: string;
  /** The bytes to put back. */
  readonly before: readonly FileState[];
  /** All bytes that the run itself gave these files, the last ones last. */
  readonly own: readonly FileState[];
  /** Whether the format command was running. */
  readonly isFormatting: boolean;
}

interface PutBack {
  readonly unit: string;
  readonly reason: string;
  readonly files: readonly string[];
}

/** What a run's journal adds up to. */
export interface RunState {
  readonly id: string;
  readonly contract: string;
  readonly time: string;
  readonly asked: Readonly<Record<string, unknown>>;
  readonly series: StartRecord["series"];
  /** The units that are kept and have not been rolled back, in order. */
  readonly kept: readonly KeptRecord[];
  /** How many of the units were rolled back. */
  readonly rolledBack: number;
  /** What was put back in the end: files that were tried again, with fewer others, are not named by an earlier try. */
  readonly putBack: readonly PutBack[];
  readonly abandoned: readonly { readonly unit: string; readonly reason: string; readonly files: readonly string[] }[];
  readonly open: OpenUnit | undefined;
  /** All kept units together whose commands have not run yet. */
  readonly waiting: OpenUnit | undefined;
  /** Files that a rollback began to put back, and did not end. */
  readonly rollingBack: readonly FileState[] | undefined;
  /** Undefined if the run was cut off. */
  readonly outcome: RunOutcome | undefined;
}

/** Adds up a journal. */
export function stateOf({ id, start, records }: RunJournal): RunState {
  const state = {
    kept: [] as KeptRecord[],
    putBack: [] as readonly PutBack[],
    abandoned: [] as { unit: string; reason: string; files: string[] }[],
    rolledBack: 0,
    rollingBack: undefined as readonly FileState[] | undefined,
    outcome: undefined as RunOutcome | undefined,
    open: undefined as OpenUnit | undefined,
  };
  for (const record of records) {
    if (record.type === "kept") {
      state.kept.push(record);
      state.putBack = without(state.putBack, record.files);
    } else if (record.type === "proved") state.kept = state.kept.map(({ waits: _, ...unit }) => unit);
    else if (record.type === "taken-back") state.kept = state.kept.filter(({ waits }) => !waits);
    else if (record.type === "put-back") {
      const { before = [] } = state.open ?? {};
      state.putBack = [...without(state.putBack, before), { ...record, files: before.map(({ path }) => path) }];
    } else if (record.type === "abandoned") state.abandoned.push(record);
    else if (record.type === "resume") state.outcome = undefined;
    else if (record.type === "end") state.outcome = record.outcome;
    else if (record.type === "rollback-begin") state.rollingBack = record.files;
    else if (record.type === "rollback-end") {
      const gone = new Set(record.files);
      state.rollingBack = undefined;
      const left = state.kept.filter(({ files }) => !files.every((file) => gone.has(file.path)));
      state.rolledBack += state.kept.length - left.length;
      if (left.length === 0) state.outcome = "rolled-back";
      state.kept = left.map((each) => ({ ...each, files: each.files.filter((file) => !gone.has(file.path)) }));
    }
    state.open = nextOpen(state.open, record);
  }
  const { contract, time, asked, series } = start;
  return { id, contract, time, asked, series, ...state, waiting: waitingOf(state.kept) };
}

function without(putBack: readonly PutBack[], tried: readonly { readonly path: string }[]): readonly PutBack[] {
  return putBack.filter(({ files }) => !tried.some(({ path }) => files.includes(path)));
}

/** The bytes from before the units that wait for their commands, baselines included, and all that the run gave these files since. */
function waitingOf(kept: readonly KeptRecord[]): OpenUnit | undefined {
  const units = kept.filter(({ waits }) => waits);
  if (units.length === 0) return undefined;
  const changes = units.flatMap(({ files, baselines }) => [...files, ...baselines]);
  const before = new Map<string, FileState>();
  for (const { path, before: digest } of changes) if (!before.has(path)) before.set(path, { path, digest });
  const own = changes.map(({ path, after }): FileState => ({ path, digest: after }));
  return { unit: units[0]!.unit, before: [...before.values()], own, isFormatting: false };
}

function nextOpen(open: OpenUnit | undefined, record: JournalRecord): OpenUnit | undefined {
  if (record.type === "begin") return { unit: record.unit, before: record.files, own: [], isFormatting: false };
  if (record.type === "kept" || record.type === "put-back" || record.type === "abandoned") return undefined;
  if (!open) return undefined;
  if (record.type === "join") return { ...open, before: [...open.before, ...record.files] };
  if (record.type === "intend") return { ...open, own: [...open.own, ...record.files], isFormatting: false };
  if (record.type === "format") return { ...open, isFormatting: true };
  if (record.type === "formatted") return { ...open, own: [...open.own, ...record.files], isFormatting: false };
  return open;
}
