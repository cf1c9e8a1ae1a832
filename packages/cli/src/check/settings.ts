import path from "node:path";
import { settingsProblems, type ListedFile, type Project } from "@godwit/project";
import { UsageError } from "../failure.js";
import type { FileProblem } from "./finding.js";

/** What is wrong with files of settings, such as `tsconfig.json`, that the work so far has asked for; ask when it is done. */
export function settingsOf({ engine }: Pick<Project, "engine">): FileProblem[] {
  return settingsProblems(engine).map((each) => ({ ...each, line: 1, column: 1, code: "settings" }));
}

/** What the configs of some files extend or reference and is not there: a tool writes it, and only then imports by its aliases lead anywhere. */
export function neededBases({ engine: { modules } }: Pick<Project, "engine">, files: readonly ListedFile[]): FileProblem[] {
  const missing = modules.neededBases(files.map((file) => path.join(modules.root, file.path)));
  const inRoot = (file: string): string => path.relative(modules.root, file).replaceAll("\\", "/");
  return missing.map(({ path: config, by, base, file, specifier }) => ({
    file: inRoot(config),
    ...{ line: 1, column: 1, code: "settings", isBlocking: false },
    message: `It ${by} ${base}, which is not there, so that ${specifier} in ${inRoot(file)} leads nowhere, and what such imports use is not found: run what writes it first.`,
  }));
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
