import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { memberName, rewrap, unwrap, type Node, enclosingFunction, keyName } from "../../syntax/nodes.js";
import { expectedSubject, eventArgument } from "./calls.js";
import { keyedBy, listElements, eventRead, alone, type EventCandidate, type EventGroup, type EventPlace } from "./sites.js";
import type { CompiledEvents } from "./options.js";
import { statedOf } from "./types.js";
import { findTarget } from "../../naming/targets.js";
import { plainName } from "../../semantics/types/type-parts.js";

/** What declared properties are compared with, looked up in, and asked for. */
export function* comparedValues(file: FileView, compiled: CompiledEvents): Generator<EventCandidate> {
  if (compiled.properties.size === 0) return;
  const compare = new Comparison(file, compiled);
  for (const node of file.nodes("BinaryExpression")) yield* compare.binary(node);
  for (const node of file.nodes("SwitchStatement")) yield* compare.cases(node);
  for (const node of file.nodes("MemberExpression")) if (node.computed) yield* compare.keys(node.object, node.property);
  for (const node of file.nodes("CallExpression")) yield* compare.call(node);
}

const EQUALITY = /^[!=]==?$/u;
const ASKING_LISTS = new Set(["includes", "indexOf", "lastIndexOf", "has"]);
const ASKING_MAPS = new Set(["get", "has"]);
const EXPECTING = new Set(["toBe", "toEqual", "toStrictEqual", "toMatch"]);
const ASSERTING = new Set(["equal", "strictEqual", "deepEqual", "deepStrictEqual", "notEqual", "notStrictEqual", "is", "same"]);

class Comparison {
  readonly groups: Groups;

  constructor(
    readonly file: FileView,
    readonly compiled: CompiledEvents,
  ) {
    this.groups = new Groups(file);
  }

  /** The place of texts that are compared with an expression; undefined if it reads no declared property. */
  placeOf(read: Node): EventPlace | undefined {
    const found = eventRead(this.file, this.compiled, read);
    return (
      found && {
        role: "property",
        names: [found.property, found.holder],
        isOfElement: isProps(found.holder),
        group: this.groups.ofRead(read),
      }
    );
  }

  *binary({ operator, left, right }: TSESTree.BinaryExpression): Generator<EventCandidate> {
    if (operator === "in") return yield* this.keys(right, left);
    if (!EQUALITY.test(operator)) return;
    const place = this.placeOf(left);
    if (place) return yield { ...place, form: "value", node: right };
    const other = this.placeOf(right);
    if (other) yield { ...other, form: "value", node: left };
  }

  *cases({ discriminant, cases }: TSESTree.SwitchStatement): Generator<EventCandidate> {
    const place = this.placeOf(discriminant);
    if (!place) return;
    for (const { test } of cases) if (test) yield { ...place, form: "value", node: test };
  }

  /** `HANDLERS[event.type]`, `event.type in HANDLERS` */
  *keys(object: Node, key: Node): Generator<EventCandidate> {
    const place = this.placeOf(key);
    const keyed = place && keyedBy(this.file, object);
    if (!place || !keyed?.object) return;
    const group = alone();
    for (const property of keyed.keys)
      if (property.type === "Property") yield { ...place, group, form: "key", node: property, isLookup: true };
  }

  *call(call: TSESTree.CallExpression): Generator<EventCandidate> {
    const callee = unwrap(call.callee);
    const [first, second] = call.arguments;
    const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
    if (!first || name === undefined || callee.type !== "MemberExpression") return;
    if (ASKING_LISTS.has(name)) yield* this.list(callee.object, first);
    if (ASKING_MAPS.has(name)) yield* this.map(callee.object, first);
    if ((name === "hasOwn" || name === "hasOwnProperty") && second) yield* this.keys(first, second);
    if (EXPECTING.has(name)) yield* this.expected(callee, first);
    if (ASSERTING.has(name) && second) {
      const place = this.placeOf(first);
      if (place) yield { ...place, form: "value", node: second };
    }
  }

  *expected(callee: Node, value: Node): Generator<EventCandidate> {
    const subject = expectedSubject(callee);
    const place = subject && this.placeOf(subject);
    if (place) yield { ...place, form: "value", node: value };
  }

