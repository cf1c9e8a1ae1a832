import path from "node:path";
import {
  type AcrossFilesArguments,
  describeWaiting,
  fixProject,
  openText,
  type Project,
  type ProjectFixes,
  shortTitle,
  mergeEdits,
  type ProjectFix,
} from "@godwit/project/editor";
import ts from "typescript";
import { MessageType, type WorkspaceEdit, type TextDocumentEdit, type TextEdit } from "vscode-languageserver/node";
import type { ServerState } from "./state.js";
import { type AcrossFilesEnd, isCancelled } from "./across-files/across-files.js";
import type { TextEdit as OwnEdit } from "@godwit/core/engine";

/** The commands that the server runs; editors offer them in the light bulb and in code lenses. */
export const COMMANDS = {
  fixProject: "godwit.fixProject",
  openContract: "godwit.showContract",
  showFailure: "godwit.showFailure",
  acrossFiles: "godwit.acrossFiles",
} as const;

/** The VS Code extension's command that lists all violations of a contract; LSP has no such thing. */
export const SHOW_ALL = "godwit.showAll";

/** What a command is about. */
export interface ContractArgument {
  readonly contract: string;
  /** Absolute path of the root. */
  readonly root: string;
  /** In the contract, from 1. */
  readonly line?: number;
}

/** Runs one of the server's commands; says so where it does not know it. */
export async function runCommand(state: ServerState, command: string, given: unknown, signal: AbortSignal): Promise<void> {
  if (command === COMMANDS.showFailure) {
    state.tell(MessageType.Warning, `The example ${String(given)}`);
    return;
  }
  const argument = given as ContractArgument | undefined;
  const project = argument && state.projectAt(argument.root);
  if (!project) {
    state.tell(MessageType.Warning, `${command} needs a contract and its root: run it from a file with violations.`);
    return;
  }
  if (command === COMMANDS.openContract) await openContract(state, project, argument);
  else if (command === COMMANDS.acrossFiles) await editAcrossFiles(state, given as AcrossFilesArguments, signal);
  else if (command === COMMANDS.fixProject) await askAndFix(state, project, argument.contract);
  else state.tell(MessageType.Warning, `godwit's language server has no command ${command}.`);
}

async function openContract(state: ServerState, project: Project, { contract, line = 1 }: ContractArgument): Promise<void> {
  // Also one that was just made, or has errors, and so is not in force.
  const file = `${project.directory}/${contract}.md`;
  const target = path.join(project.root, file);
  const at = { line: line - 1, character: 0 };
  if (state.abilities.showDocument)
    await state.connection.window.showDocument({ uri: state.uriOf(target), takeFocus: true, selection: { start: at, end: at } });
  else state.tell(MessageType.Info, `The contract is ${file}:${line}.`);
}

