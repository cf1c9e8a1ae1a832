import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { memberName, unwrap, type Node } from "../../syntax/nodes.js";
import { expectedSubject } from "./calls.js";
import { keyedBy, listElements } from "./lists.js";
import type { CompiledEvents } from "./options.js";
import { Comparisons } from "./properties.js";
import { eventRead } from "./reads.js";
import { alone, type EventCandidate, type EventPlace } from "./sites.js";

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
  readonly groups: Comparisons;

  constructor(
    readonly file: FileView,
    readonly compiled: CompiledEvents,
  ) {
    this.groups = new Comparisons(file);
  }

  /** The place of texts that are compared with an expression; undefined if it reads no declared property. */
  placeOf(read: Node): EventPlace | undefined {
    const found = eventRead(this.file, this.compiled, read);
    return found && { role: "property", names: [found.property, found.holder], group: this.groups.groupOf(read) };
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
    for (const property of keyed.keys) if (property.type === "Property") yield { ...place, group, form: "key", node: property };
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
