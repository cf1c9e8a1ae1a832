import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { functionName, type Node, isDeclaredField, isField, isFunction, isWrapper, keyName, unwrap } from "../../syntax/nodes.js";
import { findTarget } from "../../naming/targets.js";
import type { CompiledEvents } from "./options.js";
import { type EventCandidate, type EventGroup, alone } from "./sites.js";
import { meansExport } from "../../semantics/scope-lookup.js";
import { behindAliases, isConstType, plainName } from "../../semantics/types/type-parts.js";

/** Literal types of declared properties, and of the parameters of declared methods and functions. */
export function* literalTypes(file: FileView, compiled: CompiledEvents): Generator<EventCandidate> {
  const groups = new Map<Node, EventGroup>();
  for (const node of file.nodes("TSLiteralType")) {
    const top = topOf(node);
    const place = placeOf(compiled, top);
    if (!place) continue;
    const group = groups.get(top) ?? alone();
    groups.set(top, group);
    yield { ...place, group, form: "type", node };
  }
}

/** The literal's type, or the union around it. */
function topOf(node: TSESTree.TypeNode): TSESTree.TypeNode {
  let top = node;
  while (top.parent.type === "TSUnionType") top = top.parent;
  return top;
}

type Place = Pick<EventCandidate, "role" | "names" | "method">;

function placeOf(compiled: CompiledEvents, type: TSESTree.TypeNode): Place | undefined {
  const annotation = type.parent;
  const holder = annotation.type === "TSTypeAnnotation" ? annotation.parent : undefined;
  if (!holder) return undefined;
  if (holder.type === "TSPropertySignature" || isDeclaredField(holder)) {
    const key = keyName(holder)?.replace(/^#/u, "");
    return key !== undefined && compiled.properties.has(key)
      ? { role: "property", names: [key, declaredAround(holder)] }
      : undefined;
  }
  return holder.type === "Identifier" ? parameterPlace(compiled, holder) : undefined;
}

/** The interface, alias or class that a member belongs to. */
function declaredAround(member: Node): string | undefined {
  for (let at = member.parent; at; at = at.parent) {
    if (at.type === "TSInterfaceDeclaration" || at.type === "TSTypeAliasDeclaration" || at.type === "ClassDeclaration")
      return at.id?.name;
    if (isFunction(at) || at.type === "VariableDeclarator") return undefined;
  }
  return undefined;
}

/** `function createEvent(type: "agent_started")`, `emit(event: "agent_started"): void`. */
function parameterPlace({ functions, methods }: CompiledEvents, identifier: TSESTree.Identifier): Place | undefined {
  const parameter =
    identifier.parent.type === "AssignmentPattern" || identifier.parent.type === "TSParameterProperty"
      ? identifier.parent
      : identifier;
  const owner = parameter.parent;
  if (!owner || !("params" in owner) || !Array.isArray(owner.params)) return undefined;
  const index = (owner.params as Node[]).indexOf(parameter);
  const method = methodName(owner);
  if (method !== undefined) return methods.get(method) === index ? { role: "method", method, names: [] } : undefined;
  const name = isFunction(owner) ? functionName(owner) : owner.type === "TSDeclareFunction" ? owner.id?.name : undefined;
  return name !== undefined && functions.get(name) === index ? { role: "function", names: [] } : undefined;
}

function methodName(owner: Node): string | undefined {
  if (owner.type === "TSMethodSignature") return keyName(owner);
  const { parent } = owner;
  const isMember =
    parent?.type === "MethodDefinition" || parent?.type === "TSAbstractMethodDefinition" || parent?.type === "Property";
  return isMember || isField(parent) ? keyName(parent)?.replace(/^#/u, "") : undefined;
}

/** Texts and keys with the enum's type: by annotations, casts, `Record<WebSocketEvent, …>`. */
export function* annotatedValues(file: FileView, compiled: CompiledEvents): Generator<EventCandidate> {
  const { exported } = compiled.enumRef;
  if (exported === "default" || exported === "*" || !file.text.includes(exported)) return;
  const place = { role: "function", names: [], group: alone() } as const;
  for (const type of ["Literal", "TemplateLiteral"] as const) {
    for (const node of file.nodes(type)) {
      if (!isText(node)) continue;
      if (isCastTo(file, compiled, node) || isStated(file, compiled, node)) yield { ...place, form: "value", node };
    }
  }
  for (const object of file.nodes("ObjectExpression")) {
    const stated = statedOf(file, object);
    if (!stated || !isKeyed(file, compiled, stated)) continue;
    const group = alone();
    for (const property of object.properties)
      if (property.type === "Property") yield { ...place, role: "property", group, form: "key", node: property };
  }
}

function isText(node: TSESTree.Literal | TSESTree.TemplateLiteral): boolean {
  if (node.type === "TemplateLiteral") return node.expressions.length === 0 && node.parent.type !== "TaggedTemplateExpression";
  return typeof node.value === "string";
}

function isStated(file: FileView, compiled: CompiledEvents, node: Node): boolean {
  const annotation = findTarget(file, node)?.annotation;
  return !!annotation && namesEnum(file, compiled, annotation);
}

/** `"agent_started" as WebSocketEvent`, also through `unknown`. */
function isCastTo(file: FileView, compiled: CompiledEvents, node: Node): boolean {
  const whole = outerCast(file, compiled, node);
  return whole !== node && "typeAnnotation" in whole && namesEnum(file, compiled, whole.typeAnnotation as TSESTree.TypeNode);
}

/** The text with the casts to the enum and the `as const` around it. */
export function outerCast(file: FileView, compiled: CompiledEvents, node: Node): Node {
  let whole = node;
  for (let at = node; at.parent && isWrapper(at.parent); at = at.parent) {
    const { parent } = at;
    if (!("typeAnnotation" in parent)) continue;
    const type = parent.typeAnnotation as TSESTree.TypeNode;
    if (isConstType(type) || namesEnum(file, compiled, type)) whole = parent;
    else if (type.type !== "TSUnknownKeyword" && type.type !== "TSAnyKeyword") break;
  }
  return whole;
}

function namesEnum(file: FileView, compiled: CompiledEvents, type: TSESTree.TypeNode): boolean {
  if (type.type === "TSUnionType") return type.types.some((part) => namesEnum(file, compiled, part));
  const name = plainName(type);
  return !!name && meansExport(file, name, compiled.enumRef);
}

/** The type that is stated for an object literal: by its target, `satisfies`, a cast. */
export function statedOf(file: FileView, object: Node): TSESTree.TypeNode | undefined {
  const cast = object.parent;
  if (cast && isWrapper(cast) && "typeAnnotation" in cast && unwrap(cast) === object)
    return cast.typeAnnotation as TSESTree.TypeNode;
  return findTarget(file, object)?.annotation;
}

/** `Record<WebSocketEvent, Handler>`, `Partial<…>` of it, `{ [E in WebSocketEvent]: Handler }`. */
function isKeyed(file: FileView, compiled: CompiledEvents, type: TSESTree.TypeNode, depth = 0): boolean {
  const stated = behindAliases(file, type);
  if (stated.type === "TSMappedType") return !!stated.constraint && namesEnum(file, compiled, stated.constraint);
  const [first] = stated.type === "TSTypeReference" ? (stated.typeArguments?.params ?? []) : [];
  const name = plainName(stated)?.name ?? "";
  if (!first || depth > 4) return false;
  if (name === "Record") return namesEnum(file, compiled, first);
  return ["Partial", "Readonly", "Required"].includes(name) && isKeyed(file, compiled, first, depth + 1);
}
