import { commands, Location, Position, Uri, window } from "vscode";
import type { ContractClient } from "../contract-client.js";
import { toRange } from "../positions.js";
import type { Reports } from "../reports.js";
import { findActiveFile } from "./active-file.js";
import type { ContractReference } from "../contract-reference.js";
import { findOpenContract } from "./open-contract.js";

/** Lists all violations of a contract in the project, beside the text. */
export async function showAll(client: ContractClient, reports: Reports, link?: ContractReference): Promise<void> {
  const given = link ?? (await findOpenContract(client)) ?? (await findAtCursor(reports));
  if (!given) return;
  const sites = (await client.ask("_godwit.sites", given)) ?? [];
  const editor = window.activeTextEditor;
  if (!editor || sites.length === 0) {
    void window.showInformationMessage(`Nothing of ${given.contract} is left in this project.`);
    return;
  }
  const places = sites.map((site) => new Location(Uri.file(site.file), toRange(site)));
  const at = editor.document.languageId === "markdown" ? new Position(0, 0) : editor.selection.active;
  await commands.executeCommand("editor.action.showReferences", editor.document.uri, at, places);
}

/** The contract of the violation at the cursor, else the one that the person picks. */
async function findAtCursor(reports: Reports): Promise<ContractReference | undefined> {
  const active = await findActiveFile(reports);
  if (!active) return undefined;
  const { report, editor } = active;
  const here = report.violations.find((each) => toRange(each).intersection(editor.selection));
  const own = report.contracts.filter(({ id }) => !here || id === here.contract);
  const items = own.map((each) => ({ label: each.title, contract: each.id, root: each.root }));
  return items.length > 1 ? window.showQuickPick(items, { title: "Show All of a Contract" }) : items[0];
}
