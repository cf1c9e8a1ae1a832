import { window, type TextEditor } from "vscode";
import { isConcerned, type Reports } from "../reports.js";
import type { FileReport } from "../tsserver.js";

/** The file of a command, and the report of what is left in it. */
export interface ActiveFile {
  readonly editor: TextEditor;
  readonly report: FileReport;
}

/** The active editor's file; if no contract is in force, shows a message and returns undefined. */
export async function findActiveFile(reports: Reports): Promise<ActiveFile | undefined> {
  const editor = window.activeTextEditor;
  const report = editor && isConcerned(editor.document) ? await reports.reportFor(editor.document) : undefined;
  if (editor && report) return { editor, report };
  void window.showInformationMessage(
    editor && isConcerned(editor.document)
      ? "No contract is in force for this file, or TypeScript is still loading the project."
      : "Open a JavaScript or TypeScript file first.",
  );
  return undefined;
}

type Left = FileReport["contracts"][number];

/** The given contract, else the only one with a safe fix here, else the one that the person picks. */
export async function pickFixable(
  { report }: ActiveFile,
  contract: string | undefined,
  title: string,
): Promise<Left | undefined> {
  if (contract !== undefined) return report.contracts.find(({ id }) => id === contract);
  const fixable = report.contracts.filter((each) => each.fixable > 0);
  if (fixable.length > 1) return pickContract(fixable, title);
  if (fixable.length === 0) void window.showInformationMessage("Nothing in this file has a safe fix.");
  return fixable[0];
}

async function pickContract(contracts: readonly Left[], title: string): Promise<Left | undefined> {
  const items = contracts.map((each) => ({ label: each.title, description: `${each.fixable} with a safe fix here`, each }));
  return (await window.showQuickPick(items, { title, placeHolder: "Which contract?" }))?.each;
}
