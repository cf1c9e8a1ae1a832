import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../semantics/file-view.js";
import {
  callIn,
  type Node,
  childrenOf,
  enclosingFunction,
  enclosingStatement,
  isFunction,
  memberName,
  rewrap,
  unwrap,
} from "../syntax/nodes.js";
import { contains } from "../syntax/ranges.js";
import { removeStatement, statementBefore } from "./imports/placement.js";
import type { AliasHolder, ImportRequest } from "../semantics/import-requests.js";
import { aliasOf, originOf, usesOf } from "../semantics/origins.js";
import { isPrivate, readsOfField, valueOfField } from "../semantics/field-aliases.js";
import type { Rendered } from "../patterns/filling.js";
import { membersThatAreSet, sensitivityOf } from "../semantics/effects.js";
import type { Match } from "../patterns/match.js";
import { findGone, isConflict } from "./conflicts.js";
import { findOverlaps } from "./conflicts.js";
import type { Change } from "../syntax/ranges.js";

/** Removes the `const` names and private fields whose last use the changes replace, and aliases of such aliases. */
export function dropAliases(file: FileView, requests: readonly ImportRequest[], changes: readonly Change[]): Change[] {
  let pending = [...new Set(requests.flatMap((request) => (request.kind === "alias" ? [request.holder] : [])))];
  const gone = new Set<Node>();
  let drops: Change[] = [];
  const drop = (holders: readonly AliasHolder[]): void => {
    const places = holders.flatMap((holder) => placesOf(file, holder));
    if (places.length === 0) return;
    const next = removalOf(file, new Set([...gone, ...places]));
    if (!meetChanges(next, changes)) {
      for (const place of places) gone.add(place);
      drops = next;
      return;
    }
    // Another change writes into a declaration, which therefore stays, with all that it reads.
    if (holders.length === 1) return;
    const middle = holders.length >> 1;
    drop(holders.slice(0, middle));
    drop(holders.slice(middle));
  };
  while (pending.length > 0) {
    const isGone = findGone([...changes, ...drops]);
    const isUnread = (holder: AliasHolder): boolean => readsOfHolder(file, holder).every((node) => isGone(node.range));
    const unread = new Set(pending.filter(isUnread));
    if (unread.size === 0) break;
    drop([...unread]);
    pending = pending.filter((holder) => !unread.has(holder));
  }
  return drops;
}

/** The `const` names in a match that its replacement does not read, and whose values can go with them: `const { repo } = this`. */
export function namesLeftBehind(file: FileView, bound: readonly Node[], { uses }: Pick<Rendered, "uses">): Variable[] {
  return bound.flatMap((each) => {
    const variable = each.type === "Identifier" && !uses.some(({ node }) => node === each) ? file.variableOf(each) : undefined;
    const declarator = variable?.defs[0]?.node;
    const isConst = declarator?.type === "VariableDeclarator" && declarator.parent.kind === "const" && declarator.init;
    return variable && isConst && sensitivityOf(file, isConst) !== "acts" ? [variable] : [];
  });
}

function meetChanges(drops: readonly Change[], changes: readonly Change[]): boolean {
  const overlaps = findOverlaps([...changes, ...drops]);
  const own = new Set(drops);
  return drops.some((drop) => overlaps(drop).some((change) => !own.has(change) && isConflict(change, drop)));
}

/** Every place that reads the `const` or field. */
export function readsOfHolder(file: FileView, holder: AliasHolder): readonly Node[] {
  return "defs" in holder ? usesOf(file, holder) : readsOfField(file, holder);
}

/** Whether code outside this file, or outside the class, may read the `const` or field. */
export function isSeenElsewhere(holder: AliasHolder): boolean {
  if (!("defs" in holder)) return !isPrivate(holder);
  const declarator = holder.defs[0]?.node;
  return declarator?.type === "VariableDeclarator" && declarator.parent.parent.type === "ExportNamedDeclaration";
}

/** The nodes that declare only this name: a declarator, a property of a pattern, a field. */
function placesOf(file: FileView, holder: AliasHolder): Node[] {
  if (isSeenElsewhere(holder)) return [];
  if (!("defs" in holder)) {
    const alias = valueOfField(file, holder);
    return alias ? [holder, ...(alias.assignment ? [alias.assignment] : [])] : [];
  }
  const definition = holder.defs[0];
  const declarator = definition?.node;
  if (declarator?.type !== "VariableDeclarator" || declarator.parent.parent.type.startsWith("For")) return [];
  if (declarator.id === definition?.name) return [declarator];
  if (declarator.id.type !== "ObjectPattern" || declarator.id.properties.some((one) => one.type === "RestElement")) return [];
  const property = declarator.id.properties.find((one) => one.type === "Property" && one.value === definition?.name);
  return property ? [property] : [];
}

