const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

const RESERVED = new Set(
  "arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield".split(
    " ",
  ),
);

/** Whether a name can be written without quotes in `{ name as other }`. */
export function isIdentifierName(name: string): boolean {
  return IDENTIFIER.test(name);
}

/** Whether a name can be declared: it is an identifier and not a reserved word. */
export function isBindable(name: string): boolean {
  return IDENTIFIER.test(name) && !RESERVED.has(name);
}

/** A name that can be declared, made from the text: `userEngine` for `./user-engine.js`. */
export function bindableName(text: string): string {
  const words = (text.split("/").at(-1) ?? text).replace(/(?<=.)\.[^.]*$/u, "").split(/[^\p{ID_Continue}$]+/u);
  const name = words
    .filter((word) => word !== "")
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
  return isBindable(name) ? name : isBindable(`_${name}`) ? `_${name}` : "moved";
}

/** The names under which code reaches the global object. */
export const GLOBAL_OBJECT_NAMES: ReadonlySet<string> = new Set(["globalThis", "global", "window", "self"]);

/** Globals of test runners, some of them common words. */
export const TEST_GLOBALS: ReadonlySet<string> = new Set(
  "afterAll afterEach beforeAll beforeEach describe expect it jest test vi".split(" "),
);

/** Whether a text has a word that is no part of a longer one. */
export function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    if (!isWordPart(text[at - 1]) && !isWordPart(text[at + word.length])) return true;
  return false;
}

function isWordPart(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_$]/u.test(character);
}
