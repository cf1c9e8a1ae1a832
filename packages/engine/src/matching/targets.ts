import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../file/file-view.js";
import { isFunction, isWrapper, keyName, memberName, unwrap, type FunctionNode, type Node } from "../file/nodes.js";

/** What receives a value, with the name that tells what the value is for. */
export interface Target {
  /** The name as written, without `#` and `this.`. */
  readonly name: string;
  readonly kind: "variable" | "property" | "assignment" | "parameter" | "field" | "return" | "argument" | "element" | "attribute";
  /** Where the name stands. */
  readonly node: Node;
  /** The type that the code states for the receiver. */
  readonly annotation: TSESTree.TypeNode | undefined;
}

/** Finds what receives the value of an expression; undefined where nothing with a name does. */
export function findTarget(file: FileView, value: Node): Target | undefined {
  const node = carrierOf(value);
  const parent = node.parent;
  if (!parent) return undefined;
  const passedOn = passedOnBy(parent, node);
  if (passedOn) return findTarget(file, passedOn);
  switch (parent.type) {
    case "VariableDeclarator":
      return parent.init === node ? ofPattern("variable", parent.id) : undefined;
    case "AssignmentExpression":
      return parent.right === node ? ofAssigned(file, parent.left) : undefined;
    case "AssignmentPattern":
      return parent.right === node ? ofDefault(parent) : undefined;
    case "Property":
      return parent.value === node ? named("property", parent, keyName(parent), undefined) : undefined;
    case "PropertyDefinition":
    case "AccessorProperty":
      return parent.value === node ? named("field", parent, keyName(parent), parent.typeAnnotation?.typeAnnotation) : undefined;
    case "TSEnumMember":
      return undefined;
    case "ReturnStatement":
    case "ArrowFunctionExpression":
      return ofReturn(parent);
    case "CallExpression":
    case "NewExpression":
      return ofArgument(file, parent, node);
    case "ArrayExpression":
      return ofElement(file, parent);
    case "SpreadElement":
      return undefined;
    case "JSXExpressionContainer":
      return parent.parent.type === "JSXAttribute"
        ? named("attribute", parent.parent, jsxName(parent.parent.name), undefined)
        : undefined;
    default:
      return undefined;
  }
}

/** The outermost expression whose value is this one: wrappers, `await`, branches of `?:`, `??`, `||`. */
export function carrierOf(value: Node): Node {
  let node = value;
  for (let parent = node.parent; parent; parent = node.parent) {
    const passesOn =
      isWrapper(parent) ||
      parent.type === "AwaitExpression" ||
      (parent.type === "ConditionalExpression" && parent.test !== node) ||
      parent.type === "LogicalExpression" ||
      parent.type === "TemplateLiteral" ||
      (parent.type === "BinaryExpression" && parent.operator === "+") ||
      (parent.type === "SequenceExpression" && parent.expressions.at(-1) === node);
    if (!passesOn) return node;
    node = parent;
  }
  return node;
}

/** Keys and methods that say "where none is given", not what the value is for. */
const DEFAULT_KEYS = new Set([
  "default",
  "defaultValue",
  "defaultFn",
  "defaultTo",
  "defaultsTo",
  "fallback",
  "generator",
  "factory",
  "initialValue",
  "initial",
]);
const DEFAULT_METHODS = new Set(["default", "$default", "$defaultFn", "defaultFn", "defaultTo", "catch", "prefault"]);
/** Calls whose result is, or holds, what they are given: React's and Vue's state. */
const HOLDERS = new Set(["useState", "useRef", "useMemo", "ref", "signal", "shallowRef"]);

/** The expression whose target is this value's too: `id: { default: uuid }`, `text("id").$defaultFn(uuid)`, `useState(uuid())`. */
function passedOnBy(parent: Node, node: Node): Node | undefined {
  if (parent.type === "ArrowFunctionExpression" && parent.body === node)
    return isDefaulting(parent.parent, parent) ? parent : undefined;
  if (!isDefaulting(parent, node)) return undefined;
  if (parent.type === "Property") return parent.parent;
  return parent;
}

