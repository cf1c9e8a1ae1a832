import { digestOf } from "@godwit/core/disk";
import { PART, parsePart, readCache, toPart, writeCache } from "./cache-file.js";
import { DiskFacts, type StampedFacts } from "./disk-facts.js";
import { settledStamp } from "./stamp.js";
import type { ListedFile } from "../files/list-files.js";

/** Which run is kept where. */
export interface KeptRunOptions {
  /** Absolute path. */
  readonly root: string;
  readonly folder: string;
  /** A digest of everything that the outcome depends on besides files. */
  readonly key: string;
  /** Whether the run looks at some of the files. */
  readonly isPart: boolean;
  /** When the run began, by `Date.now()`. */
  readonly startedAt: number;
}

interface Stored {
  /** A digest of the files that were looked at, with their stamps. */
  readonly files: string;
  /** Of a run over a part of the files: which ones, and a digest of the paths of all, among which they were selected. */
  readonly part?: { readonly files: readonly string[]; readonly all: string };
  readonly stamps: Readonly<Record<string, string>>;
  readonly unstamped: StampedFacts["unstamped"];
}

/** The outcome that an earlier run kept, if no file and nothing else that it depends on has changed since then. */
export function findKeptRun<Outcome>(
  { root, folder, key, isPart, startedAt }: KeptRunOptions,
  listFiles: () => readonly ListedFile[],
): Outcome | undefined {
  const parts = readCache(folder, nameOf(key, isPart));
  if (!parts) return undefined;
  const stored = parsePart<Stored>(parts.answers);
  const facts = new DiskFacts(root, startedAt, new Map(Object.entries(stored.stamps)));
  if (!facts.areAllUnchanged()) return undefined;
  if (!stored.unstamped.every(([fact, value]) => facts.holds(fact, value))) return undefined;
  // What was too young for a stamp may have one by now: an ordinary run keeps it.
  if (facts.stampsFor(stored.unstamped).unstamped.length < stored.unstamped.length) return undefined;
  const files = filesOf(stored, listFiles());
  if (!files || digestOfFiles(files, startedAt) !== stored.files) return undefined;
  return parsePart<Outcome>(parts.traces);
}

/** The files that a run looked at, among those that are listed today; undefined if it may look at others now. */
function filesOf({ part }: Stored, listed: readonly ListedFile[]): readonly ListedFile[] | undefined {
  if (!part) return listed;
  if (digestOfPaths(listed) !== part.all) return undefined;
  const own = new Set(part.files);
  return listed.filter(({ path }) => own.has(path));
}

/** What a run was made of, and what it found. */
interface FinishedRun {
  /** The files that it looked at, in the order of `all`. */
  readonly files: readonly ListedFile[];
  /** All files of the root. */
  readonly all: readonly ListedFile[];
  readonly facts: StampedFacts;
  readonly outcome: unknown;
}

/** Keeps the outcome of a run, if stamps tell of every file that it looked at whether it changes. */
export function keepRun({ folder, key, isPart, startedAt }: KeptRunOptions, { files, all, facts, outcome }: FinishedRun): void {
  const digest = digestOfFiles(files, startedAt);
  if (digest === undefined) return;
  const listed = new Set(files.map(({ path }) => path));
  // The stamps of listed files are in the digest.
  const stamps = Object.fromEntries([...facts.stamps].filter(([place]) => !listed.has(place)));
  const part = isPart ? { part: { files: [...listed], all: digestOfPaths(all) } } : {};
  const stored: Stored = { files: digest, ...part, stamps, unstamped: facts.unstamped };
  // Without it the next run takes longer; that nothing can be written was said of the answers.
  writeCache(folder, nameOf(key, isPart), { answers: toPart(stored), traces: toPart(outcome) });
}

function nameOf(key: string, isPart: boolean): string {
  return isPart ? PART + key : key;
}

function digestOfPaths(files: readonly ListedFile[]): string {
  return digestOf(files.map(({ path }) => path).join("\0"));
}

/** Undefined if a file may change unseen. */
function digestOfFiles(files: readonly ListedFile[], startedAt: number): string | undefined {
  const lines: string[] = [];
  for (const { path, stats, isLink } of files) {
    const stamp = isLink || !stats ? "" : settledStamp(stats, startedAt);
    if (stamp === "") return undefined;
    lines.push(path, stamp);
  }
  return digestOf(lines.join("\0"));
}
