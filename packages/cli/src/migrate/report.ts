import type { RunOutcome } from "./journal/records.js";

/** What became of one unit. */
export interface UnitResult {
  /** The consumer's file. */
  readonly unit: string;
  readonly package: string;
  readonly phase: string | null;
  readonly outcome: "kept" | "put-back" | "abandoned";
  /** How many sites were kept, put back or left. */
  readonly sites: number;
  readonly files: readonly string[];
  /** Why it was not kept; null if it was. */
  readonly reason: string | null;
  /** The end of what a command printed that failed. */
  readonly output?: string;
}

/** Violations that are left, by what keeps them. */
export interface LeftGroup {
  readonly reason: string;
  readonly level: "fix" | "suggestion" | "hint";
  readonly count: number;
  /** The first of them: `src/a.ts:3:7`. */
  readonly first: string;
}

/** The result of `godwit migrate`, version 1. */
export interface MigrateReport {
  readonly version: 1;
  /** Null for a dry run. */
  readonly run: string | null;
  readonly contract: string;
  readonly title: string;
  readonly outcome: RunOutcome;
  /** Violations of the contract, in the phases and files that were asked for. */
  readonly before: number;
  readonly after: number;
  readonly units: readonly UnitResult[];
  readonly left: readonly LeftGroup[];
  /** Why the run ended before its end; null if it did not. */
  readonly stopped: string | null;
  /** What else a person should know. */
  readonly notes: readonly string[];
  readonly commits: readonly string[];
  /** What to do next, each with its command. */
  readonly next: readonly string[];
  readonly durationMs: number;
}
