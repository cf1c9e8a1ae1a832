import { applyTextEdits, type TextEdit } from "@godwit/engine";
import type { Document } from "./document.js";
import { isFixable, type Finding } from "@godwit/project";
import { findingsOf } from "./findings.js";
import { textChanges } from "./text-changes.js";
import type { Workspace } from "./workspace.js";

/** The rules whose violations count; all where none are given. */
export type SettledRules = readonly Finding["violation"]["rule"][];

/** What the contracts say of a change that something else wants to make. */
export interface Settlement {
  /** The violations that the change would bring. */
  readonly brings: readonly Finding[];
  /** The same change with their safe fixes on top, as edits of the document; undefined where one has none. */
  readonly instead: readonly TextEdit[] | undefined;
}

/** Judges a change of a document, such as an import that is to be added; `parse` reads the changed text. */
export function settle(
  workspace: Workspace,
  document: Document,
  edits: readonly TextEdit[],
  parse: (text: string) => ReturnType<Document["parse"]>,
  rules?: SettledRules,
): Settlement | undefined {
  const sorted = [...edits].sort((a, b) => a.range[0] - b.range[0]);
  const text = applyTextEdits(document.text, sorted);
  const after = findingsOf(workspace, { path: document.path, text, version: {}, parse: () => parse(text) });
  if (!after) return undefined;
  const before = new Set(findingsOf(workspace, document)?.open.map((finding) => keyOf(finding, shiftBy(sorted))));
  const counts = ({ violation }: Finding): boolean => rules?.includes(violation.rule) ?? true;
  const brings = after.open.filter((finding) => counts(finding) && !before.has(keyOf(finding, (offset) => offset)));
  if (brings.length === 0) return undefined;
  const isSafe = brings.every(isFixable);
  return { brings, instead: isSafe ? textChanges(document.text, applyTextEdits(text, after.fixAll(brings))) : undefined };
}

function keyOf({ violation }: Finding, at: (offset: number) => number): string {
  return `${violation.contract}/${violation.rule} ${at(violation.range[0])}`;
}

/** Where an offset of the text lies after the edits. */
function shiftBy(edits: readonly TextEdit[]): (offset: number) => number {
  return (offset) =>
    edits
      .filter(({ range }) => range[1] <= offset)
      .reduce((at, { range, text }) => at + text.length - (range[1] - range[0]), offset);
}
