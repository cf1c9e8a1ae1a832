import type { TSESTree } from "@typescript-eslint/types";
import { unwrap, type Node } from "../syntax/nodes.js";
import { matchPart, type MatchContext } from "./match.js";
import { mayFitCallee } from "./may-fit.js";
import { listHoleOf } from "./template-holes.js";

type CallPattern = TSESTree.CallExpression | TSESTree.NewExpression;

/** Why nobody can tell from the text whether a call fits a pattern; undefined: it surely does not, or it surely does. */
export function doubtAboutCall(
  context: MatchContext,
  pattern: CallPattern,
  callee: Node,
  args: readonly Node[],
): string | undefined {
  if (!isDoubtful(pattern, args) || !fitsCallee(context, pattern, callee)) return undefined;
  return doubtAboutArguments(context, pattern, args) ?? undefined;
}

/** Whether a call of such a callee with such arguments may fit a pattern; without arguments: they are not known. */
export function mayFitCall(
  context: MatchContext,
  pattern: CallPattern,
  callee: Node,
  args: readonly Node[] | undefined,
): boolean {
  if (!fitsCallee(context, pattern, callee)) return false;
  return !args || doubtAboutArguments(context, pattern, args) !== null;
}

/** Only a spread, or something for an object literal, leaves a doubt. */
function isDoubtful({ arguments: patterns }: CallPattern, args: readonly Node[]): boolean {
  return args.some((arg) => arg.type === "SpreadElement") || patterns.some((each) => unwrap(each).type === "ObjectExpression");
}

function fitsCallee(context: MatchContext, pattern: CallPattern, callee: Node): boolean {
  return (
    mayFitCallee(pattern.callee, callee, context.findExport) &&
    !!matchPart({ ...context, ignoresOptional: true }, pattern.callee, callee)
  );
}

/** Null: they do not fit; undefined: they fit. */
function doubtAboutArguments(
  context: MatchContext,
  { arguments: patterns }: CallPattern,
  args: readonly Node[],
): string | null | undefined {
  const doubts: string[] = [];
  const fits = (from: readonly Node[], nodes: readonly Node[]): boolean => {
    const [pattern, ...others] = from;
    const [node, ...rest] = nodes;
    if (pattern && listHoleOf(pattern) !== undefined)
      return nodes.some((_, count) => fits(others, nodes.slice(count))) || fits(others, []);
    if (node?.type === "SpreadElement") {
      const isFit = fits(from, rest) || from.some((_, count) => fits(from.slice(count + 1), rest));
      if (isFit) doubts.push("how many arguments the spread gives is not known");
      return isFit;
    }
    if (!pattern || !node) return !pattern && !node;
    if (!matchPart(context, pattern, node)) {
      const doubt = doubtAboutArgument(pattern, node);
      if (doubt === undefined) return false;
      doubts.push(doubt);
    }
    return fits(others, rest);
  };
  return fits(patterns, args) ? doubts.at(-1) : null;
}

/** An object literal is asked for, and something else that may hold the same stands there. */
function doubtAboutArgument(patternNode: Node, candidate: Node): string | undefined {
  const [pattern, node] = [unwrap(patternNode), unwrap(candidate)];
  if (pattern.type !== "ObjectExpression") return undefined;
  if (node.type !== "ObjectExpression") return OPEN.has(node.type) ? "what its argument holds is not known here" : undefined;
  if (node.properties.some((property) => property.type === "SpreadElement")) return "what its spread gives is not known here";
  const hasMethod = node.properties.some(
    (property) => property.type === "Property" && (property.method || property.kind !== "init"),
  );
  return hasMethod ? "a method or a getter can't stand elsewhere" : undefined;
}

const OPEN = new Set([
  "Identifier",
  "MemberExpression",
  "CallExpression",
  "AwaitExpression",
  "ConditionalExpression",
  "LogicalExpression",
]);
