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

/** A place of a file; line and column start at 1. */
interface ReportedPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What edits across files did for one type. Places are those before the edits. */
export interface WaveReport {
  readonly kind: "typed";
  readonly type: string;
  readonly phase: string | null;
  /** `planned` where nothing was to be written; `nothing` where no site can take the type. */
  readonly outcome: "kept" | "put-back" | "abandoned" | "planned" | "nothing";
  readonly reason: string | null;
  readonly files: readonly string[];
  /** `isSite` is false where a declaration only follows, so that fewer values have to be wrapped. */
  readonly annotations: readonly (ReportedPlace & { readonly name: string; readonly isSite: boolean })[];
  /** Where plain values become the type: what a person should read. */
  readonly wraps: readonly (ReportedPlace & {
    readonly value: string;
    readonly isTest: boolean;
    /** Whether its file is one of the contract's; otherwise it is a caller's. */
    readonly isInside: boolean;
  })[];
  readonly takenBack: readonly (ReportedPlace & { readonly name: string; readonly reason: string })[];
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
  /** Edits across files, type by type. */
  readonly waves: readonly WaveReport[];
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
