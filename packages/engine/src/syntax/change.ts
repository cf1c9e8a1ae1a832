import type { Range } from "./ranges.js";

/** A part of new text: written out, or copied from the old text, where inner changes still apply. */
export type Part = string | { readonly copy: Range };

/** One change of text: what stands in `range` becomes the parts, joined. */
export interface Change {
  readonly range: Range;
  readonly parts: readonly Part[];
}
