import { createHash } from "node:crypto";
import { statSync, type Stats } from "node:fs";

/** A file system may keep times in steps of up to two seconds. */
const COARSEST_CLOCK = 2_000;
/** The clock of local file systems runs behind by less than this, in milliseconds. */
const CLOCK_STEP = 50;

/** A text that changes with a file or directory; machines do not agree on it. */
export function stampOf(stats: Stats): string {
  return `${stats.mtimeMs} ${stats.ctimeMs} ${stats.size} ${stats.ino}`;
}

/** What the disk says of a path, links followed; undefined where nothing is there, or nothing that may be looked at. */
export function statsAt(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/**
 * The stamp, or "" if something may yet change in the same tick of the clock as the last change, so that the stamp would stay (git
 * calls it racy); `startedAt` is when the run that reads the content began, in milliseconds.
 */
export function settledStamp(stats: Stats, startedAt: number): string {
  return changedAt(stats) < startedAt - COARSEST_CLOCK ? stampOf(stats) : "";
}

/** Whether something may have changed after the run began, so that nobody knows which version the run saw. */
export function mayHaveChanged(stats: Stats, startedAt: number): boolean {
  return changedAt(stats) >= startedAt - CLOCK_STEP;
}

function changedAt({ mtimeMs, ctimeMs }: Stats): number {
  return Math.max(mtimeMs, ctimeMs);
}

/** A digest of a content. */
export function digestOf(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("base64url").slice(0, 22);
}
