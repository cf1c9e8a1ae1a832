/** Finds the context that a place can use, and passes it to a call. */
import type { TSESTree } from "@typescript-eslint/types";
import { allOf, atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import type { Change } from "../../syntax/change.js";
import type { FileView } from "../../semantics/file-view.js";
import { type Node, isNothing, keyName, unwrap } from "../../syntax/nodes.js";
import { findCallee } from "../../semantics/callees.js";
import { ownModule } from "../../semantics/own-declaration.js";
import { findInScope, type FoundInScope } from "../../semantics/scope-lookup.js";
import { claimOf } from "./context-types.js";
import type { ContextSetting } from "./options.js";
import { functionsAround, takingOf } from "./taking.js";
import { because } from "../../reasons/reasons.js";

/** The context that a place can use: by the scope's names, otherwise a parameter of its type. */
function contextAt(file: FileView, context: ContextSetting, site: Node): FoundInScope | undefined {
  const found = findInScope(file, { ...context.scope, type: context.scope.type ?? context.typeRef, isDefault: false }, site);
  if (found && !isOther(file, context, found.text, site)) return found;
  for (const owner of functionsAround(site)) {
    const taking = takingOf(context, ownModule(file), owner, { isStrict: true });
    const isIt = (taking?.kind === "required" || taking?.kind === "optional") && taking.member === undefined;
    if (!isIt || taking.node.type !== "Identifier" || !file.findVariable(taking.node.name, site)) continue;
    const { name: text } = taking.node;
    return taking.kind === "required" ? { text } : { text, reason: because("mayBeUndefined", `${text} may be undefined here`) };
  }
  return undefined;
}

/** Whether the variable's type says that it is something else, such as a framework's own `ctx`. */
function isOther(file: FileView, context: ContextSetting, path: string, site: Node): boolean {
  const name = file.findVariable(path, site)?.defs[0]?.name as Node | undefined;
  return name?.type === "Identifier" && claimOf(context, ownModule(file), name.typeAnnotation?.typeAnnotation) === "no";
}

/** Adds the context to the arguments of a call, if the callee's parameters are known. */
export function passContext(
  file: FileView,
  context: ContextSetting,
  call: TSESTree.CallExpression | TSESTree.NewExpression,
): Edit {
  const callee = file.textOf(call.callee);
  const found = contextAt(file, context, call);
  if (!found) return hint(because("notInScope", `no ${context.parameter} is in scope`));
  const place = placeOf(file, context, call);
  if (place === "unknown")
    return hint(because("callersPassOther", `it is not known where ${callee} takes the ${context.parameter}`));
  if (place === "none") return hint(because("notTakenYet", `${callee} takes no ${context.parameter} yet`));
  const change = insertionAt(file, context, call, { ...place, text: found.text });
  if (typeof change === "string") return hint(change);
  return atMostSuggestion(
    allOf(fix([change])),
    found.reason ?? `see that ${found.text} is the one that ${callee} is to work for`,
  );
}

interface Place {
  readonly index: number;
  /** How many parameters there are. */
  readonly count: number;
  readonly member?: string;
}

function placeOf(
  file: FileView,
  context: ContextSetting,
  call: TSESTree.CallExpression | TSESTree.NewExpression,
): Place | "none" | "unknown" {
  const callee = call.type === "CallExpression" ? findCallee(file, call.callee) : undefined;
  if (callee) {
    const taking = takingOf(context, callee.module, callee.node);
    if (!taking || taking.kind === "wrong" || taking.kind === "unknown") return "none";
    if (taking.isCarrier) return "unknown";
    const count = callee.node.params.filter((param) => !(param.type === "Identifier" && param.name === "this")).length;
    return { index: taking.index, count, ...(taking.member !== undefined && { member: taking.member }) };
  }
  for (let index = 0; file.types && index <= call.arguments.length; index++)
    if (file.types.parameterName(call, index) === context.parameter) return { index, count: call.arguments.length + 1 };
  return "unknown";
}

/** The change that passes the context, or the reason why there is none. */
function insertionAt(
  file: FileView,
  context: ContextSetting,
  call: TSESTree.CallExpression | TSESTree.NewExpression,
  { index, count, member, text }: Place & { readonly text: string },
): Change | string {
  const argument = call.arguments[index];
  if (call.arguments.slice(0, index + 1).some((each) => each.type === "SpreadElement")) return "arguments are spread before it";
  const value = member === undefined ? text : member === text ? `{ ${text} }` : `{ ${member}: ${text} }`;
  if (!argument) {
    if (index > call.arguments.length) return `arguments before the ${context.parameter} are missing`;
    return appendArgument(file, call, value);
  }
  if (isNothing(unwrap(argument))) return { range: argument.range, parts: [value] };
  const inner = unwrap(argument);
  if (member !== undefined)
    return inner.type === "ObjectExpression" ? addProperty(file, inner, member, text) : "an object without it is passed";
  if (call.arguments.length >= count) return "something else is passed in its place";
  return { range: [argument.range[0], argument.range[0]], parts: [`${value}, `] };
}

/** Adds an argument after the others. */
function appendArgument(file: FileView, call: TSESTree.CallExpression | TSESTree.NewExpression, text: string): Change | string {
  const last = call.arguments.at(-1);
  if (last) {
    const [, end] = file.rangeWithParentheses(last);
    return { range: [end, end], parts: [`, ${text}`] };
  }
  const close = file.lastBefore(call.range[1]);
  const open = file.lastBefore(close);
  if (file.text[close] !== ")" || file.text[open] !== "(") return "the call has no parentheses";
  return { range: [open + 1, open + 1], parts: [text] };
}

function addProperty(file: FileView, object: TSESTree.ObjectExpression, name: string, text: string): Change | string {
  const written = name === text ? name : `${name}: ${text}`;
  const known = object.properties.find((property) => property.type === "Property" && keyName(property) === name);
  if (known?.type === "Property") return { range: known.range, parts: [written] };
  const [first] = object.properties;
  if (first) return { range: [first.range[0], first.range[0]], parts: [`${written}, `] };
  return file.commentsIn(object.range).length > 0
    ? "a comment is in the object"
    : { range: object.range, parts: [`{ ${written} }`] };
}
