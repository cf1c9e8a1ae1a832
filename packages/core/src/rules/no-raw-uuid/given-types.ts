import { looksLikeId } from "../../naming/entity-words.js";
import { carrierOf, findTarget, type Target } from "../../naming/targets.js";
import type { FileView } from "../../semantics/file-view.js";
import { memberName, type Node, unwrap } from "../../syntax/nodes.js";

/** What receives an ID, and the type that it is given on the way. */
export interface IdTarget {
  readonly target: Target | undefined;
  /** `UserId` of `const id = UserId(uuidv4())`. */
  readonly givenType: string | undefined;
}

/** The methods by which libraries for checked and branded types give a value its type. */
const MAKERS = new Set(["parse", "make", "of", "from", "create", "brand"]);

/** Finds what receives an ID; what gives it its type passes it on. */
export function findIdTarget(file: FileView, value: Node): IdTarget {
  const given = typeGivenTo(value);
  if (!given) return { target: findTarget(file, value), givenType: undefined };
  const receiver = findTarget(file, given.call);
  const name = given.type.charAt(0).toLowerCase() + given.type.slice(1);
  // What the receiver is declared as holds for the ID of that type, and not for the text inside.
  const target = { ...(receiver ?? { kind: "argument" as const, node: value, name }), annotation: undefined };
  return { target, givenType: given.type };
}

/** The call that gives a value the type of an ID: `UserId(value)`, `UserId.parse(value)`. */
function typeGivenTo(value: Node): { readonly call: Node; readonly type: string } | undefined {
  const node = carrierOf(value);
  const call = node.parent;
  if (call?.type !== "CallExpression" || call.arguments.length !== 1 || call.arguments[0] !== node) return undefined;
  const callee = unwrap(call.callee);
  const isMaker = callee.type === "MemberExpression" && MAKERS.has(memberName(callee) ?? "");
  const named = isMaker ? unwrap(callee.object) : callee;
  if (named.type !== "Identifier" || !/^\p{Lu}/u.test(named.name) || !looksLikeId(named.name)) return undefined;
  return { call, type: named.name };
}
