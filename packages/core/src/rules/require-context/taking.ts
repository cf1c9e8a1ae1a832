/** Finds whether and how functions take the context. */
import type { TSESTree } from "@typescript-eslint/types";
import { membersOf } from "../../semantics/types/type-members.js";
import {
  type ClassNode,
  type FunctionNode,
  isField,
  isFunction,
  keyName,
  memberName,
  type Node,
  isNothing,
  unwrap,
} from "../../syntax/nodes.js";
import type { DeclaringModule } from "../../modules/index.js";
import { allowsNothing, claimOf, findContextMember, memberAmong } from "./context-types.js";
import { isContextName, isOwnName, isRootOfPath, type ContextSetting } from "./options.js";
import { allOf, atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import type { Change } from "../../syntax/ranges.js";
import type { FileView } from "../../semantics/file-view.js";
import { findCallee } from "../../semantics/callees.js";
import { ownModule } from "../../semantics/module-view.js";
import { findInScope, type FoundInScope } from "../../semantics/scope-lookup.js";
import { because } from "../../reasons/reasons.js";

/** How one parameter is or contains the context. */
export interface Taking {
  /** `optional`: callers may leave it out; `wrong`: it has the name but another type; `unknown`: it may be anything. */
  readonly kind: "required" | "optional" | "unknown" | "wrong";
  readonly node: Node;
  /** The index of the parameter, not counting `this`. */
  readonly index: number;
  /** The member of the parameter that is the context, if the parameter contains it. */
  readonly member?: string;
  /** Whether a path of the scope leads from the parameter to the context. */
  readonly isCarrier?: boolean;
}

/** Something with parameters: a function, an overload, a function type. */
export interface Signature {
  readonly params: readonly TSESTree.Parameter[];
}

const ORDER = ["required", "unknown", "optional", "wrong"] as const;

/** The parameter that takes the context; with `isStrict` an untyped one needs the context's own name, for calls by a framework. */
export function takingOf(
  context: ContextSetting,
  module: DeclaringModule,
  { params }: Signature,
  { isStrict = false } = {},
): Taking | undefined {
  const named = params.filter((param) => !(param.type === "Identifier" && param.name === "this"));
  const all = params.flatMap((param) => takingOfParameter({ context, module, isStrict }, param, named.indexOf(param)) ?? []);
  return all.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind))[0];
}

/** What to search for, and the signature's module. */
interface Search {
  readonly context: ContextSetting;
  readonly module: DeclaringModule;
  readonly isStrict: boolean;
}

function takingOfParameter(search: Search, parameter: Node, index: number): Taking | undefined {
  switch (parameter.type) {
    case "TSParameterProperty":
      return takingOfParameter(search, parameter.parameter, index);
    case "AssignmentPattern": {
      const taking = takingOfParameter(search, parameter.left, index);
      return taking?.kind === "required" ? { ...taking, kind: "optional", node: parameter } : taking;
    }
    case "RestElement":
      return takingOfRest(search, parameter, index);
    case "ObjectPattern":
      return takingOfPattern(search, parameter, index);
    case "Identifier":
      return takingOfName(search, parameter, index);
    default:
      return undefined;
  }
}

function takingOfName({ context, module, isStrict }: Search, parameter: TSESTree.Identifier, index: number): Taking | undefined {
  const type = parameter.typeAnnotation?.typeAnnotation;
  const claim = claimOf(context, module, type);
  const isNamed =
    isContextName(context, parameter.name) && (!isStrict || type !== undefined || isOwnName(context, parameter.name));
  const isOptional = parameter.optional || allowsNothing(type);
  const found = { node: parameter, index };
  if (claim === "yes" || (claim === "unknown" && isNamed)) return { ...found, kind: isOptional ? "optional" : "required" };
  const member = findContextMember(context, module, type);
  if (member) return { ...found, kind: member.isOptional || isOptional ? "optional" : "required", member: member.name };
  if (!isStrict && isRootOfPath(context, parameter.name)) return { ...found, kind: "required", isCarrier: true };
  return isNamed && isOwnName(context, parameter.name) ? { ...found, kind: "wrong" } : undefined;
}

