/** Whether a component has a method, by its name. */
import { EventEmitter } from "node:events";
import type { TSESTree } from "@typescript-eslint/types";
import { isDeclaration } from "../../modules/index.js";
import { type ModuleView, ownModule } from "../../semantics/module-view.js";
import {
  type ClassNode,
  enclosingClass,
  isClass,
  type FunctionNode,
  isField,
  isFunction,
  keyName,
  memberName,
  type Node,
  unwrap,
} from "../../syntax/nodes.js";
import { contains } from "../../syntax/ranges.js";
import { originOf } from "../../semantics/origins.js";
import { returnsOf } from "../../semantics/callees.js";
import { viewOf } from "./options.js";
import { declarationOf, type Shape } from "./shapes.js";

/** `unknown`: the method may come from code that can't be seen. If a member has the name but is no method, the status says why. */
export type MethodStatus =
  "present" | "unknown" | "missing" | { readonly file: ModuleView; readonly member: Node; readonly problem: string };

const MOST_STEPS = 8;

/** Looks for a method in a shape and in everything it inherits. */
export function statusOf({ file, node }: Pick<Shape, "file" | "node">, name: string, depth = 0): MethodStatus {
  if (depth > MOST_STEPS) return "unknown";
  if (isClass(node)) return statusInClass(file, node, name, depth);
  if (node.type === "ObjectExpression") return statusInObject(file, node, name, depth);
  if (isFunction(node)) return assignedStatus(file, node, node.id?.name, name) ?? "missing";
  return statusInType(file, node, name, depth);
}

function statusInClass(file: ModuleView, owner: ClassNode, name: string, depth: number): MethodStatus {
  const statuses = owner.body.body.flatMap((member) => statusOfMember(file, owner, member, name) ?? []);
  if (statuses.includes("present")) return "present";
  const assigned = assignedStatus(file, owner, owner.id?.name, name);
  if (assigned) return assigned;
  const [own] = statuses;
  if (own !== undefined) return own;
  return isMixed(file, owner, name) ? "unknown" : statusInBase(file, owner, name, depth);
}

function statusInBase(file: ModuleView, { superClass }: ClassNode, name: string, depth: number): MethodStatus {
  if (!superClass) return "missing";
  const base = declarationOf(file, superClass);
  if (base && (isClass(base.node) || isFunction(base.node)))
    return statusOf({ file: base.file, node: base.node }, name, depth + 1);
  const { reference, path = [] } = originOf(file, superClass) ?? {};
  const module = reference && file.modules.resolve(file.path, reference.specifier);
  if (module?.kind !== "package") return "unknown";
  if (module.name === "events") return name in EventEmitter.prototype ? "unknown" : "missing";
  const { declared, path: rest = [] } = file.modules.declarations.findInstalled(file.path, reference!.specifier, path) ?? {};
  const node = rest.length === 0 ? declared?.module.values.get(declared.name) : undefined;
  // A script may add methods anywhere; types tell all that there are.
  if (!declared || !node || !isClass(node) || !isDeclaration(declared.module.path)) return "unknown";
  return statusOf({ file: viewOf(file, declared.module), node }, name, depth + 1);
}

/** What a class member with the name is; undefined if it has another name. */
function statusOfMember(
  file: ModuleView,
  owner: ClassNode,
  member: TSESTree.ClassElement,
  name: string,
): MethodStatus | undefined {
  const key = "key" in member ? keyName(member) : undefined;
  if (!("key" in member) || (key !== name && key !== `#${name}`)) return undefined;
  if (key !== name) return { file, member: member.key, problem: "is private" };
  const isDeclared = owner.declare || isDeclaration(file.path);
  const isGiven = isField(member) ? isDeclared || isAssigned(file, owner, name) : isDeclared && !member.optional;
  return statusOfElement(file, member, isGiven);
}

type Element = Extract<Node, { readonly key: Node }>;

/** Whether others can call what a class, an object or a type has under a name; `isGiven`: what is declared alone has a value. */
function statusOfElement(file: ModuleView, element: Element, isGiven = false): MethodStatus {
  const problem = problemOf(file, element, isGiven);
  return problem === undefined ? "present" : { file, member: element.key, problem };
}