/** The edit that makes a new contract's file. */
export function creationOf(state: ServerState, file: string, text: string): WorkspaceEdit {
  const uri = state.uriOf(file);
  const start = { line: 0, character: 0 };
  return {
    documentChanges: [
      { kind: "create", uri, options: { overwrite: false, ignoreIfExists: true } },
      { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
    ],
  };
}

/** Makes a new contract's file in the editor, and opens it. */
export async function createContract(
  state: ServerState,
  root: string,
  { id, text }: { readonly id: string; readonly text: string },
): Promise<void> {
  const project = state.projectAt(root);
  if (!project) return;
  const edit = creationOf(state, path.join(root, project.directory, `${id}.md`), text);
  const { applied } = await state.connection.workspace.applyEdit({ label: "New contract", edit });
  if (applied) await openContract(state, project, { contract: id, root });
}

const REVIEW = "Review";

/** Asks, and applies the safe fixes of a contract to the whole project, in one step that one undo takes back. */
async function askAndFix(state: ServerState, project: Project, contract: string): Promise<void> {
  const own = project.contracts.find((each) => each.contract.id === contract);
  const title = own ? shortTitle(own.contract) : contract;
  const { units, heldBack, leftOut } = await projectFixes(state, project, contract);
  const places = units.flat().reduce((sum, { count }) => sum + count, 0);
  const files = units.flat().length;
  const waiting = describeWaiting({ heldBack, leftOut });
  if (places === 0) {
    state.tell(MessageType.Info, `Nothing of "${title}" has a safe fix in this project.${waiting}`);
    return;
  }
  const all = `Apply all ${places}`;
  const choices = [all, ...(state.abilities.confirmation ? [REVIEW] : [])].map((each) => ({ title: each }));
  const question = `Fix ${places} place${places === 1 ? "" : "s"} of "${title}" in ${files} file${files === 1 ? "" : "s"}?${waiting}`;
  const answer = await state.connection.window.showInformationMessage(question, ...choices);
  if (!answer) return;
  const edit =
    answer.title === REVIEW
      ? toReview(state, units, title)
      : { documentChanges: units.flat().map((fix) => toChange(state, fix)) };
  const { applied, failureReason } = await state.connection.workspace.applyEdit({ label: title, edit });
  if (!applied)
    state.tell(
      MessageType.Warning,
      `The fixes were not applied${failureReason ? `: ${failureReason}` : ": a file changed meanwhile. Try again."}`,
    );
}

/** The safe fixes of a contract in the project, and what of them is left to a person. */
export interface WritableFixes extends ProjectFixes {
  /** The files that are left out, with the reason, such as `src/a.ts (not saved)`. */
  readonly leftOut: readonly string[];
}

/** The safe fixes of a contract in the project, as `godwit check --fix` writes them: without texts that the disk has not, or that do not parse. */
export async function projectFixes(state: ServerState, project: Project, contract: string): Promise<WritableFixes> {
  const sited = await state.scan.filesOf(project);
  const files = sited.filter(({ sites }) => sites.some((site) => site.contract === contract)).map((each) => each.path);
  const { units, heldBack, broken } = fixProject(
    {
      ...{ project, files },
      findings: (file) => state.findings(file),
      read: (file) => state.textOf(file),
      open: (file, text) => openText(ts, file, text),
    },
    contract,
  );
  const unsaved = units.flat().filter(({ file }) => !state.isSaved(file));
  const obstacles = new Map([
    ...broken.map((file) => [file, "does not parse"] as const),
    ...unsaved.map(({ file }) => [file, "not saved"] as const),
  ]);
  return {
    broken,
    units: units.filter((unit) => unit.every(({ file }) => !obstacles.has(file))),
    heldBack,
    leftOut: [...obstacles].map(([file, why]) => `${path.relative(project.root, file).replaceAll("\\", "/")} (${why})`).sort(),
  };
}

/** Finds out what edits across files would do, with progress, and lets a person confirm them. */
async function editAcrossFiles(state: ServerState, asked: AcrossFilesArguments, signal: AbortSignal): Promise<void> {
  const found = await findWithProgress(state, asked, signal);
  if (isCancelled(found)) return;
  if ("problem" in found) return state.tell(MessageType.Warning, found.problem);
  const { units, title, told } = found;
  if (units.length === 0) return state.tell(MessageType.Info, `${title}: nothing to write. ${told}`);
  const files = units.flat().length;
  // A preview of the editor's own asks; others ask before anything is written.
  const isPreviewed = state.abilities.confirmation;
  if (!isPreviewed && !(await mayApply(state, `${title}, in ${files} file${files === 1 ? "" : "s"}? ${told}`))) return;
  const now = state.acrossFiles.findAgain(asked)?.units ?? [];
  const edit = isPreviewed ? toReview(state, now, title) : { documentChanges: now.flat().map((fix) => toChange(state, fix)) };
  const { applied, failureReason } = await state.connection.workspace.applyEdit({ label: title, edit });
  if (applied) state.tell(MessageType.Info, `${title}: ${told}`);
  else state.tell(MessageType.Warning, `The edits were not applied${failureReason ? `: ${failureReason}` : "."}`);
}

async function mayApply(state: ServerState, question: string): Promise<boolean> {
  const apply = "Apply";
  const answer = await state.connection.window.showInformationMessage(question, { title: apply });
  return answer?.title === apply;
}

async function findWithProgress(state: ServerState, asked: AcrossFilesArguments, signal: AbortSignal): Promise<AcrossFilesEnd> {
  if (!state.abilities.progress) return state.acrossFiles.find(asked, signal);
  const progress = await state.connection.window.createWorkDoneProgress();
  const cancel = new AbortController();
  progress.token.onCancellationRequested(() => cancel.abort());
  progress.begin(`godwit: ${asked.subject.name} across files`, undefined, "the whole program is checked", true);
  try {
    return await state.acrossFiles.find(asked, AbortSignal.any([signal, cancel.signal]));
  } finally {
    progress.done();
  }
}

/** Edits of one document as the protocol has them. */
export function toTextEdits(state: ServerState, text: string, edits: readonly OwnEdit[]): TextEdit[] {
  return edits.map(({ range, text: newText }) => ({ range: state.rangeIn(text, range), newText }));
}

interface Change {
  readonly uri: string;
  readonly text: string;
  readonly edits: readonly OwnEdit[];
  /** Where in the first edit's text a person goes on to write. */
  readonly caret: number | undefined;
}

/** Edits of one file, the first as a snippet where a person goes on to write and the editor has snippets in edits. */
export function editFor(state: ServerState, { uri, text, edits, caret }: Change): WorkspaceEdit {
  const [first] = edits;
  if (caret === undefined || !first || !state.abilities.snippets.inEdits)
    return { changes: { [uri]: toTextEdits(state, text, edits) } };
  const escaped = (part: string): string => part.replaceAll(/[\\$}]/g, "\\$&");
  const value = `${escaped(first.text.slice(0, caret))}$0${escaped(first.text.slice(caret))}`;
  const version = state.documents.get(uri)?.version ?? null;
  const snippet = { range: state.rangeIn(text, first.range), snippet: { kind: "snippet" as const, value } };
  return { documentChanges: [{ textDocument: { uri, version }, edits: [snippet, ...toTextEdits(state, text, edits.slice(1))] }] };
}

/** The edits of one file as the protocol has them. */
function toChange(state: ServerState, { file, text, edits }: ProjectFix): TextDocumentEdit {
  const uri = state.uriOf(file);
  const changes = edits.map((each): TextEdit => ({ range: state.rangeIn(text, each.range), newText: each.text }));
  return { textDocument: { uri, version: state.documents.get(uri)?.version ?? null }, edits: changes };
}

/** For a preview: what can be ticked is a file, or the files that a fix crosses, each as one edit. */
function toReview(state: ServerState, units: ProjectFixes["units"], title: string): WorkspaceEdit {
  const changeAnnotations: NonNullable<WorkspaceEdit["changeAnnotations"]> = {};
  const documentChanges = units.flatMap((unit, index) => {
    const annotationId = `godwit-${index}`;
    const count = unit.reduce((sum, each) => sum + each.count, 0);
    const together = unit.length > 1 ? `, ${unit.length} files together` : "";
    changeAnnotations[annotationId] = { label: title, description: `${count} fixed${together}`, needsConfirmation: true };
    return unit.map((fix) => {
      const change = toChange(state, { ...fix, edits: [mergeEdits(fix)] });
      return { ...change, edits: (change.edits as TextEdit[]).map((edit) => ({ ...edit, annotationId })) };
    });
  });
  return { documentChanges, changeAnnotations };
}
