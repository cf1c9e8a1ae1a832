import type { FileView } from "../../semantics/file-view.js";
import { enclosingFunction, keyName, unwrap, type Node } from "../../syntax/nodes.js";
import { findTarget } from "../../naming/targets.js";
import { doubtOfHolder } from "../../semantics/types/type-flows.js";
import { plainName } from "../../semantics/types/type-parts.js";
import { eventArgument } from "./calls.js";
import type { CompiledEvents } from "./options.js";
import { eventRead } from "./reads.js";
import { alone, type EventCandidate } from "./sites.js";

/** The values of declared properties: in objects, assignments, fields, defaults and attributes. */
export function* propertyValues(file: FileView, compiled: CompiledEvents): Generator<EventCandidate> {
  const { properties } = compiled;
  if (properties.size === 0) return;
  for (const property of file.nodes("Property")) {
    const key = declaredKey(property, properties);
    if (key === undefined) continue;
    if (property.parent.type === "ObjectExpression") yield objectValue(file, compiled, property, key);
    else if (property.value.type === "AssignmentPattern")
      yield { role: "property", form: "value", node: property.value.right, names: [key], group: alone() };
  }
  for (const { left, right } of file.nodes("AssignmentExpression")) {
    const read = left.type === "MemberExpression" ? eventRead(file, compiled, left) : undefined;
    if (read) yield { role: "property", form: "value", node: right, names: [read.property, read.holder], group: alone() };
  }
  for (const type of ["PropertyDefinition", "AccessorProperty"] as const) {
    for (const field of file.nodes(type)) {
      const key = declaredKey(field, properties);
      if (key === undefined || !field.value) continue;
      const doubt = field.readonly || field.typeAnnotation ? undefined : "a field takes its type from it";
      const names = [key, field.parent.parent.id?.name];
      yield { role: "property", form: "value", node: field.value, names, group: alone(), ...(doubt !== undefined && { doubt }) };
    }
  }
  yield* attributes(file, properties);
}

function declaredKey(
  node: { readonly key: Node; readonly computed?: boolean },
  properties: ReadonlySet<string>,
): string | undefined {
  if (node.computed && node.key.type === "Identifier") return undefined;
  const key = keyName(node)?.replace(/^#/u, "");
  return key !== undefined && properties.has(key) ? key : undefined;
}

function objectValue(
  file: FileView,
  compiled: CompiledEvents,
  property: Extract<Node, { type: "Property" }>,
  key: string,
): EventCandidate {
  const object = property.parent;
  const doubt = doubtOfHolder(file, object, key);
  const call = object.parent?.type === "CallExpression" || object.parent?.type === "NewExpression" ? object.parent : undefined;
  // An object that is passed to a declared method or function is the event itself.
  const isEvent = !!call && eventArgument(file, compiled, call)?.node === object;
  return {
    role: isEvent ? "function" : "property",
    form: "value",
    node: property.value,
    names: [key, ...namesAround(file, object)],
    group: alone(),
    ...(doubt !== undefined && { doubt }),
  };
}

/** The names of an object's target and of its stated type. */
function namesAround(file: FileView, object: Node): (string | undefined)[] {
  const target = findTarget(file, object);
  const cast = object.parent;
  const stated =
    cast?.type === "TSAsExpression" || cast?.type === "TSSatisfiesExpression" ? cast.typeAnnotation : target?.annotation;
  return [target?.name, plainName(stated)?.name];
}

/** `<Row type="agent_started" />`: HTML elements have attributes of their own. */
function* attributes(file: FileView, properties: ReadonlySet<string>): Generator<EventCandidate> {
  for (const attribute of file.nodes("JSXAttribute")) {
    const { name, value, parent } = attribute;
    if (name.type !== "JSXIdentifier" || !properties.has(name.name) || !value) continue;
    if (parent.name.type === "JSXIdentifier" && /^[a-z]/u.test(parent.name.name)) continue;
    const node = value.type === "JSXExpressionContainer" ? value.expression : value;
    const element = parent.name.type === "JSXIdentifier" ? parent.name.name : undefined;
    yield { role: "property", form: "value", node, names: [name.name, element], group: alone() };
  }
}

/** Groups the texts that one function compares with the same value. */
export class Comparisons {
  readonly #groups = new Map<Node | undefined, Map<string, ReturnType<typeof alone>>>();
  constructor(readonly file: FileView) {}

  groupOf(read: Node): ReturnType<typeof alone> {
    const owner = enclosingFunction(read);
    const own = this.#groups.get(owner) ?? new Map<string, ReturnType<typeof alone>>();
    this.#groups.set(owner, own);
    const key = this.file.textOf(unwrap(read)).replaceAll(/[\s?!]/gu, "");
    const group = own.get(key) ?? alone();
    own.set(key, group);
    return group;
  }
}
