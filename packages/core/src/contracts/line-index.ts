/** A place in a text; line and column start at 1, columns count UTF-16 units. */
export interface LinePosition {
  readonly line: number;
  readonly column: number;
}

/** In ECMAScript, and so in ESLint, U+2028 and U+2029 end a line too; in YAML, Markdown, JSON and editors they do not. */
const LINE_ENDS = {
  ecmascript: /\r\n|[\n\r\u2028\u2029]/g,
  plain: /\r\n|[\n\r]/g,
} as const;

let last: LineIndex | undefined;

/** Lines and columns of offsets in one text; a byte order mark takes no column. */
export class LineIndex {
  readonly #text: string;
  /** The offsets where lines start. */
  readonly #starts: number[] = [0];

  /** The index of a text, made once for those who ask one after the other. */
  static of(text: string): LineIndex {
    const known = last !== undefined && last.#text === text ? last : new LineIndex(text);
    return (last = known);
  }

  constructor(text: string, lineEnds: keyof typeof LINE_ENDS = "ecmascript") {
    this.#text = text;
    if (text.includes("\r") || (lineEnds === "ecmascript" && /[\u2028\u2029]/u.test(text))) this.#findAll(LINE_ENDS[lineEnds]);
    else this.#findLineFeeds();
  }

  #findLineFeeds(): void {
    for (let at = this.#text.indexOf("\n"); at !== -1; at = this.#text.indexOf("\n", at + 1)) this.#starts.push(at + 1);
  }

  #findAll(lineEnd: RegExp): void {
    for (const { index, 0: ending } of this.#text.matchAll(lineEnd)) this.#starts.push(index + ending.length);
  }

  /** The line of an offset, from 1. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  }

  /** Line and column of an offset. */
  positionAt(offset: number): LinePosition {
    const line = this.lineOf(offset);
    const hidden = line === 1 && this.#text.startsWith("\ufeff") ? 1 : 0;
    return { line, column: Math.max(offset - this.#starts[line - 1]! - hidden, 0) + 1 };
  }

  /** The offset of a line and column; the end of the line for a column behind it. */
  offsetAt({ line, column }: LinePosition): number {
    const hidden = line === 1 && this.#text.startsWith("\ufeff") ? 1 : 0;
    const start = this.#starts[line - 1] ?? this.#text.length;
    return Math.min(start + column - 1 + hidden, this.#endOf(line));
  }

  /** The line's text without its line ending. */
  lineText(line: number): string {
    return this.#text.slice(this.#starts[line - 1], this.#endOf(line));
  }

  /** Where the text of a line ends. */
  #endOf(line: number): number {
    const next = this.#starts[line];
    if (next === undefined) return this.#text.length;
    return this.#text.startsWith("\r\n", next - 2) ? next - 2 : next - 1;
  }
}
