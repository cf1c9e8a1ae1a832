import { findRoot } from "@godwit/core/contracts";
import { type ActiveContract, baselineFile, findStaged, findUnstaged, listBaselines, stageFiles } from "@godwit/project";
import type { FileProblem } from "./finding.js";
import type { Survey } from "./survey.js";
import { UsageError } from "../failure.js";

/** Stages what `check --staged --fix` has written; returns why it could not. */
export type Stage = (before: Survey, after: Survey) => readonly FileProblem[];

/** Remembers which baselines are not staged before anything is written, since the rest of their changes must not be staged with a fix. */
export function prepareStage(root: string, contracts: readonly ActiveContract[]): Stage {
  const unstaged = findUnstaged(
    root,
    contracts.flatMap(({ baseline }) => baseline?.file ?? []),
  );
  return (before, after) => {
    const written = after.files.flatMap(({ path }, index) => (after.results[index]!.isWritten ? [path] : []));
    const baselines = after.contracts.flatMap(({ baseline }, index) =>
      baseline && baseline !== before.contracts[index]!.baseline ? [baseline.file] : [],
    );
    const staged = stageFiles(root, [...written, ...baselines.filter((file) => !unstaged.has(file))]);
    return [
      ...(staged ? [] : written.map((file) => problem(file, "It is fixed, but git could not stage it. Stage it by hand."))),
      ...baselines.filter((file) => unstaged.has(file)).map((file) => problem(file, NOT_STAGED)),
    ];
  };
}

function problem(file: string, message: string): FileProblem {
  return { file, line: 1, column: 1, code: "not-staged", message, isBlocking: true };
}

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
const NOT_STAGED =
  "It has changes that were not staged before, so the entries that were dropped are not staged. Stage them by hand.";
