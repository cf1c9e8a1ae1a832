import { oncePer } from "../../modules/index.js";
import type { FileView } from "../../semantics/file-view.js";
import type { Node } from "../../syntax/nodes.js";
import { isSortedBy } from "./fresh-declarations.js";
import { declarationOf, hasCommentAbove } from "./placement.js";

/** As import sorters put modules of one kind below each other. */
export function compareSpecifiers(
  { specifier: a }: { readonly specifier: string },
  { specifier: b }: { readonly specifier: string },
): number {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A declaration whose place another one may take, or below which one may follow. */
interface Place {
  readonly node: Node;
  readonly specifier: string;
  readonly form: "import" | "require";
  /** Whether the declaration stays, and the other one would be below it. */
  readonly stays: boolean;
}

/** The specifier of a declaration after the other changes of its file, undefined where it goes. */
export type Becomes = (declaration: { readonly node: Node; readonly specifier: string }) => string | undefined;

/**
 * Whether a declaration of a specifier belongs into the place of another, or below it: not where its kind of module has blocks of its own,
 * nor where it would be before a kind that import sorters put first, nor in the midst of declarations that are sorted otherwise. One inside
 * of `declare module` stays where it is, one that would come first, below a comment, too, and `node:fs` where `fs` was, unless the lint
 * sorts them.
 */
export function fitsInPlace(file: FileView, place: Place, specifier: string, becomes: Becomes): boolean {
  const anchors = topLevelDeclarations(file, place.form);
  const at = anchors.findIndex((anchor) => anchor.node === place.node);
  const isSpelling = specifier === `node:${place.specifier}` && !file.modules.importOrder(file.path).sortsModules;
  if (at < 0 || isSpelling) return true;
  const ofScope = blocksOfScope(anchors, specifier);
  if (ofScope.length > 0 && !ofScope.some((anchor) => anchor.block === anchors[at]?.block)) return false;
  const together = anchors.filter((anchor) => anchor.block === anchors[at]?.block);
  const kindOf = kindsIn(file);
  const [old, kind] = [kindOf(place.specifier), kindOf(specifier)];
  const rank = rankOf(kind);
  const after: Becomes = (anchor) => (anchor.node === place.node ? specifier : becomes(anchor));
  if (old === kind) return keepsOrder(file, place, { specifier, after });
  const ranks = anchors.map((anchor) => rankOf(anchor.kind));
  if (place.stays) return !ranks.includes(rank) && (!isAscending(ranks) || isAscending(ranks.toSpliced(at + 1, 0, rank)));
  const all = remaining(file, anchors, after);
  const others = all.filter((each) => each.node !== place.node && !each.isBare);
  if (others[0] && others.every((each) => rankOf(each.kind) > rank) && hasCommentAbove(file, others[0].node)) return true;
  const isParted = blockOf(old) !== blockOf(kind) && file.modules.separatesImports(file.path);
  const isOwnBlock = all.every((each) => (blockOf(each.kind) === blockOf(kind)) === (each.block === anchors[at]?.block));
  const isAlike = together.length > 1 && together.every((each) => blockOf(each.kind) === blockOf(old));
  if (isParted && isAlike && !isOwnBlock) return false;
  if (isAscending(ranks) && !isAscending(all.map((each) => rankOf(each.kind)))) return false;
  if (!ranks.some((each, index) => index !== at && each === rank)) return true;
  if (isUnsorted(together, [old, kind])) return true;
  const left = remaining(file, together, after);
  const alike = left.filter((each) => rankOf(each.kind) === rank);
  const beside = alike.filter(({ node }) => node !== place.node);
  const own = left.findIndex(({ node }) => node === place.node);
  const around = [left[own - 1], left[own], left[own + 1]].flatMap((each) => (each ? [rankOf(each.kind)] : []));
  return beside.length > 0 && isAscending(around) && (isSorted(namesOf(alike)) || !isSorted(namesOf(beside)));
}

/** The declarations that stay, with the specifiers that they get. */
export function remaining(file: FileView, anchors: readonly Anchor[], becomes: Becomes): readonly Anchor[] {
  return anchors.flatMap((anchor) => {
    const specifier = becomes(anchor);
    return specifier === undefined ? [] : [{ ...anchor, specifier, kind: kindsIn(file)(specifier) }];
  });
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
function keepsOrder(
  file: FileView,
  { node, specifier: old, stays, form }: Place,
  { specifier, after }: { readonly specifier: string; readonly after: Becomes },
): boolean {
  const block = sortedBlock(topLevelDeclarations(file, form), node);
  if (!block) return true;
  const index = block.findIndex((anchor) => anchor.node === node);
  if (stays) return isSorted(namesOf(block).toSpliced(index + 1, 0, specifier));
  // Those of the same module move together.
  return isSorted(namesOf(remaining(file, block, (anchor) => (anchor.specifier === old ? specifier : after(anchor)))));
}

function namesOf(declarations: readonly Pick<Anchor, "specifier">[]): readonly string[] {
  return declarations.map(({ specifier }) => specifier);
}

export function isAscending(numbers: readonly number[]): boolean {
  return numbers.every((each, index) => index === 0 || (numbers[index - 1] as number) <= each);
}

const KINDS = ["builtin", "package", "alias", "parent", "sibling"] as const;
export type SpecifierKind = (typeof KINDS)[number];

export type KindOf = (specifier: string) => SpecifierKind;

/** The group to which import sorters assign a specifier, as far as its text tells. */
function specifierKind(specifier: string): SpecifierKind {
  if (specifier.startsWith(".")) return specifier.startsWith("..") ? "parent" : "sibling";
  if (specifier.startsWith("node:")) return "builtin";
  return /^(?:[#~]|@\/)/u.test(specifier) ? "alias" : "package";
}

/** The group of each specifier of a file: what leads into its own package is no package, unless the file has it among packages. */
export const kindsIn = oncePer((file: FileView): KindOf => {
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
export function packageOf(specifier: string): string {
  return /^(?:@[^/]+\/)?[^./@][^/]*/u.exec(specifier)?.[0] ?? specifier;
}

/** What stands in one block where blank lines separate kinds: all paths are one. */
export function blockOf(kind: SpecifierKind): SpecifierKind | "path" {
  return kind === "parent" || kind === "sibling" ? "path" : kind;
}

/** The place of a group among the groups of import sorters. */
export function rankOf(kind: SpecifierKind): number {
  return KINDS.indexOf(kind);
}

export interface Anchor {
  readonly node: Node;
  readonly specifier: string;
  readonly kind: SpecifierKind;
  readonly isTypeOnly: boolean;
  /** Whether it imports no name, which sorters leave where it is. */
  readonly isBare: boolean;
  /** Those of one number have no blank line and no other statement between them. */
  readonly block: number;
}

/** The declarations of a specifier's scope (`@acme/…`), where it shares no block with others. */
export function blocksOfScope(anchors: readonly Anchor[], specifier: string): readonly Anchor[] {
  const scope = /^@[^/]*\//u.exec(specifier)?.[0];
  const own = scope === undefined ? [] : anchors.filter((anchor) => anchor.specifier.startsWith(scope));
  return own.some(({ block }) => anchors.some((anchor) => anchor.block === block && !own.includes(anchor))) ? [] : own;
}

/** The top-level imports, or in CommonJS the top-level requires. */
export function topLevelDeclarations(file: FileView, form: "import" | "require"): Anchor[] {
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

/** Where a specifier belongs in declarations that are sorted: all, those of the last block, or, in a sorted file, those with its first sign; undefined: at the end. */
export function sortedPlace(anchors: readonly Anchor[], specifier: string, isSortedFile: boolean): SortedPlace | undefined {
  const lastBlock = anchors.filter((anchor) => anchor.block === anchors.at(-1)?.block);
  const ofSign = isSortedFile ? anchors.filter((anchor) => anchor.specifier[0] === specifier[0]) : [];
  for (const all of [anchors, lastBlock, ofSign]) {
    const block = all.filter((anchor) => !anchor.isBare);
    const order = ORDERS.find((key) => isSortedBy(namesOf(block), key));
    if (block.length < (isSortedFile ? 1 : 2) || !order) continue;
    const at = block.findIndex((anchor) => order(anchor.specifier) > order(specifier));
    const next = block[at];
    return next && { previous: block[at - 1], next };
  }
  return undefined;
}

/** What sorters compare: the text, or it part by part as `import/order` does, or without its case, with signs as `simple-import-sort` or Biome orders them. */
const ORDERS = [withEnd, (each: string) => each, (each: string) => each.replaceAll("/", "\0")]
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
export function isSortedByKind(anchors: readonly Anchor[]): boolean {
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
