import { sampleCounts, type PastCount } from "@godwit/project";

const LEVELS = "▁▂▃▄▅▆▇█";

/** Counts over time in one line of text, from the first one until `now`; empty where there are fewer than two. */
export function sparkline(series: readonly PastCount[], width: number, now: number): string {
  if (series.length < 2 || width < 2) return "";
  const samples = sampleCounts(series, { from: series[0]!.time, to: Math.max(now, series.at(-1)!.time), count: width });
  const most = Math.max(1, ...samples.map((count) => count ?? 0));
  return samples.map((count) => (count === undefined ? " " : LEVELS[Math.ceil((count / most) * (LEVELS.length - 1))]!)).join("");
}

/** `−12`, `+3`, `±0` */
export function signedChange(fewer: number): string {
  if (fewer === 0) return "±0";
  return `${fewer > 0 ? "−" : "+"}${Math.abs(fewer).toLocaleString("en-US")}`;
}
