import type { AcrossFilesArguments } from "@godwit/project/editor";
import { MessageType } from "vscode-languageserver/node";
import type { ServerState } from "../state.js";
import { toChange, toReview } from "../workspace-edits.js";
import { isCancelled, type AcrossFilesEnd } from "./across-files.js";

/** Finds out what edits across files would do, with progress, and lets a person confirm them. */
export async function editAcrossFiles(state: ServerState, asked: AcrossFilesArguments, signal: AbortSignal): Promise<void> {
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