/** The text changes that remove nodes; a list is removed as a whole if all its elements are. */
function removalOf(file: FileView, nodes: ReadonlySet<Node>): Change[] {
  const gone = new Set(nodes);
  const widen = (node: Node, list: readonly Node[], whole: Node): void => {
    if (!list.every((element) => gone.has(element))) return;
    for (const element of list) gone.delete(element);
    gone.add(whole);
  };
  for (const node of nodes) {
    if (node.type === "Property" && node.parent.type === "ObjectPattern") widen(node, node.parent.properties, node.parent.parent);
  }
  for (const node of [...gone]) if (node.type === "VariableDeclarator") widen(node, node.parent.declarations, node.parent);
  return withoutDoubleGap(
    file,
    [...gone].flatMap((node) => removeOne(file, node, gone)).sort((a, b) => a.range[0] - b.range[0]),
  );
}

function removeOne(file: FileView, node: Node, gone: ReadonlySet<Node>): Change[] {
  if (node.type !== "Property" && node.type !== "VariableDeclarator") return [removeStatement(file, node)];
  const list: readonly Node[] =
    node.type === "Property" ? (node.parent as TSESTree.ObjectPattern).properties : node.parent.declarations;
  const index = list.indexOf(node);
  const isKeptLater = list.slice(index + 1).some((element) => !gone.has(element));
  const range = isKeptLater
    ? ([node.range[0], (list[index + 1] as Node).range[0]] as const)
    : ([(list[index - 1] as Node).range[1], node.range[1]] as const);
  return file.commentsIn(range).length === 0 ? [{ range, parts: [] }] : [];
}

