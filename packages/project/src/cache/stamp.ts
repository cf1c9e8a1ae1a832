import type { FileStats } from "@godwit/core/disk";

/** A file system may keep times in steps of up to two seconds. */
const COARSEST_CLOCK = 2_000;
/** The clock of local file systems runs behind by less than this, in milliseconds. */
const CLOCK_STEP = 50;

/** A text that changes with a file or directory; machines do not agree on it. */
export function stampOf(stats: FileStats): string {
  return `${stats.mtimeMs} ${stats.ctimeMs} ${stats.size} ${stats.ino}`;
}

/**
 * The stamp, or "" if something may yet change in the same tick of the clock as the last change, so that the stamp would stay (git
 * calls it racy); `startedAt` is when the run that reads the content began, in milliseconds.
 */
export function settledStamp(stats: FileStats, startedAt: number): string {
  return changedAt(stats) < startedAt - COARSEST_CLOCK ? stampOf(stats) : "";
}

/** Whether something may have changed after the run began, so that nobody knows which version the run saw. */
export function mayHaveChanged(stats: FileStats, startedAt: number): boolean {
  return changedAt(stats) >= startedAt - CLOCK_STEP;
}

function changedAt({ mtimeMs, ctimeMs }: FileStats): number {
  return Math.max(mtimeMs, ctimeMs);
}
