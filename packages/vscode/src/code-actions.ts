import {
  CodeAction,
  CodeActionKind,
  type CodeActionContext,
  type CodeActionProvider,
  type Diagnostic,
  type Range,
  type TextDocument,
} from "vscode";
import { toRange } from "./positions.js";
import { isConcerned, type Reports } from "./reports.js";
import type { FileReport } from "./tsserver.js";

/** Adds code actions that tsserver can't return, such as "open contract", below the plugin's own fixes. */
export class ContractActions implements CodeActionProvider {
  static readonly kinds = [CodeActionKind.QuickFix];
  readonly #reports: Reports;

  constructor(reports: Reports) {
    this.#reports = reports;
  }

  async provideCodeActions(
    document: TextDocument,
    range: Range,
    { diagnostics, only }: CodeActionContext,
  ): Promise<CodeAction[]> {
    if (!isConcerned(document) || (only && !only.contains(CodeActionKind.QuickFix))) return [];
    const report = await this.#reports.reportFor(document);
    const here = report?.violations.filter((each) => toRange(each).intersection(range)) ?? [];
    if (!report || here.length === 0) return [];
    return report.contracts.flatMap((contract) => {
      const own = here.filter((each) => each.contract === contract.id);
      const [first] = own;
      if (!first) return [];
      const shown = diagnostics.filter((each) => own.some((violation) => toRange(violation).isEqual(each.range)));
      const place = { path: contract.path, line: first.contractLine };
      return [
        ...(own.some(({ level }) => level === "fix") ? [fixInProject(contract, shown)] : []),
        action(`Open contract "${contract.title}"`, "godwit.openContract", place, shown),
      ];
    });
  }
}

function fixInProject({ id, title }: FileReport["contracts"][number], shown: Diagnostic[]): CodeAction {
  return action(`Fix all of "${title}" in the project…`, "godwit.fixAllInProject", id, shown);
}

function action(title: string, command: string, argument: unknown, diagnostics: Diagnostic[]): CodeAction {
  const made = new CodeAction(title, CodeActionKind.QuickFix);
  made.command = { command, title, arguments: [argument] };
  made.diagnostics = diagnostics;
  return made;
}
