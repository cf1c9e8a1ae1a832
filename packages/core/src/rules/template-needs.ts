import { join } from "node:path";
import { type Node, childrenOf, memberName, stringValue, unwrap } from "../syntax/nodes.js";
import {
  ANYTHING,
  NOTHING,
  type Needs,
  allOf,
  anyOf,
  confirmedBy,
  contains,
  containsInAnyCase,
  containsWord,
  HAS_DOTS,
} from "../scan/needs.js";
import { longestPart, wordsOf } from "../naming/words.js";
import type { Template } from "../patterns/template.js";
import { holeAt, holeOf } from "../patterns/template-holes.js";
import type { RuleSetting } from "../patterns/rule-setting.js";
import { isModuleLoader } from "../semantics/view/module-references.js";
import { DOTS, escapePattern, type PassageQuery, listedExports } from "../modules/index.js";
import { otherFormsOf, passageOf } from "../semantics/origins.js";

/** What every file in which one of the patterns matches contains. */
export function needsOfTemplates(templates: readonly Template[], setting: RuleSetting): Needs {
  return anyOf(templates.map((template) => needsOfTemplate(template, setting)));
}

/** What a text must contain for one pattern: the most distinctive of its member names, strings and free names, and its callee's names. */
function needsOfTemplate(template: Template, setting: RuleSetting): Needs {
  const members = needsOfMembers(template);
  const fixed = mostTelling(fixedTexts(template.root));
  if (fixed !== undefined && isTelling(fixed)) return allOf([contains(fixed), members]);
  const free = mostTelling(template.names.flatMap(({ name }) => textOfName(name, setting) ?? []));
  if (free !== undefined && (fixed === undefined || free.length > fixed.length)) return allOf([containsWord(free), members]);
  if (fixed !== undefined) return allOf([contains(fixed), members]);
  for (const { name } of template.names) {
    const wanted = setting.findExport(name);
    const tokens = wanted && setting.modules.tokensFor(wanted.module);
    if (tokens) return containsOneOf(tokens);
  }
  return ANYTHING;
}

/** The names of the members that a pattern's head reads. */
export function needsOfMembers({ root }: Template): Needs {
  return allOf(memberNames(calleeOf(root)).map(containsWord));
}

/** The module's texts, for an export that a file may also reach through the module's default export, or the module as a whole. */
export function needsOfOtherForms(name: string, { findExport, modules }: RuleSetting): Needs {
  const target = findExport(name);
  // A package that is not installed at the root may be where a file imports it.
  const forms = target && otherFormsOf(modules, target, join(modules.root, "package.json"));
  if (!target || (forms && !forms.isDefault && !forms.isModule)) return NOTHING;
  const tokens = modules.tokensFor(target.module);
  return tokens ? containsOneOf(tokens) : ANYTHING;
}

/** One of some texts is there: those by which a module can be named, say. */
export function containsOneOf(texts: readonly string[]): Needs {
  return anyOf(texts.map((text) => (text === DOTS ? HAS_DOTS : contains(text))));
}

/** The head of a call, whose names are written where it is called; its arguments may come from elsewhere, by a spread. */
function calleeOf(root: Node): Node {
  const node = unwrap(root);
  if (node.type === "AwaitExpression") return calleeOf(node.argument);
  if (node.type === "CallExpression" || node.type === "NewExpression") return calleeOf(node.callee);
  return node;
}

/** The names of a chain of members and calls: `getInstance` and `get` of `X.getInstance().get`. */
function memberNames(node: Node): string[] {
  const inner = unwrap(node);
  if (inner.type === "CallExpression" || inner.type === "NewExpression") return memberNames(inner.callee);
  if (inner.type !== "MemberExpression") return [];
  const name = memberName(inner);
  return [...(name !== undefined && !holeOf(name) ? [name] : []), ...memberNames(inner.object)];
}

/** The text of a free name in every file that imports it; undefined for a default export or namespace, which can have any name. */
function textOfName(name: string, setting: RuleSetting): string | undefined {
  const wanted = setting.findExport(name);
  if (!wanted) return name;
  return wanted.exported === "default" || wanted.exported === "*" ? undefined : wanted.exported;
}

function mostTelling(texts: readonly string[]): string | undefined {
  return texts.toSorted((a, b) => b.length - a.length)[0];
}

/** Whether a text is distinctive: `get`, `run` and `instance` appear in most files, a name of several words does not. */
export function isTelling(text: string): boolean {
  return wordsOf(text).length > 1 || text.length > 10;
}

/** Member names and strings: they appear in the code as in the pattern, even through `const` aliases. */
export function fixedTexts(node: Node): string[] {
  if (node.type === "MemberExpression") {
    const name = memberName(node);
    const own = name !== undefined && !holeOf(name) ? [name] : [];
    return [...own, ...fixedTexts(node.object)];
  }
  const text = holeAt(node) ? "" : stringValue(node);
  if (text !== undefined) return /^[\w$-]+$/u.test(text) ? [text] : [];
  return childrenOf(node).flatMap(fixedTexts);
}

/** One of some texts is part of a specifier: of an import, or of a call that loads, finds or mocks a module. */
export function namesModuleBy(texts: readonly string[]): Needs {
  return anyOf(texts.map((text) => (text === DOTS ? HAS_DOTS : partOfSpecifier(text, () => true))));
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

/** What every text contains that has a name which fits a pattern of words (`*` for any number), in whatever spelling. */
export function needsOfName(pattern: string): Needs {
  const words = longestPart(pattern);
  if (words.length === 0) return ANYTHING;
  const inOrder = new RegExp(words.map(escapePattern).join(String.raw`[\W_]*`), "iu");
  return allOf([...words.map(containsInAnyCase), ...(words.length > 1 ? [confirmedBy((text) => inOrder.test(text))] : [])]);
}

/** The longest word of a name's pattern, wherever it is: `Thread` of `create*Thread`. */
export function needsOfLongestWord(pattern: string): Needs {
  const words = pattern.split("*").flatMap(wordsOf);
  const longest = words.reduce((best, each) => (each.length > best.length ? each : best), "");
  return longest === "" ? ANYTHING : containsInAnyCase(longest);
}

/** The search for modules that pass on the contract's exports of some names; their importers may know these by other names. */
export function passagesOf(setting: RuleSetting, names: readonly string[]): readonly PassageQuery[] {
  const passages = [...new Set(names)].flatMap((name) => {
    const wanted = setting.findExport(name);
    return wanted ? [passageOf(setting.modules, wanted)] : [];
  });
  if (passages.length === 0) return [];
  const tokens = passages.map((passage) => passage.tokens);
  return [
    {
      names: listedExports(passages.flatMap((passage) => passage.names.texts)),
      isTarget: (module) => passages.some((passage) => passage.isTarget(module)),
      tokens: tokens.includes(undefined) ? undefined : tokens.flatMap((each) => each ?? []),
    },
  ];
}

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
const MOST_IN_OCCURRENCE = 1000;

/** Whether the last visible character before another may belong to a comment, and so is not what the code has there. */
export function mayEndComment(text: string, at: number, next: number): boolean {
  if (text[at] === "/") return true;
  if (!/[\n\r\u2028\u2029]/u.test(text.slice(at + 1, next))) return false;
  const line = text.slice(Math.max(0, at - MOST_IN_OCCURRENCE), at + 1);
  const end = line.search(/[\n\r\u2028\u2029][^\n\r\u2028\u2029]*$/u);
  return (end === -1 && at >= MOST_IN_OCCURRENCE) || line.includes("//", Math.max(0, end));
}
