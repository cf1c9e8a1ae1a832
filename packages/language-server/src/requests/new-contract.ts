import path from "node:path";
import { draftContract, parseChanged } from "@godwit/project/editor";
import { exists } from "@godwit/core/disk";
import ts from "typescript";
import { CodeActionKind, type CodeAction, type Range } from "vscode-languageserver/node";
import { COMMANDS, creationOf, type ContractArgument } from "../commands.js";
import { toPath, type ServerState } from "../state.js";

/** "New contract from this code…", where the selection is an expression and the editor can make files. */
export function newContractAction(state: ServerState, uri: string, range: Range): CodeAction[] {
  const document = state.documents.get(uri);
  const file = toPath(uri);
  const span = document && ([document.offsetAt(range.start), document.offsetAt(range.end)] as const);
  if (!document || file === undefined || !span || span[0] === span[1] || !state.abilities.createsFiles) return [];
  const project = state.workspace.openProject(file);
  if (!project || file.endsWith(".md")) return [];
  // Where a contract finds something there is one already.
  if (state.findings(file)?.open.some(({ violation }) => violation.range[0] < span[1] && span[0] < violation.range[1])) return [];
  const { root, directory } = project;
  const fileOf = (id: string): string => path.join(root, directory, `${id}.md`);
  const draft = draftContract({
    project,
    source: parseChanged(ts, file, document.getText()),
    span,
    isTaken: (id) => exists(fileOf(id)),
  });
  if (!draft) return [];
  const edit = creationOf(state, fileOf(draft.id), draft.text);
  const argument: ContractArgument = { contract: draft.id, root, line: draft.line };
  const title = `New contract from ${shortened(document.getText(range))}…`;
  const command = { title, command: COMMANDS.openContract, arguments: [argument] };
  return [{ title, kind: CodeActionKind.Refactor, edit, command }];
}

function shortened(code: string): string {
  const line = code.trim().replaceAll(/\s+/g, " ");
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}
