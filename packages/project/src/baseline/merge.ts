import { countsOf, keyText, sortEntries, type BaselineEntry } from "./entry.js";

/** The entries of the common ancestor and of both sides of a merge. */
export interface MergeInput {
  readonly base: readonly BaselineEntry[];
  readonly ours: readonly BaselineEntry[];
  readonly theirs: readonly BaselineEntry[];
}

/**
 * Merges entry by entry. If only one side changed a count, its count is taken. If both did, the smaller one is: two branches may have
 * fixed the same violation or two different ones. A count that is then too large is found by `baseline prune`.
 */
export function mergeBaselines({ base, ours, theirs }: MergeInput): BaselineEntry[] {
  const [before, left, right] = [countsOf(base), countsOf(ours), countsOf(theirs)];
  const all = new Map([...base, ...ours, ...theirs].map((entry) => [keyText(entry), entry]));
  const merged = [...all].flatMap(([key, entry]) => {
    const count = mergeCounts(before.get(key) ?? 0, left.get(key) ?? 0, right.get(key) ?? 0);
    return count > 0 ? [{ ...entry, count }] : [];
  });
  return sortEntries(merged);
}

function mergeCounts(base: number, ours: number, theirs: number): number {
  if (ours === base) return theirs;
  if (theirs === base) return ours;
  return Math.min(ours, theirs);
}
