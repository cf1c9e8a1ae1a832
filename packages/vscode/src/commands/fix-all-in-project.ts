import {
  ProgressLocation,
  Range,
  RelativePattern,
  TextEdit,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type CancellationToken,
  type Progress,
  type TextDocument,
  type WorkspaceEditEntryMetadata,
} from "vscode";
import { count } from "../left.js";
import { toTextEdits } from "../positions.js";
import type { Reports } from "../reports.js";
import type { ContractEntry, FileFixes, Tsserver } from "../tsserver.js";
import { findActiveFile, pickFixable } from "./active-file.js";

const SOURCES = "**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}";

/** How many files one request covers; the server can answer other requests in between. */
const BATCH = 50;

/** Applies the safe fixes of a contract in all files of its root, after confirmation and as one undo step. */
export async function fixAllInProject(server: Tsserver, reports: Reports, given?: string): Promise<void> {
  const active = await findActiveFile(reports);
  const contract = active && (await pickFixable(active, given, "Fix All in the Project"));
  if (!active || !contract) return;
  const fixes = await findFixes(server, contract, active.editor.document.uri.fsPath);
  if (!fixes) return;
  const choice = await askHow(contract, fixes);
  if (choice) await apply(contract, fixes, choice);
}

/** The fixes of every file; undefined if the person stopped the search. */
async function findFixes(server: Tsserver, contract: ContractEntry, file: string): Promise<readonly FileFixes[] | undefined> {
  const options = { location: ProgressLocation.Notification, title: `Looking for "${contract.title}"`, cancellable: true };
  return window.withProgress(options, (progress, token) => searchFiles(server, contract, file, { progress, token }));
}

/** The progress display of a search, and the token by which the person can stop it. */
interface Search {
  readonly progress: Progress<{ message?: string; increment?: number }>;
  readonly token: CancellationToken;
}

async function searchFiles(
  server: Tsserver,
  { id, root }: ContractEntry,
  file: string,
  { progress, token }: Search,
): Promise<readonly FileFixes[] | undefined> {
  const found = await workspace.findFiles(new RelativePattern(Uri.file(root), SOURCES), "**/node_modules/**", undefined, token);
  const files = found.map(({ fsPath }) => fsPath).sort();
  const fixes: FileFixes[] = [];
  for (let start = 0; start < files.length; start += BATCH) {
    if (token.isCancellationRequested) return undefined;
    const batch = files.slice(start, start + BATCH);
    progress.report({
      message: `${start + batch.length} of ${files.length} files`,
      increment: (100 * batch.length) / files.length,
    });
    fixes.push(...((await server.ask("_godwit.fixes", { file, contract: id, files: batch }, token)) ?? []));
  }
  return token.isCancellationRequested ? undefined : fixes;
}

/** Opens VS Code's preview, in which the person ticks the files to change. */
const REVIEW = "Review";

type Choice = "all" | "reviewed";

async function askHow({ title }: ContractEntry, fixes: readonly FileFixes[]): Promise<Choice | undefined> {
  if (fixes.length === 0) {
    void window.showInformationMessage(`Nothing of "${title}" has a safe fix in this project.`);
    return undefined;
  }
  const places = fixes.reduce((sum, each) => sum + each.count, 0);
  const question = `Fix ${count(places, "place")} in ${count(fixes.length, "file")}?`;
  const detail = `The safe fixes of "${title}". The files are saved; one undo takes all of it back.`;
  const all = `Apply all ${places}`;
  const answer = await window.showInformationMessage(question, { modal: true, detail }, all, REVIEW);
  return answer === all ? "all" : answer === REVIEW ? "reviewed" : undefined;
}

async function apply({ title }: ContractEntry, fixes: readonly FileFixes[], choice: Choice): Promise<void> {
  const edit = new WorkspaceEdit();
  const metadata = { label: title, needsConfirmation: choice === "reviewed" };
  for (const each of fixes) {
    const uri = Uri.file(each.file);
    const edits = toTextEdits(each);
    // In a preview each file is one edit, so that nobody can tick half of a fix, such as a call without its import.
    const shown = choice === "reviewed" ? [mergeEdits(await workspace.openTextDocument(uri), edits)] : edits;
    edit.set(
      uri,
      shown.map((change): [TextEdit, WorkspaceEditEntryMetadata] => [change, metadata]),
    );
  }
  const isApplied = await workspace.applyEdit(edit, { isRefactoring: true });
  if (!isApplied && choice === "all")
    void window.showWarningMessage("The fixes were not applied: a file changed meanwhile. Try again.");
}

/** One edit that does the same as several of one document, which are sorted and apart. */
function mergeEdits(document: TextDocument, edits: readonly TextEdit[]): TextEdit {
  const start = edits[0]!.range.start;
  let at = start;
  let text = "";
  for (const { range, newText } of edits) {
    text += document.getText(new Range(at, range.start)) + newText;
    at = range.end;
  }
  return TextEdit.replace(new Range(start, at), text);
}
