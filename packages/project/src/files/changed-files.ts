import path from "node:path";
import { exists } from "@godwit/core/disk";
import { findMergeBase } from "../baseline/history.js";
import { askGit, diffByGit, listByGit, readObjects } from "./git.js";
import { listSubmodules } from "./list-files.js";
import { decodeSource, type SourceRead } from "./read-source.js";

/** Files that changed, relative to the root: those that are there, and those that no longer are. */
export interface ChangedFiles {
  readonly files: readonly string[];
  readonly gone: readonly string[];
}

/** What is staged, that is, in git's index other than in the last commit. */
export interface StagedFiles extends ChangedFiles {
  /** Files with merge conflicts. */
  readonly unmerged: readonly string[];
  /** Files whose staged content differs from that on disk. */
  findPartlyStaged(): readonly string[];
  /** The staged content of some of the files. */
  read(files: readonly string[]): ReadonlyMap<string, SourceRead>;
}

/** A sentence that says why git can't answer. */
export interface GitProblem {
  readonly problem: string;
}

interface Change {
  readonly path: string;
  readonly status: string;
  /** The new content's object id. */
  readonly id: string;
  /** Whether it is a regular file now: no link and no submodule. */
  readonly isFile: boolean;
}

const RAW = ["--raw", "--no-abbrev", "--no-renames"];

/** Finds what is staged in the repository of a root. A file of `git add --intent-to-add` is not. */
export function findStaged(root: string): StagedFiles | GitProblem {
  const entries = diffByGit(root, ["--cached", ...RAW], { asHook: true });
  if (!entries) return { problem: whyNoRepository(root, "nothing is staged. Leave --staged out.") };
  const changes = readChanges(entries);
  const present = new Map(changes.filter(isPresent).map((change) => [change.path, change.id]));
  return {
    files: [...present.keys()],
    gone: changes.filter(({ status }) => status === "D").map((change) => change.path),
    unmerged: changes.filter(({ status }) => status === "U").map((change) => change.path),
    findPartlyStaged: () =>
      present.size === 0
        ? []
        : (diffByGit(root, ["--name-only", "--no-renames", "--", ...present.keys()], { asHook: true }) ?? []),
    read(files) {
      const objects = readObjects(
        root,
        files.flatMap((file) => present.get(file) ?? []),
      );
      return new Map(files.map((file) => [file, readObject(objects.get(present.get(file) ?? ""))]));
    },
  };
}

function readObject(bytes: Buffer | undefined): SourceRead {
  if (bytes) return decodeSource(bytes);
  return { kind: "problem", code: "unreadable", message: "git can't read the staged content. Look with git fsck." };
}

/** Finds what has changed since the branch left `ref` (by default the main branch): committed, staged, unstaged and untracked. */
export function findChanged(root: string, ref?: string): ChangedFiles | GitProblem {
  const base = findMergeBase(root, ref, "godwit check --changed REF");
  if ("problem" in base) return base;
  return findChangedSince(root, base.commit);
}

function findChangedSince(folder: string, commit: string): ChangedFiles | GitProblem {
  const entries = diffByGit(folder, [...RAW, commit]);
  const untracked = listByGit(folder, ["--others", "--exclude-standard"]);
  if (!entries || !untracked) return { problem: `git can't compare ${folder} with ${commit}.` };
  const changes = readChanges(entries);
  // A folder is a repository of its own, which git does not track.
  const files = new Set([
    ...changes.filter(isPresent).map(({ path: file }) => file),
    ...untracked.filter((file) => !file.endsWith("/")),
  ]);
  const gone = changes.filter(({ status, path: file }) => status === "D" && !files.has(file)).map(({ path: file }) => file);
  for (const submodule of listSubmodules(folder)) {
    const inside = changedInSubmodule(folder, submodule, commit);
    if ("problem" in inside) return inside;
    for (const file of inside.files) files.add(`${submodule}/${file}`);
    gone.push(...inside.gone.map((file) => `${submodule}/${file}`));
  }
  return { files: [...files], gone };
}

