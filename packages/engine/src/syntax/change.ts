import type { Range } from "./ranges.js";

/** A part of new text: a string, or a range that is copied from the old text and in which other changes still apply. */
export type Part = string | { readonly copy: Range };

/** One change of text: the joined parts replace the text in `range`. */
export interface Change {
  readonly range: Range;
  readonly parts: readonly Part[];
}
