import { readFileSync } from "node:fs";
import path from "node:path";
import { check, type CheckOutcome } from "../../../packages/cli/src/check/check.js";
import { openProject } from "../../../packages/cli/src/project.js";
import { reportsOf } from "./engine.js";
import { sortReports, type Front } from "./front.js";

/** `godwit check` in process. Runs last, since its `--fix` writes to the project. */
export const cli: Front = {
  name: "godwit check",
  run(root, files) {
    const { result } = check({ cwd: root });
    const project = openProject(root);
    const reports = Object.entries(files).flatMap(([file, text]) => reportsOf(project, file, text));
    const listed = result.violations.filter(({ file }) => file in files);
    const differences =
      listed.length === reports.length ? [] : [`check lists ${listed.length} violations, the analysis has ${reports.length}`];
    const read = (): Record<string, string> =>
      Object.fromEntries(Object.keys(files).map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
    // Other files' mocks are for whole repositories: the fronts agree on edits before any is held back.
    const fix = (): CheckOutcome => check({ cwd: root, fix: true, holdsBack: false });
    const first = fix();
    const fixed = read();
    const second = fix();
    return {
      reports: sortReports(reports),
      fixed,
      fixedTwice: read(),
      problems: [...differences, ...[result, first.result, second.result].flatMap((each) => describeProblems(each))],
    };
  },
};

function describeProblems({ problems }: CheckOutcome["result"]): string[] {
  return problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}
