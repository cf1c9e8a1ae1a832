/** Milliseconds since the epoch; the one place that tests replace. */
export const now = (): number => Date.now();

export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => minutes(count * 60);