/** Whether the parent takes the node as what to use by default. */
function isDefaulting(parent: Node, node: Node): boolean {
  if (parent.type === "Property")
    return parent.value === node && parent.parent.type === "ObjectExpression" && DEFAULT_KEYS.has(keyName(parent) ?? "");
  if (parent.type !== "CallExpression" || parent.arguments[0] !== node) return false;
  const callee = unwrap(parent.callee);
  if (callee.type === "Identifier") return HOLDERS.has(callee.name);
  if (callee.type !== "MemberExpression") return false;
  const name = memberName(callee) ?? "";
  return DEFAULT_METHODS.has(name) || HOLDERS.has(name);
}

function named(
  kind: Target["kind"],
  node: Node,
  name: string | undefined,
  annotation: TSESTree.TypeNode | undefined,
): Target | undefined {
  return name === undefined ? undefined : { kind, node, name: name.replace(/^#/u, ""), annotation };
}

function ofPattern(kind: Target["kind"], pattern: Node): Target | undefined {
  // const [userId] = useState(…)
  if (pattern.type === "ArrayPattern")
    return pattern.elements[0]?.type === "Identifier"
      ? named(kind, pattern.elements[0], pattern.elements[0].name, undefined)
      : undefined;
  return pattern.type === "Identifier" ? named(kind, pattern, pattern.name, pattern.typeAnnotation?.typeAnnotation) : undefined;
}

function ofAssigned(file: FileView, left: Node): Target | undefined {
  const target = unwrap(left);
  if (target.type === "Identifier") return named("assignment", target, target.name, annotationOfVariable(file, target));
  return target.type === "MemberExpression"
    ? named("assignment", target, memberName(target), annotationOfMember(target))
    : undefined;
}

function annotationOfVariable(file: FileView, identifier: TSESTree.Identifier): TSESTree.TypeNode | undefined {
  const definition = file.variableOf(identifier)?.defs[0];
  const name = definition?.name;
  return name?.type === "Identifier" ? name.typeAnnotation?.typeAnnotation : undefined;
}

/** The annotation of `this.x`, where the class states one. */
function annotationOfMember(node: TSESTree.MemberExpression): TSESTree.TypeNode | undefined {
  if (node.object.type !== "ThisExpression") return undefined;
  for (let at: Node | undefined = node.parent; at; at = at.parent) {
    if (at.type !== "ClassBody") continue;
    const name = memberName(node);
    const field = at.body.find((member) => member.type === "PropertyDefinition" && keyName(member) === name);
    return field?.type === "PropertyDefinition" ? field.typeAnnotation?.typeAnnotation : undefined;
  }
  return undefined;
}

/** `(userId = x)` and `({ userId = x })`. */
function ofDefault(node: TSESTree.AssignmentPattern): Target | undefined {
  if (node.left.type !== "Identifier") return undefined;
  const property = node.parent.type === "Property" ? keyName(node.parent) : undefined;
  return named("parameter", node.left, property ?? node.left.name, node.left.typeAnnotation?.typeAnnotation);
}

function ofReturn(parent: Node): Target | undefined {
  const owner = isFunction(parent) ? parent : owningFunction(parent);
  if (!owner) return undefined;
  const name = functionName(owner);
  return name === undefined ? undefined : named("return", owner, name, owner.returnType?.typeAnnotation);
}

function owningFunction(node: Node): FunctionNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (isFunction(at)) return at;
  return undefined;
}

/** The name that a function has by itself or by what it is assigned to. */
export function functionName(node: FunctionNode): string | undefined {
  if (node.id) return node.id.name;
  const parent = node.parent;
  if (parent.type === "MethodDefinition" || parent.type === "Property" || parent.type === "PropertyDefinition") {
    return "value" in parent && parent.value === node ? keyName(parent) : undefined;
  }
  if (parent.type === "VariableDeclarator" && parent.id.type === "Identifier") return parent.id.name;
  if (parent.type === "AssignmentExpression" && parent.right === node) {
    const left = unwrap(parent.left);
    if (left.type === "Identifier") return left.name;
    if (left.type === "MemberExpression") return memberName(left);
  }
  return undefined;
}

/** By the parameter's name where the callee is in the file or types know it; `ids.push(x)`, `set.add(x)` are elements. */
function ofArgument(file: FileView, call: TSESTree.CallExpression | TSESTree.NewExpression, node: Node): Target | undefined {
  const index = call.arguments.indexOf(node as TSESTree.CallExpressionArgument);
  if (index < 0) return undefined;
  const callee = unwrap(call.callee);
  if (callee.type === "MemberExpression" && ["push", "unshift", "add"].includes(memberName(callee) ?? "")) {
    const collection = unwrap(callee.object);
    const name =
      collection.type === "Identifier"
        ? collection.name
        : collection.type === "MemberExpression"
          ? memberName(collection)
          : undefined;
    if (name !== undefined) return named("element", collection, name, undefined);
  }
  const parameter = localCallee(file, callee)?.params[index];
  const name = parameter ? parameterName(parameter) : undefined;
  if (name !== undefined) return named("argument", parameter as Node, name, annotationOfParameter(parameter as Node));
  return named("argument", node, file.types?.parameterName(call, index), undefined);
}

/** The function or constructor of this file that a callee means. */
export function localCallee(file: FileView, callee: Node): FunctionNode | undefined {
  if (callee.type === "MemberExpression" && callee.object.type === "ThisExpression") return methodOf(callee);
  if (callee.type !== "Identifier") return isFunction(callee) ? callee : undefined;
  const definition = file.variableOf(callee)?.defs[0]?.node;
  if (isFunction(definition as Node)) return definition as FunctionNode;
  if (definition?.type === "VariableDeclarator" && definition.init) {
    const value = unwrap(definition.init);
    return isFunction(value) ? value : undefined;
  }
  if (definition?.type === "ClassDeclaration" || definition?.type === "ClassExpression") {
    const constructor = definition.body.body.find(
      (member) => member.type === "MethodDefinition" && member.kind === "constructor",
    );
    return constructor?.type === "MethodDefinition" && isFunction(constructor.value) ? constructor.value : undefined;
  }
  return undefined;
}

function methodOf(callee: TSESTree.MemberExpression): FunctionNode | undefined {
  for (let at: Node | undefined = callee.parent; at; at = at.parent) {
    if (at.type !== "ClassBody") continue;
    const method = at.body.find((member) => "key" in member && keyName(member as { key: Node }) === memberName(callee));
    return method && "value" in method && isFunction(method.value) ? method.value : undefined;
  }
  return undefined;
}

function parameterName(parameter: Node): string | undefined {
  if (parameter.type === "Identifier") return parameter.name;
  if (parameter.type === "AssignmentPattern") return parameterName(parameter.left);
  if (parameter.type === "TSParameterProperty") return parameterName(parameter.parameter);
  return undefined;
}

function annotationOfParameter(parameter: Node): TSESTree.TypeNode | undefined {
  if (parameter.type === "Identifier") return parameter.typeAnnotation?.typeAnnotation;
  if (parameter.type === "AssignmentPattern") return annotationOfParameter(parameter.left);
  if (parameter.type === "TSParameterProperty") return annotationOfParameter(parameter.parameter);
  return undefined;
}

/** An element of an array literal is for what the array is for. */
function ofElement(file: FileView, array: TSESTree.ArrayExpression): Target | undefined {
  const target = findTarget(file, array);
  return target && { ...target, kind: "element", annotation: undefined };
}

function jsxName(name: TSESTree.JSXIdentifier | TSESTree.JSXNamespacedName): string {
  return name.type === "JSXIdentifier" ? name.name : name.name.name;
}
