import { childrenOf, isFunction, keyName, memberName, unwrap, type FunctionNode, type Node } from "../syntax/nodes.js";
import { awaitPlace } from "./await-place.js";
import { findCallee } from "./callees.js";
import type { FileView } from "./file-view.js";

/**
 * Why a new `await` at a node may let two calls of the function around it meet: state that both share is tested before it and set in the
 * function, as in `if (this.loaded) return; this.loaded = true; …` or `if (!cache.has(key)) cache.set(key, …)`, also by functions of the same
 * file that it calls. Or it is read before and set behind: `this.total = this.total + load()`. Undefined where nothing of that kind is seen.
 */
export function overlapAt(file: FileView, site: Node): string | undefined {
  const owner = awaitPlace(file, site);
  if (owner === "module" || "refusal" in owner) return undefined;
  const lost = lostAt(file, owner, site);
  if (lost !== undefined) return `${lost} is read before and set here, and another call may come while it waits`;
  const written = new Set(writtenIn(file, owner));
  if (written.size === 0) return undefined;
  const tests = [...nodesOf(owner)].flatMap((node) => testedBy(node)).filter((test) => test.range[0] < site.range[0]);
  const isRead = (own: string, of: readonly Node[]): boolean =>
    of.some((test) => [...pathsIn(file, owner, test)].some((path) => path === own || path.startsWith(`${own}.`)));
  const guards = tests.filter((test) => !isWithDefault(test));
  // What was set before it waits is whole by then, unless calls that find it set leave early.
  const late = new Set(writtenIn(file, owner, site.range[0]));
  const both = [...written].find((own) => isRead(own, guards) || (late.has(own) && isRead(own, tests)));
  return both && `${both} is tested before and set here, and another call may come while it waits`;
}

/** What is set behind a site to what was read before it: what another call sets meanwhile would be lost. */
function lostAt(file: FileView, owner: FunctionNode, site: Node): string | undefined {
  for (const node of nodesOf(owner)) {
    if (node.range[1] <= site.range[0]) continue;
    const change = changeOf(node);
    const own = change && (sharedPath(file, owner, change.target) ?? givenPath(file, owner, change.target));
    if (own === undefined) continue;
    for (const path of change!.values.flatMap((value) => readBefore(file, owner, value, site)))
      if (path === own || path.startsWith(`${own}.`)) return own;
  }
  return undefined;
}

/** What a node sets, and the values that it is set to. */
function changeOf(node: Node): { readonly target: Node; readonly values: readonly Node[] } | undefined {
  if (node.type === "AssignmentExpression" && node.operator === "=") return { target: node.left, values: [node.right] };
  if (node.type !== "CallExpression") return undefined;
  const [target] = writtenBy(node);
  if (!target || target.type === "ThisExpression") return undefined;
  // In `map.set(map.keyOf(order), load())` the first is a name and nothing that is kept.
  const isSet = node.callee.type === "MemberExpression" && memberName(node.callee) === "set";
  return { target, values: node.arguments.slice(isSet ? 1 : 0) };
}

/** What of a value comes from before a site: what is written before it, and constants that were there. */
function readBefore(file: FileView, owner: FunctionNode, value: Node, site: Node): readonly string[] {
  const [start] = site.range;
  if (value.range[1] <= start) return [...pathsIn(file, owner, value, { ofGiven: true })];
  const held = heldBy(file, owner, value);
  if (held) return held.value.range[1] <= start ? [...pathsIn(file, owner, value, { ofGiven: true })] : [];
  return isFunction(value) ? [] : valuesIn(value).flatMap((child) => readBefore(file, owner, child, site));
}

/** `order.lines` of a parameter, which others may have too. */
function givenPath(file: FileView, owner: FunctionNode, node: Node): string | undefined {
  const target = unwrap(node);
  if (target.type !== "MemberExpression") return undefined;
  const object = unwrap(target.object);
  const [definition] = object.type === "Identifier" ? (file.variableOf(object)?.defs ?? []) : [];
  const isGiven = object.type === "Identifier" && definition?.type === "Parameter" && definition.node === owner;
  const base = isGiven ? object.name : givenPath(file, owner, object);
  const name = memberName(target);
  return base === undefined || name === undefined ? base : `${base}.${name}`;
}

