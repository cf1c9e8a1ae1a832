import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../semantics/file-view.js";
import {
  type DeclaredField,
  enclosingClass,
  enclosingFunction,
  type FunctionNode,
  functionName,
  isClass,
  isDeclaredField,
  isFunction,
  isWrapper,
  keyName,
  memberName,
  type Node,
  parameterIdentifier,
  returningFunction,
  unwrap,
  finalName,
} from "../syntax/nodes.js";
import { localValue } from "../semantics/callees.js";
import { readsOfField } from "../semantics/field-aliases.js";
import { looksLikeId } from "./entity-words.js";
import { annotationOfName, elementType, memberType, promisedType } from "../semantics/types/type-parts.js";

/** What receives a value, with the name that says what the value is for. */
export interface Target {
  /** The name as written, without `#` and `this.`. */
  readonly name: string;
  readonly kind: "variable" | "property" | "assignment" | "parameter" | "field" | "return" | "argument" | "element" | "attribute";
  /** The node that has the name. */
  readonly node: Node;
  /** The type that the code states for the received value. */
  readonly annotation: TSESTree.TypeNode | undefined;
  /** Whether the value arrives through a call or an option: `{ default: value }`, `map(() => value)`. */
  readonly isIndirect?: boolean;
  /** The pattern that declares the state whose value it is: `[x, setX]` of `const [x, setX] = useState(…)`. */
  readonly state?: Node;
}

/** The operators that give on the value as it is: that of `a += b` is a part of what `a` becomes. */
const GIVES_VALUE: ReadonlySet<string> = new Set(["=", "??=", "||=", "&&="]);

/** Finds what receives the value of an expression; undefined if that has no name. */
export function findTarget(file: FileView, value: Node): Target | undefined {
  const node = carrierOf(value);
  const parent = node.parent;
  if (!parent) return undefined;
  const onward = findPassedOn(parent, node);
  if (!onward) return receiverOf(file, node, parent);
  const target = findTarget(file, onward.node);
  return target && { ...target, isIndirect: true, ...(onward.isElement && elementOf(target)), ...onward.typed };
}

function receiverOf(file: FileView, node: Node, parent: Node): Target | undefined {
  switch (parent.type) {
    case "VariableDeclarator":
      return parent.init === node ? targetOfPattern("variable", parent.id) : undefined;
    case "AssignmentExpression":
      return parent.right === node && GIVES_VALUE.has(parent.operator) ? targetOfAssigned(file, parent.left) : undefined;
    case "AssignmentPattern":
      return parent.right === node ? targetOfDefault(file, parent) : undefined;
    case "Property":
      return parent.value === node
        ? namedTarget("property", parent, keyName(parent), annotationOfProperty(file, parent))
        : undefined;
    case "Decorator":
      // @Column({ default: uuidv4 }) userId
      return isDeclaredField(parent.parent) ? targetOfField(parent.parent) : undefined;
    case "PropertyDefinition":
    case "AccessorProperty":
      return parent.value === node ? targetOfField(parent) : undefined;
    case "TSEnumMember":
      return undefined;
    case "ReturnStatement":
    case "ArrowFunctionExpression":
      return targetOfReturn(parent);
    case "CallExpression":
    case "NewExpression":
      return targetOfArgument(file, parent, node);
    case "ArrayExpression":
      return targetOfElement(file, parent, node);
    case "SpreadElement":
      return undefined;
    case "JSXExpressionContainer":
      return parent.parent.type === "JSXAttribute"
        ? namedTarget("attribute", parent.parent, jsxName(parent.parent.name), undefined)
        : undefined;
    default:
      return undefined;
  }
}

/** The outermost expression that passes this value on: wrappers, `await`, branches of `?:`, `??`, `||`. */
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

/** What reads a variable or a field, or the member of a variable. */
export function usesOfTarget(file: FileView, target: Target): readonly Node[] {
  const { kind, node, name } = target;
  if (kind === "field") return node.type === "PropertyDefinition" ? readsOfField(file, node) : [];
  if (kind === "variable" || kind === "assignment") return usesOfName(file, node);
  const members = objectUsesOf(file, target).map(({ parent }) => parent as Node);
  return members.filter((member) => member.type === "MemberExpression" && memberName(member) === name);
}

