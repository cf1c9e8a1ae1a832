import { countsOf, keyText, sortEntries, type BaselineEntry } from "./entry.js";

/** The entries of a common ancestor and of the two sides that are merged. */
export interface MergeInput {
  readonly base: readonly BaselineEntry[];
  readonly ours: readonly BaselineEntry[];
  readonly theirs: readonly BaselineEntry[];
}

/**
 * Merges entry by entry. Where one side changed a count, that count is taken. Where both did, the smaller one is: two branches may have
 * fixed the same violation or two different ones, and what is too many is found by `baseline prune`, what is too few by nobody.
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
