import type { Range } from "./ranges.js";

/** A part of new text: a string, or a range that is copied from the old text and in which other changes still apply. */
export type Part = string | Copy;

/** Text that is copied from the old one. */
export interface Copy {
  readonly copy: Range;
  /**
   * It is an expression that got another place: an `operand` binds closely there, so that an operator needs parentheses; a `value` does not.
   * Not given: what is around it is as it was.
   */
  readonly as?: "operand" | "value";
}

/** New text of an expression, without what it needs in its old place. */
export interface Expression {
  readonly parts: readonly Part[];
  /** Whether an operator around it could take it apart. */
  readonly isLoose: boolean;
}

/** One change of text: the joined parts replace the text in `range`. */
export interface Change {
  readonly range: Range;
  readonly parts: readonly Part[];
  /** What is written where the old text alone is copied to another place; null if there it can't be; not given: the same. */
  readonly elsewhere?: Expression | null;
  /** The range whose old text its own text has, where no other change applies: what is used there is still used. */
  readonly repeats?: Range;
}

/** A change of text: `[start, end)` in UTF-16 offsets. Lists are sorted and do not overlap. */
export interface TextEdit {
  readonly range: readonly [number, number];
  readonly text: string;
}
