import type { FileView } from "../../semantics/file-view.js";
import { unwrap, type Node } from "../../syntax/nodes.js";
import { constantValue } from "../../semantics/types/type-flows.js";
import { objectOf } from "./texts.js";

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
