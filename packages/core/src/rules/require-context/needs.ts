import { memberName, unwrap, type Node } from "../../syntax/nodes.js";
import type { Template } from "../../patterns/template.js";
import { holeOf, listHoleOf } from "../../patterns/template-holes.js";
import { allOf, anyOf, ANYTHING, confirmedBy, containsWord, NOTHING, type Needs } from "../../scan/needs.js";
import { needsOfLongestWord } from "../name-needs.js";
import { mayBeCalledLike, type ArgumentText, type CallShape } from "../occurrences.js";
import { needsOfTemplates } from "../template-needs.js";
import { decoratorName } from "./functions.js";
import { HANDLER_HOLES } from "./handlers.js";
import { mayKeepInState } from "./kept-state.js";
import { isByFileAlone, type ContextSetting } from "./options.js";

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
