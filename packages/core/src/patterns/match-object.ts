import type { TSESTree } from "@typescript-eslint/types";
import { type Node, keyName } from "../syntax/nodes.js";
import type { Fitting } from "./may-fit.js";
import { holeOf, listHoleOf } from "./template-holes.js";

/** Properties in any order; `$$$rest` takes what is left. */
export function fitsObject(fitting: Fitting, pattern: TSESTree.ObjectExpression, node: TSESTree.ObjectExpression): boolean {
  let left: readonly Node[] = node.properties;
  let rest: string | undefined;
  for (const property of pattern.properties) {
    const hole = listHoleOf(property);
    if (hole !== undefined) {
      rest = hole;
      continue;
    }
    const found = left.find((candidate) => fitting.attempt(() => fitsProperty(fitting, property, candidate)));
    if (!found) return false;
    left = left.filter((candidate) => candidate !== found);
  }
  return rest === undefined ? left.length === 0 : fitting.bindList(rest, left);
}

function fitsProperty(fitting: Fitting, pattern: Node, node: Node): boolean {
  if (pattern.type === "SpreadElement") return node.type === "SpreadElement" && fitting.fits(pattern.argument, node.argument);
  if (pattern.type !== "Property" || node.type !== "Property" || pattern.kind !== node.kind) return false;
  // A method's text is no expression.
  if (node.method && !pattern.method) return false;
  const name = keyName(pattern);
  // `{ $context }` takes the value of that key, `{ $key: … }` any key.
  const hole = pattern.key.type === "Identifier" && !pattern.computed ? holeOf(pattern.key.name) : undefined;
  const isKeyFit =
    hole && !pattern.shorthand
      ? !node.computed && fitting.bindName(pattern.key as TSESTree.Identifier, node.key)
      : name !== undefined && keyName(node) === (hole?.name ?? name);
  return isKeyFit && fitting.fits(pattern.value, node.value);
}
