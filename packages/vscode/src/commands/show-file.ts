import { commands, Selection, TextEditorRevealType, window, type TextEditor } from "vscode";
import { describeCounts } from "../left.js";
import { toRange } from "../positions.js";
import type { Reports } from "../reports.js";
import type { FileReport } from "../tsserver.js";
import { findActiveFile } from "./active-file.js";

type Left = FileReport["contracts"][number];

/** Lists the contracts with something left in the active file, and the actions for the picked one. */
export async function showFile(reports: Reports): Promise<void> {
  const active = await findActiveFile(reports);
  if (!active) return;
  const { report, editor } = active;
  if (report.contracts.length === 0) {
    await commands.executeCommand("godwit.openContract");
    return;
  }
  const items = report.contracts.map((each) => ({ label: each.title, description: describeCounts(each), each }));
  const picked = await window.showQuickPick(items, { title: "Left in This File", placeHolder: "Pick a contract to go on" });
  if (picked) await offer(picked.each, report, editor);
}

async function offer(contract: Left, report: FileReport, editor: TextEditor): Promise<void> {
  const { id, title, path, root, left, fixable } = contract;
  const fixes =
    fixable === 0
      ? []
      : [
          {
            label: `$(lightbulb-autofix) Fix ${fixable} in this file`,
            run: () => commands.executeCommand("godwit.fixAllInFile", id),
          },
          {
            label: "$(files) Fix all in the project…",
            run: () => commands.executeCommand("godwit.fixAllInProject", { contract: id, root }),
          },
        ];
  const items = [
    { label: `$(arrow-down) Go to the next of ${left}`, run: () => goToNext(id, report, editor) },
    ...fixes,
    { label: "$(book) Open contract", run: () => commands.executeCommand("godwit.openContract", { path, line: 0 }) },
  ];
  await (await window.showQuickPick(items, { title }))?.run();
}

/** Goes to the next violation after the cursor, or to the first one of the file. */
async function goToNext(contract: string, { violations }: FileReport, editor: TextEditor): Promise<void> {
  const ranges = violations.filter((each) => each.contract === contract).map(toRange);
  const next = ranges.find(({ start }) => start.isAfter(editor.selection.active)) ?? ranges[0];
  if (!next) return;
  const { document, viewColumn } = editor;
  const shown = await window.showTextDocument(document, { ...(viewColumn && { viewColumn }) });
  shown.selection = new Selection(next.start, next.start);
  shown.revealRange(next, TextEditorRevealType.InCenterIfOutsideViewport);
  await commands.executeCommand("editor.action.showHover");
}
