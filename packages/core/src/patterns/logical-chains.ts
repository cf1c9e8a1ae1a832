import type { TSESTree } from "@typescript-eslint/types";
import type { ParsedFile } from "../syntax/parsed-file.js";
import { type Node, unwrap } from "../syntax/nodes.js";
import { holeOf } from "./template-holes.js";

/** The operands of `a || b || c`, from left to right. */
export function operandsOf(file: ParsedFile | undefined, node: TSESTree.LogicalExpression): Node[] {
  const { left, operator } = node;
  const isLink = left.type === "LogicalExpression" && left.operator === operator && !file?.isParenthesized(left);
  return isLink ? [...operandsOf(file, left), node.right] : [left, node.right];
}

/** By the node whose end they are, and the place where they begin. */
const known = new WeakMap<Node, Map<number, TSESTree.LogicalExpression>>();
const inner = new WeakSet<Node>();

/** The expressions that a file does not have as nodes, `b || c` in `a || b || c`, with as many operands as the pattern has. */
export function innerChains(file: ParsedFile, pattern: TSESTree.LogicalExpression): TSESTree.LogicalExpression[] {
  const size = operandsOf(undefined, pattern).length;
  return file.nodes("LogicalExpression").flatMap((node) => {
    if (node.operator !== pattern.operator) return [];
    const operands = operandsOf(file, node);
    return operands.length > size ? [endOf(file, node, operands.slice(-size))] : [];
  });
}

/** Whether the node is no node of the file's tree, but the end of a longer chain. */
export function isInnerChain(node: Node): boolean {
  return inner.has(node);
}

/** `a || b || c` read as `a || (b || c)`, which gives the same: always one object for one place, since matches are known by their nodes. */
function endOf(file: ParsedFile, whole: TSESTree.LogicalExpression, operands: readonly Node[]): TSESTree.LogicalExpression {
  const ends = known.get(whole) ?? new Map<number, TSESTree.LogicalExpression>();
  known.set(whole, ends);
  const [start] = (operands[0] as Node).range;
  const end = ends.get(start) ?? joined(file, whole, operands);
  ends.set(start, end);
  inner.add(end);
  end.parent = { ...whole, right: end };
  return end;
}

function joined(file: ParsedFile, whole: TSESTree.LogicalExpression, operands: readonly Node[]): TSESTree.LogicalExpression {
  const [first, last] = [operands[0] as Node, operands.at(-1) as Node];
  const left = operands.length > 2 ? joined(file, whole, operands.slice(0, -1)) : first;
  const node = {
    ...whole,
    left: left as TSESTree.Expression,
    right: last as TSESTree.Expression,
    range: [file.rangeWithParentheses(first)[0], file.rangeWithParentheses(last)[1]],
  } as TSESTree.LogicalExpression;
  if (left !== first) left.parent = node;
  return node;
}

/** The links of a chain of calls and members, from its end to its head; an `await` in front of it is skipped, and a `!` behind it. */
export function linksOf(node: Node): readonly Node[] {
  const links: Node[] = [];
  for (let at = unwrap(node.type === "AwaitExpression" ? node.argument : node); ;) {
    links.push(at);
    if (at.type === "CallExpression") at = at.callee;
    else if (at.type === "MemberExpression") at = at.object;
    else if (at.type === "TSNonNullExpression") at = at.expression;
    else return links;
  }
}

/** The name of the hole at the head of a template's chain. */
export function headHoleOf(root: Node): string | undefined {
  const head = linksOf(root).at(-1);
  return head?.type === "Identifier" ? holeOf(head.name)?.name : undefined;
}

/** The calls in what an expression begins with: `a.b()` of `a.b().c`. */
export function callsOf(node: Node): readonly Node[] {
  return partsAtHead(node).filter(({ type }) => type === "CallExpression" || type === "NewExpression");
}

/** `a.b().c`, `a.b()`, `a.b` and `a` of the first. */
export function partsAtHead(whole: Node): readonly Node[] {
  const node = unwrap(whole);
  const inner =
    node.type === "CallExpression"
      ? node.callee
      : node.type === "MemberExpression"
        ? node.object
        : node.type === "AwaitExpression"
          ? node.argument
          : undefined;
  return [node, ...(inner ? partsAtHead(inner) : [])];
}
