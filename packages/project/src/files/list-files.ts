import { existsSync, lstatSync, readdirSync, realpathSync, type Stats } from "node:fs";
import path from "node:path";
import { ownsFile, RootFinder } from "@godwit/contracts";
import { createIgnoredBelow, type IsIgnored } from "@godwit/modules";
import { isLeftOut, listByGit } from "./git.js";

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** A source file below the root. */
export interface ListedFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Whether it is a symbolic link that leads out of the root: such a file is read, but never written. */
  readonly isLink: boolean;
  /** What the disk says of it, or of the link; not given for a file that is read as it is staged. */
  readonly stats?: Stats;
}

/** All files of a root, whatever their kind, that git tracks or does not ignore; without git, those that ignore files do not name; sorted. */
export function listAllFiles(root: string): string[] {
  const paths = listRepository(root) ?? [...walk(root, createIgnoredBelow(root))];
  return [...new Set(paths)].filter((file) => !/(?:^|\/)node_modules\//.test(file)).sort(compareText);
}

/** The source files of a root: those that git tracks or does not ignore; without git, those that ignore files do not name; sorted. */
export function listFiles(root: string): ListedFile[] {
  return listPaths(root, listRepository(root) ?? [...walk(root, createIgnoredBelow(root))]);
}

/** Those of some paths (relative to the root) that are source files of the root and on disk; sorted. */
export function listPaths(root: string, paths: readonly string[]): ListedFile[] {
  return sourcesOf(root, paths).flatMap((file) => toListed(root, file));
}

/** Those of some paths (relative to the root) that are source files of the root by their names; sorted. */
export function sourcesOf(root: string, paths: readonly string[]): string[] {
  const ownership = new Map<string, boolean>();
  const finder = new RootFinder();
  const isOwned = (file: string): boolean => {
    const folder = path.posix.dirname(file);
    let answer = ownership.get(folder);
    if (answer === undefined) ownership.set(folder, (answer = ownsFile(root, path.join(root, file), finder)));
    return answer;
  };
  const sources = [...new Set(paths)].filter(
    (file) => SOURCE.test(file) && !/(?:^|\/)node_modules\//.test(file) && isOwned(file),
  );
  return sources.sort(compareText);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function toListed(root: string, file: string): ListedFile[] {
  // Joined by hand: `path.join` would look through all of it again, for each file.
  const absolute = `${root}/${file}`;
  const stats = statsOf(absolute);
  if (!stats) return [];
  if (!stats.isSymbolicLink()) return [{ path: file, isLink: false, stats }];
  try {
    const inside = path.relative(realpathSync(root), realpathSync(absolute));
    // The link's target is listed itself.
    if (!inside.startsWith("..") && !path.isAbsolute(inside)) return [];
  } catch {
    // A loop or a dangling link: reading it reports the problem.
  }
  return [{ path: file, isLink: true, stats }];
}

/** Undefined for a file that git knows and that is gone, or in a folder that can't be looked at. */
function statsOf(absolute: string): Stats | undefined {
  try {
    return lstatSync(absolute, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Git's list, or undefined if there is none: no repository, no git, or a folder that the repository ignores. */
function listRepository(root: string): string[] | undefined {
  const listed = listByGit(root, ["--cached", "--others", "--exclude-standard"]);
  if (listed === undefined || (listed.length === 0 && isLeftOut(root))) return undefined;
  // Of a repository that is not its submodule git lists only the folder: it is somebody else's.
  return [...listed.filter((file) => !file.endsWith("/")), ...listSubmodules(root).flatMap((folder) => listNested(root, folder))];
}

/** The files of a submodule, of which git lists only the folder. */
function listNested(root: string, folder: string): string[] {
  const absolute = path.join(root, folder);
  if (!existsSync(path.join(absolute, ".git"))) return [];
  return (listRepository(absolute) ?? []).map((file) => `${folder}/${file}`);
}

/** The folders of the submodules in a folder, relative to it. */
export function listSubmodules(root: string): string[] {
  const staged = hasSubmodules(root) ? (listByGit(root, ["--stage"]) ?? []) : [];
  return staged.flatMap((entry) => /^160000 \S+ \d\t(.+)$/s.exec(entry)?.[1] ?? []);
}

function hasSubmodules(root: string): boolean {
  for (let folder = root; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, ".gitmodules"))) return true;
    if (existsSync(path.join(folder, ".git")) || folder === path.dirname(folder)) return false;
  }
}

function* walk(root: string, isIgnored: IsIgnored, folder = ""): Generator<string> {
  let entries;
  try {
    entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const file = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.name === "node_modules" || entry.name === ".git") continue;
    if (isIgnored(path.join(root, file), entry.isDirectory())) continue;
    if (entry.isDirectory()) yield* walk(root, isIgnored, file);
    else yield file;
  }
}
