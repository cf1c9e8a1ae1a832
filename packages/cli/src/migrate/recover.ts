import { printable } from "../reporters/printable.js";
import { counted, type Terminal } from "../terminal.js";
import { Journal, JournalError, listRuns, readJournal } from "./journal/journal.js";
import { isLeftBehind } from "./journal/lock.js";
import { type OpenUnit, stateOf, type RunState } from "./journal/run-state.js";
import { putBackUnit } from "./disk/unit-files.js";

/**
 * Brings the files of runs that were cut off into a known state: the unit that was under way gets its old bytes back, and what somebody
 * else changed meanwhile stays. Says what was found, in sentences for people. To be called with the lock taken.
 */
export function recover(root: string): readonly string[] {
  const notes: string[] = [];
  let cutOff: RunState | undefined;
  for (const id of listRuns(root)) {
    try {
      const read = readJournal(root, id);
      if (!read) continue;
      const state = stateOf(read);
      if (state.outcome === undefined || read.isCutOff) new Journal(root, id).mend();
      notes.push(...settle(root, state));
      cutOff = state.outcome === undefined ? { ...state, kept: state.kept.filter(({ waits }) => !waits) } : undefined;
    } catch (error) {
      if (!(error instanceof JournalError)) throw error;
      notes.push(error.message);
    }
  }
  if (cutOff) notes.push(describeCutOff(cutOff));
  return notes;
}

/** Says, for commands that only look, that a run was killed, and that no test has judged what it was changing. */
export function sayUnfinished(root: string, { host, err }: Pick<Terminal, "host" | "err">): void {
  const id = listRuns(root).at(-1);
  if (id === undefined || !host || !isLeftBehind(root, host)) return;
  try {
    const { contract, outcome, open, waiting } = stateOf(readJournal(root, id)!);
    if (outcome !== undefined) return;
    const files = new Set([open, waiting].flatMap((unit) => unit?.before.map((file) => file.path) ?? [])).size;
    const state = files === 0 ? "" : `: nothing has verified what it changed in ${counted(files, "file")}`;
    err(`${printable(`The run ${id} was cut off (${contract})${state}. ${whatNext(id)}`)}\n`);
  } catch (error) {
    if (!(error instanceof JournalError)) throw error;
    err(`${printable(error.message)}\n`);
  }
}

function settle(root: string, { id, open, waiting, rollingBack }: RunState): readonly string[] {
  const notes: string[] = [];
  if (rollingBack)
    notes.push(
      `The rollback of ${id} was cut off: some of its ${rollingBack.length} files may not be put back yet. Go on with godwit rollback ${id}`,
    );
  const journal = new Journal(root, id);
  const takeBack = (unit: OpenUnit, why: string): readonly string[] => {
    const { restored, foreign } = putBackUnit(root, unit, journal);
    if (foreign.length > 0)
      notes.push(
        `${foreign.join(", ")} was left alone, since it is neither as godwit found it nor as godwit wrote it. Look at it with git diff; its old bytes are in .godwit/runs/${id}/bytes.`,
      );
    if (restored.length > 0) notes.push(`Put back ${restored.join(", ")}, ${why} when it was cut off.`);
    return foreign;
  };
  if (open) {
    const foreign = takeBack(open, `which ${id} was changing`);
    const reason = `${foreign.join(", ")} changed after the run was cut off`;
    if (foreign.length > 0) journal.append({ type: "abandoned", unit: open.unit, reason, files: [...foreign] });
    else journal.append({ type: "put-back", unit: open.unit, reason: "the run was cut off" });
  }
  // What was under way lay on top of it.
  if (waiting) {
    takeBack(waiting, `of which ${id} had not run its commands yet`);
    journal.append({ type: "taken-back", reason: "the run was cut off" });
  }
  return notes;
}

function describeCutOff({ id, contract, kept }: RunState): string {
  if (kept.length === 0)
    return `The run ${id} was cut off (${contract}); it has kept nothing, so there is nothing to undo. Go on with godwit migrate --resume`;
  const count = kept.length === 1 ? "1 consumer is kept" : `${kept.length} consumers are kept`;
  return `The run ${id} was cut off (${contract}); ${count}. ${whatNext(id)}`;
}

function whatNext(id: string): string {
  return `Go on with godwit migrate --resume, or undo it with godwit rollback ${id}`;
}
