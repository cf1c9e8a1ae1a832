import type { Variable } from "@typescript-eslint/scope-manager";
import type { TSESTree } from "@typescript-eslint/types";
import { remember } from "../modules/index.js";
import type { FileView } from "../semantics/file-view.js";
import {
  callIn,
  type Node,
  childrenOf,
  enclosingFunction,
  enclosingStatement,
  isFunction,
  memberName,
  keepsValue,
  rewrap,
  unwrap,
} from "../syntax/nodes.js";
import { contains, RangeIndex, type Change } from "../syntax/ranges.js";
import {
  closed,
  indentationOf,
  insertAfter,
  removeStatement,
  statementBefore,
  withoutFarSemicolon,
} from "./imports/placement.js";
import type { AliasHolder, ImportRequest } from "../semantics/import-requests.js";
import { aliasOf, originOf } from "../semantics/origins.js";
import { wordsOfName } from "../syntax/node-places.js";
import {
  isPrivate,
  mayGiveOtherAt,
  readsOfHolder,
  repeatedAround,
  valueOfField,
  valueOfHolder,
} from "../semantics/field-aliases.js";
import type { Rendered } from "../patterns/filling.js";
import { membersThatAreSet, sensitivityOf } from "../semantics/effects.js";
import type { Match } from "../patterns/match.js";
import { type Reason, runsOtherwise } from "../reasons/reasons.js";
import { findGone, findOverlaps, isConflict } from "./conflicts.js";

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
  return withHeld(file, requests, drops);
}

