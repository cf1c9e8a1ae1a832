/** What a file must contain so that a rule can find something in it. */

/** A condition on a file's text: a literal, a combination, or a test that runs only where everything else is fulfilled. */
export type Needs = LiteralNeed | { readonly anyOf: readonly Needs[] } | { readonly allOf: readonly Needs[] } | ConfirmingNeed;

/** The text contains a literal of plain ASCII characters. */
export interface LiteralNeed {
  readonly literal: string;
  /** `User` counts for `user`. */
  readonly ignoresCase: boolean;
  /** `users` does not count for `user`. */
  readonly isWord: boolean;
}

/** A test of the whole text, for words that are common: put it behind literals in an `allOf`. */
export interface ConfirmingNeed {
  confirm(text: string): boolean;
}

/** Fulfilled by every file. */
export const ANYTHING: Needs = { allOf: [] };
/** Fulfilled by no file. */
export const NOTHING: Needs = { anyOf: [] };

/**
 * The text contains this one, in any spelling that a parser reads as it: escapes are spelled out before literals are searched. What JSX
 * or a string could write in yet another way (quotes, `&`, letters beyond ASCII) is left to the parser, so that part is not asked for.
 */
export function contains(text: string): Needs {
  return literalNeed(text, { ignoresCase: false, isWord: false });
}

/** The text has a string of dots and slashes alone, by which a module of a folder can name the folder's index: `..`. */
export const HAS_DOTS = anyOf(
  [...`"'\``].flatMap((quote) =>
    [`${quote}.`, `${quote}..`, "/.", "/..", "./"].map((start): LiteralNeed => ({
      literal: start + quote,
      ignoresCase: false,
      isWord: false,
    })),
  ),
);

/** The text contains this name, and not only as a part of a longer one. */
export function containsWord(name: string): Needs {
  return literalNeed(name, { ignoresCase: false, isWord: true });
}

/** The text contains this one in upper or lower case. */
export function containsInAnyCase(text: string): Needs {
  return literalNeed(text.toLowerCase(), { ignoresCase: true, isWord: false });
}

/** Fulfilled where one of the conditions is. */
export function anyOf(needs: readonly Needs[]): Needs {
  const flat = needs.flatMap((need) => ("anyOf" in need ? need.anyOf : [need]));
  if (flat.some(isAnything)) return ANYTHING;
  const distinct = withoutLongerOnes(flat);
  return distinct.length === 1 ? distinct[0]! : { anyOf: distinct };
}

/** Fulfilled where all of the conditions are; they are asked in this order, so tests come last. */
export function allOf(needs: readonly Needs[]): Needs {
  const flat = needs.flatMap((need) => ("allOf" in need ? need.allOf : [need]));
  return flat.length === 1 ? flat[0]! : { allOf: flat };
}

/** Fulfilled where the text passes a test. */
export function confirmedBy(confirm: (text: string) => boolean): Needs {
  return { confirm };
}

function isAnything(need: Needs): boolean {
  return "allOf" in need && need.allOf.length === 0;
}

/** The characters that no string, template or JSX attribute has to write in another way. */
const PLAIN = /[ !#$%(-;=?-[\]-_a-z{|}~]+/gu;

function literalNeed(text: string, how: Omit<LiteralNeed, "literal">): Needs {
  const parts = text.match(PLAIN) ?? [];
  const literal = parts.reduce((best, part) => (part.length > best.length ? part : best), "");
  if (literal === "") return ANYTHING;
  return { ...how, literal, isWord: how.isWord && literal === text && /^[\w$]+$/u.test(text) };
}

/** Leaves out literals that contain another one: a text with `uuid/v4` also contains `uuid`. */
function withoutLongerOnes(needs: readonly Needs[]): readonly Needs[] {
  const literals = needs.filter((need) => "literal" in need);
  const distinct = [...new Map(literals.map((need) => [keyOfLiteral(need), need])).values()];
  const shortest = distinct.filter((need) => !distinct.some((other) => other !== need && isImplied(other, need)));
  return [...shortest, ...needs.filter((need) => !("literal" in need))];
}

/** A text that is the same for equal literals. */
export function keyOfLiteral({ literal, ignoresCase, isWord }: LiteralNeed): string {
  return `${ignoresCase ? "i" : ""}${isWord ? "w" : ""} ${literal}`;
}

/** Whether each text that has `longer` has `shorter` too. */
function isImplied(shorter: LiteralNeed, longer: LiteralNeed): boolean {
  if (shorter.isWord) return false;
  if (shorter.ignoresCase)
    return (
      longer.literal.toLowerCase().includes(shorter.literal) &&
      !(longer.ignoresCase && longer.literal === shorter.literal && !longer.isWord)
    );
  return !longer.ignoresCase && longer.literal.includes(shorter.literal);
}
