import { decodedText, rawTextOf } from "../disk/index.js";
import { LiteralScanner } from "./literal-scanner.js";
import { keyOfLiteral, type LiteralNeed, type Needs } from "./needs.js";
import { hasEscapedName, spelledOut } from "../syntax/spellings.js";
import { escapePattern } from "../modules/index.js";

/** A file's content: its bytes in UTF-8, or its text. */
export type Content = Buffer | string;

/** Letters beyond ASCII that are ASCII letters in lower case. */
const ODD_LETTERS = ["\u212A", "\u0130"];

/**
 * Decides what files may hold by their contents. Any number of conditions share one pass over a content, and all questions about
 * one content share its result, so they are best asked one file after the other.
 */
export class ContentScan {
  readonly #literals = new LiteralTable();
  readonly #conditions: Needs[] = [];
  #gate: Gate | undefined;
  #asked: { readonly content: Content; readonly mayPass: boolean } | undefined;
  #last: Scanned | undefined;

  /** Prepares a condition; the answer is false only if the content does not fulfil it in any spelling. */
  prepare(needs: Needs): (content: Content) => boolean {
    const check = this.#check(needs);
    this.#conditions.push(needs);
    this.#gate = undefined;
    return (content) => this.#mayPass(content) && check(this.#scanned(content));
  }

  /** The content as text, decoded once. */
  textOf(content: Content): string {
    return typeof content === "string" ? content : this.#scanned(content).text();
  }

  /** Most contents fulfil none of the conditions, and one expression tells. */
  #mayPass(content: Content): boolean {
    if (this.#asked?.content === content && this.#gate) return this.#asked.mayPass;
    this.#gate ??= gateFor(this.#conditions);
    const mayPass = this.#gate.mayPass(typeof content === "string" ? content : rawTextOf(content));
    this.#asked = { content, mayPass };
    return mayPass;
  }

  #scanned(content: Content): Scanned {
    if (this.#last?.content !== content || this.#last.found.length !== this.#literals.size)
      this.#last = new Scanned(content, this.#literals);
    return this.#last;
  }

  #check(needs: Needs): (scanned: Scanned) => boolean {
    if ("literal" in needs) {
      const index = this.#literals.add(needs);
      return (scanned) => scanned.found[index] === 1;
    }
    if ("confirm" in needs) return (scanned) => scanned.isConfirmed(needs);
    if ("allOf" in needs) {
      const checks = needs.allOf.map((each) => this.#check(each));
      return (scanned) => checks.every((check) => check(scanned));
    }
    const checks = needs.anyOf.map((each) => this.#check(each));
    return (scanned) => checks.some((check) => check(scanned));
  }
}

/** Distinct literals, and the scanner for them, which is built anew after some were added. */
class LiteralTable {
  readonly #indexes = new Map<string, number>();
  readonly #literals: LiteralNeed[] = [];
  #scanner: LiteralScanner | undefined;
  #hasAnyCase = false;

  get size(): number {
    return this.#literals.length;
  }

  /** The literal's index, from now on. */
  add(literal: LiteralNeed): number {
    const key = keyOfLiteral(literal);
    const known = this.#indexes.get(key);
    if (known !== undefined) return known;
    this.#scanner = undefined;
    this.#hasAnyCase ||= literal.ignoresCase;
    this.#indexes.set(key, this.size);
    return this.#literals.push(literal) - 1;
  }

  scan(content: Content, found: Uint8Array): void {
    if (this.size === 0) return;
    this.#scanner ??= new LiteralScanner(
      this.#literals.map(({ literal, ignoresCase, isWord }) => ({ text: literal, ignoresCase, isWord })),
    );
    this.#scanner.scan(content, found);
    if (this.#hasAnyCase && ODD_LETTERS.some((letter) => content.includes(letter)))
      for (const [index, { ignoresCase }] of this.#literals.entries()) if (ignoresCase) found[index] = 1;
  }
}

/** What one content holds. */
class Scanned {
  readonly content: Content;
  /** By literal: whether it is there. */
  readonly found: Uint8Array;
  /** The text with escapes spelled out, if there are unusual ones. */
  readonly #spelled: string | undefined;
  /** Whether a literal is there only with escapes, or a name may be. */
  readonly #isOddlySpelled: boolean;
  #text: string | undefined;

