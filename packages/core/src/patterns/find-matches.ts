import type { FileView } from "../semantics/file-view.js";
import { type Node, isInType, unwrap } from "../syntax/nodes.js";
import { contains, overlaps } from "../syntax/ranges.js";
import { isReference } from "../syntax/references.js";
import { fieldAliasOf, isChangedBefore } from "../semantics/field-aliases.js";
import type { FindExport } from "../semantics/local-names.js";
import { type Match, matchTemplate } from "./match.js";
import { headWords } from "./head-words.js";
import { innerChains, isInnerChain } from "./logical-chains.js";
import { mayFit } from "./may-fit.js";
import { askedBy } from "./template-holes.js";
import type { Template } from "./template.js";

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
    for (const node of candidates(file, pattern.match, findExport)) {
      if (found.has(node) || !mayFit(pattern.match.root, node, findExport)) continue;
      const match = matchTemplate(context, pattern.match, node);
      if (match && !isAliasItself(file, match) && !isChangedBefore(file, match)) found.set(node, { pattern, match });
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

/** Whether the match is the name of a `const`, or the field, for the whole pattern: the match at its initialiser counts instead. */
function isAliasItself(file: FileView, { node, aliases }: Match): boolean {
  if (aliases.size === 0) return false;
  // `id!` too, where the pattern is `$client.getId()!`.
  const name = unwrap(node);
  const holder = name.type === "Identifier" ? file.variableOf(name) : fieldAliasOf(file, name)?.field;
  return !!holder && aliases.has(holder);
}

/** Whether the node is a fixed part of a match, and not in what a hole took. */
function swallows(match: Match, node: Node): boolean {
  if (match.node === node || !contains(match.node.range, node.range)) return false;
  return !match.bound.some((bound) => contains(bound.range, node.range));
}

function candidates(file: FileView, template: Template, findExport: FindExport): readonly Node[] {
  const root = askedBy(template.root);
  if (root.type === "LogicalExpression") return [...file.nodes("LogicalExpression"), ...innerChains(file, root)];
  const words = headWords(file, root, findExport);
  if (root.type === "TSAsExpression") return [...file.nodes(root.type, words), ...file.nodes("TSTypeAssertion", words)];
  if (root.type !== "Identifier") return file.nodes(root.type as "CallExpression", words);
  // `export { x }` takes no other expression.
  const names = file.nodes("Identifier", words).filter((node) => isReference(node) && node.parent.type !== "ExportSpecifier");
  return [...names, ...file.nodes("MemberExpression", words)].filter((node) => !isInType(node));
}