/** Removes a blank line after removed neighbours if one before them stays, so that there are not two. */
function withoutDoubleGap(file: FileView, changes: readonly Change[]): Change[] {
  const { text } = file;
  return changes.map((change, index) => {
    const { range, parts } = change;
    if (changes[index - 1]?.range[1] !== range[0] || changes[index + 1]?.range[0] === range[1]) return change;
    let first = index;
    while (changes[first - 1]?.range[1] === changes[first]?.range[0] && first > 0) first--;
    const start = (changes[first] as Change).range[0];
    const before = text.slice(Math.max(0, text.lastIndexOf("\n", text.lastIndexOf("\n", start - 1) - 1)), start);
    const blank = /^[ \t]*\r?\n/u.exec(text.slice(range[1]));
    return blank && /(?:\n[ \t]*|\{)\r?\n[ \t]*$/u.test(before)
      ? { range: [range[0], range[1] + blank[0].length] as const, parts }
      : change;
  });
}

type AliasedMatch = Pick<Match, "node" | "aliases" | "isAccess">;

/** Why what stands for a part of a match by a name may be something else where the match is; `heads`: where its chain begins. */
export function* doubtsAboutAliases(file: FileView, match: AliasedMatch, heads: readonly Node[]): Generator<string> {
  if (readsShared(file, match)) yield "what its name holds is used elsewhere too, and may have been changed there";
  if (wasMadeBefore(file, match)) yield "what its name holds was made at another time";
  if (isWorkedOutAgain(file, match, heads)) yield "what its name holds was worked out before, and would be again here";
  if (entersTry(match)) yield "what its name holds was called before the `try`, which would catch what it throws";
  if (wasReadBefore(file, match)) yield "what its name holds was read at another time, and this file sets it";
}

/** Whether a `const` for a part of the match is an object that other code reads too, and may have changed. */
function readsShared(file: FileView, { aliases }: AliasedMatch): boolean {
  return [...aliases].some((holder) => {
    const made = valueOfHolder(holder);
    if (!made || !/^(?:Object|Array|New)Expression$/u.test(made.type)) return false;
    const reads = readsOfHolder(file, holder);
    return reads.length > 1 || (made.type === "NewExpression" && reads.some((read) => mayRunOften(read, made)));
  });
}

/** Whether a place may run more often than what was made before it: in a loop, or in another function. */
function mayRunOften(place: Node, made: Node): boolean {
  const owner = enclosingFunction(made);
  for (let at = place.parent; at && at !== owner && !contains(at.range, made.range); at = at.parent)
    if (isFunction(at) || /^(?:For|While|DoWhile)/u.test(at.type)) return true;
  return false;
}

/**
 * Whether a `const` that is compared or passed on holds what a call or a length was: later, or for other readers, that is another value. Of what a
 * chain begins with only calls with arguments count, and what is awaited: `getStore()` gives the same again.
 */
function isWorkedOutAgain(file: FileView, { node, aliases, isAccess }: AliasedMatch, heads: readonly Node[]): boolean {
  return [...aliases].some((holder) => {
    const value = valueOfHolder(holder);
    const reads = readsOfHolder(file, holder);
    const own = reads.filter((read) => contains(node.range, read.range));
    if (!value || own.length === 0 || !isWorkedOut(value)) return false;
    if (own.some((read) => heads.includes(read)) && (isAccess || !(asksForMore(value) || own.some(isAwaited)))) return false;
    // What is only begun by then runs beside what stands between.
    if (value.type !== "AwaitExpression" && own.some(isAwaited)) return true;
    return (
      reads.length > 1 || statementBefore(enclosingStatement(node)) !== enclosingStatement(value) || mayRunOften(node, value)
    );
  });
}

function isAwaited(read: Node): boolean {
  return rewrap(read).parent?.type === "AwaitExpression";
}

/** `await load()`, `load(id)`: what is no mere access to what is there. */
function asksForMore(value: Node): boolean {
  return value.type === "AwaitExpression" || (callIn(value)?.arguments.length ?? 0) > 0;
}

/** Whether a `const` that a match compares holds what was worked out for more than the matches. */
export function isWorkedOutForMore(file: FileView, { aliases }: AliasedMatch, all: readonly AliasedMatch[]): boolean {
  return [...aliases].some((holder) => {
    const value = valueOfHolder(holder);
    const isTaken = (read: Node) => all.some(({ node }) => contains(node.range, read.range));
    return !!value && isWorkedOut(value) && !readsOfHolder(file, holder).every(isTaken);
  });
}

/** Whether a call that a `const` of the same function holds would move into a `try`. */
function entersTry({ node, aliases }: AliasedMatch): boolean {
  return [...aliases].some((holder) => {
    const value = valueOfHolder(holder);
    if (value?.type !== "CallExpression") return false;
    for (let at = node; at.parent && !isFunction(at.parent) && !contains(at.parent.range, value.range); at = at.parent)
      if (at.parent.type === "TryStatement" && at.parent.block === at && at.parent.handler) return true;
    return false;
  });
}

function isWorkedOut(node: Node): boolean {
  if (node.type === "CallExpression" || node.type === "NewExpression") return true;
  if (node.type === "MemberExpression")
    return /^(?:length|size)$/u.test(memberName(node) ?? "") || isWorkedOut(unwrap(node.object));
  return (
    (node.type === "BinaryExpression" || node.type === "AwaitExpression") &&
    childrenOf(node).some((child) => isWorkedOut(unwrap(child)))
  );
}

/** Whether a `const` holds what a member was before the file sets that: `const before = config.mode`. */
function wasReadBefore(file: FileView, { aliases }: AliasedMatch): boolean {
  return [...aliases].some((holder) => {
    const alias = "defs" in holder ? aliasOf(holder) : undefined;
    const value = alias && unwrap(alias.value);
    const name = alias?.path.at(-1) ?? (value?.type === "MemberExpression" ? memberName(value) : undefined);
    return name !== undefined && membersThatAreSet(file).has(name);
  });
}

function valueOfHolder(holder: AliasHolder): Node | undefined {
  const value = "defs" in holder ? aliasOf(holder)?.value : holder.value;
  return value ? unwrap(value) : undefined;
}

/** Whether a `const` for a part of the match holds what a global gave where it was declared: `const start = new Date()`. */
function wasMadeBefore(file: FileView, { aliases }: AliasedMatch): boolean {
  return [...aliases].some((holder) => {
    const made = valueOfHolder(holder);
    if (made?.type !== "CallExpression" && made?.type !== "NewExpression") return false;
    const origin = originOf(file, made.callee);
    return origin !== undefined && !origin.reference && origin.path.at(-1) !== "bind";
  });
}
