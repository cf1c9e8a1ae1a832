import { readFileSync } from "node:fs";
import path from "node:path";
import { check, type CheckOutcome } from "../../../packages/cli/src/check/check.js";
import { sortReports, type Front, type FrontReport } from "./front.js";

/** `godwit check` in process. Runs last, since its `--fix` writes to the project. */
export const cli: Front = {
  name: "godwit check",
  run(root, files) {
    const { result } = check({ cwd: root });
    const read = (): Record<string, string> =>
      Object.fromEntries(Object.keys(files).map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
    // Other files' mocks are for whole repositories: the fronts agree on edits before any is held back.
    const fix = (): CheckOutcome => check({ cwd: root, fix: true, holdsBack: false });
    const first = fix();
    const fixed = read();
    // What the first run left alone a second one leaves alone.
    const second = Object.keys(files).every((file) => fixed[file] === files[file]) ? first : fix();
    return {
      reports: sortReports(result.violations.filter(({ file }) => file in files).map(toReport)),
      fixed,
      fixedTwice: read(),
      problems: [result, first.result, second.result].flatMap((each) => describeProblems(each)),
    };
  },
};

function toReport({ file, contract, rule, line, column, ...rest }: CheckOutcome["result"]["violations"][number]): FrontReport {
  const { endLine, endColumn, message, level, reason } = rest;
  return { file, contract, rule, start: `${line}:${column}`, end: `${endLine}:${endColumn}`, message, level, reason };
}

function describeProblems({ problems }: CheckOutcome["result"]): string[] {
  return problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
}