function takingOfPattern(
  { context, module, isStrict }: Search,
  pattern: TSESTree.ObjectPattern,
  index: number,
): Taking | undefined {
  const type = pattern.typeAnnotation?.typeAnnotation;
  const stated = findContextMember(context, module, type);
  if (stated) return { kind: stated.isOptional ? "optional" : "required", node: pattern, index, member: stated.name };
  // The context itself is destructured: `({ userId }: UserContext)`.
  if (claimOf(context, module, type) === "yes") return { kind: "required", node: pattern, index };
  for (const property of pattern.properties) {
    if (property.type !== "Property") continue;
    const key = keyName(property);
    const isIt = isContextName(context, key) || (!isStrict && key !== undefined && isRootOfPath(context, key));
    if (!isIt || stateOther(context, module, type, key)) continue;
    const isOptional = property.value.type === "AssignmentPattern";
    return { kind: isOptional ? "optional" : "required", node: property, index, member: key as string };
  }
  return undefined;
}

/** Whether the pattern's type says that the member is something else. */
function stateOther(context: ContextSetting, module: DeclaringModule, type: Node | undefined, name: string | undefined): boolean {
  const members = type?.type === "TSTypeLiteral" ? [...membersOf(module, type.members)] : [];
  return members.some((each) => each.name === name && claimOf(context, module, each.type) === "no");
}

function takingOfRest({ context, module }: Search, rest: TSESTree.RestElement, index: number): Taking | undefined {
  const type = rest.typeAnnotation?.typeAnnotation;
  const found = { node: rest, index };
  if (type?.type === "TSTupleType") {
    const isIt = type.elementTypes.some((element) => {
      const named = element.type === "TSNamedTupleMember" ? element : undefined;
      const claim = claimOf(context, module, named ? named.elementType : element);
      return claim === "yes" || (claim === "unknown" && named !== undefined && isContextName(context, named.label.name));
    });
    return isIt ? { ...found, kind: "required" } : undefined;
  }
  if (type?.type !== "TSArrayType") return { ...found, kind: "unknown" };
  const { elementType } = type;
  const claim = claimOf(context, module, elementType);
  if (claim === "yes") return { ...found, kind: "required" };
  return elementType.type === "TSAnyKeyword" || elementType.type === "TSUnknownKeyword"
    ? { ...found, kind: "unknown" }
    : undefined;
}

const MOST_BASES = 8;

/** Whether the instances of a class have a context: in a field, a getter, a parameter property, a base class. */
export function classHoldsContext(context: ContextSetting, module: DeclaringModule, owner: ClassNode, depth = 0): boolean {
  const members = [...membersOf(module, owner.body.body)];
  if (memberAmong(context, members) || owner.body.body.some((member) => assignsContext(context, member))) return true;
  // `constructor(private readonly deps: Deps)`, `readonly #deps: Deps`, if Deps has the context.
  if (members.some(({ type, isMethod }) => !isMethod && findContextMember(context, module, type))) return true;
  if (owner.superClass?.type !== "Identifier" || depth > MOST_BASES) return false;
  const base = context.setting.modules.declarations.findNamed(module, owner.superClass.name);
  const node = base?.module.values.get(base.name);
  return base !== undefined && node?.type === "ClassDeclaration" && classHoldsContext(context, base.module, node, depth + 1);
}

/** `constructor(context) { this.context = context; }`, a field in JavaScript. */
function assignsContext(context: ContextSetting, member: Node): boolean {
  if (member.type !== "MethodDefinition" || member.kind !== "constructor" || !member.value.body) return false;
  return member.value.body.body.some((statement) => {
    const assignment = statement.type === "ExpressionStatement" ? statement.expression : undefined;
    if (assignment?.type !== "AssignmentExpression" || assignment.left.type !== "MemberExpression") return false;
    const { left } = assignment;
    return left.object.type === "ThisExpression" && isContextName(context, memberName(left));
  });
}

/** The class whose instance `this` is in a method, or in an arrow function that a field holds. */
export function ownerOfMethod(owner: FunctionNode): ClassNode | undefined {
  const member = owner.parent;
  const isMember = member.type === "MethodDefinition" || isField(member);
  return isMember && !member.static && member.parent.type === "ClassBody" ? member.parent.parent : undefined;
}

/** The functions around a node, innermost first. */
export function functionsAround(node: Node): FunctionNode[] {
  const found: FunctionNode[] = [];
  for (let at = node.parent; at; at = at.parent) if (isFunction(at)) found.push(at);
  return found;
}

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
