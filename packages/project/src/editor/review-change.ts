import { applyTextEdits, type TextEdit } from "@godwit/core/engine";
import type { Document } from "./document.js";
import { isFixable, type Finding } from "../index.js";
import { findingsOf } from "./findings.js";
import { textChanges } from "./text-changes.js";
import type { Workspace } from "./workspace.js";

/** The rules whose violations count; all where none are given. */
export type ReviewedRules = readonly Finding["violation"]["rule"][];

/** What the contracts say of a change that something else wants to make. */
export interface ChangeReview {
  /** The violations that the change would bring. */
  readonly violations: readonly Finding[];
  /** The same change with their safe fixes on top, as edits of the document; undefined where one has none. */
  readonly instead: readonly TextEdit[] | undefined;
}

/** A change that something else wants to make. */
export interface ProposedChange {
  readonly edits: readonly TextEdit[];
  /** Parses the changed text. */
  readonly parse: (text: string) => ReturnType<Document["parse"]>;
  readonly rules?: ReviewedRules | undefined;
}

/** What the contracts say of a change, such as an import that is to be added; undefined where it adds no violation. */
export function reviewChange(
  workspace: Workspace,
  document: Document,
  { edits, parse, rules }: ProposedChange,
): ChangeReview | undefined {
  const sorted = [...edits].sort((a, b) => a.range[0] - b.range[0]);
  const text = applyTextEdits(document.text, sorted);
  const after = findingsOf(workspace, { path: document.path, text, version: {}, parse: () => parse(text) });
  if (!after) return undefined;
  const before = new Set(findingsOf(workspace, document)?.open.map((finding) => keyOf(finding, shiftBy(sorted))));
  const counts = ({ violation }: Finding): boolean => rules?.includes(violation.rule) ?? true;
  const violations = after.open.filter((finding) => counts(finding) && !before.has(keyOf(finding, (offset) => offset)));
  if (violations.length === 0) return undefined;
  const isSafe = violations.every(isFixable);
  return { violations, instead: isSafe ? textChanges(document.text, applyTextEdits(text, after.fixAll(violations))) : undefined };
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
