import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../semantics/file-view.js";
import { unwrap, type Node } from "../syntax/nodes.js";
import type { ExportRef } from "../semantics/local-names.js";
import { matchPart } from "./match.js";
import { mayFitCallee } from "./may-fit.js";
import { listHoleOf } from "./template-holes.js";

type FindExport = (name: string) => ExportRef | undefined;
type CallPattern = TSESTree.CallExpression | TSESTree.NewExpression;

/** Why nobody can tell from the text whether a call fits a pattern; undefined: it surely does not, or it surely does. */
export function doubtAboutCall(
  file: FileView,
  pattern: CallPattern,
  callee: Node,
  args: readonly Node[],
  findExport: FindExport,
): string | undefined {
  if (!isDoubtful(pattern, args) || !fitsCallee(file, pattern, callee, findExport)) return undefined;
  return doubtAboutArguments(file, pattern, args, findExport) ?? undefined;
}

/** Whether a call of such a callee with such arguments may fit a pattern; without arguments: they are not known. */
export function mayFitCall(
  file: FileView,
  pattern: CallPattern,
  callee: Node,
  args: readonly Node[] | undefined,
  findExport: FindExport,
): boolean {
  if (!fitsCallee(file, pattern, callee, findExport)) return false;
  return !args || doubtAboutArguments(file, pattern, args, findExport) !== null;
}

/** Only a spread, or something for an object literal, leaves a doubt. */
function isDoubtful({ arguments: patterns }: CallPattern, args: readonly Node[]): boolean {
  return args.some((arg) => arg.type === "SpreadElement") || patterns.some((each) => unwrap(each).type === "ObjectExpression");
}

function fitsCallee(file: FileView, pattern: CallPattern, callee: Node, findExport: FindExport): boolean {
  return (
    mayFitCallee(pattern.callee, callee, findExport) &&
    !!matchPart(file, pattern.callee, callee, findExport, { ignoresOptional: true })
  );
}

/** Null: they do not fit; undefined: they fit. */
function doubtAboutArguments(
  file: FileView,
  { arguments: patterns }: CallPattern,
  args: readonly Node[],
  findExport: FindExport,
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
    if (!matchPart(file, pattern, node, findExport)) {
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
