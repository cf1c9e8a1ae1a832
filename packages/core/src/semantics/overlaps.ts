import { childrenOf, isFunction, memberName, unwrap, type FunctionNode, type Node } from "../syntax/nodes.js";
import { CHANGES } from "../syntax/references.js";
import { awaitPlace } from "./await-place.js";
import { findCallee } from "./callees.js";
import type { FileView } from "./file-view.js";

/**
 * Why a new `await` at a node may let two calls of the function around it meet: what both share is read before it and set in the function, as in
 * `if (this.loaded) return; this.loaded = true; …` or `this.total = this.total + load()`, also by functions of the same file that it calls.
 * Undefined where nothing of that kind is seen.
 */
export function overlapAt(file: FileView, site: Node): string | undefined {
  const owner = awaitPlace(file, site);
  if (owner === "module" || "refusal" in owner) return undefined;
  const reached = [...reachedFrom(file, owner, MOST_STEPS)];
  const [start] = site.range;
  const written = reached.flatMap((each) =>
    writtenBy(each.node).flatMap((target) => {
      const path = sharedPath(file, each.owner, target);
      return path === undefined ? [] : [{ path, isBehind: each.at > start }];
    }),
  );
  if (written.length === 0) return undefined;
  const reads = reached.filter(({ node, at }) => at < start && isRead(node));
  const met = reads.flatMap((each) => {
    const path = sharedPath(file, each.owner, each.node);
    const isWhole = isWithDefault(each.node);
    const own = written.find((one) => path !== undefined && meet(path, one.path) && (one.isBehind || !isWhole));
    return own ? [own.path] : [];
  });
  return met[0] && `${met[0]} is read before and set here, and another call may come while it waits`;
}

function meet(path: string, other: string): boolean {
  return isPartOf(path, other) || isPartOf(other, path);
}

/** `map.get(key) ?? []` takes what is there, and decides nothing else: what is set before it waits is whole by then. */
function isWithDefault({ parent }: Node): boolean {
  const test = parent?.type === "MemberExpression" ? parent.parent.parent : parent;
  return test?.type === "LogicalExpression" && test.operator === "??";
}

function isPartOf(path: string, whole: string): boolean {
  return path === whole || path.startsWith(`${whole}.`);
}

/** How many functions of the file are followed, one called by the other. */
const MOST_STEPS = 2;

/** A node that runs with a function, the function that it is in, and where the first function comes to it. */
interface Reached {
  readonly node: Node;
  readonly owner: FunctionNode;
  readonly at: number;
}

/** The nodes of a function and of those that it calls, without functions inside of it. */
function* reachedFrom(file: FileView, owner: FunctionNode, steps: number, from?: number): Generator<Reached> {
  const stack: Node[] = owner.body ? [owner.body] : [];
  for (let node = stack.pop(); node; node = stack.pop()) {
    const at = from ?? node.range[0];
    yield { node, owner, at };
    const called = steps > 0 ? calledHere(file, node) : undefined;
    if (called) yield* reachedFrom(file, called, steps - 1, at);
    if (!isFunction(node)) stack.push(...childrenOf(node));
  }
}

/** The function of this file that a call means where `this` is the same in it: `this.take()`, `take()`. */
function calledHere(file: FileView, node: Node): FunctionNode | undefined {
  if (node.type !== "CallExpression") return undefined;
  const callee = unwrap(node.callee);
  const isOwn =
    callee.type === "MemberExpression" ? unwrap(callee.object).type === "ThisExpression" : callee.type === "Identifier";
  const found = isOwn ? findCallee(file, callee) : undefined;
  return found?.module.path === file.path && isFunction(found.node) ? found.node : undefined;
}

function writtenBy(node: Node): readonly Node[] {
  if (node.type === "AssignmentExpression") return [node.left];
  const callee = node.type === "CallExpression" ? unwrap(node.callee) : undefined;
  // No set or list is waited for: that is a request to what lies behind a client.
  const isAwaited = node.parent?.type === "AwaitExpression";
  if (callee?.type === "MemberExpression" && !isAwaited && CHANGES.test(memberName(callee) ?? "")) return [callee.object];
  if (node.type === "UpdateExpression" || (node.type === "UnaryExpression" && node.operator === "delete")) return [node.argument];
  return [];
}

/** Whether a value is read as a whole: not the object of a longer path, nor only set, nor changed by a method of its own. */
function isRead(node: Node): boolean {
  const { parent } = node;
  // `const { state } = this`
  if (node.type === "ThisExpression") return parent?.type === "VariableDeclarator";
  if ((node.type !== "Identifier" && node.type !== "MemberExpression") || isCalledMethod(node)) return false;
  if (parent?.type === "AssignmentExpression" && parent.left === node) return parent.operator !== "=";
  if (parent?.type !== "MemberExpression") return !(parent?.type === "Property" && parent.key === node && !parent.shorthand);
  return parent.object === node ? isCalledMethod(parent) && !CHANGES.test(memberName(parent) ?? "") : parent.computed;
}

function isCalledMethod(node: Node): boolean {
  return node.parent?.type === "CallExpression" && node.parent.callee === node;
}

/** `this.loaded`, `cache`, `order.lines` of a parameter: how the function names what its calls share. */
function sharedPath(file: FileView, owner: FunctionNode, node: Node, isMember = false): string | undefined {
  const target = unwrap(node);
  if (target.type === "ThisExpression") return "this";
  if (target.type === "Identifier") {
    const [definition] = file.variableOf(target)?.defs ?? [];
    if (!definition) return undefined;
    const [start, end] = definition.name.range;
    const isOwn = start >= owner.range[0] && end <= owner.range[1];
    return isOwn && !(isMember && definition.node === owner) ? undefined : target.name;
  }
  if (target.type !== "MemberExpression") return undefined;
  const object = sharedPath(file, owner, target.object, true);
  const name = memberName(target);
  return object === undefined || name === undefined ? object : `${object}.${name}`;
}
