import type { TSESTree } from "@typescript-eslint/types";
import { childrenOf, isField, type Node } from "../syntax/nodes.js";
import type { Template, TemplateHole } from "./template.js";

/** What is wrong with code that parses as a template and could not be written, or matched, where it is; `pattern`: what it replaces. */
export function findMisplaced(
  template: Template,
  placed: { readonly kind: "match" | "with"; readonly text: string; readonly match?: string | undefined },
  pattern: Template | undefined,
): { readonly code: string; readonly message: string } | undefined {
  const text = JSON.stringify(placed.text);
  const typed = template.holes.find(({ node }) => node.parent?.type === "TSTypeReference");
  if (typed)
    return {
      code: "misplaced-hole",
      message: `$${typed.name} is code, and ${text} has it as a type, which patterns do not look at. Leave it out: then calls with type arguments are found too.`,
    };
  const code = "misplaced-list";
  const list = findMisplacedList(template);
  if (list) {
    const message = `$$$${list.name} is any number of nodes, and ${text} has it where one is needed. Write it as an argument, an element, a property or an attribute.`;
    return { code, message };
  }
  const moved = pattern && findMovedList(template, pattern);
  if (moved) {
    const where = moved.among ? `among ${moved.among}` : "where one node is needed";
    const message = `$$$${moved.name} takes ${moved.took} in ${JSON.stringify(placed.match)}, and ${text} has it ${where}. Write it as the pattern has it, or take its parts with one hole each.`;
    return { code, message };
  }
  const word = placed.kind === "with" ? findMisplacedWord(template, pattern) : undefined;
  return (
    word && {
      code: "misplaced-word",
      message: `${word.text} works only in ${word.places}, and ${text} may be written anywhere. Write a replacement without it.`,
    }
  );
}

/** The first hole for any number of nodes in a place that takes only one: `$$$all.length`, `x = $$$all`. */
export function findMisplacedList({ root, holes }: Template): TemplateHole | undefined {
  return holes.find(({ isList, node, range }) => isList && !takesList(node, root, range));
}

function takesList(node: Node, root: Node, [start, end]: readonly [number, number]): boolean {
  // Attributes, texts between tags, and the text of a tagged template are places for lists by themselves.
  if (node.type !== "Identifier") return true;
  if (node === root) return false;
  // `...$$$all` and `{$$$all}` are the place themselves.
  if (end - start > node.name.length) return true;
  const { parent } = node;
  switch (parent.type) {
    case "CallExpression":
    case "NewExpression":
      return parent.arguments.includes(node);
    case "ArrayExpression":
      return true;
    case "Property":
      return parent.shorthand;
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return parent.params.includes(node);
    case "JSXExpressionContainer":
      return parent.parent.type !== "JSXAttribute";
    default:
      return false;
  }
}

/** What a hole for any number of nodes takes, or is written among. */
type ListKind = "arguments" | "properties" | "attributes" | "what is between tags" | "the text of a template";

/** A hole of a replacement among other things than those that it took in the pattern. */
export interface MovedList {
  readonly name: string;
  readonly took: ListKind;
  /** Undefined: where only one node can be. */
  readonly among: ListKind | undefined;
}

/** The first hole that takes any number of nodes in a pattern which can't be where the replacement has it: `old($$$all)`, `{ $$$all }`. */
function findMovedList(written: Template, match: Template): MovedList | undefined {
  const lists = match.holes.filter(({ isList, name }) => isList && name !== "_");
  for (const { name, isList, node } of written.holes) {
    const took = lists.filter((list) => list.name === name).map((list) => listKindOf(list.node));
    const among = isList || isItem(node) ? listKindOf(node) : undefined;
    if (took[0] !== undefined && (among === undefined || !took.includes(among))) return { name, took: took[0], among };
  }
  return undefined;
}

/** Arguments, elements and parameters are one: names may become each other. */
function listKindOf(node: Node): ListKind {
  if (node.type === "JSXAttribute") return "attributes";
  if (node.type === "JSXText") return "what is between tags";
  if (node.type === "TemplateLiteral") return "the text of a template";
  const { parent } = node;
  if (parent?.type === "JSXSpreadAttribute") return "attributes";
  if (parent?.type === "JSXExpressionContainer") return "what is between tags";
  if (parent?.type === "SpreadElement") return listKindOf(parent);
  return parent?.type === "Property" || parent?.type === "ObjectExpression" ? "properties" : "arguments";
}

/** Whether a hole for one node is where several may be written as well. */
function isItem(node: Node): boolean {
  const { parent } = node;
  if (node.type !== "Identifier") return true;
  if (parent?.type === "CallExpression" || parent?.type === "NewExpression")
    return (parent.arguments as readonly Node[]).includes(node);
  return parent?.type === "ArrayExpression";
}

/** Why a replacement that keeps the whole match never ends; undefined if it does not, or if the pattern binds `$value` itself. */
export function keepsMatch(written: Template, match: Template | undefined): string | undefined {
  const holds = ({ holes }: Template) => holes.some(({ name }) => name === "value");
  if (!holds(written) || (match && holds(match))) return undefined;
  return "$value is the code that is replaced, so it is matched again, and it never ends. Write what takes its place.";
}

/** A word that works only in some places, with what people call those. */
export interface MisplacedWord {
  readonly text: string;
  readonly places: string;
}