/** The uses of the variable for the object that has a property: `session` of `const session = { id }`. */
export function objectUsesOf(file: FileView, { kind, node }: Target): readonly Node[] {
  const { parent } = kind === "property" && node.parent ? carrierOf(node.parent) : {};
  return parent?.type === "VariableDeclarator" ? usesOfName(file, parent.id) : [];
}

function usesOfName(file: FileView, name: Node): readonly Node[] {
  const references = name.type === "Identifier" ? file.variableOf(name)?.references : undefined;
  return references?.map(({ identifier }) => identifier) ?? [];
}

/** Keys and methods that set a default value, and do not say what the value is for. */
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
/** Calls whose result is, or contains, their argument: React's and Vue's state. */
const HOLDERS = new Set(["useState", "useRef", "useMemo", "ref", "signal", "shallowRef"]);

/** The expression to which something passes a value on. */
interface Onward {
  readonly node: Node;
  readonly isElement?: boolean;
  readonly typed?: { readonly annotation: TSESTree.TypeNode | undefined };
}

/** The expression that receives the value and passes it on to its own target: `id: { default: uuid }`, `text("id").$defaultFn(uuid)`, `useState(uuid())`. */
function findPassedOn(parent: Node, node: Node): Onward | undefined {
  const owner = returningFunction(node);
  if (owner) return !owner.id && findTaker(owner) ? { node: owner } : undefined;
  return findTaker(node);
}

/** The call or object that takes the node, or what the node returns, and passes it on. */
function findTaker(node: Node): Onward | undefined {
  const { parent } = node;
  if (parent?.type === "Property") {
    const isDefault =
      parent.value === node && parent.parent.type === "ObjectExpression" && DEFAULT_KEYS.has(keyName(parent) ?? "");
    return isDefault ? { node: parent.parent } : undefined;
  }
  if (parent?.type !== "CallExpression") return undefined;
  const index = parent.arguments.indexOf(node as TSESTree.CallExpressionArgument);
  if (index < 0) return undefined;
  if (parent.parent.type === "Decorator" && node.type === "ObjectExpression") return { node: parent };
  const callee = unwrap(parent.callee);
  const name = finalName(callee);
  if (name === undefined) return undefined;
  const isMethod = callee.type === "MemberExpression";
  if (index === 0 && HOLDERS.has(name)) return { node: parent, typed: { annotation: parent.typeArguments?.params[0] } };
  if (index === 0 && isMethod && (DEFAULT_METHODS.has(name) || name === "then"))
    return { node: parent, typed: { annotation: undefined } };
  const isMapping = isMethod && (name === "from" ? index === 1 : index === 0 && (name === "map" || name === "flatMap"));
  return isMapping ? { node: parent, isElement: true } : undefined;
}

