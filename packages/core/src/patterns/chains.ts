import { unwrap, type Node } from "../syntax/nodes.js";
import { holeOf } from "./template-holes.js";

/** The links of a chain of calls and members, from its end to its head; an `await` in front of it is skipped. */
export function linksOf(node: Node): readonly Node[] {
  const links: Node[] = [];
  for (let at: Node = node.type === "AwaitExpression" ? node.argument : node; ;) {
    links.push(at);
    if (at.type === "CallExpression") at = at.callee;
    else if (at.type === "MemberExpression") at = at.object;
    else if (at.type === "TSNonNullExpression") at = at.expression;
    else return links;
  }
}

/** The name of the hole at the head of a template's chain. */
export function headHoleOf(root: Node): string | undefined {
  const head = linksOf(unwrap(root)).at(-1);
  return head?.type === "Identifier" ? holeOf(head.name)?.name : undefined;
}
