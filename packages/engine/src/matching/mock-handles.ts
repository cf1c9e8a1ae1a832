import type { FileView } from "../file/file-view.js";
import { isWrapper, memberName, rewrap, unwrap, type Node } from "../file/nodes.js";

/** Why a mock's handle is never fixed. */
export const MOCK_REASON = "it is a mock's handle: mock the replacement instead";

const MOCK_TYPE = /\b\w*(?:Mock|Spy|Stub)\w*\b/u;
const MOCK_TAKERS = new Set(["mocked", "expect", "spyOn", "when", "isMockFunction"]);

/** Whether a reference only serves a test double: `vi.mocked(x)`, `x as Mock`, `expect(x)`, `x.mockReturnValue(…)`. */
export function isMockHandle(file: FileView, node: Node): boolean {
  const outer = rewrap(node);
  for (let at = node; at !== outer && at.parent; at = at.parent) {
    if (isWrapper(at.parent) && "typeAnnotation" in at.parent && MOCK_TYPE.test(file.textOf(at.parent.typeAnnotation as Node)))
      return true;
  }
  const parent = outer.parent;
  if (parent?.type === "MemberExpression" && parent.object === outer) return /^mock(?:[A-Z]|$)/u.test(memberName(parent) ?? "");
  if (parent?.type !== "CallExpression" || parent.callee === outer) return false;
  const callee = unwrap(parent.callee);
  return MOCK_TAKERS.has(
    callee.type === "Identifier" ? callee.name : callee.type === "MemberExpression" ? (memberName(callee) ?? "") : "",
  );
}

/** The call of `vi.spyOn(x, "name")`, `sinon.stub(x, "name")`, `mock.method(x, "name")` that takes the node as its object. */
export function spyingCall(node: Node): { readonly call: Node; readonly member: Node | undefined } | undefined {
  const outer = rewrap(node);
  const call = outer.parent;
  if (call?.type !== "CallExpression" || call.arguments[0] !== outer) return undefined;
  const callee = unwrap(call.callee);
  const name = callee.type === "MemberExpression" ? memberName(callee) : callee.type === "Identifier" ? callee.name : undefined;
  return name !== undefined && /^(?:spyOn|stub|method|replace|fake)$/u.test(name)
    ? { call, member: call.arguments[1] }
    : undefined;
}
