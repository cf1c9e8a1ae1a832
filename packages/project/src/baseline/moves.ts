import { keyText, sortEntries, type BaselineEntry, type EntryKey } from "./entry.js";

/** What is known of files that were moved. */
export interface MovedFiles {
  /** Whether a file of the baseline is still there; what is left in it did not move. */
  exists(file: string): boolean;
  /** Where git says that a file is now. */
  readonly renames: ReadonlyMap<string, string>;
}

/** Entries of vanished files, and where their violations are now. */
export interface FollowedMoves {
  /** The entries as they were. */
  readonly left: readonly BaselineEntry[];
  /** The same entries, by the files in which the violations are now. */
  readonly arrived: readonly BaselineEntry[];
}

/**
 * Finds new violations that are old ones in a moved file: same rule, same source, in the file that git names or in any other. Only files
 * that are gone can have moved, and never more arrives than left.
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
  // What git knows comes first, so that a copy of the same code elsewhere does not take its place.
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
