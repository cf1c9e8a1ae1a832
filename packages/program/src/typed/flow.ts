import type { ValuePlace } from "./places.js";
import type { OriginalPlace } from "./program-view.js";
import type { Held } from "./wanted-types.js";

/** An expression that could be wrapped. */
export type WrapPlace = OriginalPlace & { readonly held: Held };

/** A plain value that flows into a place of one of the types. */
export interface Flow {
  readonly type: string;
  /** The expression, where there is one that could be wrapped. */
  readonly at: WrapPlace | undefined;
  /** The choice that it is one value of (`a ?? b`), where a wrap around all of that would do. */
  readonly choice?: { readonly at: WrapPlace; readonly values: readonly Flow[] };
  /** The declaration that the value comes from. */
  readonly from: ValuePlace | undefined;
  readonly to: ValuePlace | undefined;
  /** The names of all places into which the value of a parameter or variable goes that it comes from. */
  readonly goesTo: readonly string[];
  /** The flows into the constant without a written type that it comes from. */
  readonly before: readonly Flow[];
  /** What keeps it from being wrapped or typed. */
  readonly obstacle: string | undefined;
}
