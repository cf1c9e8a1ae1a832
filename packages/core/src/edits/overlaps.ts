import type { Change } from "../syntax/change.js";
import { touches } from "./conflicts.js";

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
