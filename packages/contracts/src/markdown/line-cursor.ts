/** A place in one line of Markdown that knows how far tabs reach. */
export class LineCursor {
  #offset = 0;
  #column = 0;
  /** Columns of a tab at the offset that are already taken. */
  #takenOfTab = 0;

  constructor(readonly line: string) {}

  get offset(): number {
    return this.#offset;
  }

  /** Columns of white space ahead. */
  indent(): number {
    let column = this.#column;
    for (let index = this.#offset; index < this.line.length; index++) {
      if (this.line[index] === " ") column++;
      else if (this.line[index] === "\t") column = index === this.#offset ? this.#tabEnd() : column + 4 - (column % 4);
      else break;
    }
    return column - this.#column;
  }

  /** What follows the white space. */
  rest(): string {
    return this.line.slice(this.#offset).replace(/^[ \t]+/, "");
  }

  isBlank(): boolean {
    return !/[^ \t]/.test(this.line.slice(this.#offset));
  }

  /** Moves over up to that many columns of white space. */
  skipColumns(columns: number): void {
    while (columns > 0 && this.#offset < this.line.length) {
      const character = this.line[this.#offset];
      if (character !== " " && character !== "\t") return;
      const width = character === " " ? 1 : this.#tabEnd() - this.#column;
      const taken = Math.min(width, columns);
      this.#column += taken;
      columns -= taken;
      if (taken === width) [this.#offset, this.#takenOfTab] = [this.#offset + 1, 0];
      else this.#takenOfTab += taken;
    }
  }

  /** Moves over white space, then over that many characters. */
  skipMarker(length: number): void {
    this.skipColumns(this.indent());
    this.#offset += length;
    this.#column += length;
  }

  /** The text from here on; what is left of a half-taken tab becomes spaces. */
  remaining(): string {
    if (this.#takenOfTab === 0) return this.line.slice(this.#offset);
    return " ".repeat(this.#tabEnd() - this.#column) + this.line.slice(this.#offset + 1);
  }

  #tabEnd(): number {
    return this.#column + 4 - (this.#column % 4);
  }
}
