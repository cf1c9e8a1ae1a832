import type { TSESTree } from "@typescript-eslint/types";
import { childrenOf, type Node } from "../syntax/nodes.js";
import type { Template, TemplateHole } from "./template.js";

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

/** Why a replacement that keeps the whole match never ends; undefined if it does not, or if the pattern binds `$value` itself. */
export function keepsMatch(written: Template, match: Template): string | undefined {
  const holds = ({ holes }: Template) => holes.some(({ name }) => name === "value");
  if (!holds(written) || holds(match)) return undefined;
  return "$value is the code that is replaced, so it is matched again, and it never ends. Write what takes its place.";
}

/** A word that works only in some places, with what people call those. */
export interface MisplacedWord {
  readonly text: string;
  readonly places: string;
}

/**
 * The first word of a replacement that its place will not allow: `super` and `#x` outside of a class, unless the pattern has the same
 * one, so that the replaced code is in such a class; `await` where no function could be asynchronous.
 */
export function findMisplacedWord(template: Template, match: Template | undefined): MisplacedWord | undefined {
  const matched = new Set((match ? freeWords(match) : []).map(({ text }) => text));
  return freeWords(template).find(({ text }) => text === "await" || !matched.has(text));
}

function freeWords({ root }: Template): MisplacedWord[] {
  const found: MisplacedWord[] = [];
  const stack: Node[] = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.type === "Super" && !isBound(node, root, isSuperHome))
      found.push({ text: "super", places: "methods of a class that extends another" });
    if (node.type === "PrivateIdentifier" && !isDeclared(node, root))
      found.push({ text: `#${node.name}`, places: "the class that declares it" });
    if (node.type === "AwaitExpression" && isAwaitRefused(node, root))
      found.push({ text: "await", places: "the bodies of asynchronous functions" });
    stack.push(...[...childrenOf(node)].reverse());
  }
  return found;
}

/** Whether something between a node and the root fulfils a condition; `from` is the child on the way. */
function isBound(node: Node, root: Node, isHome: (at: Node, from: Node) => boolean): boolean {
  for (let from = node; from !== root; from = from.parent!) if (isHome(from.parent!, from)) return true;
  return false;
}

function isSuperHome(at: Node, from: Node): boolean {
  if (at.type === "PropertyDefinition" || at.type === "AccessorProperty") return at.value === from;
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

/** The parser refuses most of them; parameters and static blocks it leaves to later checks. */
function isAwaitRefused(node: Node, root: Node): boolean {
  for (let from = node; from !== root; from = from.parent!) {
    const at = from.parent!;
    if (at.type === "StaticBlock") return true;
    if (at.type === "ArrowFunctionExpression" || at.type === "FunctionExpression")
      return (at.params as readonly Node[]).includes(from);
  }
  return false;
}