/** The constants for what hooks give, in the place of the statements that go, or behind those that stay. */
function withHeld(file: FileView, requests: readonly ImportRequest[], drops: readonly Change[]): Change[] {
  const { eol } = file.layout();
  const held = new Map<Node, Set<string>>();
  for (const request of requests) {
    if (request.kind !== "hold") continue;
    const end = file.text[withoutFarSemicolon(file, request.beside.range)[1] - 1] === ";" ? ";" : "";
    remember(held, request.beside, () => new Set<string>()).add(`const ${request.text}${end}`);
  }
  const changes = [...drops];
  for (const [statement, texts] of held) {
    const text = [...texts].join(`${eol}${indentationOf(file, statement.range[0])}`);
    const range = withoutFarSemicolon(file, statement.range);
    const at = changes.findIndex((change) => contains(change.range, range));
    const comments = changes[at]?.parts.filter((part) => part !== ";") ?? [];
    if (at !== -1) changes[at] = { range, parts: [...comments, closed(file, range[1], text)] };
    else changes.push(insertAfter(file, statement, text));
  }
  return changes;
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

/** Whether code outside this file, or outside the class, may read the `const` or field. */
function isSeenElsewhere(holder: AliasHolder): boolean {
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

type AliasedMatch = Pick<Match, "node" | "bound" | "aliases" | "isAccess">;

/** Whether a match has a name for a part of it, and that was made with something that is so. */
export function isMadeWith(
  file: FileView,
  { node, bound }: Pick<Match, "node" | "bound">,
  isSo: (made: Node) => boolean = (each) => sensitivityOf(file, each) !== "constant" || !isNamedAt(file, each, node),
): boolean {
  return bound.some((each) => !contains(node.range, each.range) && isSo(each));
}

/** Whether the text of an expression means the same at another site, as long as nothing changes it: literals, and names that are visible at both. */
export function isNamedAt(file: FileView, expression: Node, site: Node): boolean {
  const node = unwrap(expression);
  if (node.type === "MemberExpression") return memberName(node) !== undefined && isNamedAt(file, node.object, site);
  if (node.type === "TemplateLiteral") return node.expressions.every((each) => isNamedAt(file, each, site));
  if (node.type === "ThisExpression") return enclosingFunction(node) === enclosingFunction(site);
  if (node.type !== "Identifier") return node.type === "Literal";
  const variable = file.variableOf(node);
  return !!variable && !file.importedName(variable) && file.findVariable(node.name, site) === variable;
}

/** Why what stands for a part of a match by a name may be something else where the match is; `heads`: where its chain begins. */
export function* doubtsAboutAliases(file: FileView, match: AliasedMatch, heads: readonly Node[]): Generator<Reason> {
  const held = (what: string): Reason => runsOtherwise(`what its name holds ${what}`);
  if ([...match.aliases].some(isDisposed)) yield held("is disposed of at the end of its block");
  const changed = match.bound.find((each) => isMadeWith(file, { ...match, bound: [each] }) && !isRightBelowIts(match, each));
  if (changed) yield runsOtherwise(`${file.textOf(changed)} may have another value by now`);
  if (readsShared(file, match)) yield held("is used elsewhere too, and may have been changed there");
  if (wasMadeBefore(file, match)) yield held("was made at another time");
  if (isWorkedOutAgain(file, match, heads)) yield held("was worked out before, and would be again here");
  if (entersTry(match)) yield held("was called before the `try`, which would catch what it throws");
  if (wasReadBefore(file, match)) yield held("was read at another time, and this file sets it");
}

/** `using db = openDb(path)` */
function isDisposed(holder: AliasHolder): boolean {
  const declarator = "defs" in holder ? holder.defs[0]?.node : undefined;
  return declarator?.type === "VariableDeclarator" && declarator.parent.kind.endsWith("using");
}

/** Whether nothing runs between what a name was made with and the match. */
function isRightBelowIts({ node, aliases }: AliasedMatch, part: Node): boolean {
  const made = [...aliases].map(valueOfHolder).find((value) => value && contains(value.range, part.range));
  return !!made && isRightBelow(node, made);
}

/** Whether a `const` for a part of the match is an object that other code reads too, and may have changed. */
function readsShared(file: FileView, { aliases }: AliasedMatch): boolean {
  return [...aliases].some((holder) => {
    const made = valueOfHolder(holder);
    if (!made || !/^(?:Object|Array|New)Expression$/u.test(made.type)) return false;
    const reads = readsOfHolder(file, holder);
    return reads.length > 1 || (made.type === "NewExpression" && reads.some((read) => repeatedAround(read, made)));
  });
}

/**
 * Whether a `const` that is compared or passed on holds what a call or a length was: later, or for other readers, that is another value. Of what a
 * chain begins with only calls with arguments count, what is awaited, and what may have changed: `getStore()` gives the same again.
 */
function isWorkedOutAgain(file: FileView, { node, aliases, isAccess }: AliasedMatch, heads: readonly Node[]): boolean {
  return [...aliases].some((holder) => {
    const value = valueOfHolder(holder);
    const reads = readsOfHolder(file, holder);
    const own = reads.filter((read) => contains(node.range, read.range));
    if (!value || own.length === 0 || !isWorkedOut(value)) return false;
    const isAtHead = own.some((read) => heads.includes(read));
    if (isAtHead && (isAccess || !(asksForMore(value) || own.some(isAwaited))))
      return !isAccess && mayGiveOtherAt(file, holder, node);
    // What is only begun by then runs beside what stands between.
    if (value.type !== "AwaitExpression" && own.some(isAwaited)) return true;
    return reads.length > 1 || !isRightBelow(node, value);
  });
}

/** Whether nothing runs between the statement that makes a value and the one of a place. */
function isRightBelow(place: Node, made: Node): boolean {
  return statementBefore(enclosingStatement(place)) === enclosingStatement(made) && !repeatedAround(place, made);
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

/** Whether a `const` for a part of the match holds what a global gave where it was declared: `const start = new Date()`. */
function wasMadeBefore(file: FileView, { node, aliases }: AliasedMatch): boolean {
  return [...aliases].some((holder) => {
    const made = valueOfHolder(holder);
    if (made?.type !== "CallExpression" && made?.type !== "NewExpression") return false;
    // Of its arguments alone it is the same there: `new Set(ids)`.
    if (made.type === "NewExpression" && made.arguments.length > 0 && isRightBelow(node, made)) return false;
    const origin = originOf(file, made.callee);
    return origin !== undefined && !origin.reference && origin.path.at(-1) !== "bind";
  });
}

/** The matches of one search, which a file may have thousands of. */
export class Coverage {
  readonly #file: FileView;
  readonly #matches: RangeIndex<Match>;
  readonly #hasMatches: boolean;
  /** Those about which is being asked: a field may get its value from itself. */
  readonly #asked = new Set<AliasHolder>();

  constructor(file: FileView, matches: readonly Match[]) {
    this.#file = file;
    this.#hasMatches = matches.length > 0;
    this.#matches = new RangeIndex(matches, ({ node }) => node.range);
  }

  /** Whether an expression is part of a match, or only initialises names whose every use is part of one. */
  isCovered(node: Node): boolean {
    return this.#hasMatches && (this.#isFixedPart(node) || this.onlyFeedsMatches(node));
  }

  /** Whether the names and fields that get the value are only read by matches. */
  onlyFeedsMatches(node: Node): boolean {
    const holders = holdersOf(this.#file, node);
    return holders.length > 0 && holders.every((holder) => this.#isOnlyMatched(holder));
  }

  #isOnlyMatched(holder: AliasHolder): boolean {
    const reads = readsOfHolder(this.#file, holder);
    if (reads.length === 0 || isSeenElsewhere(holder) || this.#asked.has(holder)) return false;
    this.#asked.add(holder);
    const isOnly = reads.every((read) => this.#isFixedPart(read, holder) || this.onlyFeedsMatches(read));
    this.#asked.delete(holder);
    return isOnly;
  }

  /** Whether a match contains the expression other than in what a hole took; `alias`: only matches that look through it. */
  #isFixedPart(node: Node, alias?: AliasHolder): boolean {
    for (const match of this.#matches.around(node.range)) {
      if (alias && !match.aliases.has(alias)) continue;
      if (!match.bound.some((bound) => contains(bound.range, node.range))) return true;
    }
    return false;
  }
}

/** The `const` names, or the field, that get the value of an expression; a destructured property has its own name. */
export function holdersOf(file: FileView, node: Node): readonly AliasHolder[] {
  const outer = rewrap(node);
  const { parent } = outer;
  if (node.type === "Property") return node.value.type === "Identifier" ? variablesOf(file, node.value) : [];
  if (parent?.type === "VariableDeclarator" && parent.init === outer && keepsValue(parent.parent))
    return variablesOf(file, parent.id);
  if (parent?.type === "PropertyDefinition" && parent.value === outer) return valueOfField(file, parent) ? [parent] : [];
  const target = parent?.type === "AssignmentExpression" && parent.right === outer ? unwrap(parent.left) : undefined;
  if (target?.type !== "MemberExpression") return [];
  const owner = file
    .nodes("PropertyDefinition", wordsOfName(memberName(target)))
    .find((field) => contains(field.parent.range, outer.range) && valueOfField(file, field)?.assignment === parent?.parent);
  return owner ? [owner] : [];
}

/** The variables of a pattern; empty if a part of the pattern is not a plain name. */
function variablesOf(file: FileView, pattern: Node): readonly AliasHolder[] {
  if (pattern.type === "Identifier") {
    const variable = file.variableOf(pattern);
    return variable ? [variable] : [];
  }
  if (pattern.type !== "ObjectPattern") return [];
  const variables = pattern.properties.map((property) =>
    property.type === "Property" && property.value.type === "Identifier" ? file.variableOf(property.value) : undefined,
  );
  return variables.every((variable) => variable !== undefined) ? variables : [];
}
