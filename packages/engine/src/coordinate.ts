import { orderOf, type Draft } from "./draft.js";
import { isConflict } from "./edits/conflicts.js";
import { allOf, atMostSuggestion, type Applicable, type Edit } from "./edits/edit.js";
import type { FileView } from "./file/file-view.js";
import { contains } from "./file/ranges.js";
import type { ImportMove } from "./imports/import-requests.js";
import { usesOf } from "./imports/uses.js";

/** Makes the edits of one file agree: who changes a place that two claim, and which edits only work together. */
export function coordinate(file: FileView, drafts: readonly Draft[]): void {
  settleClaims(drafts);
  joinMoves(file, drafts);
}

/** Where two contracts claim one place, the first one's fix stands and the other becomes a suggestion. */
function settleClaims(drafts: readonly Draft[]): void {
  const fixes = drafts.filter((draft) => draft.edit.level === "fix" && !draft.isDisabled).sort((a, b) => orderOf(a) - orderOf(b));
  const standing: Draft[] = [];
  for (const draft of fixes) {
    const rival = standing.find(
      (other) => other.rule.contract !== draft.rule.contract && contradicts(other.edit as Applicable, draft.edit as Applicable),
    );
    if (rival) draft.edit = atMostSuggestion(draft.edit, `${rival.rule.contract.id ?? "another rule"} changes the same place`);
    else standing.push(draft);
  }
}

function contradicts(a: Applicable, b: Applicable): boolean {
  if (a.changes.some((one) => b.changes.some((other) => isConflict(one, other)))) return true;
  const moved = new Set(movesOf(a).map((move) => move.name));
  return movesOf(b).some((move) => moved.has(move.name));
}

function movesOf(edit: Edit): ImportMove[] {
  return edit.level === "hint" ? [] : edit.imports.filter((request) => request.kind === "move");
}

/**
 * Where a use of a moved name is another rule's violation, the name means something else after the move:
 * moving is safe only together with that use's fix.
 */
function joinMoves(file: FileView, drafts: readonly Draft[]): void {
  for (const draft of drafts) {
    const moves = draft.edit.level === "fix" ? movesOf(draft.edit) : [];
    if (moves.length === 0) continue;
    const users = drafts.filter(
      (other) => other.rule.rule !== draft.rule.rule && moves.some((move) => isUsedBy(file, move, other)),
    );
    if (users.length === 0) continue;
    const isSafe = users.every((other) => other.edit.level === "fix" && !other.isDisabled);
    draft.edit = isSafe
      ? allOf(draft.edit, ...users.map((other) => other.edit))
      : atMostSuggestion(draft.edit, "a use of it has to change with it");
  }
}

function isUsedBy(file: FileView, move: ImportMove, other: Draft): boolean {
  const { variable } = move.name;
  return !!variable && usesOf(file, variable).some((use) => contains(other.finding.range, use.range));
}
