/** How many violations there were at a time. */
export interface PastCount {
  /** Seconds since 1970. */
  readonly time: number;
  readonly left: number;
}

/** How fast a migration goes. */
export interface Pace {
  /** How many fewer violations there are than at the start of the window; negative if there are more. */
  readonly fewer: number;
  /** Days that the window has: those for which there is a history, at most four weeks. */
  readonly days: number;
  /** The day on which none is left at this pace, as YYYY-MM-DD; null where the pace leads nowhere, or nothing is left. */
  readonly doneOn: string | null;
}

const DAY = 86_400;
/** Long enough that holidays and one large commit do not decide, short enough to be about the present. */
const WINDOW_DAYS = 28;
/** Beyond that a date says nothing. */
const MOST_DAYS = 3_650;

/**
 * The pace of the last four weeks, and the day on which it ends. `history` is in the order of the commits, `now` in seconds since 1970;
 * undefined where no day has passed since the first commit.
 */
export function paceOf(history: readonly PastCount[], left: number, now: number): Pace | undefined {
  const first = history[0];
  if (!first) return undefined;
  const from = Math.max(now - WINDOW_DAYS * DAY, first.time);
  const days = (now - from) / DAY;
  if (days < 1) return undefined;
  // Clocks of committers go back; the order of the commits does not.
  const start = history.findLast(({ time }) => time <= from) ?? first;
  const fewer = start.left - left;
  const needed = fewer > 0 && left > 0 ? Math.ceil((left * days) / fewer) : Infinity;
  return { fewer, days: Math.round(days), doneOn: needed <= MOST_DAYS ? dayOf(now + needed * DAY) : null };
}

/** The day of a time in seconds since 1970, as YYYY-MM-DD in UTC. */
export function dayOf(time: number): string {
  return new Date(time * 1_000).toISOString().slice(0, 10);
}

/** Days from one day (YYYY-MM-DD) to another; negative if it is over. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / (DAY * 1_000));
}

/** The counts at so many moments that are equally far from each other, the last one at `to`; undefined before the first count. */
export function sampleCounts(
  history: readonly PastCount[],
  { from, to, count }: { readonly from: number; readonly to: number; readonly count: number },
): readonly (number | undefined)[] {
  const step = (to - from) / Math.max(1, count - 1);
  let at = -1;
  return Array.from({ length: count }, (_, index) => {
    const moment = index === count - 1 ? to : from + index * step;
    while (at + 1 < history.length && history[at + 1]!.time <= moment) at++;
    // A commit whose clock is behind counts with the one before it.
    return at < 0 ? undefined : history[at]!.left;
  });
}
