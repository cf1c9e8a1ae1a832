import { countsOf, keyText, sortEntries, type BaselineEntry, type EntryKey } from "./entry.js";

/** What a baseline says of the violations that were found. */
export interface Comparison<Found> {
  /** As many of each key as its entry has, the first ones. */
  readonly known: readonly Found[];
  readonly fresh: readonly Found[];
  /** What the entries tolerate beyond what was found. */
  readonly gone: readonly BaselineEntry[];
}

/** Tells known violations from new ones; of one contract, in the order of the files and of their text. */
export function compareWithBaseline<Found extends EntryKey>(
  entries: readonly BaselineEntry[],
  found: readonly Found[],
): Comparison<Found> {
  const left = countsOf(entries);
  const known: Found[] = [];
  const fresh: Found[] = [];
  for (const each of found) {
    const key = keyText(each);
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    (count > 0 ? known : fresh).push(each);
  }
  const gone = entries.flatMap((entry) => withCount(entry, left.get(keyText(entry))!));
  return { known, fresh, gone };
}

/** The entries without what `dropped` counts. */
export function subtractEntries(entries: readonly BaselineEntry[], dropped: readonly BaselineEntry[]): BaselineEntry[] {
  const minus = countsOf(dropped);
  return entries.flatMap((entry) => withCount(entry, entry.count - (minus.get(keyText(entry)) ?? 0)));
}

/** The entries with what `added` counts. */
export function addEntries(entries: readonly BaselineEntry[], added: readonly BaselineEntry[]): BaselineEntry[] {
  const sum = new Map(entries.map((entry) => [keyText(entry), entry]));
  for (const entry of added) sum.set(keyText(entry), { ...entry, count: entry.count + (sum.get(keyText(entry))?.count ?? 0) });
  return sortEntries(sum.values());
}

/** The entries of both lists, with the larger count where both have a key. */
export function maxEntries(a: readonly BaselineEntry[], b: readonly BaselineEntry[]): BaselineEntry[] {
  return addEntries(a, grownEntries(a, b));
}

/** By how much entries grew: what `now` tolerates and `before` did not. */
export function grownEntries(before: readonly BaselineEntry[], now: readonly BaselineEntry[]): BaselineEntry[] {
  return subtractEntries(now, before);
}

function withCount(entry: BaselineEntry, count: number): BaselineEntry[] {
  return count > 0 ? [{ ...entry, count }] : [];
}
