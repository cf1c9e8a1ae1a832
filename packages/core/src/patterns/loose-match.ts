import type { TSESTree } from "@typescript-eslint/types";
import { keyName, unwrap, type Node } from "../syntax/nodes.js";
import { matchPart, type MatchContext } from "./match.js";
import { headHoleOf } from "./logical-chains.js";
import { mayFitCallee } from "./may-fit.js";
import { STAYS } from "./moved-words.js";
import { mayHold } from "./render-places.js";
import { holeAt, listHoleOf } from "./template-holes.js";
import { because, type Why } from "../reasons/reasons.js";

type CallPattern = TSESTree.CallExpression | TSESTree.NewExpression;

/** Why the text does not show whether a call fits a pattern; undefined if it certainly fits, or certainly does not. */
export function doubtAboutCall(
  context: MatchContext,
  pattern: CallPattern,
  callee: Node,
  args: readonly Node[],
): Why | undefined {
  // `$show({ kind: "a" })` may be any function: only what is written in the call says that it is meant.
  if (holeAt(pattern.callee) || !isDoubtful(pattern, args) || !fitsCallee(context, pattern, callee)) return undefined;
  const doubt = doubtAboutArguments(context, pattern, args);
  if (doubt !== undefined) return doubt ?? undefined;
  // The match of what a name holds does not count where that is changed before.
  return args.some(({ type }) => type === "Identifier")
    ? because("unknownArgument", "what its argument holds is changed before")
    : undefined;
}

/** Whether a call with this callee and these arguments may fit a pattern; `args` is undefined if they are not known. */
export function mayFitCall(
  context: MatchContext,
  pattern: CallPattern,
  callee: Node,
  args: readonly Node[] | undefined,
): boolean {
  if (!fitsCallee(context, pattern, callee)) return false;
  return !args || doubtAboutArguments(context, pattern, args) !== null;
}

/** Whether the arguments leave a doubt: a spread does, and any value for an object literal of the pattern. */
function isDoubtful({ arguments: patterns }: CallPattern, args: readonly Node[]): boolean {
  return args.some((arg) => arg.type === "SpreadElement") || patterns.some((each) => unwrap(each).type === "ObjectExpression");
}

function fitsCallee(context: MatchContext, pattern: CallPattern, callee: Node): boolean {
  return (
    mayFitCallee(pattern.callee, callee, context.findExport) &&
    !!matchPart({ ...context, ignoresOptional: true }, pattern.callee, callee)
  );
}

/** Why it is not known whether the arguments fit; null if they do not fit, undefined if they fit. */
function doubtAboutArguments(
  context: MatchContext,
  { callee, arguments: patterns }: CallPattern,
  args: readonly Node[],
): Why | null | undefined {
  const doubts: Why[] = [];
  const isOfAnything = headHoleOf(callee) !== undefined;
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
      const doubt = doubtAboutArgument(context, pattern, node, isOfAnything);
      if (doubt === undefined) return false;
      doubts.push(doubt);
    }
    return fits(others, rest);
  };
  return fits(patterns, args) ? doubts.at(-1) : null;
}

/** The doubt about an argument that is not the object literal of the pattern, but may contain the same. */
function doubtAboutArgument({ file }: MatchContext, patternNode: Node, candidate: Node, isOfAnything: boolean): Why | undefined {
  const [pattern, node] = [unwrap(patternNode), unwrap(candidate)];
  // Of an object without members nothing can be elsewhere: `{}` in a pattern is written in the call.
  if (pattern.type !== "ObjectExpression" || pattern.properties.length === 0) return undefined;
  // `$res.send({ error: $error })` means any `send`, so an `error` has to be written in the call.
  if (isOfAnything && !(node.type === "ObjectExpression" && keysOf(node).some((key) => keysOf(pattern).includes(key))))
    return undefined;
  if (!keysOf(pattern).every((key) => mayHold(node, key, { file }))) return undefined;
  if (node.type !== "ObjectExpression")
    return OPEN.has(node.type) ? because("unknownArgument", "what its argument holds is not known here") : undefined;
  if (hasOtherKey(pattern, node)) return undefined;
  if (node.properties.some((property) => property.type === "SpreadElement"))
    return because("unknownArgument", "what its spread gives is not known here");
  const hasMethod = node.properties.some(
    (property) => property.type === "Property" && (property.method || property.kind !== "init"),
  );
  return hasMethod ? STAYS : undefined;
}

/** Whether an object has a key that the pattern's object does not, which takes no others. */
function hasOtherKey(pattern: TSESTree.ObjectExpression, node: TSESTree.ObjectExpression): boolean {
  if (pattern.properties.some((each) => each.type === "SpreadElement" || listHoleOf(each) !== undefined)) return false;
  return keysOf(node).some((key) => !keysOf(pattern).includes(key));
}

function keysOf({ properties }: TSESTree.ObjectExpression): readonly string[] {
  return properties.flatMap((each) => (each.type === "Property" && listHoleOf(each) === undefined && keyName(each)) || []);
}

const OPEN = new Set([
  "Identifier",
  "MemberExpression",
  "CallExpression",
  "AwaitExpression",
  "ConditionalExpression",
  "LogicalExpression",
]);
