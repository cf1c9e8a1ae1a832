import { findNotCheckedOut, type BaselineEntry } from "@godwit/project";

/** The files of some entries that belong to the repository and are not on disk, so that their violations are not known to be gone. */
export function notCheckedOut(root: string, entries: readonly BaselineEntry[]): ReadonlySet<string> {
  return findNotCheckedOut(root, [...new Set(entries.map(({ file }) => file))]);
}
