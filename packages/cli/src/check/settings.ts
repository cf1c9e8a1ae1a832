import { settingsProblems, type Project } from "@godwit/project";
import { UsageError } from "../usage-error.js";
import type { FileProblem } from "./file-problem.js";

/** What is wrong with files of settings, such as `tsconfig.json`, that the work so far has asked for; ask when it is done. */
export function settingsOf({ engine }: Pick<Project, "engine">): FileProblem[] {
  return settingsProblems(engine).map((each) => ({ ...each, line: 1, column: 1, code: "settings" }));
}

/** Those because of which nobody knows what a file imports, so that any count may be wrong. */
export function unusableSettings(project: Pick<Project, "engine">): FileProblem[] {
  return settingsOf(project).filter(({ isBlocking }) => isBlocking);
}

/** Throws `UsageError` if there are some: nothing is to be kept or written by such counts. */
export function requireSettings(project: Pick<Project, "engine">): void {
  const faults = unusableSettings(project).map(({ file, message }) => `${file}: ${message}`);
  if (faults.length > 0) throw new UsageError(`Nothing was written, since imports can't be followed:\n${faults.join("\n")}`);
}
