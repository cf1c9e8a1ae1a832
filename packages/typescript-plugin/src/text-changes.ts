import type { TextEdit } from "@godwit/core/engine";
import type ts from "typescript";
import type { EditorAction, FixAllAction, SiteAction } from "@godwit/project/editor";

/** Edits of one file as tsserver sends them. */
export function toFileChanges(fileName: string, edits: readonly TextEdit[]): ts.FileTextChanges[] {
  const textChanges = edits.map(({ range, text }) => ({ span: { start: range[0], length: range[1] - range[0] }, newText: text }));
  return [{ fileName, textChanges }];
}

/** The actions that are edits of the file: tsserver has no commands, so an extension adds the others. */
export function editActions(actions: readonly EditorAction[]): readonly (SiteAction | FixAllAction)[] {
  return actions.filter((action) => "edits" in action);
}
