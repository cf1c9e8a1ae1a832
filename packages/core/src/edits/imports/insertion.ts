import { oncePer } from "../../modules/index.js";
import type { FileView } from "../../semantics/file-view.js";
import type { Change } from "../../syntax/ranges.js";
import type { Node } from "../../syntax/nodes.js";
import { isSortedBy } from "./fresh-declarations.js";
import {
  closed,
  commentBlocks,
  declarationOf,
  hasCommentAbove,
  insertAfter,
  isAboutFile,
  isAboutNextCode,
  restOfLine,
  startWithDirectives,
} from "./placement.js";

/** A new declaration on its way into the file. */
export interface NewDeclaration {
  readonly specifier: string;
  readonly text: string;
  readonly form: "import" | "require";
  /** Whether it imports nothing but types, and says so for all of them. */
  readonly isTypeOnly: boolean;
}

/**
 * Inserts new declarations, each beside its kind; those of a file that has none become one block at its top. `becomes` tells the specifier
 * of a present one after the other changes, undefined where it goes.
 */
export function insertDeclarations(
  file: FileView,
  declarations: readonly NewDeclaration[],
  becomes: (anchor: Anchor) => string | undefined,
): Change[] {
  const first: string[] = [];
  const begun = new Set<string>();
  const kindOf = kindsIn(file);
  const changes = inOrder(declarations, kindOf).flatMap((declaration) => {
    const anchors = aboveTheCode(file, topLevelDeclarations(file, declaration.form)).flatMap((anchor) => {
      const specifier = becomes(anchor);
      return specifier === undefined ? [] : [{ ...anchor, specifier, kind: kindOf(specifier) }];
    });
    const kind = kindOf(declaration.specifier);
    const isNewKind = !begun.has(blockOf(kind)) && !anchors.some((anchor) => blockOf(anchor.kind) === blockOf(kind));
    begun.add(blockOf(kind));
    if (anchors.length > 0) return [insertDeclaration(file, { ...declaration, kind, isNewKind }, anchors)];
    first.push(declaration.text);
    return [];
  });
  return first.length === 0 ? changes : [insertAtTop(file, first.join(file.layout().eol)), ...changes];
}

const DECLARING = /^(?:Function|Class|TSInterface|TSTypeAlias|TSEnum)Declaration$/u;

/** The declarations above the first function, class or type of the file, as others look there for imports; all, where none is above. */
function aboveTheCode(file: FileView, anchors: readonly Anchor[]): readonly Anchor[] {
  const first = file.program.body.find(
    (node) => DECLARING.test(node.type) || (/^Export/u.test(node.type) && "declaration" in node && node.declaration !== null),
  );
  const above = first ? anchors.filter(({ node }) => node.range[0] < first.range[0]) : anchors;
  return above.length > 0 ? above : anchors;
}

/** As import sorters order them, whichever contract asked first: several may come to one place. */
function inOrder(declarations: readonly NewDeclaration[], kindOf: KindOf): readonly NewDeclaration[] {
  return [...declarations].sort(
    (one, other) => rankOf(kindOf(one.specifier)) - rankOf(kindOf(other.specifier)) || compareSpecifiers(one, other),
  );
}

