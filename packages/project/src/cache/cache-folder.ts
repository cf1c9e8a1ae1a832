import { homedir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { digestOf, findText, isFolder, isWithin, nearestRealPath } from "@godwit/core/disk";

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
