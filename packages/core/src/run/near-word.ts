import { editDistance } from "../contracts/index.js";

/** What a slip of the pen changes at most in a long word; what differs more is another word. */
const MOST_EDITS = 2;
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
    // Each edit spoils one piece, so that of one piece more than edits one is left as it is.
    this.#pieces = this.#plain.length < 3 || word.length > LONGEST ? undefined : anyPieceOf(this.#plain, most + 1);
  }

  /** `text` may be bytes of UTF-8 read as latin1: parts of words are the same there. */
  look(text: string): void {
    if (!this.#pieces) return;
    this.#pieces.lastIndex = 0;
    for (let found = this.#pieces.exec(text); found; found = this.#pieces.exec(text)) {
      let start = found.index;
      let end = start + found[0].length;
      while (end < text.length && isPartOfWord(text.charCodeAt(end))) end++;
      while (start > 0 && isPartOfWord(text.charCodeAt(start - 1))) start--;
      if (end - start <= LONGEST) this.#consider(decoded(text.slice(start, end)));
      this.#pieces.lastIndex = end;
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

/** A word whose bytes were read as latin1, as it is written; any other one stays what it is. */
function decoded(word: string): string {
  if (!/[\x80-\xff]/u.test(word) || /[^\0-\xff]/u.test(word)) return word;
  const text = Buffer.from(word, "latin1").toString("utf8");
  return text.includes("\uFFFD") ? word : text;
}

function plainOf(word: string): string {
  return word.toLowerCase().replaceAll("_", "");
}

/** Finds one of the parts of a word in any case, whatever underscores are in it. */
function anyPieceOf(plain: string, count: number): RegExp {
  const border = (index: number): number => Math.round((index * plain.length) / count);
  const pieces = Array.from({ length: count }, (_, index) => plain.slice(border(index), border(index + 1)));
  const written = pieces.filter(Boolean).map((piece) => [...piece].map(escaped).join("_?"));
  return new RegExp([...new Set(written)].join("|"), "gi");
}

/** Letters beyond ASCII are taken for parts of words; so are quotes and dashes of that kind, which are in no code. */
function isPartOfWord(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x24 ||
    code > 0x7f
  );
}

function escaped(character: string): string {
  return character.replace(/[\\^$.*+?()[\]{}|/]/u, "\\$&");
}
