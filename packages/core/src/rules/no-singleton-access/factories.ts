/** The functions that may construct what `construct: true` reports elsewhere. */
import { functionName } from "../../naming/targets.js";
import { matchesAnyWords } from "../../naming/words.js";
import { enclosingFunction, type FunctionNode, type Node } from "../../syntax/nodes.js";

/** The names that factories have where the contract gives none. */
export const FACTORY_NAMES: readonly string[] = ["useFactory", "create*", "make*"];

/** Whether the nearest function that has a name is one of the factories; callbacks belong to the function around them. */
export function isInFactory(node: Node, factories: readonly string[]): boolean {
  let owner: FunctionNode | undefined = enclosingFunction(node);
  while (owner) {
    const name = functionName(owner);
    if (name !== undefined) return matchesAnyWords(factories, name);
    owner = enclosingFunction(owner);
  }
  return false;
}
