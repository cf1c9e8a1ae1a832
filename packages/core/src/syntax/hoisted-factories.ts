import { isFunction, memberName, type Node } from "./nodes.js";

const MOCKERS = new Set(["vi", "vitest", "jest"]);
const HOISTED = new Set(["mock", "hoisted"]);

/** Whether code is in a function that a test runner moves above the imports, where it can't use imported names. */
export function isInHoistedFactory(at: Node): boolean {
  for (let node: Node | undefined = at; node; node = node.parent) {
    const call: Node | undefined = isFunction(node) ? node.parent : undefined;
    if (call?.type === "CallExpression" && call.callee !== node && isHoistedCall(call.callee)) return true;
  }
  return false;
}

/** `vi.mock`, also at the end of a chain: `jest.unmock("a").mock`. */
function isHoistedCall(callee: Node): boolean {
  if (callee.type !== "MemberExpression" || !HOISTED.has(memberName(callee) ?? "")) return false;
  let object: Node = callee.object;
  while (object.type === "CallExpression" && object.callee.type === "MemberExpression") object = object.callee.object;
  return object.type === "Identifier" && MOCKERS.has(object.name);
}
