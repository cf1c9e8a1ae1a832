import { mergeEdits, type ProjectFix, type ProjectFixes } from "@godwit/project/editor";
import type { TextEdit as OwnEdit } from "@godwit/core/engine";
import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from "vscode-languageserver/node";
import type { ServerState } from "./state.js";

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
export function toChange(state: ServerState, { file, text, edits }: ProjectFix): TextDocumentEdit {
  const uri = state.uriOf(file);
  const changes = edits.map((each): TextEdit => ({ range: state.rangeIn(text, each.range), newText: each.text }));
  return { textDocument: { uri, version: state.documents.get(uri)?.version ?? null }, edits: changes };
}

/** For a preview: what can be ticked is a file, or the files that a fix crosses, each as one edit. */
export function toReview(state: ServerState, units: ProjectFixes["units"], title: string): WorkspaceEdit {
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
