import type { Variable } from "@typescript-eslint/scope-manager";
import type { FileView } from "./file-view.js";
import { type Node, isNothing, memberName, unwrap } from "../syntax/nodes.js";
import { aliasOf } from "./origins.js";
import { isSameCode } from "./same-code.js";

/** A call of a bound function: the function that was bound, and the arguments that were bound with it. */
export interface BoundCall {
  readonly target: Node;
  readonly args: readonly Node[];
  readonly aliases: readonly Variable[];
}

/** The function that a callee calls, if it is `f.bind(null, …)`, `o.m.bind(o, …)`, or a `const` with such a value. */
export function boundCallOf(file: FileView, callee: Node): BoundCall | undefined {
  const inner = unwrap(callee);
  if (inner.type === "Identifier") {
    const variable = file.variableOf(inner);
    const alias = variable && aliasOf(variable);
    if (!variable || alias?.path.length !== 0) return undefined;
    const bound = readBind(file, alias.value);
    return bound && { ...bound, aliases: [variable] };
  }
  const bound = readBind(file, inner);
  return bound && { ...bound, aliases: [] };
}

/** Reads a call of `bind` that passes the same `this` as a plain call would. */
function readBind(file: FileView, expression: Node): Pick<BoundCall, "target" | "args"> | undefined {
  const call = unwrap(expression);
  if (call.type !== "CallExpression") return undefined;
  const callee = unwrap(call.callee);
  if (callee.type !== "MemberExpression" || memberName(callee) !== "bind") return undefined;
  const target = unwrap(callee.object);
  const [self, ...args] = call.arguments;
  const owner = target.type === "MemberExpression" ? target.object : undefined;
  const isPlain = owner ? !!self && isSameCode(file, unwrap(self), unwrap(owner)) : !self || isNothing(self);
  return isPlain ? { target, args } : undefined;
}
