import { window, workspace, WorkspaceEdit } from "vscode";
import { toTextEdits } from "../positions.js";
import type { Reports } from "../reports.js";
import type { Answers } from "../tsserver.js";
import { findActiveFile, pickFixable } from "./active-file.js";

/** Applies the safe fixes of a contract in the active file, as one undo step. */
export async function fixAllInFile(server: Answers, reports: Reports, given?: string): Promise<void> {
  const active = await findActiveFile(reports);
  const contract = active && (await pickFixable(active, given, "Fix All in This File"));
  if (!active || !contract) return;
  const { document } = active.editor;
  const { version, uri } = document;
  const file = uri.fsPath;
  const [fixes] = (await server.ask("_godwit.fixes", { file, contract: contract.id, files: [file] })) ?? [];
  if (!fixes || document.version !== version) {
    void window.showInformationMessage(`Nothing of "${contract.title}" has a safe fix in this file.`);
    return;
  }
  const edit = new WorkspaceEdit();
  edit.set(uri, toTextEdits(fixes));
  await workspace.applyEdit(edit);
}
