import { readFileSync } from "node:fs";
import path from "node:path";
import { applyTextEdits, describeAction, type TextEdit, type Violation } from "@godwit/engine";
import { contractsFor, type Project } from "@godwit/project";
import { check, type CheckOutcome } from "../../../packages/cli/src/check/check.js";
import { findForCheck, type ListedFinding } from "../../../packages/cli/src/check/finding.js";
import { openSource } from "../../../packages/cli/src/host/source-file.js";
import { openProject } from "../../../packages/cli/src/project.js";
import { sortReports, type Front, type FrontReport } from "./front.js";

/** `godwit check` in process. Runs last, since its `--fix` writes to the project. */
export const cli: Front = {
  name: "godwit check",
  run(root, files) {
    const { result } = check({ cwd: root });
    const project = openProject(root);
    const reports = Object.entries(files).flatMap(([file, text]) => openReports(project, file, text));
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

function openReports(project: Project, file: string, text: string): FrontReport[] {
  const bom = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  const body = text.slice(bom.length);
  const contracts = contractsFor(project.contracts, file);
  const source = openSource(path.join(project.root, file), body);
  const { open, list } = findForCheck({ engine: project.engine, contracts }, source, file);
  return open.map((each) => toReport(list(each), each.violation, (edits) => bom + applyTextEdits(body, edits)));
}

function toReport(
  { file, contract, rule, line, column, endLine, endColumn, message, level, reason }: ListedFinding,
  violation: Violation,
  apply: (edits: readonly TextEdit[]) => string,
): FrontReport {
  const own = violation.fix();
  return {
    ...{ file, contract, rule, start: `${line}:${column}`, end: `${endLine}:${endColumn}`, message, level, reason },
    ...(own && { alone: apply(own) }),
    suggestions: violation.suggestions.map((suggestion) => ({
      title: describeAction(suggestion.action, violation.replacement),
      text: apply(suggestion.edits()),
    })),
  };
}
