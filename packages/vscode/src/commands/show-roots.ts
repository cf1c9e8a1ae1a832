import { Position, Range, Uri, window, workspace } from "vscode";
import type { AcrossFiles, RootEntry } from "../across-files.js";
import type { ContractClient } from "../contract-client.js";
import type { Reports } from "../reports.js";
import { findOpenContract } from "./open-contract.js";

/** Lists the functions where the way up to a value stops, those first that free most, and goes to the one that is picked. */
export async function showRoots(
  acrossFiles: AcrossFiles,
  client: ContractClient,
  reports: Reports,
  given?: string,
): Promise<void> {
  const root = given ?? (await findRoot(client, reports));
  const roots = (root !== undefined && (await acrossFiles.known(root))?.roots) || [];
  if (roots.length === 0) {
    void window.showInformationMessage('No roots are known. Take "Pass … through callers…" in the light bulb of a place first.');
    return;
  }
  const items = roots.map((each) => ({ label: each.title, description: placeOf(each), detail: each.reason, each }));
  const picked = await window.showQuickPick(items, {
    title: "Roots: where the way up to a value stops",
    matchOnDescription: true,
  });
  if (!picked) return;
  const { file, position } = picked.each;
  const at = new Position(position.line, position.character);
  await window.showTextDocument(Uri.file(file), { selection: new Range(at, at) });
}

function placeOf({ file, position }: RootEntry): string {
  return `${workspace.asRelativePath(Uri.file(file))}:${position.line + 1}`;
}

async function findRoot(client: ContractClient, reports: Reports): Promise<string | undefined> {
  const document = window.activeTextEditor?.document;
  return document && ((await findOpenContract(client))?.root ?? (await reports.reportFor(document))?.root);
}
