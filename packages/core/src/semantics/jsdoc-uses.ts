import type { ParsedFile } from "../syntax/parsed-file.js";
import type { Range } from "../syntax/ranges.js";

/** A name in the braces of a JSDoc comment: `{Map<string, Name>}`, `{@link Name}`. */
export interface JsDocUse {
  readonly range: Range;
  /** A link is prose that editors follow; a type is code in JavaScript. */
  readonly isLink: boolean;
}

/** Finds where JSDoc comments name a variable of their file, other than in prose. */
export function jsDocUsesOf(file: ParsedFile, name: string): readonly JsDocUse[] {
  if (!file.text.includes("/**")) return [];
  return file
    .comments()
    .filter(({ type, value }) => type === "Block" && value.startsWith("*") && value.includes(name) && !declares(value, name))
    .flatMap(({ value, range }) => usesIn(value, name, range[0] + "/*".length));
}

/** Where types name a variable of their file: TypeScript reads those of JSDoc in JavaScript alone. */
export function typesInJsDoc(file: ParsedFile, name: string): readonly Range[] {
  if (!/\.[cm]?jsx?$/u.test(file.path)) return [];
  return jsDocUsesOf(file, name).flatMap(({ isLink, range }) => (isLink ? [] : [range]));
}

/** `@template Name` makes another thing of the name. */
function declares(comment: string, name: string): boolean {
  return [...comment.matchAll(/@(?:template|typedef|callback)\b(?<rest>.*)/gu)].some(
    ({ groups }) => wordsOf(groups?.["rest"]?.replaceAll(/\{.*\}/gu, "") ?? "", name).length > 0,
  );
}

function usesIn(comment: string, name: string, offset: number): JsDocUse[] {
  return bracesOf(comment).flatMap(([start, end]): JsDocUse[] => {
    const inner = comment.slice(start, end);
    const link = /^@link(?:code|plain)?\s+/u.exec(inner);
    const found = wordsOf(inner, name).filter((at) => !link || at === link[0].length);
    return found.map((at) => ({
      range: [offset + start + at, offset + start + at + name.length],
      isLink: link !== null,
    }));
  });
}

/** The insides of the outermost braces, but for what `@import` binds. */
function bracesOf(comment: string): Range[] {
  const found: Range[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < comment.length; at++) {
    if (comment[at] === "{" && depth++ === 0) start = at + 1;
    else if (comment[at] === "}" && depth > 0 && --depth === 0 && !/@import\s*(?:type\s*)?$/u.test(comment.slice(0, start - 1)))
      found.push([start, at]);
  }
  return found;
}

const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/gu;

/** Where a text has a name that is no member, no key and no string. */
function wordsOf(text: string, name: string): number[] {
  const plain = text.replaceAll(/"[^"\n]*"|'[^'\n]*'/gu, (string) => " ".repeat(string.length));
  return [...plain.matchAll(WORD)].flatMap(({ 0: word, index }) => {
    const isOther = /[.#]\s*$/u.test(plain.slice(0, index)) || /^\s*\??:/u.test(plain.slice(index + word.length));
    return word === name && !isOther ? [index] : [];
  });
}
