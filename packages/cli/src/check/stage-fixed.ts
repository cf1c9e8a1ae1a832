import { findUnstaged, stageFiles, type ActiveContract } from "@godwit/project";
import { NOT_STAGED } from "../baseline/staged.js";
import type { FileProblem } from "./file-problem.js";
import type { Survey } from "./survey.js";

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
