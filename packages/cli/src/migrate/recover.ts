import { Journal, JournalError, listRuns, readJournal } from "./journal/journal.js";
import { stateOf, type RunState } from "./journal/run-state.js";
import { putBackUnit } from "./unit-files.js";

/** What was found of earlier runs, in sentences for people. */
export interface Recovery {
  readonly notes: readonly string[];
  /** The last run, if it was cut off. */
  readonly cutOff: RunState | undefined;
}

/**
 * Brings the files of runs that were cut off into a known state: the unit that was under way gets its old bytes back, and what somebody
 * else changed meanwhile stays. To be called with the lock taken.
 */
export function recover(root: string): Recovery {
  const notes: string[] = [];
  let cutOff: RunState | undefined;
  for (const id of listRuns(root)) {
    try {
      const read = readJournal(root, id);
      if (!read) continue;
      const state = stateOf(read);
      if (state.outcome === undefined || read.isCutOff) new Journal(root, id).mend();
      notes.push(...settle(root, state));
      cutOff = state.outcome === undefined ? state : undefined;
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      notes.push(error.message);
    }
  }
  if (cutOff) notes.push(describeCutOff(cutOff));
  return { notes, cutOff };
}

function settle(root: string, { id, open, rollingBack }: RunState): readonly string[] {
  const notes: string[] = [];
  if (rollingBack)
    notes.push(
      `The rollback of ${id} was cut off: some of its ${rollingBack.length} files may not be put back yet. Go on with godwit rollback ${id}`,
    );
  if (!open) return notes;
  const journal = new Journal(root, id);
  const { restored, foreign } = putBackUnit(root, open, journal);
  if (foreign.length > 0) {
    const reason = `${foreign.join(", ")} changed after the run was cut off`;
    journal.append({ type: "abandoned", unit: open.unit, reason, files: [...foreign] });
    notes.push(
      `${foreign.join(", ")} was left alone, since it is neither as godwit found it nor as godwit wrote it. Look at it with git diff; its old bytes are in .godwit/runs/${id}/bytes.`,
    );
  } else journal.append({ type: "put-back", unit: open.unit, reason: "the run was cut off" });
  if (restored.length > 0) notes.push(`Put back ${restored.join(", ")}, which ${id} was changing when it was cut off.`);
  return notes;
}

function describeCutOff({ id, contract, kept }: RunState): string {
  const count = kept.length === 1 ? "1 consumer is kept" : `${kept.length} consumers are kept`;
  return `The run ${id} was cut off (${contract}); ${count}. Go on with godwit migrate --resume, or undo it with godwit rollback ${id}`;
}
