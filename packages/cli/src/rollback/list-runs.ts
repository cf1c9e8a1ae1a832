import { JournalError, listRuns, readJournal } from "../migrate/journal/journal.js";
import { stateOf, type RunState } from "../migrate/journal/run-state.js";

/** A run as `rollback --list` shows it, or why it can't be read. */
export type ListedRun = RunState | { readonly id: string; readonly fault: string };

/** All runs of a root, the last one first. */
export function listAllRuns(root: string): readonly ListedRun[] {
  return [...listRuns(root)].reverse().flatMap((id): ListedRun[] => {
    try {
      const read = readJournal(root, id);
      return read ? [stateOf(read)] : [];
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      return [{ id, fault: error.message }];
    }
  });
}
