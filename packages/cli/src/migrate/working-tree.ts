import path from "node:path";
import { exists } from "@godwit/core/disk";
import { askGit } from "@godwit/project";

/** The state of the files that a run will touch. */
export interface TreeState {
  /** Files with changes that are not committed, and files of which git has no copy. */
  readonly dirty: readonly string[];
  /** Files in no repository, so that nothing is known of them. */
  readonly unknown: readonly string[];
}

/** Which of some files (relative to the root) are as they were committed; also in worktrees, submodules and nested repositories. */
export function readTree(root: string, files: readonly string[]): TreeState {
  const dirty: string[] = [];
  const unknown: string[] = [];
  for (const { top, own } of byRepository(root, files)) {
    const changed = top === undefined ? undefined : changedIn(root, top, own);
    if (changed) dirty.push(...changed);
    else unknown.push(...own);
  }
  return { dirty: dirty.sort(), unknown: unknown.sort() };
}

/** Some files of one repository. */
export interface RepositoryFiles {
  /** The repository's folder; undefined for files in none. */
  readonly top: string | undefined;
  /** Relative to the root. */
  readonly own: readonly string[];
}

/** The files (relative to the root) by the repository that has them. */
export function byRepository(root: string, files: readonly string[]): readonly RepositoryFiles[] {
  const groups = new Map<string | undefined, string[]>();
  const tops = new Map<string, string | undefined>();
  for (const file of files) {
    const top = topOf(path.dirname(path.join(root, file)), tops);
    const own = groups.get(top);
    if (own) own.push(file);
    else groups.set(top, [file]);
  }
  return [...groups].map(([top, own]) => ({ top, own }));
}

function topOf(folder: string, known: Map<string, string | undefined>): string | undefined {
  if (known.has(folder)) return known.get(folder);
  const parent = path.dirname(folder);
  // In a worktree and in a submodule .git is a file.
  const top = exists(path.join(folder, ".git")) ? folder : parent === folder ? undefined : topOf(parent, known);
  known.set(folder, top);
  return top;
}

/** Undefined if git does not answer. */
function changedIn(root: string, top: string, files: readonly string[]): readonly string[] | undefined {
  const flags = ["--no-renames", "--untracked-files=all", "--ignore-submodules=all"];
  // No files as arguments: there may be too many of them for one command.
  const status = askGit(top, ["status", "--porcelain=v1", "-z", ...flags]);
  if (status?.status !== 0) return undefined;
  const inTop = new Map(files.map((file) => [pathIn(root, top, file), file]));
  const changed = status.entries.map((entry) => entry.slice(3));
  const dirty = [...changed, ...ignoredIn(top, [...inTop.keys()])].flatMap((name) => inTop.get(name) ?? []);
  return [...new Set(dirty)];
}

/** A file that git ignores has no copy there. */
function ignoredIn(top: string, files: readonly string[]): readonly string[] {
  return askGit(top, ["check-ignore", "-z", "--stdin"], { input: files.join("\0") })?.entries ?? [];
}

/** The path of a file (relative to the root) in a repository, with `/`. */
export function pathIn(root: string, top: string, file: string): string {
  return path.relative(top, path.join(root, file)).replaceAll("\\", "/");
}

/** The commit that is checked out; null where there is none. */
export function headOf(folder: string): string | null {
  const answer = askGit(folder, ["rev-parse", "--verify", "--quiet", "HEAD"]);
  return answer?.status === 0 ? (answer.entries[0]?.trim() ?? null) : null;
}
