import type { ServerRequests } from "@godwit/project/editor";
import { Uri, window, workspace, WorkspaceEdit } from "vscode";
import { toTextEdits } from "../positions.js";

/** The safe fixes of a contract in the project. */
export type Fixes = ServerRequests["_godwit.projectFixes"]["body"];
/** A file, or the files that a fix crosses: taken or left as a whole. */
export type Unit = Fixes["units"][number];
/** The fixes of one file. */
export type FileFix = Unit[number];

/** A place in a file that a person should read first. */
export type Place = NonNullable<FileFix["places"]>[number];

/** How many places some units fix. */
export function placesIn(units: readonly Unit[]): number {
  return filesOf(units).reduce((sum, each) => sum + each.count, 0);
}

/** The files of some units. */
export function filesOf(units: readonly Unit[]): readonly FileFix[] {
  return units.flat();
}

/** The same for two units if they write the same. */
export function keyOf(unit: Unit): string {
  return JSON.stringify(unit);
}

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
