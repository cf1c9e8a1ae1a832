import type { FileView } from "../../semantics/file-view.js";
import { keyName, memberName, unwrap, type Node } from "../../syntax/nodes.js";
import { aliasOf } from "../../semantics/origins.js";
import { plainName } from "../../semantics/types/type-parts.js";
import type { CompiledEvents } from "./options.js";

/** A place that reads a declared property. */
export interface EventRead {
  readonly property: string;
  /** The name of the object that it is read from: `event` of `event.type`. */
  readonly holder: string | undefined;
}

/** Whether an expression reads a declared property: `event.type`, or `type` after `const { type } = event`. */
export function eventRead(file: FileView, compiled: CompiledEvents, expression: Node, depth = 0): EventRead | undefined {
  const node = unwrap(expression);
  if (node.type === "MemberExpression") {
    const property = memberName(node)?.replace(/^#/u, "");
    return property !== undefined && compiled.properties.has(property) ? { property, holder: nameOf(node.object) } : undefined;
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
