import { contains, type Change, type Copy, type Part, type TextEdit } from "../syntax/ranges.js";
import type { FileView } from "../semantics/file-view.js";
import { planImports } from "./imports/plan.js";
import type { ImportRequest } from "../semantics/import-requests.js";
import { dropAliases } from "./alias-drops.js";
import { isConflict, isElsewhere, takesIn, findOverlaps } from "./conflicts.js";
import type { Applicable } from "./edit.js";

/**
 * Applies any number of edits at once. Changes inside a range that another change copies are nested, and imports are
 * planned once for all. An edit that conflicts with an earlier one is left for the next run.
 */
export function composeEdits(file: FileView, edits: readonly Applicable[]): readonly TextEdit[] {
  const accepted: Change[] = [];
  const kept = new Set<Change>();
  const known = new Set<string>();
  const requests: ImportRequest[] = [];
  const overlaps = findOverlaps(edits.flatMap(({ changes }) => changes));
  for (const edit of edits) {
    const fresh = edit.changes.filter((change) => !known.has(keyOf(change)));
    if (fresh.some((change) => overlaps(change).some((other) => kept.has(other) && isConflict(other, change)))) continue;
    for (const change of fresh) {
      known.add(keyOf(change));
      kept.add(change);
      accepted.push(change);
    }
    const changed = edit.changes.map(({ range }) => range);
    requests.push(...edit.imports.map((request) => (request.kind === "need" ? { ...request, changed } : request)));
  }
  accepted.push(...dropAliases(file, requests, accepted));
  const imports = planImports(file, requests, accepted);
  const compatible = imports.filter((change) => !accepted.some((other) => isConflict(other, change)));
  return withoutBlankTop(file.text, renderAll(file.text, [...accepted, ...compatible]));
}

/** Removes the blank line after removed text at the top of the file. */
function withoutBlankTop(text: string, edits: readonly TextEdit[]): TextEdit[] {
  let end = 0;
  let count = 0;
  for (const edit of edits) {
    if (edit.range[0] !== end || edit.text !== "") break;
    end = edit.range[1];
    count++;
  }
  const blank = /^(?:[ \t]*\r?\n)+/u.exec(text.slice(end))?.[0].length ?? 0;
  const next = edits[count];
  if (count === 0 || blank === 0 || (next && next.range[0] < end + blank)) return [...edits];
  return edits.map((edit, index) => (index === count - 1 ? { ...edit, range: [edit.range[0], end + blank] } : edit));
}

/** Equal for changes that do the same. */
function keyOf({ range, parts }: Change): string {
  return `${range[0]} ${range[1]} ${JSON.stringify(parts)}`;
}

function renderAll(text: string, changes: readonly Change[]): TextEdit[] {
  return joinInsertions(
    outermost(changes).map(({ change, inner }) => ({ range: change.range, text: renderParts(text, change.parts, inner) })),
  );
}

/** Joins insertions at one offset into one, because hosts disagree on their order. */
function joinInsertions(edits: readonly TextEdit[]): TextEdit[] {
  const joined: TextEdit[] = [];
  for (const edit of edits) {
    const last = joined.at(-1);
    const isInsertion = edit.range[0] === edit.range[1] || last?.range[0] === last?.range[1];
    if (last && isInsertion && last.range[1] === edit.range[0])
      joined.splice(-1, 1, { range: [last.range[0], edit.range[1]], text: last.text + edit.text });
    else joined.push(edit);
  }
  return joined;
}

function renderParts(text: string, parts: readonly Part[], inner: readonly Change[]): string {
  return parts.map((part) => (typeof part === "string" ? part : renderCopy(text, part, inner))).join("");
}

function renderCopy(text: string, part: Copy, changes: readonly Change[]): string {
  const { copy: range } = part;
  let result = "";
  let at = range[0];
  for (const { change, inner } of outermost(changes.filter((candidate) => contains(range, candidate.range)))) {
    result += text.slice(at, change.range[0]) + renderChange(text, change, { part, inner });
    at = change.range[1];
  }
  return result + text.slice(at, range[1]);
}

/** The new text of a change in a copy, of which it may be all. */
function renderChange(text: string, change: Change, { part, inner }: { part: Copy; inner: readonly Change[] }): string {
  const { elsewhere } = change;
  if (!elsewhere || !isElsewhere(part, change)) return renderParts(text, change.parts, inner);
  const rendered = renderParts(text, elsewhere.parts, inner);
  return elsewhere.isLoose && part.as === "operand" ? `(${rendered})` : rendered;
}

/** The changes that are in no other change, in order, each with the changes inside it. */
function outermost(changes: readonly Change[]): { change: Change; inner: Change[] }[] {
  const sorted = changes
    .map((change, index) => ({ change, index }))
    .sort(
      (a, b) =>
        a.change.range[0] - b.change.range[0] ||
        b.change.range[1] - a.change.range[1] ||
        Number(takesIn(b.change, a.change)) - Number(takesIn(a.change, b.change)) ||
        a.index - b.index,
    )
    // An insertion at the start of a change goes before it.
    .sort((a, b) => a.change.range[0] - b.change.range[0] || Number(isInsertion(b.change)) - Number(isInsertion(a.change)));
  const result: { change: Change; inner: Change[] }[] = [];
  for (const { change } of sorted) {
    const last = result.at(-1);
    const isInside =
      last && !isInsertion(last.change) && contains(last.change.range, change.range) && takesIn(last.change, change);
    if (isInside) last.inner.push(change);
    else result.push({ change, inner: [] });
  }
  return result;
}

function isInsertion(change: Change): boolean {
  return change.range[0] === change.range[1];
}

/** Applies sorted text edits, and gives the text or a part of it that has them all. */
export function applyTextEdits(
  text: string,
  edits: readonly TextEdit[],
  [start, end]: TextEdit["range"] = [0, text.length],
): string {
  let result = "";
  let at = start;
  for (const edit of edits) {
    result += text.slice(at, edit.range[0]) + edit.text;
    at = edit.range[1];
  }
  return result + text.slice(at, end);
}