/** As import sorters put modules of one kind below each other. */
export function compareSpecifiers(
  { specifier: a }: { readonly specifier: string },
  { specifier: b }: { readonly specifier: string },
): number {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Inserts a new declaration below another one of the module, or after the last one of its kind, or in order if those are sorted. */
function insertDeclaration(
  file: FileView,
  declaration: NewDeclaration & { readonly kind: SpecifierKind; readonly isNewKind: boolean },
  present: readonly Anchor[],
): Change {
  const { specifier, kind, text, isTypeOnly, isNewKind } = declaration;
  const anchors = ofOwnBlocks(present, isTypeOnly);
  const other = anchors.findLast((anchor) => anchor.specifier === specifier);
  if (other) return insertAfter(file, other.node, text);
  const alike = ofOwnBlocks(
    present.filter((anchor) => anchor.kind === kind),
    isTypeOnly,
  );
  const place = isTogether(alike, anchors)
    ? sortedPlace(alike, specifier, isSortedByKind(present) || file.modules.importOrder(file.path).sortsModules)
    : undefined;
  if (place?.previous) return insertAfter(file, place.previous.node, text);
  if (place) return insertBefore(file, place.next.node, text);
  const [first] = anchors.filter((anchor) => !anchor.isBare);
  const isFirst = first && anchors.every((anchor) => anchor.isBare || rankOf(anchor.kind) > rankOf(kind));
  const { eol } = file.layout();
  const blank = isNewKind && file.modules.separatesImports(file.path) ? eol : "";
  if (isFirst && !hasCommentAbove(file, first.node)) return insertBefore(file, first.node, text + blank);
  const below = alike.length === 0 ? firstBelow(anchors, kind) : undefined;
  if (below && !hasCommentAbove(file, below.node)) return insertBefore(file, below.node, text);
  const samePackage = alike.findLast((anchor) => packageOf(anchor.specifier) === packageOf(specifier));
  const last = (samePackage ?? alike.at(-1) ?? lastAbove(anchors, kind)) as Anchor;
  return insertAfter(file, last.node, blank + text);
}

/** The last declaration of a kind that import sorters put above another kind, where the declarations are in that order; else the last one. */
function lastAbove(anchors: readonly Anchor[], kind: SpecifierKind): Anchor | undefined {
  const above = isInOrderOfKinds(anchors) ? anchors.findLast((anchor) => rankOf(anchor.kind) < rankOf(kind)) : undefined;
  return above ?? anchors.at(-1);
}

function isInOrderOfKinds(anchors: readonly Anchor[]): boolean {
  return isAscending(anchors.map((anchor) => rankOf(anchor.kind)));
}

/** The first declaration of a kind that import sorters put below another in one block with it, where the declarations are in that order. */
function firstBelow(anchors: readonly Anchor[], kind: SpecifierKind): Anchor | undefined {
  return isInOrderOfKinds(anchors)
    ? anchors.find((anchor) => rankOf(anchor.kind) > rankOf(kind) && blockOf(anchor.kind) === blockOf(kind))
    : undefined;
}

/** The declarations of types alone, or those of values, where each of the two has blocks of its own that kinds don't explain; else all. */
function ofOwnBlocks(anchors: readonly Anchor[], isTypeOnly: boolean): readonly Anchor[] {
  const isBorder = (index: number): boolean => anchors[index - 1]?.isTypeOnly !== anchors[index]?.isTypeOnly;
  const borders = anchors.flatMap((_, index) => (index > 0 && isBorder(index) ? [index] : []));
  const isApart = (index: number): boolean => anchors[index - 1]?.block !== anchors[index]?.block;
  const isOfKinds = borders.every((index) => rankOf(anchors[index - 1]!.kind) < rankOf(anchors[index]!.kind));
  const areOwn = borders.length > 0 && borders.every(isApart) && !isOfKinds;
  return areOwn ? anchors.filter((anchor) => anchor.isTypeOnly === isTypeOnly) : anchors;
}

/** A declaration whose place another one may take, or below which one may follow. */
interface Place {
  readonly node: Node;
  readonly specifier: string;
  readonly form: "import" | "require";
  /** Whether the declaration stays, and the other one would be below it. */
  readonly stays: boolean;
}

/**
 * Whether a declaration of a specifier belongs into the place of another, or below it: not where its kind of module has blocks of its own,
 * nor where it would be before a kind that import sorters put first, nor in the midst of declarations that are sorted otherwise. One inside
 * of `declare module` stays where it is.
 */
export function fitsInPlace(file: FileView, place: Place, specifier: string): boolean {
  const anchors = topLevelDeclarations(file, place.form);
  const at = anchors.findIndex((anchor) => anchor.node === place.node);
  if (at < 0) return true;
  const together = anchors.filter((anchor) => anchor.block === anchors[at]?.block);
  const kindOf = kindsIn(file);
  const [old, kind] = [kindOf(place.specifier), kindOf(specifier)];
  const rank = rankOf(kind);
  if (old === kind) return keepsOrder(anchors, place, specifier);
  const ranks = anchors.map((anchor) => rankOf(anchor.kind));
  if (place.stays) return !ranks.includes(rank) && (!isAscending(ranks) || isAscending(ranks.toSpliced(at + 1, 0, rank)));
  const isParted = blockOf(old) !== blockOf(kind) && file.modules.separatesImports(file.path);
  if (isParted && together.length > 1 && together.every((each) => blockOf(each.kind) === blockOf(old))) return false;
  if (isAscending(ranks) && !isAscending(ranks.with(at, rank))) return false;
  if (!ranks.some((each, index) => index !== at && each === rank)) return true;
  if (isUnsorted(together, [old, kind])) return true;
  const after = together.map(({ node, specifier: own }) => ({ node, specifier: node === place.node ? specifier : own }));
  const alike = after.filter((each) => rankOf(kindOf(each.specifier)) === rank);
  const beside = alike.filter(({ node }) => node !== place.node);
  const own = after.findIndex(({ node }) => node === place.node);
  const around = [after[own - 1], after[own], after[own + 1]].flatMap((each) => (each ? [rankOf(kindOf(each.specifier))] : []));
  return beside.length > 0 && isAscending(around) && (isSorted(namesOf(alike)) || !isSorted(namesOf(beside)));
}

/** Whether nobody has sorted declarations, neither by their kinds nor within some of these. */
function isUnsorted(anchors: readonly Anchor[], kinds: readonly SpecifierKind[]): boolean {
  if (isAscending(anchors.map(({ kind }) => rankOf(kind)))) return false;
  return kinds.every((kind) => !isSorted(namesOf(anchors.filter((anchor) => anchor.kind === kind))));
}

/** Whether the lint or the declarations themselves keep an order where a declaration is. */
export function isInOrder(file: FileView, { node, form }: Pick<Place, "node" | "form">): boolean {
  const anchors = topLevelDeclarations(file, form);
  return file.modules.importOrder(file.path).sortsModules || sortedBlock(anchors, node) !== undefined;
}

/** Those of one kind and block with a declaration, where they are sorted and it is no chance. */
function sortedBlock(anchors: readonly Anchor[], node: Node): readonly Anchor[] | undefined {
  const own = anchors.find((anchor) => anchor.node === node);
  const block = anchors.filter(({ block, kind, isBare }) => block === own?.block && kind === own.kind && !isBare);
  return block.length >= (isSortedByKind(anchors) ? 2 : 3) && isSorted(namesOf(block)) ? block : undefined;
}

/** Whether declarations of one kind that are sorted are so with another specifier in a place, or below it. */
function keepsOrder(anchors: readonly Anchor[], { node, specifier: old, stays }: Place, specifier: string): boolean {
  const block = sortedBlock(anchors, node);
  if (!block) return true;
  const names = namesOf(block);
  const index = block.findIndex((anchor) => anchor.node === node);
  // Those of the same module move together.
  return isSorted(
    stays ? names.toSpliced(index + 1, 0, specifier) : names.map((name, at) => (at === index || name === old ? specifier : name)),
  );
}

function namesOf(declarations: readonly Pick<Anchor, "specifier">[]): readonly string[] {
  return declarations.map(({ specifier }) => specifier);
}

function isAscending(numbers: readonly number[]): boolean {
  return numbers.every((each, index) => index === 0 || (numbers[index - 1] as number) <= each);
}

/** Whether nothing of another kind is between them: two of a mixed list are in order by chance. */
function isTogether(alike: readonly Anchor[], anchors: readonly Anchor[]): boolean {
  const [first, last] = [alike[0], alike.at(-1)];
  if (!first || !last || alike.length > 2) return true;
  return anchors.indexOf(last) - anchors.indexOf(first) < alike.length;
}

/** Above a node and the comments that tools read as being about it. */
function insertBefore(file: FileView, node: Node, text: string): Change {
  const at = startWithDirectives(file, node.range[0]);
  return { range: [at, at], parts: [closed(file, at, text) + file.layout().eol] };
}

const KINDS = ["builtin", "package", "alias", "parent", "sibling"] as const;
type SpecifierKind = (typeof KINDS)[number];

type KindOf = (specifier: string) => SpecifierKind;

/** The group to which import sorters assign a specifier, as far as its text tells. */
function specifierKind(specifier: string): SpecifierKind {
  if (specifier.startsWith(".")) return specifier.startsWith("..") ? "parent" : "sibling";
  if (specifier.startsWith("node:")) return "builtin";
  return /^(?:[#~]|@\/)/u.test(specifier) ? "alias" : "package";
}

/** The group of each specifier of a file: what leads into its own package is no package, unless the file has it among packages. */
const kindsIn = oncePer((file: FileView): KindOf => {
  const isOwn = (specifier: string): boolean => file.modules.isInOwnPackage(file.path, specifier);
  const named = file
    .moduleReferences()
    .flatMap(({ kind, specifier }) => (kind === "import" && specifierKind(specifier) === "package" ? [specifier] : []));
  const { isInternal } = file.modules.importOrder(file.path);
  const isMixed = named.findIndex(isOwn) < named.findLastIndex((specifier) => !isOwn(specifier)) && named.some(isOwn);
  return (specifier) => {
    const kind = specifierKind(specifier);
    return kind === "package" && (isInternal(specifier) || (!isMixed && isOwn(specifier))) ? "alias" : kind;
  };
});

/** The package that a specifier begins with; the whole of a path. */
function packageOf(specifier: string): string {
  return /^(?:@[^/]+\/)?[^./@][^/]*/u.exec(specifier)?.[0] ?? specifier;
}

/** What stands in one block where blank lines separate kinds: all paths are one. */
function blockOf(kind: SpecifierKind): SpecifierKind | "path" {
  return kind === "parent" || kind === "sibling" ? "path" : kind;
}

/** The place of a group among the groups of import sorters. */
function rankOf(kind: SpecifierKind): number {
  return KINDS.indexOf(kind);
}

interface Anchor {
  readonly node: Node;
  readonly specifier: string;
  readonly kind: SpecifierKind;
  readonly isTypeOnly: boolean;
  /** Whether it imports no name, which sorters leave where it is. */
  readonly isBare: boolean;
  /** Those of one number have no blank line and no other statement between them. */
  readonly block: number;
}

/** The top-level imports, or in CommonJS the top-level requires. */
function topLevelDeclarations(file: FileView, form: "import" | "require"): Anchor[] {
  const anchors: Anchor[] = [];
  const kindOf = kindsIn(file);
  for (const reference of file.moduleReferences()) {
    const isImport = reference.kind === "import" || reference.kind === "import-equals";
    // `await import()` may follow code that has to run before it; imports belong above what `require` gives.
    if (!isImport && !(form === "require" && reference.kind === "require")) continue;
    const node = declarationOf(reference);
    if (node?.parent?.type !== "Program") continue;
    const isTypeOnly = node.type === "ImportDeclaration" && node.importKind === "type";
    const above = anchors.at(-1);
    const block = above && isNeighbour(file, above.node, node) ? above.block : anchors.length;
    const { specifier, names } = reference;
    anchors.push({ node, specifier, kind: kindOf(specifier), isTypeOnly, isBare: names.length === 0, block });
  }
  return anchors;
}

/** The place between two sorted declarations: after `previous`, where there is one, else before `next`. */
interface SortedPlace {
  readonly previous: Anchor | undefined;
  readonly next: Anchor;
}

/** Where a specifier belongs in declarations that are sorted, all of them or those of the last block; undefined: at the end. */
function sortedPlace(anchors: readonly Anchor[], specifier: string, isSortedFile: boolean): SortedPlace | undefined {
  const lastBlock = anchors.filter((anchor) => anchor.block === anchors.at(-1)?.block);
  for (const all of [anchors, lastBlock]) {
    const block = all.filter((anchor) => !anchor.isBare);
    const order = ORDERS.find((key) => isSortedBy(namesOf(block), key));
    if (block.length < (isSortedFile ? 1 : 2) || !order) continue;
    const at = block.findIndex((anchor) => order(anchor.specifier) > order(specifier));
    const next = block[at];
    return next && { previous: block[at - 1], next };
  }
  return undefined;
}

/** What sorters compare: the text, or it without its case, with signs in an order as `simple-import-sort` has them, or dots as Biome has them. */
const ORDERS = [withEnd, (each: string) => each]
  .flatMap((order) => [order, (each: string) => order(each).toLowerCase()])
  .concat(withOrderedSigns);

/** `..` comes behind `../../a`, and before `../a`. */
function withEnd(specifier: string): string {
  return specifier.replace(/^[./]*\.$/u, "$&//");
}

function withOrderedSigns(specifier: string): string {
  const ended = specifier.replace(/^[./]*\.$/u, "$&/,").toLowerCase();
  return ended.replaceAll(/[./,_-]/gu, (sign) => String.fromCodePoint("./,_-".indexOf(sign) + 1));
}

/** Whether the imports of each kind are sorted, with enough of them, or in blocks of their own, that it is hardly by chance. */
function isSortedByKind(anchors: readonly Anchor[]): boolean {
  const named = anchors.filter((anchor) => !anchor.isBare);
  if (named.length < 3 && anchors.at(0)?.block === anchors.at(-1)?.block) return false;
  return KINDS.every((kind) => isSorted(namesOf(named.filter((anchor) => anchor.kind === kind))));
}

function isSorted(specifiers: readonly string[]): boolean {
  return ORDERS.some((key) => isSortedBy(specifiers, key));
}

/** Whether no blank line and no other statement is between two declarations. */
function isNeighbour(file: FileView, above: Node, below: Node): boolean {
  const [start, end] = [above.range[1], below.range[0]];
  const comments = file.commentsIn([start, end]);
  const gaps = [start, ...comments.map(({ range }) => range[1])].map((from, index) =>
    file.text.slice(from, comments[index]?.range[0] ?? end),
  );
  return !gaps.some((gap) => /\n[ \t]*\r?\n|\S/u.test(gap));
}

/** Below hashbang, directives and the file's header comments, above what speaks of the first statement. */
function insertAtTop(file: FileView, text: string): Change {
  const { eol } = file.layout();
  // oxc says null where there is none.
  const directive = file.program.body.findLast(
    (node) => node.type === "ExpressionStatement" && typeof node.directive === "string",
  );
  const start = directive
    ? nextLine(file.text, restOfLine(file, directive.range[1]))
    : file.text.startsWith("#!")
      ? nextLine(file.text, 0)
      : 0;
  const at = headerEnd(file, start);
  if (directive && at === start) return insertAfter(file, directive, text);
  if (at >= file.text.length) return { range: [at, at], parts: [`${text}${eol}`] };
  const isBlankNext = /^[ \t]*\r?\n/u.test(file.text.slice(at));
  return { range: [at, at], parts: [`${closed(file, at, text)}${eol}${isBlankNext ? "" : eol}`] };
}

/** Offset of the line after the comments below `start` that speak of the file, not of the statement that follows. */
function headerEnd(file: FileView, start: number): number {
  let at = start;
  const first = file.program.body.find((node) => node.range[0] >= start)?.range[0] ?? file.text.length;
  const comments = commentBlocks(file);
  const nextStart = (from: number) => Math.min(comments.find(({ range }) => range[0] >= from)?.range[0] ?? first, first);
  for (const comment of comments) {
    if (comment.range[0] < at) continue;
    if (comment.range[0] >= first || isAboutNextCode(comment)) break;
    const next = nextStart(comment.range[1]);
    const isApart = /\n[ \t]*\r?\n/u.test(file.text.slice(comment.range[1], next)) || next === file.text.length;
    if (!isApart && !isAboutFile(comment)) break;
    at = nextLine(file.text, comment.range[1]);
    const blank = /^(?:[ \t]*\r?\n)+/u.exec(file.text.slice(at));
    if (blank && isApart) at += blank[0].length;
  }
  return at;
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end + 1;
}
