import path from "node:path";
import { exists } from "@godwit/core/disk";
import { groupBy, askGit } from "@godwit/project";
import { UsageError } from "../../failure.js";
import { JournalError, listRuns, readJournal } from "../journal/journal.js";
import type { KeptRecord } from "../journal/records.js";
import { stateOf } from "../journal/run-state.js";
import { makesCommits, type MigrateOptions } from "../options.js";
import { digestOnDisk } from "./unit-files.js";

/** Which files a run may touch, as it was asked. */
type TreeOptions = Pick<MigrateOptions, "allowDirty" | "commit" | "branch">;

/** The state of the files that a run will touch. */
export interface TreeState {
  /** Files with changes that are not committed, and files of which git has no copy. */
  readonly dirty: readonly string[];
  /** Files in no repository, so that nothing is known of them. */
  readonly unknown: readonly string[];
}

/** Which of some files (relative to the root) are as they were committed; also in worktrees, submodules and nested repositories. */
function readTree(root: string, files: readonly string[]): TreeState {
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
  const tops = new Map<string, string | undefined>();
  const groups = groupBy(files, (file) => topOf(path.dirname(path.join(root, file)), tops));
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

/** A file that git ignores has no copy there, unless it is tracked all the same: of those git would go through all patterns for nothing. */
function ignoredIn(top: string, files: readonly string[]): readonly string[] {
  const tracked = new Set(askGit(top, ["ls-files", "-z"])?.entries);
  const others = files.filter((file) => !tracked.has(file));
  if (others.length === 0) return [];
  return askGit(top, ["check-ignore", "-z", "--stdin"], { input: others.join("\0") })?.entries ?? [];
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

/**
 * Throws `UsageError` if files that a run may change have changes that are in no commit; `kept` is what the run had kept before it was cut off.
 */
export function requireCleanTree(
  root: string,
  files: readonly string[],
  options: TreeOptions,
  kept: readonly KeptRecord[],
): void {
  if (options.allowDirty) return;
  const { dirty, unknown } = readTree(root, files);
  if (unknown.length > 0)
    throw new UsageError(
      `There is no git that knows ${listShort(unknown)}, so nothing says whether they may be changed. ` +
        "With --allow-dirty godwit keeps a copy of every file that it changes, and godwit rollback puts it back.",
    );
  const foreign = foreignOf(root, dirty, options, kept);
  if (foreign.length > 0)
    throw new UsageError(
      `${listShort(foreign)} ${foreign.length === 1 ? "has" : "have"} changes that are not committed. ` +
        "Commit them, or use --allow-dirty: then godwit keeps a copy of every file that it changes. Nothing was changed.",
    );
}

/** The files among some that a run may not change, as nothing else has a copy of what is in them. */
export function filesToSpare(
  root: string,
  files: readonly string[],
  options: TreeOptions,
  kept: readonly KeptRecord[],
): ReadonlyMap<string, string> {
  if (options.allowDirty) return new Map();
  const { dirty, unknown } = readTree(root, files);
  const spared = [...foreignOf(root, dirty, options, kept), ...unknown];
  return new Map(spared.map((file) => [file, `${file} has changes that are not committed`]));
}

/** What earlier runs have kept does not count, as their journals can undo it; but it would slip into a commit, where only the run's own belongs. */
function foreignOf(root: string, dirty: readonly string[], options: TreeOptions, kept: readonly KeptRecord[]): readonly string[] {
  const own = makesCommits(options) ? statesOf(kept) : ownStates(root);
  return dirty.filter((file) => !own.has(stateOnDisk(root, file)));
}

/** The files, and baselines, that a run has left as it kept them, and that are in no commit. */
export function uncommittedOf(root: string, kept: readonly KeptRecord[]): readonly string[] {
  const own = statesOf(kept);
  const files = kept.flatMap((each) => [...each.files, ...each.baselines].map((file) => file.path));
  return readTree(root, [...new Set(files)]).dirty.filter((file) => own.has(stateOnDisk(root, file)));
}

function stateOnDisk(root: string, file: string): string {
  return `${file}\0${digestOnDisk(root, file) ?? ""}`;
}

function statesOf(kept: readonly KeptRecord[]): ReadonlySet<string> {
  const changes = kept.flatMap(({ files, baselines }) => [...files, ...baselines]);
  return new Set(changes.map(({ path: file, after }) => `${file}\0${after}`));
}

/** The files that earlier runs have left as they kept them. */
function ownStates(root: string): ReadonlySet<string> {
  const own = new Set<string>();
  for (const id of listRuns(root)) {
    try {
      const read = readJournal(root, id);
      for (const state of statesOf(read ? stateOf(read).kept : [])) own.add(state);
    } catch (error) {
      // What a journal does not tell is somebody else's.
      if (!(error instanceof JournalError)) throw error;
    }
  }
  return own;
}

/** The first five; the baselines of one folder count as one, since they are committed together. */
function listShort(files: readonly string[]): string {
  const folders = files.map((file) => /^(.*\/\.baseline)\/[^/]+\.txt$/.exec(file)?.[1]);
  const named = files.flatMap((file, index): string[] => {
    const folder = folders[index];
    const own = folders.filter((each) => each === folder).length;
    if (folder === undefined || own === 1) return [file];
    return folders.indexOf(folder) === index ? [`the ${own} baselines in ${folder}`] : [];
  });
  const more = named.length - 5;
  return more > 0 ? `${named.slice(0, 5).join(", ")} and ${more} more files` : named.join(", ");
}
