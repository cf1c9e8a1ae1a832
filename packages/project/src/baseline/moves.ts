import { keyText, sortEntries, type BaselineEntry, type EntryKey } from "./entry.js";

/** How to find out about moved files. */
export interface MovedFiles {
  /** Whether a file of the baseline still exists; then its entries did not move. */
  exists(file: string): boolean;
  /** The new paths of files that git considers renamed. */
  readonly renames: ReadonlyMap<string, string>;
}

/** Entries of files that no longer exist, and where their violations are now. */
export interface FollowedMoves {
  /** The entries in the old files. */
  readonly left: readonly BaselineEntry[];
  /** The same entries in the new files. */
  readonly arrived: readonly BaselineEntry[];
}

/**
 * Finds new violations that are old ones in a moved file: same rule and source, in the file that git names or in any other. Only files
 * that no longer exist can have moved, and never more violations than their entries count.
 */
export function followMoves(gone: readonly BaselineEntry[], fresh: readonly EntryKey[], files: MovedFiles): FollowedMoves {
  const places = new Map<string, EntryKey[]>();
  for (const each of fresh) {
    const key = sourceKey(each);
    places.set(key, [...(places.get(key) ?? []), each]);
  }
  const left = new Map<string, BaselineEntry>();
  const arrived = new Map<string, BaselineEntry>();
  const move = (entry: BaselineEntry, accepts: (place: EntryKey) => boolean): void => {
    const open = places.get(sourceKey(entry)) ?? [];
    for (let count = left.get(keyText(entry))?.count ?? 0; count < entry.count; count++) {
      const index = open.findIndex(accepts);
      if (index < 0) return;
      add(left, entry);
      add(arrived, open.splice(index, 1)[0]!);
    }
  };
  const vanished = gone.filter(({ file }) => !files.exists(file));
  // Renames that git knows come first, so that they are preferred to a copy of the same code elsewhere.
  for (const entry of vanished) {
    const target = files.renames.get(entry.file);
    if (target !== undefined) move(entry, ({ file }) => file === target);
  }
  for (const entry of vanished) move(entry, () => true);
  return { left: sortEntries(left.values()), arrived: sortEntries(arrived.values()) };
}

function sourceKey({ rule, source }: EntryKey): string {
  return `${rule}\0${source}`;
}

function add(entries: Map<string, BaselineEntry>, { file, rule, source }: EntryKey): void {
  const key = keyText({ file, rule, source });
  entries.set(key, { file, rule, source, count: (entries.get(key)?.count ?? 0) + 1 });
}
