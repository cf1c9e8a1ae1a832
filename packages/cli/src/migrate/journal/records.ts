import path from "node:path";
import * as z from "zod";

/** A journal may come with a repository: what it names has to be inside, and bytes are never looked for elsewhere. */
const inside = z.string().refine((file) => file !== "" && !path.isAbsolute(file) && !file.split(/[\\/]/u).includes(".."));
const digest = z.string().regex(/^[\da-f]{64}$/u);
/** A file by its path relative to the root, with the digest of its bytes. */
const state = z.object({ path: inside, digest });
const change = z.object({ path: inside, before: digest, after: digest });
const ended = z.enum(["complete", "stopped", "interrupted", "failed", "rolled-back"]);

const records = {
  /** The run begins; written before anything else. */
  start: z.object({
    type: z.literal("start"),
    version: z.number(),
    time: z.string(),
    contract: z.string(),
    /** What was asked, to go on with `--resume`. */
    asked: z.record(z.string(), z.unknown()),
    /** The commit that was checked out. */
    head: z.string().nullable(),
    /** Where one command asked for several contracts: all of them in order, and when the first began. */
    series: z.object({ began: z.string(), contracts: z.array(z.string()) }).optional(),
  }),
  /** A run that was cut off goes on. */
  resume: z.object({ type: z.literal("resume"), time: z.string() }),
  /** A unit begins: these are the bytes to put back. The bytes are in the run's folder already. */
  begin: z.object({ type: z.literal("begin"), unit: z.string(), files: z.array(state) }),
  /** These bytes are going to be written. */
  intend: z.object({ type: z.literal("intend"), unit: z.string(), files: z.array(state) }),
  /** The format command is going to run on files of the unit. */
  format: z.object({ type: z.literal("format"), unit: z.string() }),
  /** The bytes that the format command left. */
  formatted: z.object({ type: z.literal("formatted"), unit: z.string(), files: z.array(state) }),
  /** A file joins the unit, with the bytes to put back: a baseline. */
  join: z.object({ type: z.literal("join"), unit: z.string(), files: z.array(state) }),
  /** The unit stays as it is. */
  kept: z.object({
    type: z.literal("kept"),
    unit: z.string(),
    package: z.string(),
    /** The id of the batch; undefined for edits across files. */
    batch: z.string().optional(),
    sites: z.number(),
    files: z.array(change),
    /** Baselines that were pruned with it. */
    baselines: z.array(change),
    /** Whether the commands that prove it are still to run. */
    waits: z.boolean().optional(),
  }),
  /** The commands passed for all units that waited for them. */
  proved: z.object({ type: z.literal("proved") }),
  /** All units that waited for commands are as they were. */
  "taken-back": z.object({ type: z.literal("taken-back"), reason: z.string() }),
  /** Every byte of the unit is as it was. */
  "put-back": z.object({ type: z.literal("put-back"), unit: z.string(), reason: z.string() }),
  /** Somebody else changed files of the unit meanwhile; those are left as they are. */
  abandoned: z.object({ type: z.literal("abandoned"), unit: z.string(), reason: z.string(), files: z.array(z.string()) }),
  commit: z.object({ type: z.literal("commit"), units: z.array(z.string()), commit: z.string() }),
  end: z.object({ type: z.literal("end"), time: z.string(), outcome: ended }),
  /** Kept files are going to be put back. */
  "rollback-begin": z.object({ type: z.literal("rollback-begin"), time: z.string(), files: z.array(state) }),
  /** They are put back. */
  "rollback-end": z.object({ type: z.literal("rollback-end"), time: z.string(), files: z.array(z.string()) }),
};

/** One line of a run's journal. */
export const journalRecord = z.discriminatedUnion("type", [
  ...[records.start, records.resume, records.begin, records.intend, records.format, records.formatted, records.join],
  ...[records.kept, records.proved, records["taken-back"], records["put-back"], records.abandoned, records.commit, records.end],
  ...[records["rollback-begin"], records["rollback-end"]],
] as unknown as [typeof records.start, ...(typeof records)[keyof typeof records][]]);

/** One line of a run's journal, as data. */
export type JournalRecord = { [K in keyof typeof records]: z.infer<(typeof records)[K]> }[keyof typeof records];
/** The first record of a run. */
export type StartRecord = z.infer<typeof records.start>;
/** A unit that was kept. */
export type KeptRecord = z.infer<typeof records.kept>;
/** How a run ended. */
export type RunOutcome = z.infer<typeof ended>;
/** A file that changed, with the digests of its bytes. */
export type FileChange = z.infer<typeof change>;
/** A file's path and the digest of its bytes. */
export type FileState = z.infer<typeof state>;

/** The version of the journal that this godwit writes and reads. */
export const JOURNAL_VERSION = 1;
