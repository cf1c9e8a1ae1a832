import type { Template } from "./template.js";
import { GLOBAL_OBJECT_NAMES } from "../syntax/identifiers.js";

const WORD = /\$*[\p{L}\p{N}_]+/gu;

/** Words that code may have or lack and still fit the same pattern. */
const LOOSE = new Set([
  ...GLOBAL_OBJECT_NAMES,
  "await",
  "async",
  "new",
  "as",
  "this",
  "void",
  "undefined",
  "null",
  "return",
  "function",
]);

/**
 * Patterns by their words, so that thousands of them are not each tried on thousands of templates: a pattern fits only code that has all
 * of its names, strings and numbers.
 */
export class PatternIndex {
  readonly #words: readonly (readonly string[])[];
  readonly #byRarest = new Map<string | undefined, number[]>();

  constructor(patterns: readonly (Template | undefined)[]) {
    this.#words = patterns.map((pattern) => (pattern ? wordsOf(pattern.text) : []));
    const counts = new Map<string, number>();
    for (const word of this.#words.flat()) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [index, words] of this.#words.entries()) {
      const [rarest] = [...words].sort((a, b) => counts.get(a)! - counts.get(b)!);
      const known = this.#byRarest.get(rarest);
      if (known) known.push(index);
      else this.#byRarest.set(rarest, [index]);
    }
  }

  /** The places of the patterns that may fit a template or a part of it, in order. */
  candidates({ text }: Template): number[] {
    const words = new Set(text.includes("\\") ? [...this.#byRarest.keys()].filter((word) => word !== undefined) : wordsOf(text));
    return [undefined, ...words]
      .flatMap((word) => this.#byRarest.get(word) ?? [])
      .filter((index) => this.#words[index]!.every((word) => words.has(word)))
      .sort((a, b) => a - b);
  }
}

function wordsOf(text: string): string[] {
  // An escape may hide any word.
  if (text.includes("\\")) return [];
  return [...new Set(text.match(WORD))].filter((word) => !word.startsWith("$") && !LOOSE.has(word));
}
