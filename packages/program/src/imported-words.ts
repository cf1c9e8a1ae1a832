import { possibleNames } from "./possible-names.js";
import { ANYTHING } from "./shape.js";

const CLAUSE = /\b(?:import|export)\b([^]*?)\bfrom\s*["'`]/gu;
/** Takes all of a module, or what only the checker can tell. */
const WHOLE =
  /\b(?:import|export)\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?\*|\b(?:import|require)\s*\(|\bimport\s+[\w$]+\s*=|\/\/\/\s*<reference/u;
const DEFAULT = /^\s*(?:type\s+)?[\w$]+\s*(?:,|$)/u;

/** What a text may import, told by its words alone: never too little. */
export class ImportedWords {
  readonly #words = new Set<string>();
  readonly #mayTakeAnything: boolean;
  #hasDefault = false;

  constructor(text: string) {
    this.#mayTakeAnything = WHOLE.test(text);
    for (const [, clause] of text.matchAll(CLAUSE)) {
      for (const word of possibleNames(clause!)) this.#words.add(word);
      this.#hasDefault ||= DEFAULT.test(clause!);
    }
  }

  /** Whether it may import one of some names. */
  mayTake(names: ReadonlySet<string>): boolean {
    if (this.#mayTakeAnything || names.has(ANYTHING)) return true;
    return (names.has("default") && this.#hasDefault) || [...this.#words].some((word) => names.has(word));
  }
}
