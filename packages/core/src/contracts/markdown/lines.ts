/** A line of a text, without its line ending. */
export interface Line {
  readonly text: string;
  /** Where it begins in the whole text. */
  readonly offset: number;
}

/** The lines of a text from an offset on; a line ending at the end adds no empty line. */
export function splitLines(text: string, start = 0): Line[] {
  const lines: Line[] = [];
  const pattern = /([^\r\n]*)(?:\r\n|\n|\r|$)/y;
  pattern.lastIndex = start;
  while (pattern.lastIndex < text.length) {
    const offset = pattern.lastIndex;
    lines.push({ text: pattern.exec(text)![1]!, offset });
  }
  return lines;
}
