import type { TSESTree } from "@typescript-eslint/types";
import { type Node, isNothing, keyName, memberName, stringValue, unwrap } from "../../syntax/nodes.js";
import { type EventText, objectOf } from "./texts.js";
import type { Why } from "../../reasons/reasons.js";
import type { FileView } from "../../semantics/file-view.js";
import { aliasOf } from "../../semantics/origins.js";
import { plainName } from "../../semantics/types/type-parts.js";
import type { CompiledEvents } from "./options.js";
import { constantValue } from "../../semantics/types/type-flows.js";

/** Texts of the same kind, such as the cases of a switch or the parts of a union: if one is an event, the others are too. */
export interface EventGroup {
  readonly texts: Set<string>;
  /** Whether one of them is a member already. */
  hasMember: boolean;
  /** Whether one of them is a member of another enum. */
  hasOther: boolean;
}

/** Why a text is an event. */
export interface EventPlace {
  /**
   * `method`, `property`: declared by name; other objects may have such methods and properties too;
   * `function`: a declared function's argument, or a value with the enum's type.
   */
  readonly role: "method" | "function" | "property";
  /** The declared method. */
  readonly method?: string;
  /** Names that suggest what the place is for. */
  readonly names: readonly (string | undefined)[];
  readonly group: EventGroup;
  /** Why a member may not fit where the string did. */
  readonly doubt?: Why;
  /** Whether it may go on to an HTML element: as an attribute of a component, or in its props. */
  readonly isOfElement?: boolean;
  /** Whether it is a key that a property is looked up by. */
  readonly isLookup?: boolean;
  /** The object that has it under a key. */
  readonly holder?: { readonly object: Node; readonly key: string };
}

/** An expression, a key, or a type in such a place. */
export type EventCandidate = EventPlace &
  (
    | { readonly form: "value"; readonly node: Node }
    | { readonly form: "key"; readonly node: TSESTree.Property }
    | { readonly form: "type"; readonly node: TSESTree.TSLiteralType }
  );

/** One text in such a place. */
export interface EventSite extends EventPlace {
  readonly form: EventCandidate["form"];
  readonly text: EventText;
  /** The literal with the casts that go with it, the key, the type. */
  readonly whole: Node;
}

/** Makes a new, empty group. */
export function alone(): EventGroup {
  return { texts: new Set(), hasMember: false, hasOther: false };
}

/** A place that reads a declared property. */
export interface EventRead {
  readonly property: string;
  /** The name of the object that it is read from: `event` of `event.type`. */
  readonly holder: string | undefined;
}

/** Whether an expression reads a declared property: `event.type`, or `type` after `const { type } = event`, or else is nothing or a text. */
export function eventRead(file: FileView, compiled: CompiledEvents, expression: Node, depth = 0): EventRead | undefined {
  const node = unwrap(expression);
  if (node.type === "MemberExpression") {
    const property = memberName(node)?.replace(/^#/u, "");
    return property !== undefined && compiled.properties.has(property) ? { property, holder: nameOf(node.object) } : undefined;
  }
  if (node.type === "LogicalExpression" || node.type === "ConditionalExpression") {
    const ways = node.type === "ConditionalExpression" ? [node.consequent, node.alternate] : [node.left, node.right];
    const others = ways.filter((way) => !isNothing(way) && stringValue(way) === undefined);
    const [read, ...more] = others.slice(node.type === "LogicalExpression" && node.operator === "&&" ? -1 : 0);
    return read && more.length === 0 ? eventRead(file, compiled, read, depth) : undefined;
  }
  const variable = node.type === "Identifier" && depth < 4 ? file.variableOf(node) : undefined;
  if (!variable || file.importedName(variable)) return undefined;
  const taken = takenFrom(compiled, variable.defs[0]?.name);
  if (taken) return taken;
  const alias = aliasOf(variable);
  return alias?.path.length === 0 ? eventRead(file, compiled, alias.value, depth + 1) : undefined;
}

/** The declared property that a destructured name reads: `{ type }`, `{ type: kind = "x" }`, also in parameters. */
function takenFrom(compiled: CompiledEvents, identifier: Node | undefined): EventRead | undefined {
  const value = identifier?.parent?.type === "AssignmentPattern" ? identifier.parent : identifier;
  const property = value?.parent;
  if (property?.type !== "Property" || property.value !== value || property.parent.type !== "ObjectPattern") return undefined;
  const key = keyName(property);
  if (key === undefined || !compiled.properties.has(key)) return undefined;
  const pattern = property.parent;
  const source = pattern.parent.type === "VariableDeclarator" ? pattern.parent.init : undefined;
  const typeName = plainName(pattern.typeAnnotation?.typeAnnotation)?.name;
  return { property: key, holder: source ? nameOf(source) : typeName };
}

/** The last name of an expression: `event` of `this.event`, `events[0]`, `getEvent()`. */
export function nameOf(expression: Node): string | undefined {
  const node = unwrap(expression);
  switch (node.type) {
    case "Identifier":
      return node.name;
    case "MemberExpression":
      return node.computed ? nameOf(node.object) : memberName(node);
    case "CallExpression":
      return nameOf(node.callee);
    case "AwaitExpression":
      return nameOf(node.argument);
    default:
      return undefined;
  }
}

/** The elements of `["a", "b"]`, of a constant that holds it, of `new Set([…])`. */
export function listElements(file: FileView, expression: Node, depth = 0): readonly Node[] | undefined {
  const node = unwrap(expression);
  if (depth > 4) return undefined;
  if (node.type === "ArrayExpression") return node.elements.filter((each) => each !== null);
  if (node.type === "NewExpression" && isNamed(node.callee, "Set"))
    return node.arguments[0] && listElements(file, node.arguments[0], depth + 1);
  const constant = constantValue(file, node);
  return constant && listElements(file, constant.value, depth + 1);
}

/** The keys of an object literal, or of `new Map([["a", 1]])`. */
export function keyedBy(
  file: FileView,
  expression: Node,
): { readonly object?: Node; readonly keys: readonly Node[] } | undefined {
  const node = unwrap(expression);
  const constant = constantValue(file, node);
  const value = constant ? constant.value : node;
  const object = objectOf(value);
  if (object) return { object, keys: object.properties.filter((each) => each.type === "Property") };
  const made = unwrap(value);
  if (made.type !== "NewExpression" || !isNamed(made.callee, "Map") || !made.arguments[0]) return undefined;
  const pairs = unwrap(made.arguments[0]);
  if (pairs.type !== "ArrayExpression") return undefined;
  const keys = pairs.elements.flatMap((pair) => {
    const inner = pair && unwrap(pair);
    return inner?.type === "ArrayExpression" && inner.elements[0] ? [inner.elements[0]] : [];
  });
  return { keys };
}

function isNamed(callee: Node, name: string): boolean {
  return callee.type === "Identifier" && callee.name === name;
}
