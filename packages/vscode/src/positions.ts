import { Range, TextEdit } from "vscode";
import type { FileFixes } from "./tsserver.js";

interface PlainPosition {
  readonly line: number;
  readonly character: number;
}

interface PlainRange {
  readonly start: PlainPosition;
  readonly end: PlainPosition;
}

/** A range of the protocol as VS Code's. */
export function toRange({ start, end }: PlainRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

/** A position of VS Code as the protocol has it. */
export function toPlainPosition({ line, character }: PlainPosition): PlainPosition {
  return { line, character };
}

/** A range of VS Code as the protocol has it. */
export function toPlainRange({ start, end }: Range): PlainRange {
  return { start: toPlainPosition(start), end: toPlainPosition(end) };
}

/** An edit of the protocol as VS Code's. */
export function toTextEdit(edit: FileFixes["edits"][number]): TextEdit {
  return TextEdit.replace(toRange(edit), edit.newText);
}

/** Edits of the protocol as VS Code's. */
export function toTextEdits({ edits }: FileFixes): TextEdit[] {
  return edits.map(toTextEdit);
}
