import { askGit } from "@godwit/project";
import { UsageError } from "../usage-error.js";

/** The staged files of a root (relative to it); throws `UsageError` if one differs on disk from what is staged. */
export function stagedFiles(root: string): ReadonlySet<string> {
  const names = ["--name-only", "--no-renames", "--relative", "-z"];
  const staged = askGit(root, ["diff", "--cached", ...names]);
  const unstaged = askGit(root, ["diff", ...names]);
  if (staged?.status !== 0 || unstaged?.status !== 0)
    throw new UsageError(`${root} is not in a git repository, so nothing is staged. Leave --staged out.`);
  const different = new Set(unstaged.entries);
  const partly = staged.entries.filter((file) => different.has(file));
  if (partly.length > 0)
    throw new UsageError(
      `Staged in part: ${partly.join(", ")}. Stage the rest or stash it, since files are looked at as they are on disk.`,
    );
  return new Set(staged.entries);
}

/** Stages files (relative to the root) that were written or deleted. */
export function stageFiles(root: string, files: readonly string[]): void {
  if (files.length === 0) return;
  if (askGit(root, ["add", "--all", "--", ...files])?.status !== 0)
    throw new UsageError(`git could not stage ${files.join(", ")}. Stage them by hand.`);
}
