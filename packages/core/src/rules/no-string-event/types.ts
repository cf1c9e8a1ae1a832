import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { isField, isFunction, keyName, type Node } from "../../syntax/nodes.js";
import { functionName } from "../../naming/targets.js";
import type { CompiledEvents } from "./options.js";
import { alone, type EventCandidate, type EventGroup } from "./sites.js";

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
  if (
    holder.type === "TSPropertySignature" ||
    holder.type === "PropertyDefinition" ||
    holder.type === "AccessorProperty" ||
    holder.type === "TSAbstractPropertyDefinition"
  ) {
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
