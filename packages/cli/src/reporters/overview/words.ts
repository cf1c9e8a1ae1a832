import type { ContractStatus } from "@godwit/project";

/** The state of a contract in one word. */
export function stateOf({ done, isLate, blockedBy, status }: ContractStatus): "done" | "late" | "blocked" | "planned" | "active" {
  if (done) return "done";
  if (isLate) return "late";
  if (blockedBy.length > 0) return "blocked";
  return status === "planned" ? "planned" : "active";
}

/** `45 s`, `12 min`, `3 h 5 min` */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