/**
 * The first word of a replacement that its place will not allow: `super`, `#x`, `new.target` and `arguments` without the class or the
 * function that they belong to, unless the pattern has the same one, so that the replaced code is in such a place; `await`, `yield`,
 * `break` and `continue` without a function, or a loop, of their own.
 */
function findMisplacedWord(template: Template, match: Template | undefined): MisplacedWord | undefined {
  const matched = new Set((match ? freeWords(match) : []).map(({ text }) => text));
  return freeWords(template).find(({ text, isNeverMatched }) => isNeverMatched || !matched.has(text));
}

interface FreeWord extends MisplacedWord {
  /** Whether no pattern can have it, or its place in the replacement is at fault. */
  readonly isNeverMatched?: true;
}

function freeWords({ root }: Template): FreeWord[] {
  const found: FreeWord[] = [];
  const stack: Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    const word = freeWordAt(node, root);
    if (word) found.push(word);
    stack.push(...[...childrenOf(node)].reverse());
  }
  return found;
}

function freeWordAt(node: Node, root: Node): FreeWord | undefined {
  switch (node.type) {
    case "Super":
      return isBound(node, root, isSuperHome) ? undefined : { text: "super", places: "methods of a class that extends another" };
    case "PrivateIdentifier":
      return isDeclared(node, root) ? undefined : { text: `#${node.name}`, places: "the class that declares it" };
    case "MetaProperty":
      if (node.meta.name !== "new" || isBound(node, root, isOwnFunction)) return undefined;
      return { text: "new.target", places: "functions that are called with new" };
    case "Identifier":
      if (node.name !== "arguments" || !isRead(node) || isBound(node, root, isOwnFunction)) return undefined;
      return { text: "arguments", places: "functions that are not arrows" };
    case "YieldExpression":
      return isInFunction(node, root, "generator") ? undefined : { text: "yield", places: "generators", isNeverMatched: true };
    case "BreakStatement":
    case "ContinueStatement":
      if (hasTarget(node, root)) return undefined;
      return { text: node.type === "BreakStatement" ? "break" : "continue", places: "loops", isNeverMatched: true };
    default:
      if (!isAwait(node) || isInFunction(node, root, "async") !== false) return undefined;
      return { text: "await", places: "the bodies of asynchronous functions", isNeverMatched: true };
  }
}

/** Whether something between a node and the root fulfils a condition; `from` is the child on the way. */
function isBound(node: Node, root: Node, isHome: (at: Node, from: Node) => boolean): boolean {
  for (let from = node; from !== root; from = from.parent!) if (isHome(from.parent!, from)) return true;
  return false;
}

function isSuperHome(at: Node, from: Node): boolean {
  if (isField(at)) return at.value === from;
  if (at.type !== "MethodDefinition" && at.type !== "Property") return at.type === "StaticBlock";
  return at.value === from && (at.type === "MethodDefinition" || at.method || at.kind !== "init");
}

function isDeclared(node: TSESTree.PrivateIdentifier, root: Node): boolean {
  return isBound(
    node,
    root,
    (at) =>
      at.type === "ClassBody" &&
      at.body.some((member) => "key" in member && member.key.type === "PrivateIdentifier" && member.key.name === node.name),
  );
}

/** Whether a name is a variable's, not a key's or a property's. */
function isRead(node: TSESTree.Identifier): boolean {
  const { parent } = node;
  if (parent.type === "MemberExpression") return parent.object === node || parent.computed;
  if (!("key" in parent) || parent.key !== node) return true;
  return parent.type === "Property" ? parent.computed || parent.shorthand : "computed" in parent && parent.computed;
}

function isFunction(node: Node): node is TSESTree.FunctionExpression | TSESTree.FunctionDeclaration {
  return node.type === "FunctionExpression" || node.type === "FunctionDeclaration";
}

/** Whether `arguments` and `new.target` of the code are those of this function. */
function isOwnFunction(at: Node): boolean {
  return isFunction(at);
}

function isAwait(node: Node): boolean {
  if (node.type === "ForOfStatement") return node.await;
  return node.type === "AwaitExpression" || (node.type === "VariableDeclaration" && node.kind === "await using");
}

/** Whether the template has what a `break` or `continue` leaves, or goes on with. */
function hasTarget(jump: TSESTree.BreakStatement | TSESTree.ContinueStatement, root: Node): boolean {
  for (let at: Node = jump; at !== root;) {
    at = at.parent!;
    if (isFunction(at) || at.type === "ArrowFunctionExpression" || at.type === "StaticBlock") return false;
    if (jump.label ? at.type === "LabeledStatement" && at.label.name === jump.label.name : isLeft(at, jump)) return true;
  }
  return false;
}

function isLeft({ type }: Node, jump: Node): boolean {
  return LOOPS.has(type) || (type === "SwitchStatement" && jump.type === "BreakStatement");
}

const LOOPS: ReadonlySet<string> = new Set([
  "ForStatement",
  "ForInStatement",
  "ForOfStatement",
  "WhileStatement",
  "DoWhileStatement",
]);

/** Whether the innermost function around a node, in whose body it is, is of that kind. */
function isInFunction(node: Node, root: Node, kind: "async" | "generator"): boolean | undefined {
  for (let from = node; from !== root; from = from.parent!) {
    const at = from.parent!;
    if ((isField(at) && at.value === from) || at.type === "StaticBlock") return false;
    if (isFunction(at) || at.type === "ArrowFunctionExpression")
      return !(at.params as readonly Node[]).includes(from) && at[kind];
  }
  return undefined;
}
