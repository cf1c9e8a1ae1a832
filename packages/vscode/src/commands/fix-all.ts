import { ProgressLocation, window, workspace, WorkspaceEdit } from "vscode";
import type { ContractClient, ContractReference } from "../contract-client.js";
import { count } from "../left.js";
import type { Reports } from "../reports.js";
import { applyUnits, filesOf, placesIn, type Fixes, type Review } from "../review/review.js";
import { findActiveFile, pickFixable } from "./active-file.js";
import { findOpenContract } from "./open-contract.js";
import { toTextEdits } from "../positions.js";
import type { Answers } from "../tsserver.js";

/** What the command works with. */
export interface ProjectFixer {
  readonly client: ContractClient;
  readonly reports: Reports;
  readonly review: Review;
}

/** Applies the safe fixes of a contract in all files of its root, after confirmation and as one undo step. */
export async function fixAllInProject(fixer: ProjectFixer, given?: ContractReference): Promise<void> {
  const contract = given ?? (await findContract(fixer));
  if (!contract) return;
  const fixes = await findFixes(fixer, contract);
  if (!fixes) return;
  const choice = await askHow(fixes);
  if (choice === "all") await applyUnits(fixes.title, fixes.units);
  if (choice === "reviewed") await fixer.review.show(fixes, () => findFixes(fixer, contract));
}

/** The contract that is open, else that of the active file. */
async function findContract({ client, reports }: ProjectFixer): Promise<ContractReference | undefined> {
  const open = await findOpenContract(client);
  if (open) return open;
  const active = await findActiveFile(reports);
  const own = active && (await pickFixable(active, undefined, "Fix All in the Project"));
  return own && { contract: own.id, root: own.root };
}

async function findFixes({ client }: ProjectFixer, contract: ContractReference): Promise<Fixes | undefined> {
  const options = { location: ProgressLocation.Notification, title: `Looking for ${contract.contract}`, cancellable: true };
  return window.withProgress(options, async (_, token) => {
    const found = await client.ask("_godwit.projectFixes", contract, token);
    if (token.isCancellationRequested) return undefined;
    if (!found)
      void window.showWarningMessage(`The project has no contract ${contract.contract} that works: its file says what is wrong.`);
    return found;
  });
}

const REVIEW = "Review";

async function askHow({ title, units, waiting }: Fixes): Promise<"all" | "reviewed" | undefined> {
  const places = placesIn(units);
  if (places === 0) {
    void window.showInformationMessage(`Nothing of "${title}" has a safe fix in this project.${waiting}`);
    return undefined;
  }
  const question = `Fix ${count(places, "place")} in ${count(filesOf(units).length, "file")}?`;
  const detail = `The safe fixes of "${title}". The files are saved. One undo takes all of it back; "File: Save All" then brings that to the disk.${waiting}`;
  const all = `Apply all ${places}`;
  const answer = await window.showInformationMessage(question, { modal: true, detail }, all, REVIEW);
  return answer === all ? "all" : answer === REVIEW ? "reviewed" : undefined;
}

/** Applies the safe fixes of a contract in the active file, as one undo step. */
export async function fixAllInFile(server: Answers, reports: Reports, given?: string): Promise<void> {
  const active = await findActiveFile(reports);
  const contract = active && (await pickFixable(active, given, "Fix All in This File"));
  if (!active || !contract) return;
  const { document } = active.editor;
  const { version, uri } = document;
  const file = uri.fsPath;
  const fixes = await server.ask("_godwit.fixFile", { file, contract: contract.id });
  if (!fixes || document.version !== version) {
    void window.showInformationMessage(`Nothing of "${contract.title}" has a safe fix in this file.`);
    return;
  }
  const edit = new WorkspaceEdit();
  edit.set(uri, toTextEdits(fixes));
  await workspace.applyEdit(edit);
}
