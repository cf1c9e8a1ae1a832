import { editAll } from "./edit-elements.js";
import type { EditedFile } from "./edit-file.js";
import { openJob, type Job, type UnusableFile } from "./jobs.js";
import type { Session } from "./session.js";
import { textOf } from "./verify-types.js";

/** How many consumers the type checker looks at together in a run that may end at any of them: what is behind that one was for nothing. */
const AT_ONCE = 50;

/** Where a run is among its jobs. */
export interface Progress {
  readonly index: number;
  /** Whether the run ends at the first job that is not kept. */
  readonly mayStop: boolean;
  /** Says what happens now. */
  say(doing: string): void;
}

/** What all of a job's edits make of its files as they are on disk. */
export interface PlannedJob {
  readonly unusable: readonly UnusableFile[];
  /** A text says why they can't be edited. */
  readonly edits: readonly EditedFile[] | string;
}

/**
 * Before the first of so many jobs, lets the type checker look at the edits of all of them together: each is only looked up in its turn.
 * Returns the edits.
 */
export async function lookAhead(
  session: Session,
  jobs: readonly Job[],
  { index, mayStop, say }: Progress,
): Promise<ReadonlyMap<Job, PlannedJob>> {
  const count = mayStop ? AT_ONCE : jobs.length;
  const { interrupt, questions } = session.host;
  const planned = new Map<Job, PlannedJob>();
  if (index % count > 0 || questions) return planned;
  const changes: ReadonlyMap<string, string>[] = [];
  for (const job of jobs.slice(index, index + count)) {
    await interrupt.breathe();
    if (interrupt.exitCode !== undefined) return planned;
    // What may be kept in parts is tried as a whole, which may not hold.
    if (job.canSplit) continue;
    const open = openJob(session.search, job);
    const edits = editAll(open, open.elements);
    planned.set(job, { unusable: open.unusable, edits });
    if (typeof edits === "string" || edits.length === 0) continue;
    changes.push(new Map(edits.map(({ file, after }) => [file, textOf(after)])));
  }
  if (changes.length < 2) return planned;
  say(`types of ${changes.length} consumers at once`);
  await interrupt.breathe();
  await session.types.foresee(changes);
  return planned;
}
