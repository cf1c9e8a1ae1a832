import type { SourceFile } from "@godwit/core/engine";

/** One version of an open file, as an editor front supplies it. */
export interface Document {
  /** Absolute path, with the platform's separators. */
  readonly path: string;
  /** The text in the editor, saved or not. */
  readonly text: string;
  /** One object for each version: findings are cached as long as it exists. */
  readonly version: object;
  /** Parses the text; called only for a file that may hold a violation. Undefined if the text can't be parsed. */
  parse(): SourceFile | undefined;
  /** Parses another text as this file's, for fixes on top of fixes; undefined if it has syntax errors. */
  parseAs?(text: string): SourceFile | undefined;
}

/** A span of a document in UTF-16 offsets: `[start, end)`. */
export type Span = readonly [number, number];

/** Whether two spans share a character, or touch where one is empty. */
export function touches(a: Span, b: Span): boolean {
  return a[0] <= b[1] && b[0] <= a[1];
}

/** The start of the line that an offset is in. */
export function lineStartBefore(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !/[\r\n\u2028\u2029]/.test(text.charAt(start - 1))) start--;
  return start;
}
