import { type Range, contains, isSameRange, overlaps, type Change, type Copy, RangeIndex } from "../syntax/ranges.js";

/** Whether two changes can't both apply: they overlap, and neither is inside a range that the other copies. */
export function isConflict(a: Change, b: Change): boolean {
  if (!touches(a.range, b.range)) return false;
  return !takesIn(a, b) && !takesIn(b, a);
}

/** Whether two ranges overlap; insertions at the same offset, or at the edge of another range, do not. */
export function touches(a: Range, b: Range): boolean {
  if (a[0] === a[1]) return b[0] < a[0] && a[0] < b[1];
  if (b[0] === b[1]) return a[0] < b[0] && b[0] < a[1];
  return overlaps(a, b);
}

/** Whether a change copies what another one changes, so that both apply. */
export function takesIn(outer: Change, inner: Change): boolean {
  return outer.parts.some(
    (part) =>
      typeof part !== "string" && contains(part.copy, inner.range) && !(inner.elsewhere === null && isElsewhere(part, inner)),
  );
}

/** Whether nothing but the old text of a change is copied to another place. */
export function isElsewhere({ copy, as }: Copy, { range }: Change): boolean {
  return as !== undefined && isSameRange(copy, range);
}

/** Whether a change copies the text of the range, in which other changes still apply. */
function copies(outer: Change, inner: Range): boolean {
  return outer.parts.some((part) => typeof part !== "string" && contains(part.copy, inner));
}

function removes(change: Change, range: Range): boolean {
  return contains(change.range, range) && change.range[0] !== change.range[1] && !copies(change, range);
}

/** Whether changes remove the text of a range: they replace it, and do not copy or repeat it. Of tens of thousands each asks only those around it. */
export function findGone(changes: readonly Change[]): (range: Range) => boolean {
  const repeated = new RangeIndex(
    changes.flatMap(({ repeats }) => (repeats ? [repeats] : [])),
    (range) => range,
  );
  const changed = new RangeIndex(changes, ({ range }) => range);
  return (range) => {
    if (!repeated.around(range).next().done) return false;
    for (const change of changed.around(range)) if (removes(change, range)) return true;
    return false;
  };
}

/** For each of many changes those others that touch its range, found in one sweep: a file may have tens of thousands. */
export function findOverlaps(changes: readonly Change[]): (change: Change) => readonly Change[] {
  const sorted = [...new Set(changes)].sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1]);
  const overlaps = new Map<Change, Change[]>();
  const add = (change: Change, other: Change): void => {
    const known = overlaps.get(change);
    if (known) known.push(other);
    else overlaps.set(change, [other]);
  };
  let open: Change[] = [];
  for (const change of sorted) {
    open = open.filter(({ range }) => range[1] >= change.range[0]);
    for (const other of open) {
      if (!touches(other.range, change.range)) continue;
      add(change, other);
      add(other, change);
    }
    open.push(change);
  }
  return (change) => overlaps.get(change) ?? [];
}
