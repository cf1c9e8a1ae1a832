import {
  commands,
  Location,
  Position,
  Range,
  Selection,
  type TextEditor,
  TextEditorRevealType,
  Uri,
  window,
  workspace,
} from "vscode";
import { describeCounts } from "../left.js";
import { toRange } from "../positions.js";
import type { Reports } from "../reports.js";
import type { FileReport } from "../tsserver.js";
import { findActiveFile } from "./active-file.js";
import type { AcrossFiles, RootEntry } from "../across-files.js";
import type { ContractClient, ContractReference } from "../contract-client.js";
import { findOpenContract } from "./open-contract.js";

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
