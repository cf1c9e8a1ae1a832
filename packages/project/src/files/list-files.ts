import path from "node:path";
import { embedsScript, ownsFile, RootFinder } from "@godwit/core/contracts";
import {
  exists,
  findUnreadable,
  isWithin,
  linkStatsAt,
  listBehindOddNames,
  listEntries,
  orUndefined,
  realPath,
  type FileStats,
} from "@godwit/core/disk";
import { createIgnoredBelow, type IsIgnored } from "@godwit/core/modules";
import { isLeftOut, listByGit } from "./git.js";

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** A source file below the root. */
export interface ListedFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Whether it is a symbolic link that leads out of the root: such a file is read, but never written. */
  readonly isLink: boolean;
  /** What the disk says of it, or of the link; not given for a file that is read as it is staged. */
  readonly stats?: FileStats;
}

/** All files of a root, whatever their kind, that git tracks or does not ignore; without git, those that ignore files do not name; sorted. */
export function listAllFiles(root: string): string[] {
  const paths = listRepository(root) ?? [...walk(root, createIgnoredBelow(root))];
  return [...new Set(paths)].filter((file) => !/(?:^|\/)node_modules\//.test(file)).sort(compareText);
}

/** Which files are source files, and who is told of others. */
export interface Listing {
  /** Whether files that embed a script are listed as well. */
  readonly embedding?: boolean | undefined;
  /** Is told the nested roots (absolute) whose source files were left out. */
  onNestedRoot?(root: string): void;
}

/** The source files of a root: those that git tracks or does not ignore; without git, those that ignore files do not name; sorted. */
export function listFiles(root: string, listing: Listing = {}): ListedFile[] {
  return listPaths(root, listRepository(root) ?? [...walk(root, createIgnoredBelow(root))], listing);
}

/** Those of some paths (relative to the root) that are source files of the root and on disk; sorted. */
export function listPaths(root: string, paths: readonly string[], listing: Listing = {}): ListedFile[] {
  return sourcesOf(root, paths, listing).flatMap((file) => toListed(root, file));
}

/** Those of some paths (relative to the root) that are source files of the root by their names; sorted. */
export function sourcesOf(root: string, paths: readonly string[], listing: Listing = {}): string[] {
  const ownership = new Map<string, boolean>();
  const finder = new RootFinder();
  const isOwned = (file: string): boolean => {
    const folder = path.posix.dirname(file);
    let answer = ownership.get(folder);
    if (answer === undefined) {
      ownership.set(folder, (answer = ownsFile(root, path.join(root, file), finder)));
      const nested = answer || !listing.onNestedRoot ? undefined : finder.find(path.join(root, folder));
      if (nested) listing.onNestedRoot?.(nested.root);
    }
    return answer;
  };
  const isSource = (file: string): boolean => SOURCE.test(file) || (listing.embedding === true && embedsScript(file));
  const sources = [...new Set(paths)].filter((file) => isSource(file) && !/(?:^|\/)node_modules\//.test(file) && isOwned(file));
  return sources.sort(compareText);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function toListed(root: string, file: string): ListedFile[] {
  // Joined by hand: `path.join` would look through all of it again, for each file.
  const absolute = `${root}/${file}`;
  let stats: FileStats | undefined;
  try {
    stats = linkStatsAt(absolute);
  } catch {
    // In a folder that can't be looked at: reading the file reports the problem.
    return [{ path: file, isLink: false }];
  }
  // A name that is not UTF-8 is not found by what is shown of it; other files that git knows may be gone.
  if (!stats) return isUnreadableName(file) ? [{ path: file, isLink: false }] : [];
  if (!stats.isSymbolicLink()) return [{ path: file, isLink: false, stats }];
  return leadsInside(root, absolute) ? [] : [{ path: file, isLink: true, stats }];
}

/** Whether what a link (absolute) leads to is in the root, and so listed itself; reading a loop or a dangling link reports the problem. */
function leadsInside(root: string, link: string): boolean {
  const target = orUndefined(() => realPath(link));
  return target !== undefined && isWithin(realPath(root), target);
}

/** Whether a file (absolute) is a symbolic link that is not looked at, since what it leads to is. */
export function isLinkInside(root: string, file: string): boolean {
  return orUndefined(() => linkStatsAt(file))?.isSymbolicLink() === true && leadsInside(root, file);
}

/** Whether a name has bytes that are not UTF-8: no file can be opened by what is shown of it. */
export function isUnreadableName(file: string): boolean {
  return file.includes("\uFFFD");
}

/** Git's list, or undefined if there is none: no repository, no git, or a folder that the repository ignores. */
function listRepository(root: string): string[] | undefined {
  const listed = listByGit(root, ["--cached", "--others", "--exclude-standard"]);
  if (listed === undefined || (listed.length === 0 && isLeftOut(root))) return undefined;
  // Of a repository that is not its submodule git lists only the folder: it is somebody else's.
  return [...listed.filter((file) => !file.endsWith("/")), ...listSubmodules(root).flatMap((folder) => listNested(root, folder))];
}

/** Git's list without the files that it tracks and ignores: outside of a repository ignore files alone count. */
function listUnignored(root: string): string[] | undefined {
  const ignored = new Set(listByGit(root, ["--cached", "--ignored", "--exclude-standard"]));
  return listRepository(root)?.filter((file) => !ignored.has(file));
}

/** The files of a submodule, of which git lists only the folder. */
function listNested(root: string, folder: string): string[] {
  const absolute = path.join(root, folder);
  if (!exists(path.join(absolute, ".git"))) return [];
  return (listRepository(absolute) ?? []).map((file) => `${folder}/${file}`);
}

/** The folders of the submodules in a folder, relative to it. */
export function listSubmodules(root: string): string[] {
  const staged = hasSubmodules(root) ? (listByGit(root, ["--stage"]) ?? []) : [];
  return staged.flatMap((entry) => /^160000 \S+ \d\t(.+)$/s.exec(entry)?.[1] ?? []);
}

function hasSubmodules(root: string): boolean {
  for (let folder = root; ; folder = path.dirname(folder)) {
    if (exists(path.join(folder, ".gitmodules"))) return true;
    if (exists(path.join(folder, ".git")) || folder === path.dirname(folder)) return false;
  }
}

function* walk(root: string, isIgnored: IsIgnored, folder = ""): Generator<string> {
  const entries = listEntries(path.join(root, folder)) ?? [];
  // Git knows faster than the ignore files what a repository inside the root leaves out.
  const listed =
    folder !== "" && entries.some(({ name }) => name === ".git") ? listUnignored(path.join(root, folder)) : undefined;
  if (listed) return yield* listed.map((file) => `${folder}/${file}`);
  const ignore = path.join(root, folder, ".gitignore");
  const fault = findUnreadable(ignore, "settings");
  // Without its rules files would be checked, and fixed, that are nobody's business.
  if (fault) throw fault;
  const hasOddFolder = entries.some((entry) => entry.isDirectory() && isUnreadableName(entry.name));
  if (hasOddFolder)
    for (const file of listBehindOddNames(path.join(root, folder))) yield folder === "" ? file : `${folder}/${file}`;
  for (const entry of entries) {
    const file = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.name === "node_modules" || entry.name === ".git") continue;
    if (isIgnored(path.join(root, file), entry.isDirectory())) continue;
    if (entry.isDirectory()) yield* walk(root, isIgnored, file);
    else yield file;
  }
}
