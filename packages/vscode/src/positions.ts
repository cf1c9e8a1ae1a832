import { Range, TextEdit } from "vscode";
import type { FileFixes } from "./tsserver.js";

interface PlainRange {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

/** A range of the protocol as VS Code's. */
export function toRange({ start, end }: PlainRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/** Edits of the protocol as VS Code's. */
export function toTextEdits({ edits }: FileFixes): TextEdit[] {
  return edits.map((edit) => TextEdit.replace(toRange(edit), edit.newText));
}
