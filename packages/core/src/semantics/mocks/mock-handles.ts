import type { FileView } from "../file-view.js";
import { isWrapper, memberName, rewrap, type Node, finalName, stringValue } from "../../syntax/nodes.js";
import { because } from "../../reasons/reasons.js";

/** Why a mock's handle is never fixed. */
export const MOCK_REASON = because("mockHandle", "it is a mock's handle: mock the replacement instead");

const MOCK_TYPE = /\b\w*(?:Mock|Spy|Stub)\w*\b/u;
const MOCK_TAKERS = new Set(["mocked", "isMockFunction", "when"]);
const SPIES = new Set(["spyOn", "stub", "method", "replace", "fake", "spy"]);
/** One of these is in each call that spies on a member. */
export const SPYING: readonly string[] = [...SPIES];
const MOCK_MATCHER = /^(?:to(?:Have|Be)(?:Been)?(?:Nth|Last)?(?:Called|Returned|Resolved)|lastCalled|nthCalled)/u;

/**
 * Whether a reference, or a member of it, only serves a test double: `vi.mocked(x)`, `x.get as Mock`,
 * `expect(x).toHaveBeenCalled()`, `x.get.mockReturnValue(…)`.
 */
export function isMockHandle(file: FileView, node: Node): boolean {
  const outer = rewrap(node);
  if (hasMockType(file, node, outer)) return true;
  const parent = outer.parent;
  if (parent?.type === "MemberExpression" && parent.object === outer)
    return /^mock(?:[A-Z]|$)/u.test(memberName(parent) ?? "") || isMockHandle(file, parent);
  return isTakenByMock(outer);
}

function isTakenByMock(outer: Node): boolean {
  const taker = takerOf(outer);
  return taker !== undefined && (MOCK_TAKERS.has(taker.name) || (taker.name === "expect" && isAskedForCalls(taker.call)));
}

function hasMockType(file: FileView, node: Node, outer: Node): boolean {
  for (let at = node; at !== outer && at.parent; at = at.parent) {
    if (isWrapper(at.parent) && "typeAnnotation" in at.parent && MOCK_TYPE.test(file.textOf(at.parent.typeAnnotation as Node)))
      return true;
  }
  return false;
}

/** `expect(x).not.toHaveBeenCalled()`. */
function isAskedForCalls(call: Node): boolean {
  for (let at = call.parent; at?.type === "MemberExpression"; at = at.parent) {
    if (MOCK_MATCHER.test(memberName(at) ?? "")) return true;
  }
  return false;
}

/** The call of `vi.spyOn(x, "name")`, `sinon.stub(x, "name")`, `mock.method(x, "name")` that takes the node as its object. */
export function spyingCall(node: Node): { readonly call: Node; readonly member: Node | undefined } | undefined {
  const outer = rewrap(node);
  const taker = takerOf(outer);
  return taker && SPIES.has(taker.name) && taker.call.arguments[0] === outer && !isReplacingText(taker.call)
    ? { call: taker.call, member: taker.call.arguments[1] }
    : undefined;
}

/** Whether a reference only serves a test double, or is spied on. */
export function isDoubled(file: FileView, node: Node): boolean {
  return isMockHandle(file, node) || !!spyingCall(node);
}

/** The calls of a file that spy on a member which they name. */
export function* spiesIn(file: FileView): Generator<{ readonly call: Node; readonly object: Node; readonly member: string }> {
  for (const call of file.nodes("CallExpression", SPYING)) {
    const [object] = call.arguments;
    const member = object && stringValue(spyingCall(object)?.member);
    if (object && member !== undefined) yield { call, object, member };
  }
}

/** `text.replace(pattern, "")`, and not `sinon.replace(users, "create", fake)`. */
function isReplacingText({ callee, arguments: given }: Extract<Node, { type: "CallExpression" }>): boolean {
  return callee.type === "MemberExpression" && memberName(callee) === "replace" && given.length < 3;
}

/** Whether a call of this name takes the expression as an argument. */
export function isHandedTo(outer: Node, name: string): boolean {
  return takerOf(outer)?.name === name;
}

/** The call that takes the node as an argument, and the last name of its callee. */
function takerOf(outer: Node): { readonly call: Extract<Node, { type: "CallExpression" }>; readonly name: string } | undefined {
  const call = outer.parent;
  if (call?.type !== "CallExpression" || call.callee === outer) return undefined;
  const name = finalName(call.callee);
  return name === undefined ? undefined : { call, name };
}
