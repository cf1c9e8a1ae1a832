import type { TSESTree } from "@typescript-eslint/types";
import { oncePer } from "../modules/index.js";
import type { FileView } from "../semantics/file-view.js";
import { type Node, isInType, keyName, memberName, rewrap, unwrap } from "../syntax/nodes.js";
import { contains, overlaps } from "../syntax/ranges.js";
import { isReference } from "../syntax/references.js";
import type { FindExport } from "../semantics/local-names.js";
import { type Match, matchTemplate } from "./match.js";
import { innerChains, isInnerChain } from "./logical-chains.js";
import { isOfThis, isStaticField, mayFit } from "./may-fit.js";
import type { Template } from "./template.js";
import { aliasOf } from "../semantics/origins.js";
import { holeOf } from "./template-holes.js";

/** Something that is searched for by a pattern. */
export interface Pattern {
  readonly match: Template;
}

/** A pattern, and one place where it fits. */
export interface FoundMatch<P> {
  readonly pattern: P;
  readonly match: Match;
}

/** Finds, for each expression, the first pattern that fits; inside a found expression only the parts that a hole took can be found too. */
export function findMatches<P extends Pattern>(file: FileView, patterns: readonly P[], findExport: FindExport): FoundMatch<P>[] {
  const context = { file, findExport };
  const found = new Map<Node, FoundMatch<P>>();
  for (const pattern of patterns) {
    for (const node of candidates(file, pattern.match)) {
      if (found.has(node) || !mayFit(pattern.match.root, node, findExport)) continue;
      const match = matchTemplate(context, pattern.match, node);
      if (match && !isAliasItself(file, match)) found.set(node, { pattern, match });
    }
  }
  const all = [...found.values()].sort(
    (a, b) => a.match.node.range[0] - b.match.node.range[0] || b.match.node.range[1] - a.match.node.range[1],
  );
  return withoutCrossing(withoutSwallowed(all));
}

/** The matches that are not part of another; `all` is sorted, so those that may contain one come before it. */
function withoutSwallowed<P>(all: readonly FoundMatch<P>[]): FoundMatch<P>[] {
  let around: FoundMatch<P>[] = [];
  return all.filter((found) => {
    const { node } = found.match;
    around = around.filter(({ match }) => match.node.range[1] > node.range[0]);
    const isSwallowed = around.some(({ match }) => swallows(match, node));
    around.push(found);
    return !isSwallowed;
  });
}

/** The end of a longer chain, `b || c` in `a || b || c`, is no match where a part of it belongs to one before it. */
function withoutCrossing<P>(all: readonly FoundMatch<P>[]): FoundMatch<P>[] {
  const kept: FoundMatch<P>[] = [];
  for (const found of all) {
    const { node } = found.match;
    const isTaken = (): boolean =>
      kept.some(({ match }) => overlaps(match.node.range, node.range) && match.node.range[1] < node.range[1]);
    if (!isInnerChain(node) || !isTaken()) kept.push(found);
  }
  return kept;
}

/** Whether the match is the name of a `const` for the whole pattern: the match at its initialiser counts instead. */
function isAliasItself(file: FileView, { node, aliases }: Match): boolean {
  const variable = node.type === "Identifier" ? file.variableOf(node) : undefined;
  return !!variable && aliases.has(variable);
}

/** Whether the node is a fixed part of a match, and not in what a hole took. */
function swallows(match: Match, node: Node): boolean {
  if (match.node === node || !contains(match.node.range, node.range)) return false;
  return !match.bound.some((bound) => contains(bound.range, node.range));
}

function candidates(file: FileView, template: Template): readonly Node[] {
  const root = unwrap(template.root);
  if (root.type === "LogicalExpression") return [...file.nodes("LogicalExpression"), ...innerChains(file, root)];
  if (root.type === "CallExpression") return callsLike(file, root);
  if (root.type !== "Identifier") return file.nodes(root.type as "CallExpression");
  // `export { x }` takes no other expression.
  const names = file.nodes("Identifier").filter((node) => isReference(node) && node.parent.type !== "ExportSpecifier");
  return [...names, ...file.nodes("MemberExpression")].filter((node) => !isInType(node));
}

type Call = TSESTree.CallExpression;

/** The calls of a file, sorted once for all patterns. */
interface CallIndex {
  /** By the name of the member that is called. */
  readonly named: ReadonlyMap<string, readonly Call[]>;
  /** Those whose callee may stand for any member. */
  readonly others: readonly Call[];
}

/** The calls of a file that a pattern may fit by their callee alone: most patterns name a member that few calls have. */
function callsLike(file: FileView, pattern: Call): readonly Call[] {
  const callee = unwrap(pattern.callee);
  const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
  if (name === undefined || holeOf(name)) return file.nodes("CallExpression");
  if (!isHeld(file, name))
    return file.nodes("CallExpression", [name]).filter((call) => {
      const called = unwrap(call.callee);
      return called.type === "MemberExpression" && memberName(called) === name;
    });
  const index = indexOfCalls(file);
  return [...(index.named.get(name) ?? []), ...index.others];
}

/** Whether something else may stand for a member of that name: it is read without a call, or destructured. */
function isHeld(file: FileView, name: string): boolean {
  const isCalled = (member: Node): boolean => {
    const outer = rewrap(member);
    return outer.parent?.type === "CallExpression" && outer.parent.callee === outer;
  };
  return (
    file.nodes("MemberExpression", [name]).some((member) => memberName(member) === name && !isCalled(member)) ||
    file.nodes("Property", [name]).some((key) => key.parent.type === "ObjectPattern" && keyName(key) === name)
  );
}

const indexOfCalls = oncePer((file: FileView): CallIndex => {
  const named = new Map<string, Call[]>();
  const others: Call[] = [];
  for (const call of file.nodes("CallExpression")) {
    const callee = unwrap(call.callee);
    if (callee.type === "MemberExpression" && !isOfThis(callee) && !isStaticField(callee)) {
      const name = memberName(callee);
      if (name === undefined) continue;
      const known = named.get(name);
      if (known) known.push(call);
      else named.set(name, [call]);
    } else if (callee.type !== "Identifier" || isConstant(file, callee)) others.push(call);
  }
  return { named, others };
});

/** A name stands for a member only if it is a `const` for it. */
function isConstant(file: FileView, name: TSESTree.Identifier): boolean {
  const variable = file.variableOf(name);
  return variable !== undefined && aliasOf(variable) !== undefined;
}
