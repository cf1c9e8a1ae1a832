import type { ReportedPlace } from "../callers/caller-host.js";
import type { CallerRoot } from "../callers/roots.js";

/** A violation whose edit waits where the code around it can't wait yet. */
export interface AsyncSite {
  /** Relative to the root. */
  readonly file: string;
  readonly rule: string;
  readonly start: number;
}

/** What a wave has found out; nothing is written. */
export interface AsyncResult {
  /** The new texts, by file relative to the root; none if nothing holds. */
  readonly texts: ReadonlyMap<string, string>;
  /** The sites that are done, by their places in the list that was asked. */
  readonly done: readonly number[];
  /** The functions that become async, with those that only declare so. */
  readonly functions: readonly (ReportedPlace & { readonly name: string })[];
  /** The calls that wait now. */
  readonly calls: readonly (ReportedPlace & {
    readonly name: string;
    /** Whether the file is not one of the contract's. */
    readonly isOutside: boolean;
    readonly isTest: boolean;
  })[];
  /** What could not be kept. */
  readonly takenBack: readonly (ReportedPlace & { readonly name: string; readonly reason: string })[];
  /** Where the way up stops: making one of these async frees sites. */
  readonly roots: readonly CallerRoot[];
  /** How many sites all roots in tests free together. */
  readonly freedByTests: number;
  /** How often the type checker was asked. */
  readonly rounds: number;
}
