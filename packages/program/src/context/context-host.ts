import type { CallerHost, PlannedEdits, ReportedPlace } from "../callers/caller-host.js";
import type { ContextRoot } from "./context-roots.js";
import type { Insertion } from "./insertion.js";
import type { WantedExpression, WantedType, WantedValue } from "./wanted.js";

/** A violation that only lacks values. */
export interface ContextSite {
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

/** What the wave needs to know of the contract, and who writes its edits. */
export interface ContextHost extends CallerHost {
  /** Plans insertions with the imports that their types need. */
  insert(file: string, text: string, insertions: readonly Insertion[]): PlannedEdits;
  /** Why an export is not there for the code of a test, which mocks its module; undefined where it is. */
  whyMissing(file: string, type: WantedType): string | undefined;
}

/** What a wave has found out; nothing is written. */
export interface ContextResult {
  readonly values: readonly string[];
  /** The new texts, by file relative to the root; none if nothing holds. */
  readonly texts: ReadonlyMap<string, string>;
  /** The sites that are done, by their places in the list that was asked. */
  readonly done: readonly number[];
  /** The functions and classes that take a value now. */
  readonly signatures: readonly (ReportedPlace & { readonly name: string; readonly takes: string })[];
  /** The functions that become async, as their sites wait. */
  readonly functions: readonly (ReportedPlace & { readonly name: string })[];
  /** The calls that pass a value now; `isRepeated` where a test passes what the site itself used. */
  readonly calls: readonly (ReportedPlace & {
    readonly passes: string;
    readonly isOutside: boolean;
    readonly isTest: boolean;
    readonly isRepeated: boolean;
  })[];
  /** What could not be kept. */
  readonly takenBack: readonly (ReportedPlace & { readonly name: string; readonly reason: string })[];
  readonly roots: readonly ContextRoot[];
  /** How many sites all roots in tests free together. */
  readonly freedByTests: number;
  /** How often the type checker was asked. */
  readonly rounds: number;
}
