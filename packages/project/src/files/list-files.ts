import path from "node:path";
import { DEFAULT_DIRECTORY, embedsScript, ownsFile, RootFinder } from "@godwit/core/contracts";
import {
  exists,
  findText,
  findUnreadable,
  isOfPackageManager,
  isWithin,
  linkStatsAt,
  listBehindOddNames,
  listEntries,
  orUndefined,
  realPath,
} from "@godwit/core/disk";
import { type FileTree, IgnoreRules } from "@godwit/core/modules";
import { isLeftOut, listByGit } from "./git.js";

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** A source file below the root. */
export interface ListedFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Whether it is a symbolic link that leads out of the root: such a file is read, but never written. */
  readonly isLink: boolean;
}

/** All files of a root, whatever their kind, that git tracks or does not ignore; without git, those that ignore files do not name; sorted. */
export function listAllFiles(root: string): string[] {
  const paths = listRepository(root) ?? walked({ root, isWanted: () => true, tree: undefined }).found;
  return [...new Set(paths)].filter((file) => !isOfPackageManager(file)).sort(compareText);
}

/** Which files are source files, and who is told of others. */
export interface Listing {
  /** Whether components with a script are listed as well. */
  readonly embedding?: boolean | undefined;
  /** Is told what folders have that are read on the way. */
  readonly tree?: FileTree | undefined;
  /** Is told the nested roots (absolute) whose source files were left out. */
  onNestedRoot?(root: string): void;
}

/** The source files of a root: those that git tracks or does not ignore; without git, those that ignore files do not name; sorted. */
export function listFiles(root: string, listing: Listing = {}): ListedFile[] {
  const listed = listRepository(root);
  if (listed) {
    const finder = new RootFinder(mayBeRoots(root, listed));
    return sourcesOf(root, listed, listing, finder).flatMap((file) => toListed(root, file));
  }
  const isWanted = (name: string): boolean => isSource(name, listing);
  const { found, unsure, roots } = walked({ root, isWanted, tree: listing.tree });
  const finder = new RootFinder((folder) => roots.get(folder) ?? true);
  return sourcesOf(root, found, listing, finder).flatMap((file) =>
    unsure.has(file) ? toListed(root, file) : { path: file, isLink: false },
  );
}

function walked(search: Pick<Walk, "root" | "isWanted" | "tree">): Walk {
  const all: Walk = { ...search, found: [], unsure: new Set(), roots: new Map() };
  walk(all, "", IgnoreRules.NONE);
  return all;
}

function isSource(file: string, { embedding = false }: Listing): boolean {
  return SOURCE.test(file) || (embedding && embedsScript(file));
}

/** Those of some paths (relative to the root) that are source files of the root and on disk; sorted. */
export function listPaths(root: string, paths: readonly string[], listing: Listing = {}): ListedFile[] {
  return sourcesOf(root, paths, listing).flatMap((file) => toListed(root, file));
}

/** Those of some paths (relative to the root) that are source files of the root by their names; sorted. */
export function sourcesOf(
  root: string,
  paths: readonly string[],
  listing: Listing = {},
  finder: RootFinder = new RootFinder(),
): string[] {
  const ownership = new Map<string, boolean>();
  const isOwned = (file: string): boolean => {
    const folder = file.slice(0, Math.max(0, file.lastIndexOf("/")));
    let answer = ownership.get(folder);
    if (answer === undefined) {
      ownership.set(folder, (answer = ownsFile(root, path.join(root, file), finder)));
      const nested = answer || !listing.onNestedRoot ? undefined : finder.find(path.join(root, folder));
      if (nested) listing.onNestedRoot?.(nested.root);
    }
    return answer;
  };
  const sources = [...new Set(paths)].filter((file) => isSource(file, listing) && !isOfPackageManager(file) && isOwned(file));
  return sources.sort(compareText);
}

