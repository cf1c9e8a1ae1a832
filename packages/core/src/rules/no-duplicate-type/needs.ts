import { oncePer, possibleNames } from "../../modules/index.js";
import { wordsOf } from "../../naming/words.js";
import { allOf, anyOf, confirmedBy, containsInAnyCase, containsWord, NOTHING, type Needs } from "../../scan/needs.js";
import { namesOf, wordsKey, type CanonicalType, type DuplicateTypeSetting } from "./canonical-types.js";
import type { Shape } from "./shape.js";

/** A name that is declared; in an import something else follows it. */
const DECLARED =
  /\b(?:type|interface|enum)(?:\s|\/\*[^]*?\*\/|\/\/[^\n\r\u2028\u2029]*[\n\r\u2028\u2029])+([\p{ID_Start}$_][\p{ID_Continue}$]*)(?=\s*(?:[=<{/]|extends\b))/gu;
const LEAST_MEMBERS = 2;

/** A declaration with a type's name, or all words of a type's shape. */
export function needsOfDuplicates({ types }: DuplicateTypeSetting): Needs {
  if (types.length === 0) return NOTHING;
  const names = new Set(types.flatMap(({ ref }) => namesOf(ref)).map(wordsKey));
  const longest = [...names].map((name) => longestOf(wordsOf(name)));
  const keyword = anyOf(["type", "interface", "enum", "typedef"].map(containsWord));
  return allOf([
    keyword,
    anyOf([
      allOf([anyOf(longest.map(containsInAnyCase)), confirmedBy(declarationOf(names))]),
      // An editor may change a type's home, so its words are asked for when a file is.
      confirmedBy((text) => types.some((type) => isSpelledOut(text, type))),
    ]),
  ]);
}

function longestOf(words: readonly string[]): string {
  return words.reduce((best, word) => (word.length > best.length ? word : best), "");
}

/** A test whether a text declares one of the names, by their words. */
function declarationOf(names: ReadonlySet<string>): (text: string) => boolean {
  const squeezed = new Set([...names].map((name) => name.replaceAll(" ", "")));
  // Few names are worth being split into words; how letters beyond ASCII become small ones depends on their neighbours.
  const mayBeOne = (name: string): boolean => !/^[\w$]+$/u.test(name) || squeezed.has(name.toLowerCase().replace(/[_$]+/gu, ""));
  const isOne = (name: string): boolean => mayBeOne(name) && names.has(wordsKey(name));
  return (text) => {
    for (const match of text.matchAll(DECLARED)) if (isOne(match[1] as string)) return true;
    if (!text.includes("@typedef")) return false;
    return possibleNames(text).some(isOne);
  };
}

/** Whether a text may contain a declaration of the type's shape: it has every word that such a declaration spells out. */
export function isSpelledOut(text: string, type: CanonicalType): boolean {
  const home = type.home();
  if (!home || home.weight < LEAST_MEMBERS) return false;
  return textsOf(home.shape).some(
    (texts) => texts.length > 0 && texts.every((each) => text.includes(each)) && texts.every((each) => isWord(text, each)),
  );
}

const words = new Map<string, RegExp>();

function isWord(text: string, word: string): boolean {
  const pattern = words.get(word) ?? new RegExp(String.raw`(?<!\w)${word}(?!\w)`, "u");
  words.set(word, pattern);
  return pattern.test(text);
}

/** Lists of words: a file with a declaration of the shape contains all words of at least one list. The longest word is first. */
const textsOf = oncePer((shape: Shape): readonly (readonly string[])[] => {
  const lists = [writtenIn(shape), ...(shape.schema === undefined ? [] : [[shape.schema.replace(/^.*#/su, "")]])];
  return lists.map((list) => [...new Set(list)].filter((each) => PLAIN.test(each)).sort((a, b) => b.length - a.length));
});

const PLAIN = /^[A-Za-z_]\w*$/u;

/** The words that every declaration of the shape spells out. */
function writtenIn(shape: Shape): string[] {
  switch (shape.kind) {
    case "union":
      return [...shape.names, ...shape.parts.filter((part) => part.startsWith('"')).map((part) => part.slice(1, -1))];
    case "other":
      return [...shape.key.matchAll(/"(\w+)"/gu)].map((match) => match[1] as string);
    default:
      return [...shape.members.keys()];
  }
}
