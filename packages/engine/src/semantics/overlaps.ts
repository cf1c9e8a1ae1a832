import { childrenOf, isFunction, memberName, unwrap, type FunctionNode, type Node } from "../syntax/nodes.js";
import { awaitPlace } from "./await-place.js";
import type { FileView } from "./file-view.js";

/**
 * Why a new `await` at a node may let two calls of the function around it meet: state that both share is tested before it and set in the
 * function, as in `if (this.loaded) return; this.loaded = true; …`. Undefined where nothing of that kind is seen.
 */
export function overlapAt(file: FileView, site: Node): string | undefined {
  const owner = awaitPlace(file, site);
  if (owner === "module" || "refusal" in owner) return undefined;
  const nodes = [...nodesOf(owner)];
  const written = new Set(nodes.flatMap((node) => writtenBy(node)).flatMap((target) => sharedPath(file, owner, target) ?? []));
  if (written.size === 0) return undefined;
  const tested = nodes
    .flatMap((node) => testedBy(node))
    .filter((test) => test.range[0] < site.range[0])
    .flatMap((test) => [...pathsIn(file, owner, test)]);
  const both = tested.find((path) => [...written].some((own) => path === own || path.startsWith(`${own}.`)));
  return both && `${both} is tested before and set here, and another call may come while it waits`;
}

/** The nodes of a function, without those of functions inside of it. */
function* nodesOf(owner: FunctionNode): Generator<Node> {
  const stack: Node[] = owner.body ? [owner.body] : [];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    if (!isFunction(node)) stack.push(...childrenOf(node));
  }
}

function writtenBy(node: Node): readonly Node[] {
  if (node.type === "AssignmentExpression") return [node.left];
  if (node.type === "UpdateExpression" || (node.type === "UnaryExpression" && node.operator === "delete")) return [node.argument];
  return [];
}

function testedBy(node: Node): readonly Node[] {
  switch (node.type) {
    case "IfStatement":
    case "ConditionalExpression":
    case "WhileStatement":
    case "DoWhileStatement":
      return [node.test];
    case "ForStatement":
      return node.test ? [node.test] : [];
    case "SwitchStatement":
      return [node.discriminant];
    case "LogicalExpression":
      return [node.left];
    case "AssignmentExpression":
      return /^(?:\|\||&&|\?\?)=$/u.test(node.operator) ? [node.left] : [];
    default:
      return [];
  }
}

function* pathsIn(file: FileView, owner: FunctionNode, test: Node): Generator<string> {
  const stack: Node[] = [test];
  for (let node = stack.pop(); node; node = stack.pop()) {
    const path = sharedPath(file, owner, node);
    if (path !== undefined) yield path;
    else if (!isFunction(node)) stack.push(...childrenOf(node));
  }
}

/** `this.loaded`, `cache`: how the function names what all its calls share. */
function sharedPath(file: FileView, owner: FunctionNode, node: Node): string | undefined {
  const target = unwrap(node);
  if (target.type === "ThisExpression") return "this";
  if (target.type === "Identifier") {
    const [definition] = file.variableOf(target)?.defs ?? [];
    if (!definition) return undefined;
    const [start, end] = definition.name.range;
    return start >= owner.range[0] && end <= owner.range[1] ? undefined : target.name;
  }
  if (target.type !== "MemberExpression") return undefined;
  const object = sharedPath(file, owner, target.object);
  const name = memberName(target);
  return object === undefined || name === undefined ? object : `${object}.${name}`;
}
