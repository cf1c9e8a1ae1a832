import path from "node:path";
import { fixAllOf, type Project } from "@godwit/editor";
import { applyTextEdits, type TextEdit as OwnEdit } from "@godwit/engine";
import { MessageType, type TextDocumentEdit, type TextEdit, type WorkspaceEdit } from "vscode-languageserver/node";
import type { ServerState } from "./state.js";

/** The commands that the server runs; editors offer them in the light bulb and in code lenses. */
export const COMMANDS = { fixProject: "godwit.fixProject", openContract: "godwit.showContract" } as const;

/** What a command is about. */
export interface ContractArgument {
  readonly contract: string;
  /** Absolute path of the root. */
  readonly root: string;
  /** In the contract, from 1. */
  readonly line?: number;
}

/** Runs one of the server's commands; says so where it does not know it. */
export async function runCommand(state: ServerState, command: string, given: unknown): Promise<void> {
  const argument = given as ContractArgument | undefined;
  const project = argument && state.workspace.openProject(path.join(argument.root, "package.json"));
  if (!argument || project?.root !== argument.root) {
    state.tell(MessageType.Warning, `${command} needs a contract and its root: run it from a file with violations.`);
    return;
  }
  if (command === COMMANDS.openContract) await openContract(state, project, argument);
  else if (command === COMMANDS.fixProject) await fixProject(state, project, argument.contract);
  else state.tell(MessageType.Warning, `godwit's language server has no command ${command}.`);
}

async function openContract(state: ServerState, project: Project, { contract, line = 1 }: ContractArgument): Promise<void> {
  const file = project.contracts.find((each) => each.contract.id === contract)?.contract.file ?? "";
  const target = path.join(project.root, file);
  const at = { line: line - 1, character: 0 };
  if (state.abilities.showDocument)
    await state.connection.window.showDocument({ uri: state.uriOf(target), takeFocus: true, selection: { start: at, end: at } });
  else state.tell(MessageType.Info, `The contract is ${file}:${line}.`);
}

interface FileFix {
  readonly file: string;
  readonly text: string;
  readonly count: number;
  readonly edits: readonly OwnEdit[];
}

const REVIEW = "Review";

/** Asks, and applies the safe fixes of a contract to the whole project, in one step that one undo takes back. */
async function fixProject(state: ServerState, project: Project, contract: string): Promise<void> {
  const title = project.contracts.find((each) => each.contract.id === contract)?.contract.title ?? contract;
  const fixes = await findFixes(state, project, contract);
  const places = fixes.reduce((sum, { count }) => sum + count, 0);
  const { window } = state.connection;
  if (places === 0) {
    state.tell(MessageType.Info, `Nothing of "${title}" has a safe fix in this project.`);
    return;
  }
  const all = `Apply all ${places}`;
  const choices = [all, ...(state.abilities.confirmation ? [REVIEW] : [])].map((each) => ({ title: each }));
  const question = `Fix ${places} place${places === 1 ? "" : "s"} of "${title}" in ${fixes.length} file${fixes.length === 1 ? "" : "s"}?`;
  const answer = await window.showInformationMessage(question, ...choices);
  if (!answer) return;
  const edit = answer.title === REVIEW ? toReview(state, fixes, title) : toEdit(state, fixes);
  const { applied, failureReason } = await state.connection.workspace.applyEdit({ label: title, edit });
  if (!applied)
    state.tell(
      MessageType.Warning,
      `The fixes were not applied${failureReason ? `: ${failureReason}` : ": a file changed meanwhile. Try again."}`,
    );
}

async function findFixes(state: ServerState, project: Project, contract: string): Promise<FileFix[]> {
  const fixes: FileFix[] = [];
  for (const { path: file, sites } of await state.scan.filesOf(project)) {
    if (!sites.some((site) => site.contract === contract)) continue;
    // The text may have changed since it was counted.
    const findings = state.findings(file);
    const all = findings && fixAllOf(findings, contract);
    if (all) fixes.push({ file, text: findings.document.text, count: all.count, edits: all.edits() });
  }
  return fixes;
}

function toEdit(state: ServerState, fixes: readonly FileFix[]): WorkspaceEdit {
  return {
    documentChanges: fixes.map(({ file, text, edits }): TextDocumentEdit => {
      const uri = state.uriOf(file);
      const changes = edits.map((each): TextEdit => ({ range: state.rangeIn(text, each.range), newText: each.text }));
      return { textDocument: { uri, version: state.documents.get(uri)?.version ?? null }, edits: changes };
    }),
  };
}

/** For a preview: each file is one edit, so that nobody can tick half of a fix, such as a call without its import. */
function toReview(state: ServerState, fixes: readonly FileFix[], title: string): WorkspaceEdit {
  const merged = fixes.map((fix) => ({ ...fix, edits: [mergeEdits(fix.text, fix.edits)] }));
  const { documentChanges = [] } = toEdit(state, merged);
  const annotationOf = (index: number): string => `godwit-${index}`;
  const changeAnnotations = Object.fromEntries(
    merged.map(({ count }, index) => [
      annotationOf(index),
      { label: title, description: `${count} fixed`, needsConfirmation: true },
    ]),
  );
  const marked = (documentChanges as TextDocumentEdit[]).map((change, index) => ({
    ...change,
    edits: change.edits.map((edit) => ({ ...edit, annotationId: annotationOf(index) })),
  }));
  return { documentChanges: marked, changeAnnotations };
}

/** One edit that does the same as several of one text. */
function mergeEdits(text: string, edits: readonly OwnEdit[]): OwnEdit {
  const start = Math.min(...edits.map(({ range }) => range[0]));
  const end = Math.max(...edits.map(({ range }) => range[1]));
  const shifted = edits.map(({ range, text: fresh }) => ({ range: [range[0] - start, range[1] - start] as const, text: fresh }));
  return { range: [start, end], text: applyTextEdits(text.slice(start, end), shifted) };
}
