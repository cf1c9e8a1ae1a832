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
    const reports: FrontReport[] = [];
    const fixed: Record<string, string> = {};
    const fixedTwice: Record<string, string> = {};
    for (const [file, text] of Object.entries(files)) {
      const first = look(project, file, text);
      reports.push(...first.reports());
      fixed[file] = first.fixed;
      // Of a text that stays a second run is the first.
      const second = first.fixed === text ? first : look(project, file, first.fixed);
      fixedTwice[file] = second.fixed;
      problems.push(...first.problems, ...second.problems);
    }
    return { reports: sortReports(reports), fixed, fixedTwice, problems };
  },
};

interface Look {
  reports(): readonly FrontReport[];
  /** The file after all of its fixes. */
  readonly fixed: string;
  readonly problems: readonly string[];
}

function look(project: Project, file: string, text: string): Look {
  const { mark, body } = splitMark(text);
  const findings = findIn(project, file, body);
  const apply = (edits: readonly TextEdit[]): string => mark + applyTextEdits(body, edits);
  const fixed = apply(findings.safeEdits());
  return {
    fixed,
    problems: findings.faults().map(({ fault }) => `${file}: a fix would break the file: ${fault}`),
    reports: () => findings.open.map((each) => toReport(findings.list(each), each.violation, apply)),
  };
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
