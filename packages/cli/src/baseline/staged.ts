import { findStaged, stageFiles } from "@godwit/project";
import { UsageError } from "../usage-error.js";

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

/** Stages files (relative to the root) that were written or deleted; throws `UsageError` if git could not. */
export function requireStaged(root: string, files: readonly string[]): void {
  if (!stageFiles(root, files)) throw new UsageError(`git could not stage ${files.join(", ")}. Stage them by hand.`);
}
