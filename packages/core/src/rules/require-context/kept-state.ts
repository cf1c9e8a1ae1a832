/** A cheap look whether code may store anything in state that outlives a call, before it is parsed. */
import { firstVisible, lastVisible, mayEndComment, someOccurrence } from "../occurrences.js";

/** Whether a text may assign to a variable of its module, a global or a static field, or add to a collection; more than that is found. */
export function mayKeepInState(text: string): boolean {
  return mayAssign(text) || ADDING.some((name) => mayAdd(text, name));
}

const ADDING = ["set", "add", "push", "unshift"];
/** Where a collection may be made, casts and comments before it included. */
const MADE = String.raw`[^]{0,2000}?=\s*(?:[[(<]|\/|new[\s(/]+(?:Map|Set|Array|\/))`;

/** Whether a method that stores something is called on a name that may be a collection's. */
function mayAdd(text: string, method: string): boolean {
  return someOccurrence(text, method, (start, nameEnd) => {
    const before = lastVisible(text, start);
    if (mayEndComment(text, before, start)) return true;
    if ("\"'`".includes(text.charAt(before))) return before === start - 1 && text[nameEnd] === text[before];
    if (text[before] !== ".") return false;
    const dot = text[before - 1] === "?" ? before - 1 : before;
    const end = lastVisible(text, dot);
    if (mayEndComment(text, end, dot)) return true;
    const name = nameBefore(text, end);
    if (name === "") return "!)".includes(text.charAt(end));
    return !isMemberName(text, end + 1 - name.length) && new RegExp(`${wordOf(name)}${MADE}`, "u").test(text);
  });
}

function wordOf(name: string): string {
  return `(?<![\\w$])${name.replaceAll("$", "\\$")}(?![\\w$])`;
}

/** Whether a value may be assigned where others find it: not in a declaration, a default or a pattern, nor to `this` without `static`. */
function mayAssign(text: string): boolean {
  for (let at = text.indexOf("="); at !== -1; at = text.indexOf("=", at + 1)) {
    const next = text[at + 1];
    if (next === "=" || next === ">") {
      while (text[at + 1] === "=") at++;
      continue;
    }
    if (mayAssignAt(text, at)) return true;
  }
  return false;
}

function mayAssignAt(text: string, equals: number): boolean {
  let operator = equals;
  while (operator > 0 && "+-*%&|^?".includes(text.charAt(operator - 1))) operator--;
  const before = text[operator - 1];
  if (before === "!" || before === "=") return false;
  if (before === "<" || before === ">") return text[operator - 2] === before;
  const end = lastVisible(text, operator);
  if (end < 0) return false;
  if (mayEndComment(text, end, operator)) return true;
  // A pattern, a type.
  if ("}\"'`>".includes(text.charAt(end))) return false;
  if (text[end] === "]") return mayEndElement(text, end);
  const name = nameBefore(text, end);
  if (name === "") return true;
  const start = end + 1 - name.length;
  return isMemberName(text, start) ? mayHoldState(text, start) : mayBeVariable(text, name, start) && !isPlainValue(text, equals);
}

/** `list[0] =`, and not `const [a, b] =`. */
function mayEndElement(text: string, close: number): boolean {
  let depth = 0;
  for (let at = close; at >= 0 && close - at < MOST_CHARACTERS; at--) {
    const character = text.charAt(at);
    if ("\"'`/".includes(character)) return true;
    if (character === "]") depth++;
    if (character !== "[" || --depth > 0) continue;
    const before = lastVisible(text, at);
    return before < 0 || mayEndComment(text, before, at) || !/^(?:const|let|var)$/u.test(nameBefore(text, before));
  }
  return true;
}

const MOST_CHARACTERS = 300;

/** Whether the object of a member may be shared: a field of `this` is, where it is static. */
function mayHoldState(text: string, start: number): boolean {
  let at = start;
  while (isMemberName(text, at)) {
    const end = lastVisible(text, text[at - 1] === "#" ? at - 1 : at);
    const object = lastVisible(text, text[end - 1] === "?" ? end - 1 : end);
    const name = nameBefore(text, object);
    if (name === "" || mayEndComment(text, object, end)) return true;
    at = object + 1 - name.length;
    if (name === "this" && !isMemberName(text, at)) return STATIC.test(text);
  }
  return true;
}

const STATIC = /(?<![\w$])static(?![\w$])/u;

/** Whether a name is not just being declared, and may be that of a variable that can be assigned. */
function mayBeVariable(text: string, name: string, start: number): boolean {
  const before = lastVisible(text, start);
  if (before >= 0 && mayEndComment(text, before, start)) return true;
  if (before < start - 1 && DECLARING.test(nameBefore(text, before))) return false;
  return VARIABLE.test(text) || new RegExp(`${ANOTHER}${wordOf(name)}`, "u").test(text);
}

const DECLARING = /^(?:const|let|var)$/u;
const VARIABLE = /(?<![\w$])(?:let|var)(?![\w$])/u;
/** What else declares a name that can be assigned, in JavaScript at least. */
const ANOTHER = String.raw`(?<![\w$])(?:function|class|enum|namespace|module)(?:[\s*]|\/\*[^]*?\*\/|\/\/.*)*`;

/** Whether what is behind the sign is a plain value and nothing else. */
function isPlainValue(text: string, equals: number): boolean {
  PLAIN.lastIndex = firstVisible(text, equals + 1);
  return PLAIN.test(text);
}

const PLAIN = /(?:"[^"\\\n\r]*"|'[^'\\\n\r]*'|\d+|true|false|null|undefined|\[\]|\{\})\s*[;,)}]/uy;

/** Whether a name is a member's: behind a dot, or private. */
function isMemberName(text: string, start: number): boolean {
  const before = lastVisible(text, text[start - 1] === "#" ? start - 1 : start);
  return text[before] === "." && text[before - 1] !== ".";
}

/** The name that ends at an offset; empty if there is none. */
function nameBefore(text: string, end: number): string {
  let start = end + 1;
  while (start > 0 && NAME.test(text.charAt(start - 1))) start--;
  return text.slice(start, end + 1);
}

const NAME = /[\p{L}\p{N}\p{M}_$\u200C\u200D]/u;
