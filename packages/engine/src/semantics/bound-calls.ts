import type { Variable } from "@typescript-eslint/scope-manager";
import type { FileView } from "./file-view.js";
import { type Node, isNothing, memberName, unwrap } from "../syntax/nodes.js";
import { aliasOf } from "./origins.js";
import { isSameCode } from "./same-code.js";

/** A call of what `bind` gave: the function behind it, and the arguments that it was given then. */
export interface BoundCall {
  readonly target: Node;
  readonly args: readonly Node[];
  readonly aliases: readonly Variable[];
}

/** What a callee calls, where it is `f.bind(null, …)` or `o.m.bind(o, …)`, or a `const` that holds such. */
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

/** `this` has to be what the plain call would give it. */
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