/** A submodule's files since the commit that its repository recorded for it; all of them if that one is not there. */
function changedInSubmodule(folder: string, submodule: string, commit: string): ChangedFiles | GitProblem {
  const absolute = path.join(folder, submodule);
  if (!exists(path.join(absolute, ".git"))) return { files: [], gone: [] };
  const recorded = /^160000 commit (\S+)\t/.exec(
    askGit(folder, ["ls-tree", "-z", commit, "--", submodule])?.entries[0] ?? "",
  )?.[1];
  const isThere = recorded !== undefined && askGit(absolute, ["cat-file", "-e", `${recorded}^{commit}`])?.status === 0;
  if (isThere) return findChangedSince(absolute, recorded);
  return {
    files: (listByGit(absolute, ["--cached", "--others", "--exclude-standard"]) ?? []).filter((file) => !file.endsWith("/")),
    gone: [],
  };
}

function isPresent({ status, isFile }: Change): boolean {
  return isFile && status !== "D" && status !== "U";
}

/** `:100644 100755 <id> <id> M`, then the path. */
function readChanges(entries: readonly string[]): Change[] {
  const changes: Change[] = [];
  for (let index = 0; index + 1 < entries.length; index += 2) {
    const [, mode = "", , id = "", status = ""] = entries[index]!.split(" ");
    changes.push({ path: entries[index + 1]!, status: status[0] ?? "", id, isFile: mode.startsWith("100") });
  }
  return changes;
}

/** Which of some files (relative to the root) belong to the repository, although they are not on disk: outside of a sparse checkout, or in a submodule that was not fetched. */
export function findNotCheckedOut(root: string, files: readonly string[]): ReadonlySet<string> {
  const missing = files.filter((file) => !exists(path.join(root, file)));
  if (missing.length === 0) return new Set();
  const skipped = new Set(
    (listByGit(root, ["-t", "--", ...missing]) ?? []).flatMap((entry) => /^S (.+)$/s.exec(entry)?.[1] ?? []),
  );
  const unfetched = listSubmodules(root).filter((folder) => !exists(path.join(root, folder, ".git")));
  return new Set(missing.filter((file) => skipped.has(file) || unfetched.some((folder) => file.startsWith(`${folder}/`))));
}

/** The files among some (relative to the root) that git does not have as they are on disk: changed since they were staged, or untracked. */
export function findUnstaged(root: string, files: readonly string[]): ReadonlySet<string> {
  if (files.length === 0) return new Set();
  const changed = diffByGit(root, ["--name-only", "--no-renames", "--", ...files], { asHook: true }) ?? [];
  const tracked = new Set(askGit(root, ["ls-files", "-z", "--", ...files], { asHook: true })?.entries);
  return new Set([...changed, ...files.filter((file) => !tracked.has(file) && exists(path.join(root, file)))]);
}

/** Stages files (relative to the root) that were written or deleted; false if git could not. */
export function stageFiles(root: string, files: readonly string[]): boolean {
  return files.length === 0 || askGit(root, ["add", "--all", "--", ...files], { asHook: true })?.status === 0;
}

/** Why git knows nothing about a folder: no git, no repository, or a repository that it refuses. */
export function whyNoRepository(root: string, so: string): string {
  const answer = askGit(root, ["rev-parse", "--git-dir"]);
  if (!answer) return `git can't be run, so ${so}`;
  const isRefused = answer.status !== 0 && hasRepositoryAbove(root);
  return isRefused
    ? `git refuses the repository of ${root} (git status says why), so ${so}`
    : `${root} is not in a git repository, so ${so}`;
}

function hasRepositoryAbove(folder: string): boolean {
  return exists(path.join(folder, ".git")) || (folder !== path.dirname(folder) && hasRepositoryAbove(path.dirname(folder)));
}
