import { escapePattern } from "../modules/index.js";
import type { LiteralNeed, Needs } from "./needs.js";

/** Tells of most contents by one expression that none of some conditions is fulfilled. */
export interface Gate {
  /** `raw` is a text, or bytes of UTF-8 read as latin1; false only if no condition is fulfilled in any spelling. */
  mayPass(raw: string): boolean;
}

/** What may spell any character: `\u`, `\x`, octal, a line that goes on, a character of JSX by its number. */
const ANY_SPELLING = /\\(?:[ux0-7\r\n\u2028\u2029]|\xe2\x80)|&#/;
/** Letters beyond ASCII that are ASCII letters in lower case, as characters and as bytes. */
const ODD_LETTERS = /[\u212A\u0130]|\xe2\x84\xaa|\xc4\xb0/;

/** The gate for conditions; it is open where one of them does without any literal. */
export function gateFor(conditions: readonly Needs[]): Gate {
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
      if (mayBeOdd && ODD_LETTERS.test(raw)) return true;
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
