import path from "node:path";
import { applyTextEdits, describeAction, type TextEdit, type Violation } from "@godwit/core/engine";
import { contractsFor, type Project } from "@godwit/project";
import { findForCheck, type FileFindings } from "../../../packages/cli/src/check/finding.js";
import type { ListedFinding } from "../../../packages/cli/src/check/listed-finding.js";
import { openSource } from "../../../packages/cli/src/host/source-file.js";
import { openProject } from "../../../packages/cli/src/project.js";
import { sortReports, type Front, type FrontReport } from "./front.js";

/** The engine over the parser of `godwit check`, file by file and without writing; it knows no types. */
export const engine: Front = {
  name: "engine",
  run(root, files) {
    const project = openProject(root);
    const problems: string[] = [];
    const fixAll = (file: string, text: string): string => {
      const { mark, body } = splitMark(text);
      const findings = findIn(project, file, body);
      const after = mark + applyTextEdits(body, findings.safeEdits());
      problems.push(...findings.faults().map(({ fault }) => `${file}: a fix would break the file: ${fault}`));
      return after;
    };
    const each = (texts: Readonly<Record<string, string>>): Record<string, string> =>
      Object.fromEntries(Object.entries(texts).map(([file, text]) => [file, fixAll(file, text)]));
    const reports = Object.entries(files).flatMap(([file, text]) => reportsOf(project, file, text));
    const fixed = each(files);
    return { reports: sortReports(reports), fixed, fixedTwice: each(fixed), problems };
  },
};

/** What the engine reports of one file, as every front should. */
export function reportsOf(project: Project, file: string, text: string): FrontReport[] {
  const { mark, body } = splitMark(text);
  const { open, list } = findIn(project, file, body);
  return open.map((each) => toReport(list(each), each.violation, (edits) => mark + applyTextEdits(body, edits)));
}

function findIn(project: Project, file: string, body: string): FileFindings {
  const source = openSource(path.join(project.root, file), body);
  return findForCheck({ engine: project.engine, contracts: contractsFor(project.contracts, file) }, source, file);
}

/** A byte order mark is the file's, and no part of its text. */
function splitMark(text: string): { readonly mark: string; readonly body: string } {
  const mark = text.startsWith("\uFEFF") ? "\uFEFF" : "";
  return { mark, body: text.slice(mark.length) };
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
