import type { ShownTypeError } from "@godwit/program";
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

interface WaveOutcome {
  readonly phase: string | null;
  /** `planned` where nothing was to be written; `nothing` where no site can be done. */
  readonly outcome: "kept" | "put-back" | "abandoned" | "planned" | "nothing";
  readonly reason: string | null;
  readonly files: readonly string[];
}

/** What edits across files did. Places are those before the edits. */
export type WaveReport = TypedWaveReport | ContextWaveReport | AsyncWaveReport;

/** What they did to pass values to sites that lack them. */
export interface ContextWaveReport extends WaveOutcome {
  readonly kind: "context";
  /** The values, by the contract's names for them. */
  readonly values: readonly string[];
  /** How many sites lacked one. */
  readonly asked: number;
  readonly sites: readonly ReportedPlace[];
  /** The functions and classes that take a value. */
  readonly signatures: readonly (ReportedPlace & { readonly name: string; readonly takes: string })[];
  /** The functions that become async, as sites in or behind them wait. */
  readonly functions: readonly (ReportedPlace & { readonly name: string })[];
  /** The calls that pass one. */
  readonly calls: readonly (ReportedPlace & {
    readonly passes: string;
    /** Whether the file is not one of the contract's. */
    readonly isOutside: boolean;
    readonly isTest: boolean;
    /** Whether a test passes what the site itself used. */
    readonly isRepeated: boolean;
  })[];
  readonly takenBack: readonly (ReportedPlace & { readonly name: string; readonly reason: string })[];
  /** Where the way up stops: giving a value to one of these frees sites. */
  readonly roots: readonly (ReportedRoot & {
    readonly value: string;
    /** A line to complete in it. */
    readonly write: string | null;
  })[];
  /** How many sites all roots in tests free together. */
  readonly freedByTests: number;
}

/** Where the way up from sites stops. */
export interface ReportedRoot extends ReportedPlace {
  readonly name: string;
  readonly reason: string;
  /** How many sites it alone would free. */
  readonly frees: number;
  /** How many sites need it, some of them others too. */
  readonly sites: number;
  /** The functions from the first of these sites up to it. */
  readonly chain: readonly string[];
  /** Whether it is a test file, with all places in it. */
  readonly isTest: boolean;
}

/** What they did to let sites wait. */
export interface AsyncWaveReport extends WaveOutcome {
  readonly kind: "async";
  /** How many sites wait where nothing could. */
  readonly asked: number;
  readonly sites: readonly ReportedPlace[];
  /** The functions that become async. */
  readonly functions: readonly (ReportedPlace & { readonly name: string })[];
  /** The calls that wait for them and did not before. */
  readonly calls: readonly (ReportedPlace & {
    readonly name: string;
    /** Whether the file is not one of the contract's. */
    readonly isOutside: boolean;
    readonly isTest: boolean;
  })[];
  readonly takenBack: readonly (ReportedPlace & { readonly name: string; readonly reason: string })[];
  /** Where the way up stops: making one of these async frees sites. */
  readonly roots: readonly ReportedRoot[];
  /** How many sites all roots in tests free together. */
  readonly freedByTests: number;
}

/** What they did for one type. */
export interface TypedWaveReport extends WaveOutcome {
  readonly kind: "typed";
  readonly type: string;
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
  /** Edits across files; those for types with an entry for each type. */
  readonly waves: readonly WaveReport[];
  readonly left: readonly LeftGroup[];
  /** Why the run ended before its end; null if it did not. */
  readonly stopped: string | null;
  /** Type errors from before the run that read differently now, where they are now: there nothing is proved. */
  readonly rewordedErrors: readonly ShownTypeError[];
  /** What else a person should know. */
  readonly notes: readonly string[];
  readonly commits: readonly string[];
  /** What to do next, each with its command. */
  readonly next: readonly string[];
  readonly durationMs: number;
}
