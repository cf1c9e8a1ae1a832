import { readFileSync } from "node:fs";

/** Whether a process runs; one that nobody has waited for yet does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
