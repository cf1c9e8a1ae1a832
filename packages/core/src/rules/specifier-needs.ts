import { isModuleLoader } from "../semantics/module-references.js";
import { allOf, anyOf, confirmedBy, contains, type Needs } from "../scan/needs.js";
import { lastVisible, mayEndComment } from "./occurrences.js";

/** One of some texts is part of a specifier: of an import, or of a call that loads, finds or mocks a module. */
export function namesModuleBy(texts: readonly string[]): Needs {
  return anyOf(texts.map((text) => partOfSpecifier(text, () => true)));
}

/** A package is named, and not only one whose name begins with its name, or one of its files: `lodash`, but not `lodash/get`. */
export function namesPackage(name: string): Needs {
  return partOfSpecifier(
    name,
    (content, at) =>
      !/["'`]/u.test(content.charAt(at - 1)) || !OTHER_MODULE.test(content.slice(at + name.length, at + name.length + 2)),
  );
}

const OTHER_MODULE = /^(?:[\w.-]|\/[\w@])/u;

function partOfSpecifier(text: string, isMeant: (content: string, at: number) => boolean): Needs {
  if (!PLAIN.test(text)) return contains(text);
  return allOf([contains(text), confirmedBy((content) => mayBeInSpecifier(content, text, isMeant))]);
}

/** Texts that no string has to write in another way. */
const PLAIN = /^[\w@./~-]+$/u;
const LINE_END = /[\n\r\u2028\u2029]/u;
/** The longest line before a place that is looked at; beyond it only a parser can tell. */
const MOST_CHARACTERS = 1000;

/** `time`, `utils` and `index` are in many strings that name no module. */
function mayBeInSpecifier(content: string, text: string, isMeant: (content: string, at: number) => boolean): boolean {
  for (let at = content.indexOf(text); at !== -1; at = content.indexOf(text, at + 1)) {
    if (isMeant(content, at) && mayFollowSpecifiersQuote(content, at)) return true;
  }
  return false;
}

/** Whether a quote before the offset, in its line, may begin a specifier. */
function mayFollowSpecifiersQuote(content: string, offset: number): boolean {
  for (let at = offset - 1; at >= 0; at--) {
    const character = content.charAt(at);
    if (LINE_END.test(character)) return false;
    if (offset - at > MOST_CHARACTERS) return true;
    if ("\"'`".includes(character) && mayBeginSpecifier(content, at)) return true;
  }
  return false;
}

/** Whether what is before a quote lets the string be a specifier: `from`, `import`, `declare module`, a call of a loader, or what only a parser can tell. */
function mayBeginSpecifier(content: string, quote: number): boolean {
  const before = lastVisible(content, quote);
  if (before < 0) return false;
  if (mayEndComment(content, before, quote)) return true;
  if (content[before] !== "(")
    return content[before] === ">" || /(?:from|import|module)$/u.test(content.slice(Math.max(0, before - 5), before + 1));
  const callee = lastVisible(content, before);
  if (callee < 0 || mayEndComment(content, callee, before)) return true;
  const word = /[\w$]+$/u.exec(content.slice(Math.max(0, callee - MOST_NAME), callee + 1))?.[0];
  return word === undefined || isModuleLoader(word);
}

/** Longer than the name of any function that loads a module. */
const MOST_NAME = 40;
