import { editAll } from "./edit-elements.js";
import { openJob, type Job } from "./jobs.js";
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

/** Before the first of so many jobs, lets the type checker look at the edits of all of them together: each is only looked up in its turn. */
export async function lookAhead(session: Session, jobs: readonly Job[], { index, mayStop, say }: Progress): Promise<void> {
  const count = mayStop ? AT_ONCE : jobs.length;
  const { interrupt, questions } = session.host;
  if (index % count > 0 || questions) return;
  const changes: ReadonlyMap<string, string>[] = [];
  for (const job of jobs.slice(index, index + count)) {
    await interrupt.breathe();
    if (interrupt.exitCode !== undefined) return;
    // What may be kept in parts is tried as a whole, which may not hold.
    if (job.canSplit) continue;
    const open = openJob(session.search, job);
    const edits = editAll(open, open.elements);
    if (typeof edits === "string" || edits.length === 0) continue;
    changes.push(new Map(edits.map(({ file, after }) => [file, textOf(after)])));
  }
  if (changes.length < 2) return;
  say(`types of ${changes.length} consumers at once`);
  await interrupt.breathe();
  await session.types.foresee(changes);
}
