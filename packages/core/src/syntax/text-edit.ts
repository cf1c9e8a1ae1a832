/** A change of text: `[start, end)` in UTF-16 offsets. Lists are sorted and do not overlap. */
export interface TextEdit {
  readonly range: readonly [number, number];
  readonly text: string;
}
