import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { digestOf, statsAt } from "./stamp.js";

/**
 * The folder for a root's cache: in the nearest node_modules at or above it, where other tools keep theirs, else in the repository's git
 * folder, else in the user's cache folder. None of them is committed.
 */
export function cacheFolder(root: string, home = homedir()): string {
  for (let at = root; ; at = dirname(at)) {
    const modules = join(at, "node_modules");
    if (isFolder(modules)) return join(modules, ".cache/godwit", ...placeBelow(at, root));
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

function isFolder(path: string): boolean {
  return statsAt(path)?.isDirectory() ?? false;
}

/** The folder of a repository: `.git` itself, or what the file `.git` of a worktree or submodule names. */
function gitFolder(path: string): string | undefined {
  const stats = statsAt(path);
  if (stats?.isDirectory()) return path;
  const named = stats?.isFile() ? /^gitdir: (.+)$/m.exec(readFileSync(path, "utf8"))?.[1] : undefined;
  const folder = named === undefined ? undefined : resolve(dirname(path), named);
  return folder !== undefined && isFolder(folder) ? folder : undefined;
}