/** The path of a listed file, joined by hand: `path.join` would look through all of it, for each file. */
export function absoluteOf(root: string, file: string): string {
  const start = root.endsWith(path.sep) ? root : root + path.sep;
  return start + (path.sep === "/" ? file : file.replaceAll("/", path.sep));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function toListed(root: string, file: string): ListedFile[] {
  const absolute = absoluteOf(root, file);
  let stats: ReturnType<typeof linkStatsAt>;
  try {
    stats = linkStatsAt(absolute);
  } catch {
    // In a folder that can't be looked at: reading the file reports the problem.
    return [{ path: file, isLink: false }];
  }
  // A name that is not UTF-8 is not found by what is shown of it; other files that git knows may be gone.
  if (!stats) return isUnreadableName(file) ? [{ path: file, isLink: false }] : [];
  if (!stats.isSymbolicLink()) return [{ path: file, isLink: false }];
  return leadsInside(root, absolute) ? [] : [{ path: file, isLink: true }];
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

/** Where a path goes into a folder for contracts. */
const CONTRACTS = new RegExp(String.raw`(?:^|/)${DEFAULT_DIRECTORY}(?=/)`, "gi");

/** Tells of folders (absolute) whether they may be roots of their own, by the paths in a root (relative to it) that git does not ignore. */
function mayBeRoots(root: string, paths: readonly string[]): (folder: string) => boolean {
  const folders = new Set([""]);
  for (const file of paths) {
    const end = Math.max(0, file.lastIndexOf("/"));
    if (/package\.json$/i.test(file)) folders.add(file.slice(0, end));
    for (const { index } of file.matchAll(CONTRACTS)) folders.add(file.slice(0, index));
  }
  return (folder) => !isWithin(root, folder) || folders.has(path.relative(root, folder).replaceAll(path.sep, "/"));
}

/** One of these is in each root. */
const ROOT_NAMES = new Set(["package.json", DEFAULT_DIRECTORY]);

/** A walk through the folders of a root. */
interface Walk {
  readonly root: string;
  /** Whether a file of this name is wanted: others are not even asked for in ignore files. */
  isWanted(name: string): boolean;
  readonly tree: FileTree | undefined;
  /** The files that were found, relative to the root. */
  readonly found: string[];
  /** Those of them that may be links, or not on the disk. */
  readonly unsure: Set<string>;
  /** By folder (absolute) that was read: whether it may be a root of its own. */
  readonly roots: Map<string, boolean>;
}

/** Notes the files in a folder (relative to the root) and those below it that no ignore file names, each folder and ignore file read once. */
function walk(search: Walk, folder: string, around: IgnoreRules): void {
  const { root, found, unsure, roots, tree } = search;
  const absolute = folder === "" ? root : `${root}/${folder}`;
  const start = folder === "" ? "" : `${folder}/`;
  const entries = listEntries(absolute) ?? [];
  tree?.know(absolute, entries);
  roots.set(
    absolute,
    entries.some(({ name }) => ROOT_NAMES.has(name.toLowerCase())),
  );
  // Git knows faster than the ignore files what a repository inside the root leaves out.
  const listed = folder !== "" && entries.some(({ name }) => name === ".git") ? listUnignored(absolute) : undefined;
  if (listed) {
    for (const file of listed) {
      found.push(start + file);
      unsure.add(start + file);
    }
    return;
  }
  const rules = entries.some(({ name }) => name.toLowerCase() === ".gitignore") ? rulesIn(absolute, around) : around;
  if (entries.some((entry) => isUnreadableName(entry.name) && entry.isDirectory()))
    for (const file of listBehindOddNames(absolute)) {
      found.push(start + file);
      unsure.add(start + file);
    }
  for (const entry of entries) {
    const { name } = entry;
    const isFolder = entry.isDirectory();
    if (isOfPackageManager(name) || name === ".git" || !(isFolder || search.isWanted(name))) continue;
    if (rules.leaveOut(`${absolute}/${name}`, isFolder)) continue;
    if (isFolder) walk(search, start + name, rules);
    else {
      found.push(start + name);
      if (entry.isSymbolicLink()) unsure.add(start + name);
    }
  }
}

/** Throws where an ignore file can't be read: without its rules files would be checked, and fixed, that are nobody's business. */
function rulesIn(folder: string, around: IgnoreRules): IgnoreRules {
  const file = path.join(folder, ".gitignore");
  const fault = findUnreadable(file, "settings");
  if (fault) throw fault;
  const text = findText(file, "settings");
  return text === undefined ? around : around.inside(folder, text);
}

/** Finds the folder of the package that a file belongs to: the nearest with a `package.json`, relative to the root; `.` for the root. */
export function createPackageFinder(root: string): (file: string) => string {
  const known = new Map<string, string>([[".", "."]]);
  const folderOf = (folder: string): string => {
    const answer =
      known.get(folder) ?? (exists(path.join(root, folder, "package.json")) ? folder : folderOf(path.posix.dirname(folder)));
    known.set(folder, answer);
    return answer;
  };
  return (file) => folderOf(path.posix.dirname(file));
}
