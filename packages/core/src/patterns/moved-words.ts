/** Words such as `this` and `await`, which mean something else, or nothing, in another function. */
import { type Node, childrenOf, isField } from "../syntax/nodes.js";
import { because, type Why } from "../reasons/reasons.js";

/** A word that a function of its own gives another meaning. */
export type BoundWord = "this" | "super" | "arguments" | "new.target" | "await" | "yield";

/** The functions of a template around a place, as far as they change what words mean. */
interface Crossed {
  /** Whether `this`, `super`, `arguments` and `new.target` are others there. */
  isOther: boolean;
  /** The innermost function; undefined if there is none. */
  innermost: "async" | "sync" | undefined;
}

/** Why code can't be moved to a place in a template; undefined if it means the same there. */
export function refusalOfMove(moved: Node, slot: Node, root: Node): Why | undefined {
  const { isOther, innermost } = crossedBy(slot, root);
  if (innermost === undefined && !isOther) return undefined;
  const words = wordsOfPlace(moved);
  if (words.has("yield")) return "yield is not allowed in the replacement's function";
  if (words.has("await") && innermost !== "async")
    return because("noAwait", "await is not allowed in the replacement's function");
  const other = isOther ? [...words].find((word) => word !== "await") : undefined;
  return other && `${other} would be another in the replacement's function`;
}

function crossedBy(slot: Node, root: Node): Crossed {
  const crossed: Crossed = { isOther: false, innermost: undefined };
  for (let from = slot; from !== root && from.parent; from = from.parent) {
    const at = from.parent;
    const isFunction = at.type === "FunctionExpression" || at.type === "FunctionDeclaration";
    const isClassCode = at.type === "StaticBlock" || (isField(at) && at.value === from);
    if (isFunction || isClassCode) crossed.isOther = true;
    if (isFunction || at.type === "ArrowFunctionExpression") crossed.innermost ??= at.async ? "async" : "sync";
    else if (isClassCode) crossed.innermost ??= "sync";
  }
  return crossed;
}

/** The words in a piece of code whose meaning is that of the function or class around it. */
export function wordsOfPlace(code: Node): ReadonlySet<BoundWord> {
  const words = new Set<BoundWord>();
  collect(code, words, false);
  return words;
}

/** `isInArrow`: an arrow function is between, which has an `await` and a `yield` of its own, but no `this`. */
function collect(node: Node, words: Set<BoundWord>, isInArrow: boolean): void {
  const word = wordAt(node);
  if (word && !(isInArrow && (word === "await" || word === "yield"))) words.add(word);
  if (node.type === "FunctionExpression" || node.type === "FunctionDeclaration" || node.type === "StaticBlock") return;
  const isArrow = node.type === "ArrowFunctionExpression";
  for (const child of childrenOf(node)) {
    const isOwn = isField(node) && node.value === child;
    if (!isOwn) collect(child, words, isInArrow || isArrow);
  }
}

function wordAt(node: Node): BoundWord | undefined {
  switch (node.type) {
    case "ThisExpression":
      return "this";
    case "Super":
      return "super";
    case "MetaProperty":
      return node.meta.name === "new" ? "new.target" : undefined;
    case "Identifier": {
      const { parent } = node;
      const isProperty = parent.type === "MemberExpression" && parent.property === node && !parent.computed;
      return node.name === "arguments" && !isProperty ? "arguments" : undefined;
    }
    case "AwaitExpression":
      return "await";
    case "YieldExpression":
      return "yield";
    case "ForOfStatement":
      return node.await ? "await" : undefined;
    default:
      return undefined;
  }
}
