import type { FileView } from "./file-view.js";
import { type Node, memberName, unwrap, type FunctionNode, isField, isFunction, rewrap } from "../syntax/nodes.js";
import { because, type Why } from "../reasons/reasons.js";

/** Where an `await` would be: in a function, at the top level of a module, or where none is allowed. */
export type AwaitPlace = FunctionNode | { readonly refusal: Why } | "module";

/** The function or module to which an `await` at the node would belong. */
export function awaitPlace(file: FileView, site: Node): AwaitPlace {
  for (let node = site; node.parent; node = node.parent) {
    const parent = node.parent;
    if (isFunction(parent))
      return parent.body === node ? parent : { refusal: because("noAwait", "await is not allowed in a default value") };
    if (isFieldValue(parent, node)) return { refusal: because("noAwait", "await is not allowed in a class field") };
    if (parent.type === "StaticBlock") return { refusal: because("noAwait", "await is not allowed in a static block") };
    if (parent.type === "TSEnumMember") return { refusal: because("noAwait", "await is not allowed in an enum") };
    if (parent.type === "TSModuleBlock") return { refusal: because("noAwait", "await is not allowed in a namespace") };
    if (parent.type === "Decorator") return { refusal: because("noAwait", "await is not allowed in a decorator") };
  }
  if (file.layout().isCommonJs)
    return { refusal: because("noAwait", "await is not allowed at the top level of a CommonJS module") };
  if (!file.modules.mayWaitAtTopLevel(file.path))
    return { refusal: because("noAwait", "the tsconfig allows no await at the top level of this module") };
  return "module";
}

/** A phrase for a place that no caller can pass values to, such as a class field; undefined inside a function. */
export function placeWithoutCaller(site: Node): string | undefined {
  for (let node = site; node.parent; node = node.parent) {
    const parent = node.parent;
    if (isFunction(parent)) return parent.body === node ? undefined : "in a default value";
    if (isFieldValue(parent, node)) return "in a class field";
    if (parent.type === "StaticBlock") return "in a static block";
  }
  return "at the top level of a module";
}

/** Whether a node is the value of a class's field, or of its `accessor`. */
function isFieldValue(parent: Node, node: Node): boolean {
  return isField(parent) && parent.value === node;
}

/** How the code waits for a site's value already: by an `await` around it, or by a `.then` on it; undefined if it does not. */
export function findWait(site: Node): "await" | "then" | undefined {
  const outer = rewrap(site);
  const { parent } = outer;
  if (parent?.type === "AwaitExpression") return "await";
  if (parent?.type !== "MemberExpression" || parent.object !== outer) return undefined;
  const call = rewrap(parent).parent;
  const isCalled = call?.type === "CallExpression" && unwrap(call.callee) === parent;
  return isCalled && /^(?:then|catch|finally)$/u.test(memberName(parent) ?? "") ? "then" : undefined;
}

/** Whether a site is on the right of `total += x`: the old total is read before an `await` there, and may have changed after it. */
export function isInCompoundAssignment(site: Node): boolean {
  for (let node = site; node.parent && !isFunction(node.parent); node = node.parent) {
    const parent = node.parent;
    if (parent.type === "AssignmentExpression" && parent.right === node && !/^(?:|\|\||&&|\?\?)=$/u.test(parent.operator))
      return true;
  }
  return false;
}
