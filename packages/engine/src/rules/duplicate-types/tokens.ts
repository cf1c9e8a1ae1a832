import { wordsOf } from "../../matching/words.js";
import type { Tokens } from "../tokens.js";
import { namesOf, type CanonicalType, type DuplicateTypeSetting } from "./canonical-types.js";
import { weightOf, type Shape } from "./shape.js";

const KEYWORD = String.raw`\b(?:type|interface|enum)(?:\s|\/\*[^]*?\*\/|\/\/[^\n]*\n)+`;
const LEAST_MEMBERS = 2;

/** A declaration of a type's name, or all that is written in a type's outline. */
export function duplicateTokens({ types }: DuplicateTypeSetting): Tokens {
  if (types.length === 0) return [];
  const names = types.flatMap(({ wanted }) => namesOf(wanted)).map(namePattern);
  const shapes = types.flatMap((type) => shapePattern(type));
  const alternatives = [
    `${KEYWORD}(?:${names.join("|")})(?![\\p{L}\\p{N}$])`,
    `^(?=[^]*@typedef)(?=[^]*(?:${names.join("|")}))`,
    ...new Set(shapes),
  ];
  return { pattern: new RegExp(alternatives.join("|"), "iu") };
}

/** The words of a name, however they are joined. */
function namePattern(name: string): string {
  return String.raw`[_$]*${wordsOf(name)
    .map(escaped)
    .join(String.raw`[_$]*`)}[_$]*`;
}

/** A text that declares the type again holds a declaration and everything that its outline names. */
function shapePattern(type: CanonicalType): string[] {
  const home = type.home();
  if (!home || home.isGeneric || weightOf(home.shape) < LEAST_MEMBERS) return [];
  return textsOf(home.shape).map(all);
}

function all(texts: readonly string[]): string {
  const distinct = [...new Set(texts)].sort((a, b) => b.length - a.length);
  return `^(?=[^]*\\b(?:type|interface|enum)\\b)${distinct.map((text) => `(?=[^]*${escaped(text)})`).join("")}`;
}

/** Lists of which a file must have one whole for a declaration in it to be taken for the shape. */
export function textsOf(shape: Shape): string[][] {
  return [writtenIn(shape), ...(shape.schema === undefined ? [] : [[shape.schema.replace(/^.*#/su, "")]])];
}

/** What every declaration of the shape spells out. */
function writtenIn(shape: Shape): string[] {
  switch (shape.kind) {
    case "union":
      return shape.parts.filter((part) => /^"\w+"$/u.test(part)).map((part) => part.slice(1, -1));
    case "other":
      return [...shape.key.matchAll(/"(\w+)"/gu)].map((match) => match[1] as string);
    default:
      return [...shape.members.keys()].filter((name) => /^[A-Za-z_$][\w$]*$/u.test(name));
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/gu, "\\$&");
}
