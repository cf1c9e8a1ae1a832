import { unwrap, type Node } from "../../syntax/nodes.js";
import { contains } from "../../syntax/ranges.js";
import { headHoleOf, linksOf } from "../../patterns/chains.js";
import type { Match } from "../../patterns/match.js";
import type { CallEntry } from "./options.js";

/** The match of `x?.old()` with `$x.old()`, if the replacement also starts with `$x.`, so that the `?.` can be kept. */
export function withOptionalHead({ root, with: written }: CallEntry, match: Match): Match | undefined {
  const hole = headHoleOf(root);
  const binding = hole === undefined ? undefined : match.bindings.get(hole);
  if (!written || hole === undefined || hole !== headHoleOf(written.root) || !binding || !("node" in binding)) return undefined;
  if (!startsWithMember(root) || !startsWithMember(unwrap(written.root))) return undefined;
  const links = linksOf(match.node).filter((link) => "optional" in link && link.optional);
  const isHead = (link: Node) => link.type === "MemberExpression" && link.object === binding.node;
  if (!links.every((link) => isHead(link) || contains(binding.node.range, link.range))) return undefined;
  return { ...match, bindings: new Map(match.bindings).set(hole, { ...binding, isOptional: true }) };
}

/** Whether the first step of the chain is a named member. */
function startsWithMember(root: Node): boolean {
  const member = linksOf(root).at(-2);
  return member?.type === "MemberExpression" && !member.computed;
}
