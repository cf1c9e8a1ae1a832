/** Cheap looks at the places where a text has a name: for rules whose names are common words. */

/** Whether one of the places where a text has a word, and not as a part of another, passes a test. */
export function someOccurrence(text: string, word: string, test: (start: number, end: number) => boolean): boolean {
  for (let start = text.indexOf(word); start !== -1; start = text.indexOf(word, start + 1)) {
    const end = start + word.length;
    if (!isPartOfName(text[start - 1]) && !isPartOfName(text[end]) && test(start, end)) return true;
  }
  return false;
}

/** Whether a character may be a part of a name. */
function isPartOfName(character: string | undefined): boolean {
  return character !== undefined && /[\w$]/u.test(character);
}

/** The offset of the last character before another that is no white space; -1 at the start. */
export function lastVisible(text: string, before: number): number {
  let at = before - 1;
  while (at >= 0 && /\s/u.test(text.charAt(at))) at--;
  return at;
}

/** The offset of the first character from another on that is no white space. */
export function firstVisible(text: string, from: number): number {
  let at = from;
  while (at < text.length && /\s/u.test(text.charAt(at))) at++;
  return at;
}

/** The longest part of a text that is looked at for one place; beyond it only a parser can tell. */
const MOST_CHARACTERS = 1000;

/** Whether the last visible character before another may belong to a comment, and so is not what the code has there. */
export function mayEndComment(text: string, at: number, next: number): boolean {
  if (text[at] === "/") return true;
  if (!/[\n\r\u2028\u2029]/u.test(text.slice(at + 1, next))) return false;
  const line = text.slice(Math.max(0, at - MOST_CHARACTERS), at + 1);
  const end = line.search(/[\n\r\u2028\u2029][^\n\r\u2028\u2029]*$/u);
  return (end === -1 && at >= MOST_CHARACTERS) || line.includes("//", Math.max(0, end));
}

/** Words that may follow a value in the same line. */
const AFTER_VALUE = /^(?:in|of|as|is|instanceof|satisfies|extends)(?![\w$])/u;
/** What may follow a name that is called, or is passed on to be called by another name. */
const AFTER_CALLEE = "?!<)]};,:=|&/`";

/** A call with a certain name. */
export interface CallShape {
  readonly name: string;
  /** How many arguments it has. */
  readonly least: number;
  readonly most: number;
  /** Whether an argument may be what a pattern wants in its place. */
  mayBeArgument?(argument: ArgumentText, index: number): boolean;
}

/**
 * Whether a name may be called like this, or be passed on for that: false if it is only called in other ways, or is a word of a sentence
 * or a longer string, or a keyword (`get size()`, `delete map[key]`).
 */
export function mayBeCalledLike(text: string, shape: CallShape): boolean {
  return someOccurrence(text, shape.name, (start, end) => {
    const character = text[end];
    if (character === '"' || character === "'") return mayEndKey(text, start, end);
    const next = firstVisible(text, end);
    if (text[next] === "(") return mayTake(text, next, shape);
    // `app.get.bind(app)`
    if (text[next] === ".") return !/[\w$]/u.test(text.charAt(next + 1)) || text.startsWith("bind", next + 1);
    const isInLine = next > end && !/[\n\r\u2028\u2029]/u.test(text.slice(end, next));
    if (/[\p{L}_$#]/u.test(text.charAt(next))) return !isInLine || AFTER_VALUE.test(text.slice(next, next + 12));
    return next === text.length || AFTER_CALLEE.includes(text.charAt(next)) || !(isInLine || "*%^>".includes(text.charAt(next)));
  });
}

/** Whether a string that ends with a name may be a key of that name: `app["get"]`, `{ "get": route }`. */
function mayEndKey(text: string, start: number, end: number): boolean {
  if (text[start - 1] !== text[end]) return false;
  const next = firstVisible(text, end + 1);
  return !"(,;=.+".includes(text[next] ?? ";");
}

/** Whether the parentheses may hold such arguments; true where only a parser can tell. */
function mayTake(text: string, open: number, { least, most, mayBeArgument }: CallShape): boolean {
  const found = argumentsAt(text, open);
  if (!found || found.some(({ text: argument }) => argument.startsWith("..."))) return true;
  if (found.length < least || found.length > most) return false;
  return mayBeArgument === undefined || found.every((argument, index) => mayBeArgument(argument, index));
}

/** An argument as it is written, without comments. */
export interface ArgumentText {
  readonly text: string;
  /** It is one pair of braces and what is in them. */
  readonly isObject: boolean;
}

const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}", "${": "}", "`": "`" };

/** The arguments in the parentheses that open at an offset; undefined where they are long, or only a parser can tell them apart. */
function argumentsAt(text: string, open: number): readonly ArgumentText[] | undefined {
  const limit = Math.min(text.length, open + MOST_CHARACTERS);
  const nesting = ["("];
  const found: ArgumentText[] = [];
  let [argument, groups] = ["", 0];
  const finish = (): void => {
    const written = argument.trim();
    found.push({ text: written, isObject: groups === 1 && written.startsWith("{") && written.endsWith("}") });
    [argument, groups] = ["", 0];
  };
  for (let at = open + 1; at < limit; at++) {
    const character = text.charAt(at);
    const inner = nesting.at(-1)!;
    let taken = character;
    if (inner === "`") {
      if (character === "\\") taken = text.slice(at, at + 2);
      else if (text.startsWith("${", at)) nesting.push((taken = "${"));
      else if (character === "`") nesting.pop();
    } else if (character === '"' || character === "'") {
      taken = STRING.exec(text.slice(at, limit))?.[0] ?? "";
    } else if (character === "/") {
      const comment = COMMENT.exec(text.slice(at, limit))?.[0];
      if (comment === undefined) return undefined;
      argument += " ";
      at += comment.length - 1;
      continue;
    } else if ("([{`".includes(character)) {
      if (nesting.length === 1) groups++;
      nesting.push(character);
    } else if (")]}".includes(character)) {
      if (CLOSING[inner] !== character) return undefined;
      nesting.pop();
      if (nesting.length === 0) {
        if (argument.trim() !== "") finish();
        return found;
      }
    } else if (character === "," && nesting.length === 1) {
      finish();
      continue;
    } else if (character === "<" || character === "\\") {
      // In JSX and in types, quotes and brackets mean something else.
      return undefined;
    }
    if (taken === "") return undefined;
    argument += taken;
    at += taken.length - 1;
  }
  return undefined;
}

const STRING = /^(?:"(?:[^"\\\n\r]|\\[^])*"|'(?:[^'\\\n\r]|\\[^])*')/u;
const COMMENT = /^(?:\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)/u;
