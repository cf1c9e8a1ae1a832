import type { TSESTree } from "@typescript-eslint/types";
import type ts from "typescript";

/** The innermost node of the host's tree around an offset; leading comments do not belong to a node. */
export function nodeAround(typescript: typeof ts, sourceFile: ts.SourceFile, offset: number): ts.Node {
  let found: ts.Node = sourceFile;
  for (let node: ts.Node | undefined = sourceFile; node;) {
    found = node;
    node = typescript.forEachChild(node, (child) =>
      child.getStart(sourceFile) <= offset && offset < child.end ? child : undefined,
    );
  }
  return found;
}

/** Like `nodeAround`, also inside JSDoc comments. */
export function nameAround(typescript: typeof ts, sourceFile: ts.SourceFile, offset: number): ts.Node {
  const contains = (node: ts.Node, start = node.pos): boolean => start <= offset && offset < node.end;
  for (let node: ts.Node | undefined = sourceFile; node;) {
    // The comments of a node are not in the public types.
    const comment = (node as { readonly jsDoc?: readonly ts.Node[] }).jsDoc?.find((each) => contains(each));
    if (comment) return deepest(typescript, comment, (child) => contains(child));
    node = typescript.forEachChild(node, (child) => (contains(child) ? child : undefined));
  }
  return nodeAround(typescript, sourceFile, offset);
}

function deepest(typescript: typeof ts, root: ts.Node, contains: (node: ts.Node) => boolean): ts.Node {
  let found = root;
  const find = (node: ts.Node): ts.Node | undefined =>
    typescript.forEachChild(
      node,
      (child) => (contains(child) ? child : undefined),
      (children) => children.find(contains),
    );
  for (let node: ts.Node | undefined = root; node; node = find(node)) found = node;
  return found;
}

/** The node of the host's tree from which an ESTree node was made; undefined if none has its range. */
function originOf(typescript: typeof ts, sourceFile: ts.SourceFile, node: TSESTree.Node): ts.Node | undefined {
  const [start] = node.range;
  // An identifier's range includes its annotation, the host's does not.
  const end = node.type === "Identifier" ? start + node.name.length : node.range[1];
  if (node.type === "ClassDeclaration") return classEndingAt(typescript, sourceFile, node.body.range[0] + 1, end);
  for (let at: ts.Node | undefined = nodeAround(typescript, sourceFile, start); at; at = at.parent)
    if (at.getStart(sourceFile) === start && at.end === end) return at;
    else if (at.end > end && at.getStart(sourceFile) < start) return undefined;
  return undefined;
}

/** Like `originOf`; the origin of a call has to be a call too. */
export function typedOriginOf(typescript: typeof ts, sourceFile: ts.SourceFile, node: TSESTree.Node): ts.Node | undefined {
  const origin = originOf(typescript, sourceFile, node);
  const isCall = node.type === "CallExpression" || node.type === "NewExpression";
  return origin && isCall && !typescript.isCallLikeExpression(origin) ? undefined : origin;
}

/** Finds a class by its end, because the host's node includes `export` and ESTree's does not. */
function classEndingAt(typescript: typeof ts, sourceFile: ts.SourceFile, inside: number, end: number): ts.Node | undefined {
  for (let at: ts.Node | undefined = nodeAround(typescript, sourceFile, inside); at; at = at.parent)
    if (typescript.isClassLike(at) && at.end === end) return at;
  return undefined;
}