/** `map.get(key) ?? []` takes what is there, and decides nothing else. */
function isWithDefault(test: Node): boolean {
  return test.parent?.type === "LogicalExpression" && test.parent.operator === "??";
}

/** How many functions of the file are followed, one called by the other. */
const MOST_STEPS = 2;

/** What a function sets of what its calls share behind a place, by itself and by functions that it calls. */
function writtenIn(file: FileView, owner: FunctionNode, from = 0, steps = MOST_STEPS): readonly string[] {
  const nodes = [...nodesOf(owner)].filter((node) => node.range[1] > from);
  return nodes.flatMap((node) => {
    const called = steps > 0 ? calledHere(file, node) : undefined;
    const own = writtenBy(node).flatMap((target) => sharedPath(file, owner, target) ?? []);
    return called ? [...own, ...writtenIn(file, called, 0, steps - 1)] : own;
  });
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

/** The nodes of a function, without those of functions inside of it. */
function* nodesOf(owner: FunctionNode): Generator<Node> {
  const stack: Node[] = owner.body ? [owner.body] : [];
  for (let node = stack.pop(); node; node = stack.pop()) {
    yield node;
    if (!isFunction(node)) stack.push(...childrenOf(node));
  }
}

/** Methods that change sets, maps and lists. */
const CHANGES = new Set(["add", "set", "delete", "clear", "push", "pop", "shift", "unshift", "splice"]);

function writtenBy(node: Node): readonly Node[] {
  if (node.type === "AssignmentExpression") return [node.left];
  const callee = node.type === "CallExpression" ? unwrap(node.callee) : undefined;
  if (callee?.type === "MemberExpression" && CHANGES.has(memberName(callee) ?? "")) return [callee.object];
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

/** What a function reads in some code of what its calls share: by itself, by constants that hold it, and by functions that it calls. */
function* pathsIn(
  file: FileView,
  owner: FunctionNode,
  code: Node,
  { steps = MOST_STEPS, ofGiven = false }: { readonly steps?: number; readonly ofGiven?: boolean } = {},
): Generator<string> {
  const stack: Node[] = [code];
  for (let node = stack.pop(); node; node = stack.pop()) {
    const path = sharedPath(file, owner, node) ?? (ofGiven ? givenPath(file, owner, node) : undefined);
    const held = path === undefined ? heldBy(file, owner, node) : undefined;
    const called = steps > 0 ? calledHere(file, node) : undefined;
    if (called?.body) yield* pathsIn(file, called, called.body, { steps: steps - 1 });
    if (path !== undefined) yield path;
    else if (held && steps > 0)
      for (const each of pathsIn(file, owner, held.value, { steps: steps - 1, ofGiven })) yield each + held.member;
    else if (!isFunction(node)) stack.push(...valuesIn(node));
  }
}

/** The children of a node without names of members, which may be called like a variable. */
function valuesIn(node: Node): readonly Node[] {
  if (node.type === "MemberExpression" && !node.computed) return [node.object];
  if (node.type === "Property" && !node.computed) return [node.value];
  return childrenOf(node);
}

/** The value of a function's own constant, and the member of it that is taken out: `const { open } = this.state`. */
function heldBy(file: FileView, owner: FunctionNode, node: Node): { readonly value: Node; readonly member: string } | undefined {
  const [definition] = node.type === "Identifier" ? (file.variableOf(node)?.defs ?? []) : [];
  const declarator = definition?.node as Node | undefined;
  if (declarator?.type !== "VariableDeclarator" || !declarator.init || declarator.range[0] < owner.range[0]) return undefined;
  if (declarator.id.type !== "ObjectPattern") return { value: declarator.init, member: "" };
  const isOwn = (value: Node): boolean => (value.type === "AssignmentPattern" ? value.left : value) === definition?.name;
  const property = declarator.id.properties.find((each) => each.type === "Property" && isOwn(each.value));
  const member = property?.type === "Property" ? keyName(property) : undefined;
  return member === undefined ? undefined : { value: declarator.init, member: `.${member}` };
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
