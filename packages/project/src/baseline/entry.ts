/** How many violations of one kind a file may still have: one line of a baseline. */
export interface BaselineEntry {
  /** Path relative to the root, with `/`. */
  readonly file: string;
  readonly rule: string;
  /** The violation's source as `createSourceReader` reads it: its code without layout. */
  readonly source: string;
  /** At least 1. */
  readonly count: number;
}

/** Identifies an entry among those of one contract. */
export type EntryKey = Omit<BaselineEntry, "count">;

/** The key as one text, for maps. */
export function keyText({ file, rule, source }: EntryKey): string {
  return `${file}\0${rule}\0${source}`;
}

/** The order of a baseline: by file, rule and source, compared by code units, so that it is the same in every locale. */
export function compareKeys(a: EntryKey, b: EntryKey): number {
  return compareTexts(a.file, b.file) || compareTexts(a.rule, b.rule) || compareTexts(a.source, b.source);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Counts the keys of a list as sorted entries. */
export function countKeys(keys: Iterable<EntryKey>): BaselineEntry[] {
  const entries = new Map<string, BaselineEntry>();
  for (const { file, rule, source } of keys) {
    const key = keyText({ file, rule, source });
    entries.set(key, { file, rule, source, count: (entries.get(key)?.count ?? 0) + 1 });
  }
  return sortEntries(entries.values());
}

/** The entries in a baseline's order. */
export function sortEntries(entries: Iterable<BaselineEntry>): BaselineEntry[] {
  return [...entries].sort(compareKeys);
}

/** The counts by key. */
export function countsOf(entries: Iterable<BaselineEntry>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const entry of entries) counts.set(keyText(entry), entry.count);
  return counts;
}

/** The number of violations that the entries tolerate in total. */
export function totalOf(entries: Iterable<BaselineEntry>): number {
  let total = 0;
  for (const { count } of entries) total += count;
  return total;
}
