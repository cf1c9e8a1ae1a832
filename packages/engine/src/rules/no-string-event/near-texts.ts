import { wordsOf } from "../../naming/words.js";

const SEPARATOR = String.raw`[\W_]{0,3}`;

/** A word in lower case, and a pattern that is tried where a text has the word: to look for a word takes a fraction of the time. */
interface NearText {
  readonly word: string;
  readonly pattern: RegExp;
}

/** Finds members' texts and their misspellings, as `unknown.ts` defines them. */
export function nearTo(values: readonly string[]): { isIn(text: string): boolean } {
  const patterns = values.flatMap(patternsOf);
  return {
    isIn(text) {
      const lower = text.toLowerCase();
      // Where a letter has two in lower case, only a parser can tell.
      return lower.length !== text.length || patterns.some((pattern) => isNear(lower, pattern));
    },
  };
}

function isNear(lower: string, { word, pattern }: NearText): boolean {
  for (let at = lower.indexOf(word); at !== -1; at = lower.indexOf(word, at + 1)) {
    pattern.lastIndex = at;
    if (pattern.test(lower)) return true;
  }
  return false;
}

function patternsOf(value: string): NearText[] {
  const words = wordsOf(value).map((word) => word.toLowerCase());
  const exact = words.flatMap((word, index) => {
    if (word.length <= 2 && words.length > 1) return [];
    const before = words.slice(0, index).map((other) => withSlip(other) + SEPARATOR);
    const behind = words.slice(index + 1).map((other) => SEPARATOR + withSlip(other));
    const found = escaped(word);
    // What is before the word is looked at where the word is.
    return [nearText(word, `${found}(?<=${before.join("")}${found})${behind.join("")}`)];
  });
  const [first = ""] = words;
  const start = value.slice(0, 3).toLowerCase();
  const single = words.length === 1 && value.length > 3 ? [nearText(start, slipOf(start, first.length))] : [];
  const whole = value.toLowerCase();
  return [nearText(whole, escaped(whole)), nearText(first, words.map(escaped).join(SEPARATOR)), ...exact, ...single];
}

function nearText(word: string, source: string): NearText {
  return { word, pattern: new RegExp(source, "uy") };
}

/** A word with one or two letters wrong, or another inflection: its first letter stays. */
function withSlip(word: string): string {
  return word.length < 4 ? escaped(word) : slipOf(word.slice(0, 1), word.length);
}

function slipOf(start: string, length: number): string {
  const [least, most] = [Math.max(0, length - 4 - start.length), length + 4 - start.length];
  return String.raw`${escaped(start)}[\p{L}\p{N}]{${least},${most}}`;
}

/** A text as a part of a regular expression. */
export function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/gu, String.raw`\$&`);
}
