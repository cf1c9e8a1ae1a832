import { dirname, join, relative, resolve } from "node:path";
import { homedir } from "node:os";
import {
  FileError,
  digestOf,
  findText,
  isFolder,
  isWithin,
  listNames,
  makeFolder,
  nearestRealPath,
  readBytes,
  removeFile,
  statsAt,
  writeWhole,
} from "@godwit/core/disk";

/** Changes with the form of the file. */
const FORMAT = "godwit cache 5";
/** Up to two files for each set of contracts that was asked for; the oldest go first. */
const MOST_FILES = 24;
const MOST_BYTES = 256 * 1024 * 1024;
/** Begins the keys of runs over some paths: each command names others, and they must not drive out the rest. */
export const PART = "part-";
const MOST_PARTS = 8;

/** A JSON text as bytes: of a part that nobody needs no text is made, and digests and files take bytes. */
export type CachePart = Buffer;

/** The parts of a cache file, each of which is parsed when it is needed. */
export interface CacheParts {
  /** What the answers depend on. */
  readonly basis: CachePart;
  readonly answers: CachePart;
}

/** A value as a part of a cache file. */
export function toPart(value: unknown): CachePart {
  return Buffer.from(JSON.stringify(value));
}

/** The value of a part of a cache file that was read whole. */
export function parsePart<T>(part: CachePart): T {
  return JSON.parse(part.toString("utf8")) as T;
}

const LINE_END = 10;

/** Reads a cache file; undefined where there is none, or one that is truncated, changed, or of another version. Never throws. */
export function readCache(folder: string, key: string): CacheParts | undefined {
  try {
    const bytes = readBytes(fileFor(folder, key), "own");
    const first = bytes.indexOf(LINE_END);
    const second = bytes.indexOf(LINE_END, first + 1);
    if (first < 0 || second < 0) return undefined;
    const parts = { basis: bytes.subarray(first + 1, second), answers: bytes.subarray(second + 1) };
    return bytes.toString("utf8", 0, first) === headOf(key, parts) ? parts : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Replaces a cache file in one step, so that two runs at once leave the file of one of them, whole. Returns why it could not be
 * written, if it could not: the next run then works without it.
 */
export function writeCache(folder: string, key: string, parts: CacheParts): string | undefined {
  try {
    makeFolder(folder);
    // Git shall not see the folder, wherever it is.
    const options = { root: folder, isDurable: false };
    writeWhole(join(folder, ".gitignore"), "*\n", options);
    const { basis, answers } = parts;
    const content = Buffer.concat([Buffer.from(`${headOf(key, parts)}\n`), basis, Buffer.of(LINE_END), answers]);
    writeWhole(fileFor(folder, key), content, options);
    dropOldest(folder);
    return undefined;
  } catch (error) {
    return error instanceof FileError ? (error.code ?? error.message) : (error as Error).message;
  }
}

function headOf(key: string, { basis, answers }: CacheParts): string {
  return JSON.stringify([FORMAT, key, digestOf(basis), digestOf(answers)]);
}

function fileFor(folder: string, key: string): string {
  return join(folder, `${key}.cache`);
}

/** Whether a file is what an earlier godwit, or a run that was cut off, left while it wrote. */
function isTemporary(name: string): boolean {
  return name.endsWith(".tmp") || name.startsWith(".godwit-");
}

/** Keeps the folder small, and clears what killed runs left. */
function dropOldest(folder: string): void {
  const files = listNames(folder)
    .filter((name) => name.endsWith(".cache") || isTemporary(name))
    .flatMap((name) => {
      const stats = statsAt(join(folder, name));
      return stats ? [{ name, size: stats.size, at: stats.mtimeMs }] : [];
    })
    .sort((a, b) => b.at - a.at);
  let [bytes, kept, parts] = [0, 0, 0];
  for (const [index, { name, size, at }] of files.entries()) {
    bytes += size;
    const isTooMany = kept >= MOST_FILES || (name.startsWith(PART) && (parts += 1) > MOST_PARTS);
    const isLeftBehind = isTemporary(name) && Date.now() - at > 3_600_000;
    if (isLeftBehind || (index > 0 && (isTooMany || bytes > MOST_BYTES))) removeFile(join(folder, name));
    else kept += 1;
  }
}

/** Which cache a run uses. */
export interface CacheOptions {
  /** A digest of godwit's own code: another version finds something else. */
  readonly build: string;
  /** Where the cache is; default: beside other tools' caches. */
  readonly folder?: string;
  /** When the run began to read, in milliseconds; default: now. */
  readonly startedAt?: number;
}

/**
 * The folder for a root's cache: in the nearest node_modules at or above it, where other tools keep theirs, else in the repository's git
 * folder, else in the user's cache folder. None of them is committed.
 */
export function cacheFolder(root: string, home = homedir()): string {
  for (let at = root; ; at = dirname(at)) {
    const modules = join(at, "node_modules");
    // node_modules itself may be a link; what a repository put into it must not lead elsewhere.
    const cache = join(modules, ".cache/godwit");
    if (isFolder(modules) && isWithin(nearestRealPath(modules), nearestRealPath(cache)))
      return join(cache, ...placeBelow(at, root));
    const git = gitFolder(join(at, ".git"));
    if (git !== undefined) return join(git, "godwit/cache", ...placeBelow(at, root));
    if (dirname(at) === at) break;
  }
  return join(home, ".cache/godwit", digestOf(root));
}

/** Roots that share a folder have a place each. */
function placeBelow(base: string, root: string): string[] {
  return base === root ? [] : [digestOf(relative(base, root).replaceAll("\\", "/"))];
}

/** The folder of a repository: `.git` itself, or what the file `.git` of a worktree or submodule names. */
function gitFolder(path: string): string | undefined {
  if (isFolder(path)) return path;
  const named = /^gitdir: (.+)$/m.exec(findText(path, "settings") ?? "")?.[1];
  const folder = named === undefined ? undefined : resolve(dirname(path), named);
  return folder !== undefined && isFolder(folder) ? folder : undefined;
}

declare const GODWIT_BUILD: string | undefined;

/** A digest of the code of this bundle; undefined where the sources run as they are, so that no one knows what an answer came from. */
export const BUILD: string | undefined = typeof GODWIT_BUILD === "string" ? GODWIT_BUILD : undefined;

/** What keeps results for the next run; undefined where somebody wants none (`--no-cache`), or the code has no digest. */
export function cacheFor({ cache }: { readonly cache?: boolean }): CacheOptions | undefined {
  return cache === false || BUILD === undefined ? undefined : { build: BUILD, startedAt: Date.now() };
}