  constructor(content: Content, literals: LiteralTable) {
    this.content = content;
    this.found = new Uint8Array(literals.size);
    literals.scan(content, this.found);
    this.#spelled = content.includes("\\") || content.includes("&#") ? spelledOut(this.text()) : undefined;
    this.#isOddlySpelled = this.#spelled !== undefined && this.#addSpelled(this.#spelled, literals);
  }

  text(): string {
    return (this.#text ??= typeof this.content === "string" ? this.content : decodedText(this.content));
  }

  isConfirmed({ confirm }: { confirm(text: string): boolean }): boolean {
    if (this.#isOddlySpelled || confirm(this.text())) return true;
    return this.#spelled !== undefined && confirm(this.#spelled);
  }

  #addSpelled(spelled: string, literals: LiteralTable): boolean {
    const before = count(this.found);
    literals.scan(spelled, this.found);
    return count(this.found) > before || hasEscapedName(this.text());
  }
}

function count(found: Uint8Array): number {
  let sum = 0;
  for (const each of found) sum += each;
  return sum;
}

/** Tells of most contents by one expression that none of some conditions is fulfilled. */
export interface Gate {
  /** `raw` is a text, or bytes of UTF-8 read as latin1; false only if no condition is fulfilled in any spelling. */
  mayPass(raw: string): boolean;
}

/** What may spell any character: `\u`, `\x`, octal, a line that goes on, a character of JSX by its number. */
const ANY_SPELLING = /\\(?:[ux0-7\r\n\u2028\u2029]|\xe2\x80)|&#/;
/** Letters beyond ASCII that are ASCII letters in lower case, as characters and as bytes. */
const ODD_BYTES = /[\u212A\u0130]|\xe2\x84\xaa|\xc4\xb0/;

/** The gate for conditions; it is open where one of them does without any literal. */
function gateFor(conditions: readonly Needs[]): Gate {
  const covers = conditions.map(coverOf);
  if (!covers.every((cover) => cover !== undefined)) return { mayPass: () => true };
  const literals = covers.flat();
  const sources = (write: (literal: LiteralNeed) => string): RegExp => new RegExp([...new Set(literals.map(write))].join("|"));
  if (literals.length === 0) return { mayPass: () => false };
  const sharp = sources(asWritten);
  const loose = sources(inAnyCase);
  const mayBeOdd = literals.some(({ ignoresCase }) => ignoresCase);
  return {
    mayPass(raw) {
      if (sharp.test(raw)) return true;
      if (mayBeOdd && ODD_BYTES.test(raw)) return true;
      if (!raw.includes("\\")) return raw.includes("&#");
      // A backslash before any other character is not part of the name.
      return ANY_SPELLING.test(raw) || loose.test(raw.replaceAll("\\", ""));
    },
  };
}

/** Literals of which every content that fulfils a condition has one: of several possible lists the one that fewest contents have. */
function coverOf(needs: Needs): readonly LiteralNeed[] | undefined {
  if ("literal" in needs) return [withoutBlanks(needs)];
  if ("confirm" in needs) return undefined;
  if ("anyOf" in needs) {
    const all = needs.anyOf.map(coverOf);
    return all.every((each) => each !== undefined) ? all.flat() : undefined;
  }
  const known = needs.allOf.flatMap((each) => {
    const cover = coverOf(each);
    return cover ? [cover] : [];
  });
  return known.sort((a, b) => commonness(a) - commonness(b))[0];
}

/** A blank may be written as another one. */
function withoutBlanks(need: LiteralNeed): LiteralNeed {
  const longest = need.literal.split(" ").reduce((best, part) => (part.length > best.length ? part : best), "");
  return { ...need, literal: longest, isWord: need.isWord && longest === need.literal };
}

/** Short words are in many contents. */
function commonness(cover: readonly LiteralNeed[]): number {
  return cover.reduce((sum, { literal }) => sum + 1 / literal.length ** 2, 0);
}

/** After an escape such as `\n` a word begins, although a letter is before it. */
function asWritten(need: LiteralNeed): string {
  const source = inAnyCase(need);
  return need.isWord ? String.raw`(?<!(?<!\\)[\w$])${source}(?![\w$])` : source;
}

function inAnyCase({ literal, ignoresCase }: LiteralNeed): string {
  return [...literal]
    .map((character) => {
      const escaped = escapePattern(character);
      return ignoresCase && /[a-z]/u.test(character) ? `[${character}${character.toUpperCase()}]` : escaped;
    })
    .join("");
}
