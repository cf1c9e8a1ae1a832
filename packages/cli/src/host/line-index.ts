/** A place in a text; line and column start at 1, columns count UTF-16 units. */
export interface LinePosition {
  readonly line: number;
  readonly column: number;
}

/** Line and column of offsets in one text, with the line ends of ECMAScript, as ESLint counts them. */
export class LineIndex {
  readonly #text: string;
  readonly #starts: number[] = [0];

  constructor(text: string) {
    this.#text = text;
    for (const match of text.matchAll(/\r\n|[\n\r\u2028\u2029]/g)) this.#starts.push(match.index + match[0].length);
  }

  positionAt(offset: number): LinePosition {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.#starts[low]! + 1 };
  }

  /** The line's text without its end. */
  lineText(line: number): string {
    const text = this.#text.slice(this.#starts[line - 1], this.#starts[line]);
    return text.replace(/[\r\n\u2028\u2029]+$/, "");
  }
}