  /** `["a", "b"].includes(event.type)`: a list of members alone would take no other text. */
  *list(object: Node, asked: Node): Generator<EventCandidate> {
    const list = listElements(this.file, object);
    const place = list && this.placeOf(asked);
    if (!list || !place) return;
    const doubt = this.isEvent(asked) ? {} : { doubt: "a list of members asks for members only" };
    for (const node of list) yield { ...place, form: "value", node, ...doubt };
  }

  *map(object: Node, asked: Node): Generator<EventCandidate> {
    const keyed = keyedBy(this.file, object);
    const place = keyed && !keyed.object ? this.placeOf(asked) : undefined;
    if (!keyed || !place) return;
    const doubt = this.isEvent(asked) ? {} : { doubt: "a map by members asks for members only" };
    const group = alone();
    for (const node of keyed.keys) yield { ...place, group, form: "value", node, ...doubt };
  }

  /** Whether the type checker says that the value is a member already. */
  isEvent(node: Node): boolean {
    const { file, compiled } = this;
    const { exported, module } = compiled.enumRef;
    const isSame = (path: string) => file.modules.isSameModule({ kind: "file", path }, module);
    return file.types?.isOfType(node, { exported, declaredIn: isSame }) === true;
  }
}

/** The values of declared properties: in objects, assignments, fields, defaults and attributes. */
export function* propertyValues(file: FileView, compiled: CompiledEvents): Generator<EventCandidate> {
  const { properties } = compiled;
  if (properties.size === 0) return;
  const groups = new Groups(file);
  for (const property of file.nodes("Property")) {
    const key = declaredKey(property, properties);
    if (key === undefined) continue;
    if (property.parent.type === "ObjectExpression")
      yield { ...objectValue(file, compiled, property, key), group: groups.ofProperty(property.parent, key) };
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
  const call = object.parent?.type === "CallExpression" || object.parent?.type === "NewExpression" ? object.parent : undefined;
  // An object that is passed to a declared method or function is the event itself.
  const isEvent = !!call && eventArgument(file, compiled, call)?.node === object;
  const target = findTarget(file, object);
  const stated = statedOf(file, object);
  return {
    role: isEvent ? "function" : "property",
    form: "value",
    node: property.value,
    names: [key, target?.name, plainName(stated)?.name],
    group: alone(),
    isOfElement: isProps(target?.name) || HTML_TYPE.test(stated ? file.textOf(stated) : ""),
    holder: { object, key },
  };
}

const HTML_TYPE = /\b(?:HTMLProps|\w*HTMLAttributes|HTML\w*Element|IntrinsicElements|\w*Props)\b/u;

function isProps(name: string | undefined): boolean {
  return /^props$|Props$/u.test(name ?? "");
}

/** `<Row type="agent_started" />`: HTML elements have attributes of their own. */
function* attributes(file: FileView, properties: ReadonlySet<string>): Generator<EventCandidate> {
  for (const attribute of file.nodes("JSXAttribute")) {
    const { name, value, parent } = attribute;
    if (name.type !== "JSXIdentifier" || !properties.has(name.name) || !value) continue;
    if (parent.name.type === "JSXIdentifier" && /^[a-z]/u.test(parent.name.name)) continue;
    const node = value.type === "JSXExpressionContainer" ? value.expression : value;
    const element = parent.name.type === "JSXIdentifier" ? parent.name.name : undefined;
    yield { role: "property", form: "value", node, names: [name.name, element], isOfElement: true, group: alone() };
  }
}

/** Groups the texts that one function compares with the same value, and those of a property in one list of objects. */
class Groups {
  readonly #groups = new Map<Node | undefined, Map<string, EventGroup>>();
  constructor(readonly file: FileView) {}

  ofRead(read: Node): EventGroup {
    return this.#in(enclosingFunction(read), this.file.textOf(unwrap(read)).replaceAll(/[\s?!]/gu, ""));
  }

  ofProperty(object: TSESTree.ObjectExpression, key: string): EventGroup {
    const list = rewrap(object).parent;
    return list?.type === "ArrayExpression" ? this.#in(list, key) : alone();
  }

  #in(owner: Node | undefined, key: string): EventGroup {
    const own = this.#groups.get(owner) ?? new Map<string, EventGroup>();
    this.#groups.set(owner, own);
    const group = own.get(key) ?? alone();
    own.set(key, group);
    return group;
  }
}
