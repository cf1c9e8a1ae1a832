import { UsageError } from "../../failure.js";
import { createHash } from "node:crypto";
import path from "node:path";
import {
  appendDurably,
  cutDurably,
  exists,
  FileError,
  listNames,
  makeFolder,
  makeNewFolder,
  readBytes,
  readText,
  syncFolder,
  toFileError,
  writeWhole,
} from "@godwit/core/disk";
import { JOURNAL_VERSION, journalRecord, type JournalRecord, type StartRecord } from "./records.js";

/** Where runs keep what they need, relative to the root. */
const WORK_FOLDER = ".godwit";

/** Why a journal can't be read; the run's files are left alone. */
export class JournalError extends UsageError {}

/** A run's journal as it was read. */
export interface RunJournal {
  /** The run's id, which is its folder's name. */
  readonly id: string;
  readonly start: StartRecord;
  readonly records: readonly JournalRecord[];
  /** Whether the last line was cut off while it was being written. */
  readonly isCutOff: boolean;
}

/** The digest by which bytes are kept. */
export function digestOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The folder of all runs. */
function runsFolder(root: string): string {
  return path.join(root, WORK_FOLDER, "runs");
}

/** The ids of the runs, oldest first. */
export function listRuns(root: string): readonly string[] {
  return listNames(runsFolder(root)).sort();
}

/** Makes the work folder, which git never sees. */
export function makeWorkFolder(root: string): string {
  const folder = path.join(root, WORK_FOLDER);
  makeFolder(path.join(folder, "runs"), root);
  const ignore = path.join(folder, ".gitignore");
  if (!exists(ignore)) writeWhole(ignore, "*\n", { root });
  return folder;
}

/** Writes what a run does before it does it, and keeps the bytes that it replaces. */
export class Journal {
  readonly id: string;
  readonly #root: string;
  readonly #folder: string;

  constructor(root: string, id: string) {
    this.id = id;
    this.#root = root;
    this.#folder = path.join(runsFolder(root), id);
  }

  /** Begins the journal of a new run. */
  static create(root: string, start: Omit<StartRecord, "type" | "version">): Journal {
    makeWorkFolder(root);
    const journal = new Journal(root, newRun(root, start.contract, start.time));
    journal.append({ type: "start", version: JOURNAL_VERSION, ...start });
    syncFolder(runsFolder(root));
    return journal;
  }

  /** Appends a record; it is on the disk when this returns. */
  append(record: JournalRecord): void {
    appendDurably(path.join(this.#folder, "journal.jsonl"), Buffer.from(`${JSON.stringify(record)}\n`));
  }

  /** Removes a last line that was cut off, so that the next record starts on a line of its own. */
  mend(): void {
    const file = path.join(this.#folder, "journal.jsonl");
    const text = readBytes(file, "own");
    const whole = text.lastIndexOf(0x0a) + 1;
    if (whole < text.length) cutDurably(file, whole);
  }

  /** Keeps bytes in the run's folder and returns their digest. */
  keep(bytes: Buffer): string {
    const digest = digestOf(bytes);
    const folder = path.join(this.#folder, "bytes");
    makeFolder(folder, this.#root);
    const file = path.join(folder, digest);
    if (!exists(file)) writeWhole(file, bytes, { root: this.#root, mode: 0o600 });
    return digest;
  }

  /** The bytes that were kept under a digest. Throws `JournalError` if they are not what they were. */
  bytes(digest: string): Buffer {
    const file = path.join(this.#folder, "bytes", digest);
    let bytes: Buffer;
    try {
      bytes = readBytes(file, "scanned");
    } catch (error) {
      throw new JournalError(`The copy ${file} can't be read: ${toFileError(file, error).message}. Put the file back from git.`);
    }
    if (digestOf(bytes) !== digest) throw new JournalError(`The copy ${file} is damaged. Put the file back from git.`);
    return bytes;
  }
}

/** Reads the journal of a run; undefined if the run ended before its first record, so that it did nothing. */
export function readJournal(root: string, id: string): RunJournal | undefined {
  const file = path.join(runsFolder(root), id, "journal.jsonl");
  let text: string;
  try {
    text = readText(file, "own");
  } catch (error) {
    if (!(error instanceof FileError && error.fault === "missing"))
      throw new JournalError(`The journal ${file} can't be read: ${toFileError(file, error).message}.`);
    text = "";
  }
  const lines = text.split("\n");
  const isCutOff = lines.pop() !== "";
  if (lines.length === 0) {
    // Bytes are kept only after the first record.
    if (exists(path.join(path.dirname(file), "bytes"))) throw new JournalError(damaged(file, 1));
    return undefined;
  }
  const first = parseLine(lines[0]!);
  const version = (first as { version?: unknown } | undefined)?.version;
  if (version !== undefined && version !== JOURNAL_VERSION) throw new JournalError(otherVersion(file, version));
  const records = lines.map((line, index) => {
    const record = journalRecord.safeParse(parseLine(line));
    if (record.success) return record.data;
    throw new JournalError(damaged(file, index + 1));
  });
  if (records[0]!.type !== "start") throw new JournalError(damaged(file, 1));
  return { id, start: records[0], records, isCutOff };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function damaged(file: string, line: number): string {
  return (
    `The journal ${file} is damaged at line ${line}. The bytes from before its changes are beside it in bytes/. ` +
    `Compare your files with git diff, then remove the folder ${path.dirname(file)}.`
  );
}

function otherVersion(file: string, version: unknown): string {
  return (
    `The journal ${file} has version ${String(version)}, and this godwit reads version ${JOURNAL_VERSION}. ` +
    `Use the godwit that wrote it, or remove the folder ${path.dirname(file)}.`
  );
}

function newRun(root: string, contract: string, time: string): string {
  // 20261120-142233-unified-ids: runs sort by their age.
  const stem = `${time.slice(0, 19).replace(/[-:]/gu, "").replace("T", "-")}-${contract}`;
  for (let count = 1; ; count++) {
    const id = count === 1 ? stem : `${stem}-${count}`;
    if (makeNewFolder(path.join(runsFolder(root), id))) return id;
  }
}
