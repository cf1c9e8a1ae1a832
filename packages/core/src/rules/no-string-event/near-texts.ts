import { wordsOf } from "../../naming/words.js";

const SEPARATOR = String.raw`[\W_]{0,3}`;

/** A word in lower case, and a pattern that is tried where a text has the word: to look for a word takes a fraction of the time. */
interface NearText {
  readonly word: string;
  readonly pattern: RegExp;
}

/** Finds members' texts and their misspellings, as `unknown.ts` defines them. */
export function nearTo(values: readonly string[]): { isIn(text: string): boolean } {
  const patterns = nearTexts(values);
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

/** One for each word, which many members share: a text is searched for it once. */
function nearTexts(values: readonly string[]): readonly NearText[] {
  const byWord = new Map<string, Set<string>>();
  for (const [word, source] of values.flatMap(sourcesOf)) byWord.set(word, (byWord.get(word) ?? new Set()).add(source));
  return [...byWord].map(([word, sources]) => ({ word, pattern: new RegExp([...sources].join("|"), "uy") }));
}

/** Words of which every text near the value has one, each with a pattern of what is near it. */
function sourcesOf(value: string): (readonly [word: string, source: string])[] {
  const words = wordsOf(value).map((word) => word.toLowerCase());
  const exact = words.flatMap((word, index) => {
    if (word.length <= 2 && words.length > 1) return [];
    const before = words.slice(0, index).map((other) => withSlip(other) + SEPARATOR);
    const behind = words.slice(index + 1).map((other) => SEPARATOR + withSlip(other));
    const found = escaped(word);
    // What is before the word is looked at where the word is.
    return [[word, `${found}(?<=${before.join("")}${found})${behind.join("")}`] as const];
  });
  const [first = ""] = words;
  const start = value.slice(0, 3).toLowerCase();
  const single = words.length === 1 && value.length > 3 ? [[start, slipOf(start, first.length)] as const] : [];
  const whole = value.toLowerCase();
  const spaced = words.map(escaped).join(SEPARATOR);
  const isSpaced = words.length > 0 && new RegExp(`^${spaced}$`, "u").test(whole);
  return [...(isSpaced ? [] : [[whole, escaped(whole)] as const]), [first, spaced], ...exact, ...single];
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
