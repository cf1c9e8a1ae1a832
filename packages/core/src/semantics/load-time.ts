import type { FileView } from "./file-view.js";
import {
  enclosingClass,
  type FunctionNode,
  isField,
  isFunction,
  memberName,
  type Node,
  rewrap,
  unwrap,
} from "../syntax/nodes.js";
import { usesOf } from "./uses.js";

/** Methods that call a function before they return. */
const CALLING_AT_ONCE = new Set([
  "map",
  "flatMap",
  "forEach",
  "filter",
  "reduce",
  "reduceRight",
  "some",
  "every",
  "find",
  "findIndex",
  "from",
  "sort",
]);
const MOST_CALLS = 4;

/** Whether code runs while its module is loaded: at the top level, in static members, decorators and what is called there. */
export function runsAtLoad(file: FileView, at: Node, depth = 0): boolean {
  let node = at;
  while (node.parent) {
    const { parent }: Node = node;
    if (node.type === "Decorator") {
      const owner = enclosingClass(node) ?? parent;
      node = owner;
      continue;
    }
    if (isFunction(node) && !isCalledAtOnce(node) && !isCalledAtLoad(file, node, depth)) return false;
    if (isField(parent) && parent.value === node && !parent.static) return false;
    node = parent;
  }
  return true;
}

/** `(() => …)()`, `list.map(() => …)`. */
function isCalledAtOnce(node: FunctionNode): boolean {
  const outer = rewrap(node);
  const call = outer.parent;
  if (call?.type !== "CallExpression") return false;
  if (call.callee === outer) return true;
  const callee = unwrap(call.callee);
  return callee.type === "MemberExpression" && CALLING_AT_ONCE.has(memberName(callee) ?? "");
}

/** Whether code that runs at load calls the function by its name. */
function isCalledAtLoad(file: FileView, node: FunctionNode, depth: number): boolean {
  const outer = rewrap(node);
  const name =
    node.type === "FunctionDeclaration"
      ? node.id
      : outer.parent?.type === "VariableDeclarator" && outer.parent.id.type === "Identifier"
        ? outer.parent.id
        : undefined;
  const variable = name && depth < MOST_CALLS ? file.findVariable(name.name, node.parent ?? node) : undefined;
  if (!variable) return false;
  return usesOf(file, variable).some(({ parent, range }) => {
    const isCall = (parent.type === "CallExpression" || parent.type === "NewExpression") && parent.callee.range[0] === range[0];
    return isCall && runsAtLoad(file, parent, depth + 1);
  });
}
