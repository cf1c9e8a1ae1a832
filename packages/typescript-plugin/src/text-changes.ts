import type { TextEdit } from "@godwit/core/engine";
import type ts from "typescript";

/** Edits of one file as tsserver sends them. */
export function toFileChanges(fileName: string, edits: readonly TextEdit[]): ts.FileTextChanges[] {
  const textChanges = edits.map(({ range, text }) => ({ span: { start: range[0], length: range[1] - range[0] }, newText: text }));
  return [{ fileName, textChanges }];
}
