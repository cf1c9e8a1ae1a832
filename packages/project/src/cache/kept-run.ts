import { digestOf, statsAt } from "@godwit/core/disk";
import { PART, parsePart, readCache, toPart, writeCache } from "./cache-file.js";
import { isAsSeen, type Footprint, settledStamp } from "./footprint.js";
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
  readonly footprint: Footprint;
}

/** The outcome that an earlier run kept, if no file and nothing else that it depends on has changed since then. */
export function findKeptRun<Outcome>(
  { root, folder, key, isPart, startedAt }: KeptRunOptions,
  listFiles: () => readonly ListedFile[],
): Outcome | undefined {
  const parts = readCache(folder, nameOf(key, isPart));
  if (!parts) return undefined;
  const stored = parsePart<Stored>(parts.basis);
  if (!isAsSeen(stored.footprint, root)) return undefined;
  const files = filesOf(stored, listFiles());
  if (!files || digestOfFiles(files, { root, startedAt }) !== stored.files) return undefined;
  return parsePart<Outcome>(parts.answers);
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
  /** What it depends on besides these files. */
  readonly footprint: Footprint;
  readonly outcome: unknown;
}

/**
 * Keeps the outcome of a run, if stamps tell of every file that it looked at whether it changes; returns why it could not be written, if it
 * could not.
 */
export function keepRun(
  { root, folder, key, isPart, startedAt }: KeptRunOptions,
  { files, all, footprint, outcome }: FinishedRun,
): string | undefined {
  const digest = digestOfFiles(files, { root, startedAt });
  if (digest === undefined) return undefined;
  const part = isPart ? { part: { files: files.map(({ path }) => path), all: digestOfPaths(all) } } : {};
  const stored: Stored = { files: digest, ...part, footprint };
  return writeCache(folder, nameOf(key, isPart), { basis: toPart(stored), answers: toPart(outcome) });
}

function nameOf(key: string, isPart: boolean): string {
  return isPart ? PART + key : key;
}

function digestOfPaths(files: readonly ListedFile[]): string {
  return digestOf(files.map(({ path }) => path).join("\0"));
}

/** Undefined if a file may change unseen. */
function digestOfFiles(
  files: readonly ListedFile[],
  { root, startedAt }: Pick<KeptRunOptions, "root" | "startedAt">,
): string | undefined {
  const lines: string[] = [];
  for (const { path, isLink } of files) {
    const stats = isLink ? undefined : statsAt(`${root}/${path}`);
    const stamp = stats ? settledStamp(stats, startedAt) : "";
    if (stamp === "") return undefined;
    lines.push(path, stamp);
  }
  return digestOf(lines.join("\0"));
}
