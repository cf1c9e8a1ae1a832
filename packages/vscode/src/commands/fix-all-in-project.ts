import {
  ProgressLocation,
  Range,
  TextEdit,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  type TextDocument,
  type WorkspaceEditEntryMetadata,
} from "vscode";
import type { ServerRequests } from "@godwit/language-server";
import type { ContractClient } from "../contract-client.js";
import { count } from "../left.js";
import { toTextEdits } from "../positions.js";
import type { Reports } from "../reports.js";
import { findActiveFile, pickFixable } from "./active-file.js";
import { findOpenContract, type ContractReference } from "./open-contract-file.js";

type Fixes = ServerRequests["_godwit.projectFixes"]["body"];
/** A file, or the files that a fix crosses: taken or left as a whole. */
type Unit = Fixes["units"][number];

/** Applies the safe fixes of a contract in all files of its root, after confirmation and as one undo step. */
export async function fixAllInProject(client: ContractClient, reports: Reports, given?: string): Promise<void> {
  const contract = await findContract(client, reports, given);
  if (!contract) return;
  const options = { location: ProgressLocation.Notification, title: `Looking for ${contract.contract}`, cancellable: true };
  const fixes = await window.withProgress(options, async (_, token) => {
    const found = await client.ask("_godwit.projectFixes", contract, token);
    return token.isCancellationRequested ? undefined : found;
  });
  if (!fixes) return;
  const choice = await askHow(fixes);
  if (choice === "all") await apply(fixes, fixes.units, { needsConfirmation: false });
  if (choice === "reviewed") await review(fixes);
}

/** The contract that is open, else that of the active file. */
async function findContract(client: ContractClient, reports: Reports, given?: string): Promise<ContractReference | undefined> {
  const open = await findOpenContract(client);
  if (open) return open;
  const active = await findActiveFile(reports);
  const own = active && (await pickFixable(active, given, "Fix All in the Project"));
  return own && { contract: own.id, root: own.root };
}

/** Opens VS Code's preview, in which the person ticks the files to change. */
const REVIEW = "Review";

async function askHow({ title, units, heldBack }: Fixes): Promise<"all" | "reviewed" | undefined> {
  const waiting = heldBack === 0 ? "" : ` ${heldBack} more would part code from the mocks of its tests, and wait.`;
  const places = placesIn(units.flat());
  if (places === 0) {
    void window.showInformationMessage(`Nothing of "${title}" has a safe fix in this project.${waiting}`);
    return undefined;
  }
  const question = `Fix ${count(places, "place")} in ${count(units.flat().length, "file")}?`;
  const detail = `The safe fixes of "${title}". The files are saved; one undo takes all of it back.${waiting}`;
  const all = `Apply all ${places}`;
  const answer = await window.showInformationMessage(question, { modal: true, detail }, all, REVIEW);
  return answer === all ? "all" : answer === REVIEW ? "reviewed" : undefined;
}

/** The preview ticks single files; so fixes that cross files are asked about before, each as a whole. */
async function review(fixes: Fixes): Promise<void> {
  const crossing = fixes.units.filter(({ length }) => length > 1);
  const together = crossing.length === 0 ? [] : await pickUnits(crossing);
  if (!together) return;
  const single = fixes.units.filter(({ length }) => length === 1);
  if (together.length > 0) await apply(fixes, together, { needsConfirmation: false });
  if (single.length > 0) await apply(fixes, single, { needsConfirmation: true });
}

async function pickUnits(units: readonly Unit[]): Promise<readonly Unit[] | undefined> {
  const items = units.map((unit) => ({
    label: unit.map(({ file }) => workspace.asRelativePath(file)).join(" + "),
    description: `${placesIn(unit)} fixed together`,
    picked: true,
    unit,
  }));
  const picked = await window.showQuickPick(items, {
    ...{ title: "Code and the Tests That Mock It", placeHolder: "Apply these; the other files follow", canPickMany: true },
  });
  return picked?.map(({ unit }) => unit);
}

async function apply(
  { title }: Fixes,
  units: readonly Unit[],
  { needsConfirmation }: { readonly needsConfirmation: boolean },
): Promise<void> {
  const edit = new WorkspaceEdit();
  const metadata = { label: title, needsConfirmation };
  for (const each of units.flat()) {
    const uri = Uri.file(each.file);
    const edits = toTextEdits(each);
    // In a preview each file is one edit, so that nobody can tick half of a fix, such as a call without its import.
    const shown = needsConfirmation ? [mergeEdits(await workspace.openTextDocument(uri), edits)] : edits;
    edit.set(
      uri,
      shown.map((change): [TextEdit, WorkspaceEditEntryMetadata] => [change, metadata]),
    );
  }
  const isApplied = await workspace.applyEdit(edit, { isRefactoring: true });
  if (!isApplied && !needsConfirmation)
    void window.showWarningMessage("The fixes were not applied: a file changed meanwhile. Try again.");
}

function placesIn(fixes: Unit): number {
  return fixes.reduce((sum, each) => sum + each.count, 0);
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