function problemOf(file: ModuleView, element: Element, isGiven: boolean): string | undefined {
  if (element.type.startsWith("TSAbstract")) return "is abstract";
  if ("accessibility" in element && /^pr/u.test(element.accessibility ?? "")) return `is ${element.accessibility ?? ""}`;
  if (element.type === "TSMethodSignature" || element.type === "TSPropertySignature") return problemOfSignature(element);
  const value = "value" in element ? (element.value as Node | null) : undefined;
  if (value?.type === "TSEmptyBodyFunctionExpression") return isGiven ? undefined : "has no body";
  if ("kind" in element && (element.kind === "get" || (element.kind === "set" && element.type === "MethodDefinition")))
    return isFunction(value) && element.kind === "get" && givesFunction(file, value) ? undefined : "is an accessor";
  if (!value) return isGiven ? undefined : "is declared, and never given a function";
  return isCallable(value) ? undefined : "is no function";
}

function problemOfSignature(element: TSESTree.TSMethodSignature | TSESTree.TSPropertySignature): string | undefined {
  if (element.optional) return "may be missing";
  if (element.type === "TSMethodSignature") return element.kind === "method" ? undefined : "is an accessor";
  return /^TS(?:FunctionType|TypeReference|TypeQuery)$/u.test(element.typeAnnotation?.typeAnnotation.type ?? "")
    ? undefined
    : "is no function";
}

/** `get notify() { return () => … }`. */
function givesFunction(file: ModuleView, getter: FunctionNode): boolean {
  if (getter.returnType?.typeAnnotation.type === "TSFunctionType") return true;
  return returnsOf(file, getter).some((value) => {
    const inner = unwrap(value);
    return isFunction(inner) || (inner.type === "CallExpression" && isBind(inner));
  });
}

function isBind({ callee }: TSESTree.CallExpression): boolean {
  return callee.type === "MemberExpression" && memberName(callee) === "bind";
}

const VALUES = /^(?:Literal|TemplateLiteral|(?:Object|Array|Unary|Binary|Class)Expression)$/u;

/** Whether a value may be a function: anything that is not clearly something else. */
function isCallable(value: Node): boolean {
  const inner = unwrap(value);
  if (inner.type === "NewExpression") return false;
  return !VALUES.test(inner.type) && !(inner.type === "Identifier" && inner.name === "undefined");
}

/** `this.notify = …` in the class. */
function isAssigned(file: ModuleView, owner: ClassNode, name: string): boolean {
  return assignments(file, name).some(
    ({ left, right }) => left.object.type === "ThisExpression" && enclosingClass(left) === owner && isCallable(right),
  );
}

interface MemberAssignment {
  readonly left: TSESTree.MemberExpression;
  readonly right: Node;
}

function assignments(file: ModuleView, name: string): MemberAssignment[] {
  return file.nodes("AssignmentExpression").flatMap(({ left, right }) => {
    const target = unwrap(left);
    return target.type === "MemberExpression" && memberName(target) === name ? [{ left: target, right }] : [];
  });
}

/** `this.notify = …`, `Bridge.prototype.notify = …`, and what is assigned to it as a whole. */
function assignedStatus(
  file: ModuleView,
  owner: ClassNode | FunctionNode,
  ownName: string | undefined,
  name: string,
): MethodStatus | undefined {
  if (isClass(owner) && isAssigned(file, owner, name)) return "present";
  const isPrototype = (node: Node) =>
    node.type === "MemberExpression" &&
    memberName(node) === "prototype" &&
    node.object.type === "Identifier" &&
    node.object.name === ownName;
  const isIt = assignments(file, name).some(({ left, right }) => {
    const isThis = isFunction(owner) && left.object.type === "ThisExpression" && contains(owner.range, left.range);
    return (isThis || isPrototype(left.object)) && isCallable(right);
  });
  if (isIt) return "present";
  const isCopied = file.nodes("CallExpression").some(({ callee, arguments: [target] }) => {
    if (!target || !/^(?:Object\.assign|Object\.defineProperty|Object\.defineProperties)$/u.test(nameOfCallee(callee)))
      return false;
    return isPrototype(target) || (target.type === "ThisExpression" && contains(owner.range, target.range));
  });
  return isCopied ? "unknown" : undefined;
}

