import type { Position } from "./contract.js";

/** The line starts of a text; a byte order mark takes no column. */
export class TextPositions {
  readonly #starts: number[] = [0];

  constructor(readonly text: string) {
    for (const { index, 0: ending } of text.matchAll(/\r\n|\n|\r/g)) this.#starts.push(index + ending.length);
  }

  /** The position of an offset of the text. */
  at(offset: number): Position {
    const index = this.#lineIndex(offset);
    const hidden = index === 0 && this.text.startsWith("\ufeff") ? 1 : 0;
    return { line: index + 1, column: Math.max(offset - this.#starts[index]! - hidden, 0) + 1, offset };
  }

  /** Start and end of the line that holds an offset, without its line ending. */
  lineAround(offset: number): [number, number] {
    const index = this.#lineIndex(offset);
    const start = this.#starts[index]!;
    let end = this.#starts[index + 1] ?? this.text.length;
    while (end > start && /[\r\n]/.test(this.text[end - 1]!)) end--;
    return [start, end];
  }

  #lineIndex(offset: number): number {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
