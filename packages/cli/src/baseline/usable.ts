import type { Problem } from "@godwit/core/contracts";
import { isBaselineProblem, type ActiveContract } from "@godwit/project";
import type { Survey } from "../check/survey.js";
import { UsageError } from "../usage-error.js";

/** Throws `UsageError` if a baseline of these contracts can't be read as it is; repeated lines are allowed, since writing removes them. */
export function requireReadable({ project }: Survey, contracts: readonly ActiveContract[]): void {
  const files = new Set(contracts.flatMap(({ baseline }) => baseline?.file ?? []));
  const faults = project.problems.filter(
    (problem) => isBaselineProblem(problem) && problem.code !== "baseline-duplicate" && files.has(problem.file),
  );
  if (faults.length > 0) throw new UsageError(`Nothing was written. ${faults.map(say).join("\n")}`);
}

const WAY_OUT =
  "A baseline without their violations would be wrong as soon as they can be checked. Mend the files, or name those that are never to be checked in the ignores of the contracts.";

/** Throws `UsageError` if files could not be checked, so that their violations are not known. */
export function requireAllChecked({ results }: Survey): void {
  const blocking = results.flatMap(({ problems }) => problems.filter(({ isBlocking }) => isBlocking));
  if (blocking.length === 0) return;
  const shown = blocking.slice(0, 5).map(say);
  const more = blocking.length > shown.length ? [`… and ${blocking.length - shown.length} more`] : [];
  throw new UsageError(
    `Nothing was written, since these files could not be checked:\n${[...shown, ...more, WAY_OUT].join("\n")}`,
  );
}

function say({ file, line, column, message }: Pick<Problem, "file" | "line" | "column" | "message">): string {
  return `${file}:${line}:${column} ${message}`;
}
