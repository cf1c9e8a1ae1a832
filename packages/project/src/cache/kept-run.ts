import { digestOf } from "@godwit/files";
import { parsePart, readCache, toPart, writeCache } from "./cache-file.js";
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
  /** When the run began, by `Date.now()`. */
  readonly startedAt: number;
}

interface Stored {
  /** A digest of the listed files with their stamps. */
  readonly files: string;
  readonly stamps: Readonly<Record<string, string>>;
  readonly unstamped: StampedFacts["unstamped"];
}

/** The outcome that an earlier run kept, if no file and nothing else that it depends on has changed since then. */
export function findKeptRun<Outcome>(
  { root, folder, key, startedAt }: KeptRunOptions,
  listFiles: () => readonly ListedFile[],
): Outcome | undefined {
  const parts = readCache(folder, key);
  if (!parts) return undefined;
  const stored = parsePart<Stored>(parts.answers);
  const facts = new DiskFacts(root, startedAt, new Map(Object.entries(stored.stamps)));
  if (!facts.areAllUnchanged()) return undefined;
  if (!stored.unstamped.every(([fact, value]) => facts.holds(fact, value))) return undefined;
  // What was too young for a stamp may have one by now: an ordinary run keeps it.
  if (facts.stampsFor(stored.unstamped).unstamped.length < stored.unstamped.length) return undefined;
  if (digestOfFiles(listFiles(), startedAt) !== stored.files) return undefined;
  return parsePart<Outcome>(parts.traces);
}

/** Keeps the outcome of a run over all files, if stamps tell of every file whether it changes. */
export function keepRun(
  { folder, key, startedAt }: KeptRunOptions,
  { files, facts, outcome }: { readonly files: readonly ListedFile[]; readonly facts: StampedFacts; readonly outcome: unknown },
): void {
  const digest = digestOfFiles(files, startedAt);
  if (digest === undefined) return;
  const listed = new Set(files.map(({ path }) => path));
  // The stamps of listed files are in the digest.
  const stamps = Object.fromEntries([...facts.stamps].filter(([place]) => !listed.has(place)));
  const stored: Stored = { files: digest, stamps, unstamped: facts.unstamped };
  // Without it the next run takes longer; that nothing can be written was said of the answers.
  writeCache(folder, key, { answers: toPart(stored), traces: toPart(outcome) });
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