function namedTarget(
  kind: Target["kind"],
  node: Node,
  name: string | undefined,
  annotation: TSESTree.TypeNode | undefined,
): Target | undefined {
  return name === undefined ? undefined : { kind, node, name: name.replace(/^#/u, ""), annotation };
}

function targetOfPattern(kind: Target["kind"], pattern: Node): Target | undefined {
  // const [userId] = useState(…)
  if (pattern.type === "ArrayPattern") {
    const target = pattern.elements[0] ? targetOfPattern(kind, pattern.elements[0]) : undefined;
    return target && { ...target, state: pattern };
  }
  if (pattern.type === "AssignmentPattern") return targetOfPattern(kind, pattern.left);
  return pattern.type === "Identifier"
    ? namedTarget(kind, pattern, pattern.name, pattern.typeAnnotation?.typeAnnotation)
    : undefined;
}

function targetOfField(field: DeclaredField): Target | undefined {
  return namedTarget("field", field, keyName(field), field.typeAnnotation?.typeAnnotation);
}

function targetOfAssigned(file: FileView, left: Node): Target | undefined {
  const target = unwrap(left);
  if (target.type === "Identifier") return namedTarget("assignment", target, target.name, annotationOfName(file, target));
  return target.type === "MemberExpression"
    ? namedTarget("assignment", target, memberName(target), annotationOfMember(target))
    : undefined;
}

/** The annotation of `this.x`, if the class states one. */
function annotationOfMember(node: TSESTree.MemberExpression): TSESTree.TypeNode | undefined {
  const name = memberName(node);
  if (node.object.type !== "ThisExpression" || name === undefined) return undefined;
  const body = enclosingClass(node)?.body.body ?? [];
  const field = body.find((member) => isDeclaredField(member) && keyName(member) === name);
  if (isDeclaredField(field)) return field.typeAnnotation?.typeAnnotation;
  const constructor = body.find((member) => member.type === "MethodDefinition" && member.kind === "constructor");
  const parameters = constructor?.type === "MethodDefinition" ? constructor.value.params : [];
  const properties = parameters.flatMap((each) => (each.type === "TSParameterProperty" ? (parameterIdentifier(each) ?? []) : []));
  return properties.find((each) => each.name === name)?.typeAnnotation?.typeAnnotation;
}

/** The type of a property by the stated type of its object, if the file declares that type. */
function annotationOfProperty(file: FileView, property: TSESTree.Property): TSESTree.TypeNode | undefined {
  const name = keyName(property);
  const object = property.parent;
  if (name === undefined || object.type !== "ObjectExpression") return undefined;
  const type = statedType(file, object);
  return type && memberType(file, type, name);
}

/** The type that the code states for an expression: that of its receiver, or by `satisfies`. */
function statedType(file: FileView, node: Node): TSESTree.TypeNode | undefined {
  for (let at = node.parent; at && isWrapper(at); at = at.parent)
    if (at.type === "TSSatisfiesExpression") return at.typeAnnotation;
  const target = findTarget(file, node);
  return target && resolvedType(target);
}

/** What an async function resolves to. */
function resolvedType({ kind, annotation }: Target): TSESTree.TypeNode | undefined {
  return (kind === "return" ? promisedType(annotation) : undefined) ?? annotation;
}

/** `(userId = x)`, `({ userId = x })`, `({ id: userId = x })`. */
function targetOfDefault(file: FileView, node: TSESTree.AssignmentPattern): Target | undefined {
  if (node.left.type !== "Identifier") return undefined;
  const property = node.parent.type === "Property" ? node.parent : undefined;
  const pattern = property?.parent.type === "ObjectPattern" ? property.parent : undefined;
  const whole = pattern?.typeAnnotation?.typeAnnotation;
  const key = property && keyName(property);
  const annotation = whole && key !== undefined ? memberType(file, whole, key) : node.left.typeAnnotation?.typeAnnotation;
  return namedTarget("parameter", node.left, node.left.name, annotation);
}

function targetOfReturn(parent: Node): Target | undefined {
  const owner = isFunction(parent) ? parent : enclosingFunction(parent);
  if (!owner) return undefined;
  const name = functionName(owner);
  return name === undefined ? undefined : namedTarget("return", owner, name, owner.returnType?.typeAnnotation);
}

/** The parameter that receives an argument, if the callee is in the file or types know it; `ids.push(x)` and `set.add(x)` receive elements. */
function targetOfArgument(
  file: FileView,
  call: TSESTree.CallExpression | TSESTree.NewExpression,
  node: Node,
): Target | undefined {
  const index = call.arguments.indexOf(node as TSESTree.CallExpressionArgument);
  if (index < 0) return undefined;
  const callee = unwrap(call.callee);
  if (callee.type === "MemberExpression" && ["push", "unshift", "add"].includes(memberName(callee) ?? "")) {
    const collection = unwrap(callee.object);
    const name = finalName(collection);
    if (name !== undefined) return namedTarget("element", collection, name, typeInCollection(file, collection));
  }
  const parameter = localCallee(file, callee)?.params[index];
  const declared = parameter && parameterIdentifier(parameter);
  if (declared) return namedTarget("argument", parameter, declared.name, declared.typeAnnotation?.typeAnnotation);
  const set = index === 0 ? (targetOfStateSetter(file, callee) ?? setTarget(callee, node)) : undefined;
  return set ?? namedTarget("argument", node, file.types?.parameterName(call, index), undefined);
}

/** `setX(value)` of `const [x, setX] = useState()`: the value becomes `x`. */
function targetOfStateSetter(file: FileView, callee: Node): Target | undefined {
  const name = callee.type === "Identifier" && file.variableOf(callee)?.defs[0]?.name;
  const pattern = name ? name.parent : undefined;
  return pattern?.type === "ArrayPattern" &&
    pattern.elements[1] === name &&
    callee.type === "Identifier" &&
    /^set[A-Z]/u.test(callee.name)
    ? targetOfPattern("argument", pattern)
    : undefined;
}

/** `setUserId(value)`, `session.setUserId(value)`. */
function setTarget(callee: Node, node: Node): Target | undefined {
  const [, what] = /^set([A-Z].*)$/u.exec(finalName(callee) ?? "") ?? [];
  return what !== undefined && looksLikeId(what) ? namedTarget("argument", node, what, undefined) : undefined;
}

/** The stated type of a collection's elements: by its annotation, or by `new Set<T>()`. */
function typeInCollection(file: FileView, collection: Node): TSESTree.TypeNode | undefined {
  if (collection.type === "MemberExpression") return elementType(annotationOfMember(collection));
  if (collection.type !== "Identifier") return undefined;
  const definition = file.variableOf(collection)?.defs[0]?.node;
  const made = definition?.type === "VariableDeclarator" ? definition.init : undefined;
  const stated = elementType(annotationOfName(file, collection));
  return stated ?? (made?.type === "NewExpression" ? made.typeArguments?.params[0] : undefined);
}

/** The function or constructor of this file that a callee means. */
export function localCallee(file: FileView, callee: Node): FunctionNode | undefined {
  if (callee.type === "MemberExpression" && callee.object.type === "ThisExpression") return methodOf(callee);
  if (callee.type !== "Identifier") return isFunction(callee) ? callee : undefined;
  const value = localValue(file, callee);
  if (!value || !isClass(value)) return isFunction(value) ? value : undefined;
  const constructor = value.body.body.find((member) => member.type === "MethodDefinition" && member.kind === "constructor");
  return constructor?.type === "MethodDefinition" && isFunction(constructor.value) ? constructor.value : undefined;
}

function methodOf(callee: TSESTree.MemberExpression): FunctionNode | undefined {
  for (let at: Node | undefined = callee.parent; at; at = at.parent) {
    if (at.type !== "ClassBody") continue;
    const method = at.body.find((member) => "key" in member && keyName(member as { key: Node }) === memberName(callee));
    return method && "value" in method && isFunction(method.value) ? method.value : undefined;
  }
  return undefined;
}

/** The target of an array literal's element: that of the array or, in `[a, b] = [x, y]`, the name at the same index. */
function targetOfElement(file: FileView, array: TSESTree.ArrayExpression, node: Node): Target | undefined {
  const carrier = carrierOf(array);
  const left =
    carrier.parent?.type === "VariableDeclarator" && carrier.parent.init === carrier
      ? carrier.parent.id
      : carrier.parent?.type === "AssignmentExpression" && carrier.parent.right === carrier
        ? carrier.parent.left
        : undefined;
  if (left?.type === "ArrayPattern") {
    const receiver = left.elements[array.elements.indexOf(node as TSESTree.Expression)];
    return receiver ? targetOfPattern("variable", receiver) : undefined;
  }
  const target = findTarget(file, array);
  const stated = statedType(file, array);
  const part =
    stated?.type === "TSTupleType" ? stated.elementTypes[array.elements.indexOf(node as TSESTree.Expression)] : undefined;
  if (part?.type === "TSNamedTupleMember") return namedTarget("element", part, part.label.name, part.elementType);
  return target && { ...target, kind: "element", annotation: part ?? elementType(stated) };
}

function elementOf(target: Target): Pick<Target, "kind" | "annotation"> {
  return { kind: "element", annotation: elementType(target.annotation) };
}

function jsxName(name: TSESTree.JSXIdentifier | TSESTree.JSXNamespacedName): string {
  return name.type === "JSXIdentifier" ? name.name.replace(/^(?:data|aria)-/u, "") : name.name.name;
}
