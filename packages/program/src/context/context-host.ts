import type { PlainEdit } from "../typed/plain-edits.js";
import type { ContextRoot } from "./roots.js";
import type { WantedExpression, WantedType, WantedValue } from "./wanted.js";

/** A violation that only lacks values. */
export interface ContextSite {
  /** Relative to the root. */
  readonly file: string;
  readonly rule: string;
  readonly start: number;
  readonly needs: readonly WantedValue[];
  /** Whether the function of that name is what has to take them. */
  readonly isTaken: boolean;
  /** What the value alone would replace there; tests may pass it themselves. */
  readonly replaced: WantedExpression | undefined;
  /** The name that the site only declares, and that its fix takes away where it means the value: `logger`, `this.logger`. */
  readonly declares: string | undefined;
}

/** Code to insert: text, types of the contract, and exports as values. */
export interface Insertion {
  readonly at: number;
  readonly parts: readonly (string | { readonly type: string } | { readonly value: WantedType })[];
}

/** Edits of one file; what can't be done is told by its place in the list that was asked. */
export interface PlannedEdits {
  readonly edits: readonly PlainEdit[];
  readonly refused: readonly { readonly index: number; readonly reason: string }[];
}

/** What the wave needs to know of the contract, and who writes its edits. */
export interface ContextHost {
  /** A file's text as it was kept last; undefined if it can't be read. */
  read(file: string): string | undefined;
  /** Plans insertions with the imports that their types need. */
  insert(file: string, text: string, insertions: readonly Insertion[]): PlannedEdits;
  /** Plans the fixes of sites, told by where they start in the text. */
  fix(file: string, text: string, sites: readonly { readonly start: number; readonly rule: string }[]): PlannedEdits;
  /** Why functions of a file may take nothing; undefined if they may. */
  refusal(file: string): string | undefined;
  /** Why calls in a file may not be edited; undefined if they may. */
  callRefusal(file: string): string | undefined;
  isTest(file: string): boolean;
  /** Which of some names occur in code that no program has, such as a script or a component file, with the first such file. */
  mentionsBeside(seen: readonly string[], names: readonly string[]): readonly (readonly [name: string, file: string])[];
  /** Lets others work; false if the wave should end. */
  breathe(): Promise<boolean>;
}

/** A place of a text before the wave; both numbers start at 1. */
export interface ContextPlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** What a wave has found out; nothing is written. */
export interface ContextResult {
  readonly values: readonly string[];
  /** The new texts, by file relative to the root; none if nothing holds. */
  readonly texts: ReadonlyMap<string, string>;
  /** The sites that are done, by their places in the list that was asked. */
  readonly done: readonly number[];
  /** The functions and classes that take a value now. */
  readonly signatures: readonly (ContextPlace & { readonly name: string; readonly takes: string })[];
  /** The calls that pass a value now; `isRepeated` where a test passes what the site itself used. */
  readonly calls: readonly (ContextPlace & {
    readonly passes: string;
    readonly isOutside: boolean;
    readonly isTest: boolean;
    readonly isRepeated: boolean;
  })[];
  /** What could not be kept. */
  readonly takenBack: readonly (ContextPlace & { readonly name: string; readonly reason: string })[];
  readonly roots: readonly ContextRoot[];
  /** How many sites all roots in tests free together. */
  readonly freedByTests: number;
  /** How often the type checker was asked. */
  readonly rounds: number;
}