function nameOfCallee(callee: Node): string {
  if (callee.type === "Identifier") return callee.name;
  if (callee.type !== "MemberExpression" || callee.object.type !== "Identifier") return "";
  return `${callee.object.name}.${memberName(callee) ?? ""}`;
}

/** Whether the class gets methods from elsewhere: under any name, by an interface with its name, or by a call that mixes methods in. */
function isMixed(file: ModuleView, { id, body }: ClassNode, name: string): boolean {
  if (body.body.some(({ type }) => type === "TSIndexSignature")) return true;
  if (!id) return false;
  const merged = file.nodes("TSInterfaceDeclaration").some((each) => {
    const has = each.body.body.some((member) => "key" in member && keyName(member) === name);
    return each.id.name === id.name && (has || each.extends.length > 0);
  });
  return (
    merged ||
    file.nodes("CallExpression").some(({ callee, arguments: given }) => {
      const isMixing = /mixin/iu.test(nameOfCallee(callee));
      return isMixing && given.some((each) => each.type === "Identifier" && each.name === id.name);
    })
  );
}

function statusInObject(file: ModuleView, object: TSESTree.ObjectExpression, name: string, depth: number): MethodStatus {
  let unseen = false;
  for (const property of [...object.properties].reverse()) {
    if (property.type === "SpreadElement") {
      const status = statusInSpread(file, property.argument, name, depth);
      if (status === "present") return status;
      unseen ||= status === "unknown";
      continue;
    }
    const key = keyName(property);
    if (key === undefined) unseen = true;
    if (key !== name) continue;
    return statusOfElement(file, property);
  }
  if (isFilledLater(file, object, name)) return "present";
  return unseen ? "unknown" : "missing";
}

function statusInSpread(file: ModuleView, argument: Node, name: string, depth: number): MethodStatus {
  const inner = unwrap(argument);
  if (inner.type === "ObjectExpression") return statusOf({ file, node: inner }, name, depth + 1);
  const found = declarationOf(file, inner);
  const node = found && unwrap(found.node);
  return found && node?.type === "ObjectExpression" ? statusOf({ file: found.file, node }, name, depth + 1) : "unknown";
}

/** `const bridge = {…}; bridge.notify = …`. */
function isFilledLater(file: ModuleView, object: Node, name: string): boolean {
  let holder = object.parent;
  while (holder && holder.type !== "VariableDeclarator" && "expression" in holder) holder = holder.parent;
  if (holder?.type !== "VariableDeclarator" || holder.id.type !== "Identifier") return false;
  const variable = file.variableOf(holder.id);
  return assignments(file, name).some(
    ({ left, right }) => left.object.type === "Identifier" && file.variableOf(left.object) === variable && isCallable(right),
  );
}

function statusInType(
  file: ModuleView,
  node: TSESTree.TSInterfaceDeclaration | TSESTree.TSTypeLiteral,
  name: string,
  depth: number,
): MethodStatus {
  const members = node.type === "TSInterfaceDeclaration" ? node.body.body : node.members;
  const own = members.find((member) => "key" in member && keyName(member) === name);
  if (own && "key" in own) return statusOfElement(file, own);
  if (node.type !== "TSInterfaceDeclaration") return "missing";
  const module = ownModule(file);
  const bases = node.extends.map(({ expression }): MethodStatus => {
    const base = expression.type === "Identifier" ? file.modules.declarations.findNamed(module, expression.name) : undefined;
    const declared = base?.module.types.get(base.name);
    if (declared?.type !== "TSInterfaceDeclaration" || base?.module.path !== file.path) return "unknown";
    return statusOf({ file, node: declared }, name, depth + 1);
  });
  if (bases.includes("present")) return "present";
  return bases.includes("unknown") ? "unknown" : "missing";
}
