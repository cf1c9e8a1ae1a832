import type { ContextRoot } from "../context/context-roots.js";
import type { WantedExpression, WantedValue } from "../context/wanted.js";
import type { ReportedPlace } from "./caller-host.js";

/** A violation whose fix needs something of the code around it: values that it lacks, that it may wait, or both. */
export interface CallerSite {
  /** Relative to the root. */
  readonly file: string;
  readonly rule: string;
  readonly start: number;
  readonly needs: readonly WantedValue[];
  /** Whether there is something for each value, of which only the type is not known. */
  readonly isSeen: boolean;
  /** Whether its fix waits where the code around it can't wait yet. */
  readonly waits: boolean;
  /** Whether the function of that name is what has to take them. */
  readonly isTaken: boolean;
  /** What the value alone would replace there; tests may pass it themselves. */
  readonly replaced: WantedExpression | undefined;
  /** The name that the site only declares, and that its fix takes away where it means the value: `logger`, `this.logger`. */
  readonly declares: string | undefined;
}

/** What a wave through callers has found out; nothing is written. */
export interface CallerResult {
  readonly values: readonly string[];
  /** The new texts, by file relative to the root; none if nothing holds. */
  readonly texts: ReadonlyMap<string, string>;
  /** The sites that are done, by their places in the list that was asked. */
  readonly done: readonly number[];
  /** The functions and classes that take a value now; `provided` is the type that a container has to give a class. */
  readonly signatures: readonly (ReportedPlace & Record<"name" | "takes", string> & { readonly provided: string | null })[];
  /** The functions that become async, with those that only declare so. */
  readonly functions: readonly (ReportedPlace & { readonly name: string })[];
  /** The calls that pass a value now; `isRepeated` where a test passes what the site itself used. */
  readonly calls: readonly (CallReport & { readonly passes: string; readonly isRepeated: boolean })[];
  /** The calls that wait now. */
  readonly waits: readonly (CallReport & { readonly name: string })[];
  /** What could not be kept. */
  readonly takenBack: readonly (ReportedPlace & { readonly name: string; readonly reason: string })[];
  readonly roots: readonly ContextRoot[];
  /** How many sites all roots in tests free together. */
  readonly freedByTests: number;
  /** How often the type checker was asked. */
  readonly rounds: number;
}

interface CallReport extends ReportedPlace {
  /** Whether the file is not one of the contract's. */
  readonly isOutside: boolean;
  readonly isTest: boolean;
}
