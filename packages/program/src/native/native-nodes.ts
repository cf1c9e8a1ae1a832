import { createRequire } from "node:module";
import type ts from "typescript";
import type { Node } from "typescript-7/unstable/ast";
import type { TypeScript } from "../typescript.js";

interface Trees {
  readonly SyntaxKind: Readonly<Record<string, number>>;
}

const require = createRequire(import.meta.url);
let kinds: ReadonlyMap<number, number> | undefined;

/** TypeScript 7's number for each kind of node that the parser on our side has. */
function nativeKinds(ts: TypeScript): ReadonlyMap<number, number> {
  if (kinds) return kinds;
  const { SyntaxKind: byName } = require("#typescript-7/ast") as Trees;
  // `FirstToken` and its like are other names of kinds that have one.
  const names = Object.keys(ts.SyntaxKind).filter((name) => !/^(?:\d|First|Last)/u.test(name));
  const pairs = names.flatMap((name) => {
    const kind = name === "EndOfFileToken" ? byName["EndOfFile"] : byName[name];
    return kind === undefined ? [] : [[ts.SyntaxKind[name as keyof typeof ts.SyntaxKind], kind] as const];
  });
  return (kinds = new Map(pairs));
}

/** The compiler's node for one of ours, in its tree of the same text. */
export function toNative(ts: TypeScript, node: ts.Node, root: Node): Node | undefined {
  if (ts.isSourceFile(node)) return root;
  const kind = nativeKinds(ts).get(node.kind);
  return findNode(
    root,
    node,
    (each) => Number(each.kind) === kind,
    (each, visit) => void each.forEachChild(visit),
  );
}

/** Our node for one of the compiler's, in our tree of the same text. */
export function fromNative(ts: TypeScript, node: Node, root: ts.SourceFile): ts.Node | undefined {
  if (node.parent === undefined || Number(node.kind) === nativeKinds(ts).get(ts.SyntaxKind.SourceFile)) return root;
  const known = nativeKinds(ts);
  return findNode<ts.Node>(
    root,
    node,
    (each) => known.get(each.kind) === Number(node.kind),
    (each, visit) => void ts.forEachChild(each, visit),
  );
}

interface Range {
  readonly pos: number;
  readonly end: number;
}

/** The node of a tree with the same range and kind. */
function findNode<Found extends Range>(
  root: Found,
  { pos, end }: Range,
  isKind: (node: Found) => boolean,
  children: (node: Found, visit: (child: Found) => void) => void,
): Found | undefined {
  let found: Found | undefined;
  const visit = (node: Found): void => {
    if (found || node.pos > pos || node.end < end) return;
    if (node.pos === pos && node.end === end && isKind(node)) found = node;
    else children(node, visit);
  };
  children(root, visit);
  return found;
}
