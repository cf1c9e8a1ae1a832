import { CodeActionKind, type CodeAction, type Range } from "vscode-languageserver/node";
import { toPath, type ServerState } from "../state.js";
import { editFor } from "../workspace-edits.js";

/** "Give startRun a logger (frees 37 sites)", on the line of a root that a run of this session has found. */
export function rootActions(state: ServerState, uri: string, range: Range): CodeAction[] {
  const file = toPath(uri);
  if (file === undefined) return [];
  const here = state.acrossFiles
    .rootsIn({ file })
    .filter(({ position: { line } }) => range.start.line <= line && line <= range.end.line);
  return here.flatMap((root) => {
    const given = state.acrossFiles.give(root);
    return given ? [{ title: root.title, kind: CodeActionKind.RefactorRewrite, edit: editFor(state, { uri, ...given }) }] : [];
  });
}
