import { isUtf8 } from "node:buffer";
import { lstatSync, readdirSync, realpathSync, statSync, type Dirent, type Stats } from "node:fs";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { FileError, orUndefined, toFileError } from "./file-error.js";
import { MOST_BYTES, notRegular, type FileKind } from "./read.js";

/** What the disk says of a path. */
export type FileStats = Stats;

/** What a folder says of a name in it. */
export type FolderEntry = Dirent;

/** What is at a path, links followed; undefined where nothing is, or nothing that may be looked at. */
export function statsAt(path: string): FileStats | undefined {
  return orUndefined(() => statSync(path, { throwIfNoEntry: false }));
}

/** What is at a path, of a link the link itself; undefined where nothing is. Throws where nobody can tell. */
export function linkStatsAt(path: string): FileStats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    const failure = toFileError(path, error);
    if (failure.fault === "missing") return undefined;
    throw failure;
  }
}

/** Whether something is at a path, links followed. */
export function exists(path: string): boolean {
  return statsAt(path) !== undefined;
}

/** Whether a regular file is at a path, links followed. */
export function isFile(path: string): boolean {
  return statsAt(path)?.isFile() ?? false;
}

/** Whether a folder is at a path, links followed. */
export function isFolder(path: string): boolean {
  return statsAt(path)?.isDirectory() ?? false;
}

/** The names in a folder; empty where there is no folder that can be listed. */
export function listNames(folder: string): string[] {
  return orUndefined(() => readdirSync(folder)) ?? [];
}

/** The entries of a folder; undefined where there is no folder that can be listed. */
export function listEntries(folder: string): FolderEntry[] | undefined {
  return orUndefined(() => readdirSync(folder, { withFileTypes: true }));
}

/**
 * The files below those folders of a folder whose names are not UTF-8, relative to it and as they are shown: no text leads to them, so
 * that they can only be named.
 */
export function listBehindOddNames(folder: string): string[] {
  const start = Buffer.from(`${folder}/`);
  const rawEntries = (at: Buffer) => orUndefined(() => readdirSync(at, { encoding: "buffer", withFileTypes: true })) ?? [];
  const below = (at: Buffer): Buffer[] =>
    rawEntries(at).flatMap((entry) => {
      const path = Buffer.concat([at, entry.name]);
      return entry.isDirectory() ? below(Buffer.concat([path, Buffer.from("/")])) : [path];
    });
  return rawEntries(start)
    .filter((entry) => entry.isDirectory() && !isUtf8(entry.name))
    .flatMap(({ name }) => below(Buffer.concat([start, name, Buffer.from("/")])))
    .map((path) => path.subarray(start.length).toString("utf8"));
}

/** A path with links followed; throws a `FileError` where nothing is there. */
export function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch (error) {
    throw toFileError(path, error);
  }
}

/** A path with links followed; where nothing is there, the links of its nearest ancestor. */
export function nearestRealPath(path: string): string {
  const real = orUndefined(() => realpathSync.native(path));
  if (real !== undefined) return real;
  const parent = dirname(path);
  return parent === path ? path : join(nearestRealPath(parent), basename(path));
}

/** Whether a path is a folder or something in it; both without links. */
export function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (!/^\.\.(?:[\\/]|$)/.test(way) && !isAbsolute(way));
}

const PACKAGE_MANAGERS = /(?:^|[\\/])(?:node_modules|\.yarn|\.pnp\.cjs|\.pnp\.loader\.mjs)(?:[\\/]|$)/;

/**
 * Whether a path or a name is of what package managers write, which a repository may commit: packages, and Yarn's own program with its
 * plugins and its loader (https://yarnpkg.com/getting-started/qa#which-files-should-be-gitignored).
 */
export function isOfPackageManager(path: string): boolean {
  return PACKAGE_MANAGERS.test(path);
}

/**
 * Why a path must not be given to a reader that is not ours, such as a native one: it is no regular file, or too large. Undefined for a
 * regular file, and where nothing is.
 */
export function findUnreadable(path: string, kind: FileKind): FileError | undefined {
  const stats = statsAt(path);
  if (stats?.isFile()) {
    const isLarge = stats.size > MOST_BYTES[kind];
    return isLarge ? new FileError(path, "too-large", `it has more than ${MOST_BYTES[kind] / 1024 / 1024} MB`) : undefined;
  }
  return stats && !stats.isDirectory() ? notRegular(path, stats) : undefined;
}
