import { Uri, window, workspace, WorkspaceEdit } from "vscode";
import { toTextEdits } from "../positions.js";
import { filesOf, type Unit } from "./units.js";

/** Applies fixes and saves the files, as one undo step. */
export async function applyUnits(title: string, units: readonly Unit[]): Promise<void> {
  if (units.length === 0) return;
  const edit = new WorkspaceEdit();
  const files = filesOf(units);
  for (const each of files) edit.set(Uri.file(each.file), toTextEdits(each));
  const isApplied = await workspace.applyEdit(edit, { isRefactoring: true });
  if (!isApplied)
    void window.showWarningMessage(`The fixes of "${title}" were not applied: a file changed meanwhile. Try again.`);
  // VS Code itself saves the files of a refactoring only where there are several.
  if (isApplied && files.length === 1) await (await workspace.openTextDocument(Uri.file(files[0]!.file))).save();
}
