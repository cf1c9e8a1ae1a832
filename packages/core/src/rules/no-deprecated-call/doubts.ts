import type { FileView } from "../../semantics/file-view.js";
import type { Node } from "../../syntax/nodes.js";
import { isWritten } from "../../syntax/references.js";
import { contains } from "../../syntax/ranges.js";
import { listHoleOf } from "../../patterns/template-holes.js";
import { matchPart, type Match } from "../../patterns/match.js";
import { childrenOf } from "../../patterns/match-jsx.js";
import type { Rendered } from "../../patterns/filling.js";
import type { CallEntry, CallSetting } from "./options.js";

/** Why reading another member may give another value. */
export const SET_HERE = "this file sets it too";

/** A match of an entry, and what would replace it. */
export interface RenderedMatch {
  readonly entry: CallEntry;
  readonly match: Match;
  readonly rendered: Rendered;
}

/** The reasons for a person to check a replacement before it is written. */
export function* doubtsAboutMatch(
  file: FileView,
  options: CallSetting,
  { entry, match, rendered }: RenderedMatch,
): Generator<string> {
  if (isSetHere(file, options, entry)) yield SET_HERE;
  if (losesChildren(match.node, rendered)) yield "what is between its tags would be lost";
  if (mayFitAnother(file, options, entry, match.node)) yield "what its spread gives may ask for another replacement";
  if (movesSpread(file, match, rendered)) yield "a spread beside it may set the same";
}

const settersOf = new WeakMap<FileView, Map<CallEntry, boolean>>();

/** Whether a file sets the member: the code that reads it should still see the new value. The answer is kept for the file's other matches. */
export function isSetHere(file: FileView, options: CallSetting, entry: CallEntry): boolean {
  const known = settersOf.get(file) ?? new Map<CallEntry, boolean>();
  settersOf.set(file, known);
  const answer = known.get(entry) ?? findsSetter(file, options, entry);
  known.set(entry, answer);
  return answer;
}

function findsSetter(file: FileView, options: CallSetting, { root, match }: CallEntry): boolean {
  if (root.type !== "MemberExpression") return false;
  return file
    .nodes("MemberExpression")
    .some((node) => isWritten(node) && !!matchPart({ file, findExport: options.findExport }, match.root, node));
}

function losesChildren(node: Node, { uses }: Rendered): boolean {
  const children = node.type === "JSXElement" ? (childrenOf(node)?.nodes ?? []) : [];
  return children.some(
    (child) => !uses.some((use) => contains(use.node.range, child.range) || contains(child.range, use.node.range)),
  );
}

/** `<Old {...props} />`, if an earlier entry names an attribute. */
function mayFitAnother(file: FileView, options: CallSetting, entry: CallEntry, node: Node): boolean {
  if (node.type !== "JSXElement" || !node.openingElement.attributes.some(isSpread)) return false;
  return options.entries.slice(0, options.entries.indexOf(entry)).some(({ root }) => {
    if (root.type !== "JSXElement" || !root.openingElement.attributes.some((each) => listHoleOf(each) === undefined))
      return false;
    return !!matchPart({ file, findExport: options.findExport }, root.openingElement.name, node.openingElement.name);
  });
}

/** `{ old: 1, ...rest }`: a spread overrides the properties before it, so the order must stay. */
function movesSpread(file: FileView, match: Match, { uses }: Rendered): boolean {
  for (const binding of match.bindings.values()) {
    const spread = "list" in binding ? binding.list.find(isSpread) : undefined;
    if (!spread) continue;
    const siblings = "properties" in (spread.parent as Node) || "attributes" in (spread.parent as Node) ? siblingsOf(spread) : [];
    const named = siblings.filter((each) => "list" in binding && !binding.list.includes(each));
    if (named.length === 0) continue;
    const isFirst = named.every((each) => spread.range[0] < each.range[0]);
    const at = uses.findIndex((use) => use.node === spread);
    const staysFirst = uses.every((use, index) => index > at || !named.some((each) => contains(each.range, use.node.range)));
    if (!isFirst || !staysFirst || uses.length === 0) return true;
  }
  return false;
}

function isSpread({ type, parent }: Node): boolean {
  return (type === "SpreadElement" && parent.type === "ObjectExpression") || type === "JSXSpreadAttribute";
}

function siblingsOf({ parent }: Node): readonly Node[] {
  if (parent?.type === "ObjectExpression") return parent.properties;
  return parent?.type === "JSXOpeningElement" ? parent.attributes : [];
}
