import type { TSESTree } from "@typescript-eslint/types";
import { childrenOf, isFunction, type Node, unwrap } from "../syntax/nodes.js";
import type { Range } from "../syntax/ranges.js";

const ASKED = new Set<string>(["TSNonNullExpression", "TSAsExpression", "TSTypeAssertion", "TSSatisfiesExpression"]);

/** What a part of a pattern asks for: parentheses say nothing, but a `!` and a cast are parts of it. */
export function askedBy(part: Node): Node {
  return unwrap(part, (type) => ASKED.has(type));
}

/** What of an expression a part of a pattern is compared with: casts and `!` count only where the pattern has one. */
export function comparedWith(pattern: Node, candidate: Node): Node {
  return ASKED.has(pattern.type) ? unwrap(candidate, (type) => isOfKind(pattern, type)) : unwrap(candidate);
}

/** Whether a node of some type may be what a pattern's node is; `<T>x` says the same as `x as T`. */
export function isOfKind(pattern: Node, type: Node["type"]): boolean {
  return pattern.type === type || (pattern.type === "TSAsExpression" && type === "TSTypeAssertion");
}

/** The place of a hole in a parsed template. */
export interface HolePlace {
  readonly name: string;
  readonly isList: boolean;
  /** The range that the hole's text replaces, in the text that was parsed. */
  readonly range: Range;
  readonly node: HoleNode;
}

/** A name, an attribute (`<X $$$props />`), a text between tags, or the text of a tagged template. */
export type HoleNode = TSESTree.Identifier | TSESTree.JSXAttribute | TSESTree.JSXText | TSESTree.TemplateLiteral;

const HOLE = /^\$(?<list>\$\$)?(?<name>[A-Za-z_]\w*)$/u;

/** The hole that a name is: `$x` or `$$$xs`; undefined for any other name. */
export function holeOf(name: string): { readonly name: string; readonly isList: boolean } | undefined {
  // Asked of each name in the places of holes.
  const match = name.startsWith("$") ? HOLE.exec(name) : null;
  return match?.groups ? { name: match.groups["name"] as string, isList: match.groups["list"] !== undefined } : undefined;
}

/** The hole that a node of a template is; undefined for any other node. */
export function holeAt(node: Node): HolePlace | undefined {
  switch (node.type) {
    case "Identifier":
      return identifierHole(node);
    case "JSXAttribute": {
      const hole = !node.value && node.name.type === "JSXIdentifier" ? holeOf(node.name.name) : undefined;
      return hole?.isList ? { ...hole, node, range: node.range } : undefined;
    }
    case "JSXText": {
      const hole = holeOf(node.value.trim());
      const start = node.range[0] + node.value.length - node.value.trimStart().length;
      return hole && { ...hole, node, range: [start, start + node.value.trim().length] };
    }
    case "TemplateLiteral": {
      const text = node.parent.type === "TaggedTemplateExpression" ? wholeText(node) : undefined;
      const hole = text === undefined ? undefined : holeOf(text);
      return hole && { ...hole, node, range: [node.range[0] + 1, node.range[1] - 1] };
    }
    default:
      return undefined;
  }
}

function wholeText({ quasis }: TSESTree.TemplateLiteral): string | undefined {
  return quasis.length === 1 ? (quasis[0]?.value.cooked ?? undefined) : undefined;
}

function identifierHole(node: TSESTree.Identifier): HolePlace | undefined {
  const hole = holeOf(node.name);
  if (!hole) return undefined;
  const { parent } = node;
  // `{ $x }` has the node twice, as key and as value.
  if (parent.type === "Property" && parent.shorthand && parent.key === node) return undefined;
  return { ...hole, node, range: hole.isList && isListHolder(parent) ? parent.range : node.range };
}

/** `...$$$xs`, `{...$$$props}` and `{$$$children}` between tags mean the same as `$$$xs` alone. */
function isListHolder(parent: Node): boolean {
  if (parent.type === "JSXExpressionContainer") return parent.parent.type !== "JSXAttribute";
  return parent.type === "SpreadElement" || parent.type === "JSXSpreadAttribute";
}

/** Whether a name of a pattern is that of a parameter of a function in it, and so means what the parameter beside it means in code. */
export function isOwnParameter({ name, parent }: TSESTree.Identifier | TSESTree.JSXIdentifier): boolean {
  for (let at: Node | undefined = parent; at; at = at.parent)
    if (isFunction(at) && at.params.some((each) => each.type === "Identifier" && each.name === name)) return true;
  return false;
}

/** The name of the list hole that an argument, element, property, attribute or child of a pattern is. */
export function listHoleOf(node: Node | null): string | undefined {
  if (!node) return undefined;
  const inner =
    node.type === "SpreadElement" || node.type === "JSXSpreadAttribute"
      ? node.argument
      : node.type === "JSXExpressionContainer"
        ? node.expression
        : node.type === "Property" && node.shorthand
          ? node.value
          : node;
  const hole = holeAt(inner);
  return hole?.isList ? hole.name : undefined;
}

/** The first two holes of a pattern that take any number of items of one list. */
export function findTwoListHoles(root: Node): readonly [string, string] | undefined {
  for (const list of Object.values(root).filter(Array.isArray)) {
    const [first, second] = (list as Node[]).flatMap((item) => listHoleOf(item) ?? []);
    if (first !== undefined && second !== undefined) return [first, second];
  }
  for (const child of childrenOf(root)) {
    const found = findTwoListHoles(child);
    if (found) return found;
  }
  return undefined;
}

/** Whether the callee of a pattern has a hole in its path of names, or is none. */
export function hasHole(callee: Node): boolean {
  if (callee.type === "MemberExpression") {
    const isHole = callee.property.type === "Identifier" && !!holeOf(callee.property.name);
    return isHole || hasHole(callee.object);
  }
  if (callee.type === "Identifier") return !!holeOf(callee.name);
  return callee.type !== "JSXIdentifier" && callee.type !== "JSXMemberExpression" && callee.type !== "CallExpression";
}
