import type { FileView } from "../../semantics/file-view.js";
import { unwrap, type Node } from "../../syntax/nodes.js";
import { constantValue } from "../../semantics/type-flows.js";
import { objectOf } from "./texts.js";
import { isConstType } from "../../semantics/type-parts.js";

/** A list of texts written in the file. */
export interface TextList {
  readonly elements: readonly Node[];
  /** Whether its type is stated, rather than inferred from its elements. */
  readonly isTyped: boolean;
}

/** The elements of `["a", "b"]`, of a constant that holds it, of `new Set([…])`. */
export function listElements(file: FileView, expression: Node, depth = 0): TextList | undefined {
  const node = unwrap(expression);
  if (depth > 4) return undefined;
  if (node.type === "ArrayExpression")
    return { elements: node.elements.filter((each) => each !== null), isTyped: isCast(expression) };
  if (node.type === "NewExpression" && isNamed(node.callee, "Set")) {
    const list = node.arguments[0] && listElements(file, node.arguments[0], depth + 1);
    return list && { ...list, isTyped: list.isTyped || !!node.typeArguments };
  }
  const constant = constantValue(file, node);
  const list = constant && listElements(file, constant.value, depth + 1);
  const name = constant?.variable.defs[0]?.name as Node | undefined;
  return list && { ...list, isTyped: list.isTyped || (name?.type === "Identifier" && !!name.typeAnnotation) };
}

/** `[…] as string[]` */
function isCast(node: Node): boolean {
  if (node.type !== "TSAsExpression" && node.type !== "TSTypeAssertion" && node.type !== "TSSatisfiesExpression") return false;
  return !isConstType(node.typeAnnotation);
}

/** The keys of an object literal, or of `new Map([["a", 1]])`. */
export function keyedBy(
  file: FileView,
  expression: Node,
): { readonly object?: Node; readonly keys: readonly Node[]; readonly isTyped: boolean } | undefined {
  const node = unwrap(expression);
  const constant = constantValue(file, node);
  const value = constant ? constant.value : node;
  const object = objectOf(value);
  if (object) return { object, keys: object.properties.filter((each) => each.type === "Property"), isTyped: true };
  const made = unwrap(value);
  if (made.type !== "NewExpression" || !isNamed(made.callee, "Map") || !made.arguments[0]) return undefined;
  const pairs = unwrap(made.arguments[0]);
  if (pairs.type !== "ArrayExpression") return undefined;
  const name = constant?.variable.defs[0]?.name as Node | undefined;
  const keys = pairs.elements.flatMap((pair) => {
    const inner = pair && unwrap(pair);
    return inner?.type === "ArrayExpression" && inner.elements[0] ? [inner.elements[0]] : [];
  });
  return { keys, isTyped: !!made.typeArguments || (name?.type === "Identifier" && !!name.typeAnnotation) };
}

function isNamed(callee: Node, name: string): boolean {
  return callee.type === "Identifier" && callee.name === name;
}
