import { ProgressLocation, window } from "vscode";
import type { ContractClient } from "../contract-client.js";
import { count } from "../left.js";
import type { Reports } from "../reports.js";
import { applyUnits } from "../review/apply-units.js";
import type { Review } from "../review/review.js";
import { filesOf, placesIn, type Fixes } from "../review/units.js";
import { findActiveFile, pickFixable } from "./active-file.js";
import type { ContractReference } from "../contract-reference.js";
import { findOpenContract } from "./open-contract-file.js";

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
