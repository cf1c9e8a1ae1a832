import { editDistance } from "@godwit/contracts";

/** What a slip of the pen changes at most in a long word; what differs more is another word. */
const MOST_EDITS = 2;
const WORD_BEFORE = /[\p{L}\p{N}_$]*$/u;
const WORD_AFTER = /^[\p{L}\p{N}_$]*/u;
/** Longer words are no names that a person has misspelled. */
const LONGEST = 100;

/** Looks through texts, one after the other, for the word that a person most likely meant: no text is kept, and few words are looked at. */
export class NearWord {
  /** The first of the words that are nearest. */
  best: string | undefined;
  readonly #plain: string;
  readonly #pieces: RegExp | undefined;
  #distance: number;
  readonly #seen = new Set<string>();

  constructor(word: string) {
    this.#plain = plainOf(word);
    const most = word.length < 3 ? 0 : Math.min(Math.ceil(word.length / 3), MOST_EDITS);
    this.#distance = most;
    // Each edit spoils one piece, or two where it swaps letters of both: of more pieces than that one is left as it is.
    this.#pieces = this.#plain.length < 3 || word.length > LONGEST ? undefined : anyPieceOf(this.#plain, most + 2);
  }

  look(text: string): void {
    if (!this.#pieces) return;
    this.#pieces.lastIndex = 0;
    for (let found = this.#pieces.exec(text); found; found = this.#pieces.exec(text)) {
      const end = found.index + found[0].length;
      const before = WORD_BEFORE.exec(text.slice(Math.max(0, found.index - LONGEST), found.index))![0];
      const after = WORD_AFTER.exec(text.slice(end, end + LONGEST))![0];
      this.#consider(before + found[0] + after);
      this.#pieces.lastIndex = end + after.length;
    }
  }

  #consider(word: string): void {
    if (Math.abs(plainOf(word).length - this.#plain.length) > this.#distance || this.#seen.has(word)) return;
    this.#seen.add(word);
    const distance = editDistance(this.#plain, plainOf(word), this.#distance);
    if (distance > this.#distance || (distance === this.#distance && this.best !== undefined)) return;
    [this.best, this.#distance] = [word, distance];
  }
}

function plainOf(word: string): string {
  return word.toLowerCase().replaceAll("_", "");
}

/** Finds one of the parts of a word in any case, whatever underscores are in it. */
function anyPieceOf(plain: string, count: number): RegExp {
  const size = Math.max(1, Math.floor(plain.length / count));
  const pieces = Array.from({ length: count }, (_, index) =>
    plain.slice(index * size, index === count - 1 ? undefined : (index + 1) * size),
  );
  const written = pieces.filter(Boolean).map((piece) => [...piece].map(escaped).join("_?"));
  return new RegExp([...new Set(written)].join("|"), "giu");
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/u, "\\$&");
}
