import type { FileView } from "../../semantics/file-view.js";
import type { Change } from "../../syntax/ranges.js";
import type { Node } from "../../syntax/nodes.js";
import {
  type Anchor,
  type Becomes,
  blockOf,
  blocksOfScope,
  compareSpecifiers,
  isAscending,
  isSortedByKind,
  type KindOf,
  kindsIn,
  packageOf,
  rankOf,
  remaining,
  sortedPlace,
  type SpecifierKind,
  topLevelDeclarations,
} from "./order.js";
import {
  closed,
  commentBlocks,
  hasCommentAbove,
  indentationOf,
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
  /** Where code first uses it: a `require`, which TypeScript may make of an import, gives it from there on. */
  readonly above?: number | undefined;
}

/**
 * Inserts new declarations, each beside its kind; those of a file that has none become one block at its top. `becomes` tells the specifier
 * of a present one after the other changes, undefined where it goes.
 */
export function insertDeclarations(file: FileView, declarations: readonly NewDeclaration[], becomes: Becomes): Change[] {
  const first: string[] = [];
  const kindOf = kindsIn(file);
  const ordered = inOrder(declarations, kindOf);
  const changes = ordered.flatMap((declaration) => {
    const { form, above = Infinity } = declaration;
    const placed = topLevelDeclarations(file, form).filter(({ node }) => node.range[0] < above);
    const anchors = remaining(file, aboveTheCode(file, placed), becomes);
    const kind = kindOf(declaration.specifier);
    const isNewKind = !anchors.some((anchor) => blockOf(anchor.kind) === blockOf(kind));
    const block = ordered.filter((each) => isNewKind && blockOf(kindOf(each.specifier)) === blockOf(kind));
    const [begins, ends] = [block[0] === declaration, block.at(-1) === declaration];
    if (anchors.length > 0) return [insertDeclaration(file, { ...declaration, kind, begins, ends }, anchors)];
    first.push(declaration.text);
    return [];
  });
  return first.length === 0 ? changes : [insertAtTop(file, first), ...changes];
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

/** Inserts a new declaration below another one of the module, or after the last one of its kind, or in order if those are sorted; `begins`, `ends`: a new block. */
function insertDeclaration(
  file: FileView,
  declaration: NewDeclaration & { readonly kind: SpecifierKind } & Readonly<Record<"begins" | "ends", boolean>>,
  present: readonly Anchor[],
): Change {
  const { specifier, kind, text, form, isTypeOnly } = declaration;
  const anchors = ofOwnBlocks(present, isTypeOnly);
  const other = anchors.findLast((anchor) => anchor.specifier === specifier);
  if (other) return insertAfter(file, other.node, text);
  const ofScope = blocksOfScope(present, specifier);
  const alike = ofOwnBlocks(ofScope.length > 0 ? ofScope : present.filter((anchor) => anchor.kind === kind), isTypeOnly);
  const isSorted = isSortedByKind(topLevelDeclarations(file, form)) || file.modules.importOrder(file.path).sortsModules;
  const place = isTogether(alike, anchors) ? sortedPlace(alike, specifier, isSorted) : undefined;
  if (place?.previous) return insertAfter(file, place.previous.node, text);
  if (place) return insertBefore(file, place.next.node, text);
  const [first] = anchors.filter((anchor) => !anchor.isBare);
  const isFirst = first && anchors.every((anchor) => anchor.isBare || rankOf(anchor.kind) > rankOf(kind));
  const { eol } = file.layout();
  const blank = file.modules.separatesImports(file.path) ? eol : "";
  if (isFirst && !hasCommentAbove(file, first.node))
    return insertBefore(file, first.node, declaration.ends ? text + blank : text);
  const below = alike.length === 0 ? firstBelow(anchors, kind) : undefined;
  if (below && !hasCommentAbove(file, below.node)) return insertBefore(file, below.node, text);
  const samePackage = alike.findLast((anchor) => packageOf(anchor.specifier) === packageOf(specifier));
  const last = (samePackage ?? alike.at(-1) ?? lastAbove(anchors, kind)) as Anchor;
  return insertAfter(file, last.node, declaration.begins ? blank + text : text);
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

/** Whether nothing of another kind is between them: two of a mixed list are in order by chance. */
function isTogether(alike: readonly Anchor[], anchors: readonly Anchor[]): boolean {
  const [first, last] = [alike[0], alike.at(-1)];
  if (!first || !last || alike.length > 2) return true;
  return anchors.indexOf(last) - anchors.indexOf(first) < alike.length;
}

/** Above a node and the comments that tools read as being about it. */
function insertBefore(file: FileView, node: Node, text: string): Change {
  const at = startWithDirectives(file, node.range[0]);
  return { range: [at, at], parts: [closed(file, at, text) + file.layout().eol + indentationOf(file, at)] };
}

/** Below hashbang, directives and the file's header comments, above what speaks of the first statement. */
function insertAtTop(file: FileView, lines: readonly string[]): Change {
  const { eol } = file.layout();
  // oxc says null where there is none.
  const directive = file.program.body.findLast(
    (node) => node.type === "ExpressionStatement" && typeof node.directive === "string",
  );
  const top = startOfScript(file);
  const text = lines.map((line) => indentationOfScript(file, top) + line).join(eol);
  const start = directive
    ? nextLine(file.text, restOfLine(file, directive.range[1]))
    : file.text.startsWith("#!")
      ? nextLine(file.text, 0)
      : top;
  const at = headerEnd(file, start);
  if (directive && at === start) return insertAfter(file, directive, text);
  if (at >= file.text.length) return { range: [at, at], parts: [`${text}${eol}`] };
  const isBlankNext = /^[ \t]*\r?\n/u.test(file.text.slice(at));
  return { range: [at, at], parts: [`${closed(file, at, text)}${eol}${isBlankNext ? "" : eol}`] };
}

/** Where the first script of a component begins, which is the line below its tag; of other files the first line. */
function startOfScript({ parts, text }: FileView): number {
  const [start] = parts?.[0] ?? [0];
  return start === 0 || text.slice(start, nextLine(text, start)).trim() !== "" ? start : nextLine(text, start);
}

/** Scripts of components are often indented as a whole. */
function indentationOfScript({ parts, text }: FileView, start: number): string {
  return parts && start !== parts[0]?.[0] ? /^\s*?([ \t]*)\S/u.exec(text.slice(start))![1]! : "";
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
