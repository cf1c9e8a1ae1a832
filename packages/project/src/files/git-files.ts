import path from "node:path";
import { findText, findUnreadable, isFolder, listEntries, type FileError, type FileKind } from "@godwit/core/disk";

/** What git opens in its folder for almost each question; a large repository has a large index and many packed references. */
const OWN_FILES: readonly (readonly [string, FileKind])[] = [
  ...["HEAD", "config", "config.worktree", "commondir", "shallow"].map((name) => [name, "settings"] as const),
  ...["info/exclude", "info/attributes", "info/sparse-checkout", "objects/info/alternates"].map(
    (name) => [name, "settings"] as const,
  ),
  ...["index", "packed-refs"].map((name) => [name, "own"] as const),
];
/** What it opens in each folder. */
const FOLDER_FILES = [".gitignore", ".gitattributes", ".gitmodules"];

/**
 * Why git can't be asked in a folder: a file that it opens for each question is a pipe, a device or gigabytes, for which it would wait.
 * A look at a dozen paths; undefined where git can be asked.
 */
export function findOddGitFile(folder: string): FileError | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const directory = gitDirectoryOf(at);
    if (typeof directory === "object") return directory;
    const fault = oddFileIn(at) ?? (directory === undefined ? undefined : oddFileOfGit(directory));
    if (fault || directory !== undefined || path.dirname(at) === at) return fault;
  }
}

/** The same for all files that git may open for a folder: those below it, and all references. For where git has not answered. */
export function findAnyOddGitFile(folder: string): FileError | undefined {
  const directory = nearestGitDirectory(folder);
  const references = directory === undefined ? [] : ["refs", "logs"].map((name) => path.join(directory, name));
  return (
    findOddGitFile(folder) ??
    firstOf(references.flatMap(filesBelow), (file) => findUnreadable(file, "own")) ??
    firstOf(foldersFrom(folder), oddFileIn)
  );
}

function oddFileIn(folder: string): FileError | undefined {
  return firstOf(FOLDER_FILES, (name) => findUnreadable(path.join(folder, name), "settings"));
}

function oddFileOfGit(directory: string): FileError | undefined {
  const odd = (at: string): FileError | undefined =>
    firstOf(OWN_FILES, ([name, kind]) => findUnreadable(path.join(at, name), kind));
  const fault = odd(directory);
  if (fault) return fault;
  // A worktree shares the rest with the repository that it belongs to.
  const common = findText(path.join(directory, "commondir"), "settings")?.trim();
  const shared = common === undefined ? directory : path.resolve(directory, common);
  const branch = /^ref: (refs\/\S+)/u.exec(findText(path.join(directory, "HEAD"), "settings") ?? "")?.[1];
  return (
    (shared === directory ? undefined : odd(shared)) ??
    (branch === undefined ? undefined : findUnreadable(path.join(shared, branch), "settings"))
  );
}

/** Git's folder, if a folder is the top of a repository; a fault where something odd is in its place. */
function gitDirectoryOf(folder: string): string | FileError | undefined {
  const at = path.join(folder, ".git");
  if (isFolder(at)) return at;
  const fault = findUnreadable(at, "settings");
  if (fault) return fault;
  const named = /^gitdir: (.+)/u.exec(findText(at, "settings") ?? "")?.[1];
  return named === undefined ? undefined : path.resolve(folder, named.trim());
}

function nearestGitDirectory(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const directory = gitDirectoryOf(at);
    if (directory !== undefined || path.dirname(at) === at) return typeof directory === "string" ? directory : undefined;
  }
}

function* foldersFrom(folder: string): Generator<string> {
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    yield at;
    for (const entry of listEntries(at) ?? [])
      if (entry.isDirectory() && entry.name !== ".git") waiting.push(path.join(at, entry.name));
  }
}

function filesBelow(folder: string): string[] {
  return [...foldersFrom(folder)].flatMap((at) =>
    (listEntries(at) ?? []).filter((entry) => !entry.isDirectory()).map(({ name }) => path.join(at, name)),
  );
}

function firstOf<T>(all: Iterable<T>, find: (each: T) => FileError | undefined): FileError | undefined {
  for (const each of all) {
    const fault = find(each);
    if (fault) return fault;
  }
  return undefined;
}
