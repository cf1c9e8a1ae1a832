import path from "node:path";
import { contractOfMove, countImporters, openText } from "@godwit/project/editor";
import { exists } from "@godwit/core/disk";
import ts from "typescript";
import type { RenameFilesParams } from "vscode-languageserver/node";
import { createContract } from "../commands.js";
import { toPath, type ServerState } from "../state.js";

/** Fewer importers are changed by hand, and a question would only disturb. */
const FEWEST = 5;
const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** Asks after the move of a module that many files import whether a contract should let other branches follow. */
export async function offerContract(state: ServerState, { files }: RenameFilesParams): Promise<void> {
  const [only] = files;
  // Who moves many files at once is asked nothing.
  if (!only || files.length > 1 || !state.abilities.createsFiles) return;
  const [from, to] = [toPath(only.oldUri), toPath(only.newUri)];
  const project = to === undefined ? undefined : state.workspace.projectOf(to);
  if (from === undefined || to === undefined || !project || !SOURCE.test(from) || !SOURCE.test(to)) return;
  state.workspace.forgetModules();
  const { root, directory } = project;
  const move = { from: slashed(path.relative(root, from)), to: slashed(path.relative(root, to)) };
  if (move.from.startsWith("..")) return;
  const open = (file: string, text: string): ReturnType<typeof openText> => openText(ts, file, text);
  const count = countImporters({ project, textOf: (file) => state.textOf(file), open }, move);
  if (count < FEWEST) return;
  const write = "Write a contract";
  const question = `${count} files import ${move.from}, which is now ${move.to}. Write a contract, so that other branches follow?`;
  const answer = await state.connection.window.showInformationMessage(question, { title: write });
  if (answer?.title !== write) return;
  await createContract(
    state,
    root,
    contractOfMove(move, (id) => exists(path.join(root, directory, `${id}.md`))),
  );
}

function slashed(file: string): string {
  return file.split(path.sep).join("/");
}
