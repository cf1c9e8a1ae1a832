/** A value that sites need from their callers, as the contract describes it. */
export interface WantedValue {
  /** The hole, or the parameter, that stands for it. */
  readonly name: string;
  /** The paths that may hold it, in order. */
  readonly from: readonly string[];
  readonly type: WantedType | undefined;
  /** The parameter of a constructor that a container fills. */
  readonly inject: string | undefined;
}

/** The type of a wanted value, or another export; `file` is relative to the root. */
export interface WantedType {
  /** Its name in the contract. */
  readonly name: string;
  readonly exported: string;
  readonly module: { readonly file: string } | { readonly package: string };
}

/** An expression that means the same in every file: an export, and the code behind its name (`.getInstance()`). */
export interface WantedExpression {
  readonly root: WantedType;
  readonly rest: string;
}

/** Code to insert: text, types of the contract, and exports as values. */
export interface Insertion {
  readonly at: number;
  readonly parts: readonly (string | { readonly type: string } | { readonly value: WantedType })[];
}
