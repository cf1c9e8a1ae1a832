import { findRoot } from "@godwit/core/contracts";
import { baselineFile, findStaged, findUnstaged, listBaselines, stageFiles } from "@godwit/project";
import { UsageError } from "../failure.js";

/** The staged files of a root (relative to it); throws `UsageError` if one differs on disk from what is staged. */
export function stagedFiles(root: string): ReadonlySet<string> {
  const staged = findStaged(root);
  if ("problem" in staged) throw new UsageError(staged.problem);
  const partly = staged.findPartlyStaged();
  if (partly.length > 0)
    throw new UsageError(
      `Staged in part: ${partly.join(", ")}. Stage the rest or stash it, since files are looked at as they are on disk.`,
    );
  return new Set([...staged.files, ...staged.gone]);
}

/**
 * Remembers which baselines are not staged before anything is written, since their other changes must not be staged with what is dropped.
 * What is returned stages baselines (relative to the root) that were written or deleted, and throws `UsageError` if it could not.
 */
export function prepareBaselines(cwd: string): (files: readonly string[]) => void {
  const { root, directory } = findRoot(cwd) ?? { root: cwd, directory: "migrations" };
  const unstaged = findUnstaged(
    root,
    listBaselines(root, directory).map((contract) => baselineFile(directory, contract)),
  );
  return (files) => {
    const own = files.filter((file) => !unstaged.has(file));
    if (!stageFiles(root, own)) throw new UsageError(`git could not stage ${own.join(", ")}. Stage them by hand.`);
    const left = files.filter((file) => unstaged.has(file));
    if (left.length > 0) throw new UsageError(left.map((file) => `${file}: ${NOT_STAGED}`).join("\n"));
  };
}

/** Said of a baseline from which entries were dropped that are not staged. */
export const NOT_STAGED =
  "It has changes that were not staged before, so the entries that were dropped are not staged. Stage them by hand.";
