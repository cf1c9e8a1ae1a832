/** A change of a text; ranges are of the text before. */
export interface PlainEdit {
  readonly range: readonly [number, number];
  readonly text: string;
}

/** A new import, which its edit writes on lines of its own. */
const NEW_IMPORT = /^\s*import\b/u;

/** A file's text after some edits, with the ways between its places and those before. */
export class EditedText {
  readonly text: string;
  readonly #original: string;
  readonly #edits: readonly PlainEdit[];

  constructor(original: string, edits: readonly PlainEdit[]) {
    this.#original = original;
    this.#edits = edits;
    let text = "";
    let at = 0;
    for (const { range, text: own } of edits) {
      text += original.slice(at, range[0]) + own;
      at = range[1];
    }
    this.text = text + original.slice(at);
  }

  /** This text with the imports too that another one of the same file has besides. */
  withImportsOf(other: EditedText): EditedText {
    const isTaken = (place: number): boolean => this.#edits.some(({ range }) => range[0] <= place && place <= range[1]);
    const missing = other.#edits.filter(({ range, text }) => NEW_IMPORT.test(text) && !isTaken(range[0]));
    if (missing.length === 0) return this;
    return new EditedText(
      this.#original,
      [...this.#edits, ...missing].sort((a, b) => a.range[0] - b.range[0]),
    );
  }

  /** The text before with the new imports alone. */
  onlyImports(): EditedText {
    return new EditedText(this.#original, []).withImportsOf(this);
  }

  /** Where something starts now that started at this place before, or where the edit is that replaced it. */
  toNew(place: number): number {
    let shift = 0;
    for (const { range, text } of this.#edits) {
      if (range[1] > place) return Math.min(place, range[0]) + shift;
      shift += text.length - (range[1] - range[0]);
    }
    return place + shift;
  }

  /** Where a range was before; undefined if one of its ends is inside of what an edit wrote. */
  toOriginal([start, end]: readonly [number, number]): readonly [number, number] | undefined {
    const [from, to] = [this.#originalOf(start, true), this.#originalOf(end, false)];
    return from === undefined || to === undefined || from > to ? undefined : [from, to];
  }

  /** At a place where text was removed, a start is behind it and an end before. */
  #originalOf(place: number, isStart: boolean): number | undefined {
    let shift = 0;
    for (const { range, text } of this.#edits) {
      const start = range[0] + shift;
      if (place < start || (place === start && (!isStart || text !== ""))) break;
      if (place < start + text.length) return undefined;
      shift += text.length - (range[1] - range[0]);
    }
    return place - shift;
  }
}
