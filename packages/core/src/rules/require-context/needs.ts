import { holeOf, listHoleOf } from "../../patterns/template-holes.js";
import type { Template } from "../../patterns/template.js";
import { allOf, anyOf, ANYTHING, confirmedBy, containsWord, type Needs, NOTHING } from "../../scan/needs.js";
import { memberName, type Node, unwrap } from "../../syntax/nodes.js";
import { needsOfLongestWord } from "../name-needs.js";
import {
  type ArgumentText,
  type CallShape,
  firstVisible,
  lastVisible,
  mayBeCalledLike,
  mayEndComment,
  someOccurrence,
} from "../occurrences.js";
import { needsOfTemplates } from "../template-needs.js";
import { decoratorName } from "./functions.js";
import { HANDLER_HOLES } from "./handlers.js";
import { type ContextSetting, isByFileAlone } from "./options.js";

/** What a file must contain for the rule to report its functions, calls or state; files that the option lists are exempt. */
export function needsOfContexts(contexts: readonly ContextSetting[]): Needs {
  return anyOf(contexts.map(needsOfContext));
}

function needsOfContext(context: ContextSetting): Needs {
  const functions = context.files === undefined || isByFileAlone(context) ? needsOfFunctions(context) : NOTHING;
  const state = allOf([anyOf(stateNames(context).map(containsWord)), confirmedBy(mayKeepInState)]);
  return anyOf([needsOfTemplates(context.calls, context.setting), functions, state]);
}

/** Whether a text names the context: only such files are searched for places that store it. */
export function namesContext(context: ContextSetting, text: string): boolean {
  return new RegExp(stateNames(context).map(word).join("|"), "u").test(text);
}

function stateNames({ parameter, types, scope }: ContextSetting): string[] {
  const names = [
    parameter,
    ...types.flatMap(({ name, ref }) => [name, ref?.exported]),
    ...scope.from.map((path) => path.replace(/^this\./u, "").split(".")[0]),
  ];
  return [...new Set(names.filter((name) => name !== undefined && name !== "default" && name !== "*"))] as string[];
}

function needsOfFunctions(context: ContextSetting): Needs {
  const decorators = context.decorators.map((listed) => {
    const name = decoratorName(listed).split(".").at(-1) as string;
    const exported = context.setting.findExport(name)?.exported ?? name;
    return exported === "default" || exported === "*" ? ANYTHING : containsWord(exported);
  });
  const handlers = context.handlers.map((template) => needsOfHandler(template, context));
  return anyOf([...(context.names ?? []).map(needsOfLongestWord), ...handlers, ...decorators]);
}

/** `app.get($_, $handler)`: every file with the call has the member's whole name, called with as many arguments or passed on. */
function needsOfHandler(template: Template, { setting }: ContextSetting): Needs {
  const root = unwrap(template.root);
  const callee = root.type === "CallExpression" ? unwrap(root.callee) : root;
  const member = callee.type === "MemberExpression" ? memberName(callee) : undefined;
  if (member === undefined || member.startsWith("$")) return needsOfTemplates([template], setting);
  if (root.type !== "CallExpression") return containsWord(member);
  const { arguments: all } = root;
  const least = all.filter((each) => listHoleOf(each) === undefined).length;
  const hasList = least < all.length;
  // Behind a list nobody knows which argument it is.
  const handler = hasList ? -1 : all.findIndex((each) => isHandlerHole(each));
  const shape: CallShape = {
    name: member,
    least,
    most: hasList ? Infinity : least,
    mayBeArgument: (argument, index) => index !== handler || mayBeHandlerText(argument),
  };
  return allOf([containsWord(member), confirmedBy((text) => mayBeCalledLike(text, shape))]);
}

function isHandlerHole(node: Node): boolean {
  return node.type === "Identifier" && (HANDLER_HOLES as readonly string[]).includes(holeOf(node.name)?.name ?? "");
}

const LITERAL = /^(?:"[^"\\]*"|'[^'\\]*'|`[^`$\\]*`|[\d.]+|true|false|null|undefined)$/u;

/** Whether an argument may be, or lead to, a function: a text does not, nor an object without a `handler`. */
function mayBeHandlerText({ text, isObject }: ArgumentText): boolean {
  return isObject ? /(?<![\w$])handler(?![\w$])/u.test(text) : !LITERAL.test(text);
}

function word(name: string): string {
  return `(?<![\\w$])${escape(name)}(?![\\w$])`;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/gu, "\\$&");
}

/** A cheap look whether code may store anything in state that outlives a call, before it is parsed. */

/** Whether a text may assign to a variable of its module, a global or a static field, or add to a collection; more than that is found. */
function mayKeepInState(text: string): boolean {
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
