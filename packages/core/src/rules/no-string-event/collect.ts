import type { FileView } from "../../semantics/file-view.js";
import { keyName, stringValue, unwrap, type Node } from "../../syntax/nodes.js";
import { membersOfExport, originOf } from "../../semantics/origins.js";
import { meansExport } from "../../semantics/scope-lookup.js";
import { annotatedValues, outerCast } from "./annotated.js";
import { eventArguments } from "./calls.js";
import { comparedValues } from "./comparisons.js";
import type { CompiledEvents } from "./options.js";
import { propertyValues } from "./properties.js";
import type { EventCandidate, EventSite } from "./sites.js";
import { textsOf, type EventText } from "./texts.js";
import { literalTypes } from "./types.js";

/** Every text of the file in the place of an event, each once, in the order of the text. */
export function collectSites(file: FileView, compiled: CompiledEvents): EventSite[] {
  const sites = new Map<Node, EventSite>();
  const places = [
    ...eventArguments(file, compiled),
    ...annotatedValues(file, compiled),
    ...comparedValues(file, compiled),
    ...propertyValues(file, compiled),
    ...literalTypes(file, compiled),
  ];
  for (const place of places) {
    if (isMember(file, compiled, place)) place.group.hasMember = true;
    for (const text of textsIn(file, place)) {
      if (text.value !== undefined) place.group.texts.add(text.value);
      if (sites.has(text.node)) continue;
      const whole = place.form === "value" ? outerCast(file, compiled, text.node) : place.node;
      sites.set(text.node, { ...place, text, whole });
    }
  }
  return [...sites.values()].sort((a, b) => a.whole.range[0] - b.whole.range[0]);
}

function textsIn(file: FileView, place: EventCandidate): Iterable<EventText> {
  if (place.form === "value") return textsOf(file, place.node);
  const value = place.form === "key" ? writtenKey(place.node) : stringValue(place.node.literal);
  return value === undefined ? [] : [{ node: place.node, value, through: [] }];
}

/** Whether the place already has a member, or a member is in the same union. */
function isMember(file: FileView, compiled: CompiledEvents, place: EventCandidate): boolean {
  if (place.form === "value") return readsEnum(file, compiled, place.node);
  if (place.form === "key") return place.node.computed && readsEnum(file, compiled, place.node.key);
  const { parent } = place.node;
  return parent.type === "TSUnionType" && parent.types.some((type) => namesMember(file, compiled, type));
}

function readsEnum(file: FileView, { enumRef }: CompiledEvents, expression: Node): boolean {
  const node = unwrap(expression);
  const origin = node.type === "MemberExpression" ? originOf(file, node) : undefined;
  return !!origin && (membersOfExport(file, origin, enumRef)?.length ?? 0) > 0;
}

/** `WebSocketEvent.AgentStarted` or `typeof WebSocketEvent.AgentStarted` as a type. */
function namesMember(file: FileView, { enumRef }: CompiledEvents, type: Node): boolean {
  const name = type.type === "TSTypeReference" ? type.typeName : type.type === "TSTypeQuery" ? type.exprName : undefined;
  return name?.type === "TSQualifiedName" && name.left.type === "Identifier" && meansExport(file, name.left, enumRef);
}

function writtenKey(property: Extract<EventCandidate, { form: "key" }>["node"]): string | undefined {
  const { key, computed } = property;
  if (computed) return stringValue(key);
  return key.type === "Identifier" || (key.type === "Literal" && typeof key.value === "string") ? keyName(property) : undefined;
}
