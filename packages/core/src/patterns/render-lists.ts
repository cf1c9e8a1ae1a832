/** Where a template's arguments, elements and properties get lines of their own: as they had them, no others. */
import { childrenOf, type Node } from "../syntax/nodes.js";
import { contains, type Range, type Part } from "../syntax/ranges.js";
import type { FileView } from "../semantics/file-view.js";
import type { Binding } from "./filling.js";
import type { Template } from "./template.js";
import type { TSESTree } from "@typescript-eslint/types";
import type { Children } from "./may-fit.js";
import { attributeLayoutOf, isBetweenTags, type AttributeLayout } from "./render-places.js";

/** A template at a site, with the text of its holes and names. */
export interface ListRequest {
  readonly file: FileView;
  readonly template: Template;
  readonly site: Node;
  readonly bindings: ReadonlyMap<string, Binding>;
  readonly pieces: readonly Piece[];
}

/** How the items of a list with a line each are written. */
interface LineLayout {
  readonly lead: string;
  readonly end: string;
  readonly comma: string;
}

/** Items between brackets, in the template's own text. */
interface TemplateList {
  readonly node: Node;
  readonly inner: Range;
  readonly items: readonly { readonly node: Node; readonly range: Range }[];
}

/** Lists whose items were items of a list with a line for each keep their lines. */
export function keepLines(request: ListRequest): Piece[] {
  const chosen: TemplateList[] = [];
  return listsOf(request).flatMap((list) => {
    if (chosen.some((outer) => contains(outer.inner, list.inner))) return [];
    const layout = foundLayout(request, list);
    if (!layout) return [];
    chosen.push(list);
    return linesFor(request, list, layout);
  });
}

/** The indentation before an offset; undefined if other text is before it in its line. */
function leadOf(text: string, offset: number): string | undefined {
  const start = startOfLine(text, offset);
  const lead = start === undefined ? undefined : text.slice(start, offset);
  return lead !== undefined && /^[ \t]*$/u.test(lead) ? lead : undefined;
}

/** Indentation is looked for this far before a place. */
const MOST_BEFORE = 1_000;

/** The start of the line of an offset; undefined if it is far. */
function startOfLine(text: string, offset: number): number | undefined {
  const from = Math.max(0, offset - MOST_BEFORE);
  const found = text.slice(from, offset).lastIndexOf("\n");
  return found === -1 && from > 0 ? undefined : from + found + 1;
}

/** The template's lists that can be laid out anew, the outer ones first. */
function listsOf({ template, pieces }: ListRequest): TemplateList[] {
  const isEmpty = (range: Range): boolean =>
    pieces.some((piece) => piece.parts.length === 0 && piece.range[0] === range[0] && piece.range[1] === range[1]);
  const found: TemplateList[] = [];
  const visit = (node: Node): void => {
    const brackets = bracketsOf(node, template);
    const items = (brackets?.items ?? []).map((item) => ({ node: item, range: inTemplate(item.range, template) }));
    const kept = items.filter(({ range }) => !isEmpty(range));
    const isWhole = pieces.some((piece) => piece.isWholeList && !!brackets && contains(brackets.inner, piece.range));
    if (brackets && kept.length > 0 && !isWhole && isPlain(template.text, brackets.inner, items))
      found.push({ node, inner: brackets.inner, items: kept });
    for (const child of childrenOf(node)) visit(child);
  };
  visit(template.root);
  return found;
}

/** Nothing but commas and space between the items: no parentheses, no comments. */
function isPlain(text: string, inner: Range, items: readonly { readonly range: Range }[]): boolean {
  const ends = [inner[0], ...items.map(({ range }) => range[1])];
  const starts = [...items.map(({ range }) => range[0]), inner[1]];
  return starts.every((start, index) => /^\s*,?\s*$/u.test(text.slice(ends[index], start)));
}

function bracketsOf(node: Node, template: Template): { readonly inner: Range; readonly items: readonly Node[] } | undefined {
  const [start, end] = inTemplate(node.range, template);
  if (node.type === "ObjectExpression") return { inner: [start + 1, end - 1], items: node.properties };
  if (node.type === "ArrayExpression" && !node.elements.includes(null))
    return { inner: [start + 1, end - 1], items: node.elements as Node[] };
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return undefined;
  const head = inTemplate((node.typeArguments ?? node.callee).range, template)[1];
  return { inner: [template.text.indexOf("(", head) + 1, end - 1], items: node.arguments };
}

function inTemplate([start, end]: Range, { offset }: Template): Range {
  return [start - offset, end - offset];
}

/** What takes the place of the space and commas between the brackets. */
function linesFor({ file, template }: ListRequest, { inner, items }: TemplateList, { lead, end, comma }: LineLayout): Piece[] {
  const { eol } = file.layout();
  const space = (range: Range, text: string): Piece => {
    const old = template.text.slice(...range);
    const display = text === `,${eol}${lead}` ? ", " : old.replace(/[^\s{[(]+/gu, "");
    return { range, parts: [text], display, isSpace: true };
  };
  return items.flatMap(({ range }, index) => {
    const before = items[index - 1];
    const between = space([before?.range[1] ?? inner[0], range[0]], before ? `,${eol}${lead}` : eol + lead);
    return index < items.length - 1 ? [between] : [between, space([range[1], inner[1]], comma + eol + end)];
  });
}

/** The layout of the list that the template's items come from; undefined: they had no lines of their own. */
function foundLayout({ file, site, bindings, template }: ListRequest, { node, items }: TemplateList): LineLayout | undefined {
  const taken = items.flatMap((item): readonly (readonly Node[])[] => {
    const hole = template.holes.find((each) => each.node === valueOf(item.node));
    const binding = hole && bindings.get(hole.name);
    return !binding ? [] : "list" in binding ? [binding.list] : [[binding.node]];
  });
  // What is put beside the properties of an object is laid out as they are.
  const properties = taken.find(([first]) => node.type === "ObjectExpression" && first && isProperty(first));
  const bound = properties ?? taken.flat();
  const sources = bound.map((each) => sourceOf(each));
  const [source] = sources;
  const isSameList = !!source && sources.every((each) => each === source) && isSameKind(source, node);
  const isInOrder = bound.every((each, index) => index === 0 || (bound[index - 1] as Node).range[0] < each.range[0]);
  const isMore = items.length > 1 || bound.length > 1 || node.type === "ObjectExpression";
  return isSameList && isInOrder && isMore && contains(site.range, source.range) ? lineLayoutOf(file, source) : undefined;
}

function isProperty({ type, parent }: Node): boolean {
  return (type === "Property" || type === "SpreadElement") && parent?.type === "ObjectExpression";
}

/** Arguments may become named ones, which are an object's properties. */
function isSameKind(source: Node, node: Node): boolean {
  const isCall = ({ type }: Node): boolean => type === "NewExpression" || type === "CallExpression";
  return isCall(source) ? isCall(node) || node.type === "ObjectExpression" : source.type === node.type;
}

function valueOf(item: Node): Node {
  if (item.type === "Property") return item.value;
  return item.type === "SpreadElement" ? item.argument : item;
}

/** The call, object or array that a node is an item of. */
function sourceOf(node: Node): Node | undefined {
  const item = node.parent?.type === "Property" && node.parent.value === node ? node.parent : node;
  const { parent } = item;
  return parent && itemsOf(parent).includes(item) ? parent : undefined;
}

function itemsOf(list: Node): readonly Node[] {
  if (list.type === "ObjectExpression") return list.properties;
  if (list.type === "ArrayExpression") return list.elements.filter((element) => element !== null);
  return list.type === "CallExpression" || list.type === "NewExpression" ? list.arguments : [];
}

/** The lines of a list of the file that has one for each item and one for its closing bracket. */
function lineLayoutOf(file: FileView, list: Node): LineLayout | undefined {
  const items = itemsOf(list);
  const close = list.range[1] - 1;
  const starts = [...items.map((item) => file.rangeWithParentheses(item)[0]), close];
  const leads = starts.map((start) => leadOf(file.text, start));
  const [lead] = leads;
  const end = leads.at(-1);
  const last = items.at(-1);
  if (lead === undefined || end === undefined || !last || leads.includes(undefined)) return undefined;
  const afterLast = file.skipTrivia(file.rangeWithParentheses(last)[1]);
  return { lead, end, comma: file.text[afterLast] === "," ? "," : "" };
}

/** What replaces a part of a template. */
export interface Piece {
  /** In the template's text. */
  readonly range: Range;
  readonly parts: readonly Part[];
  readonly display: string;
  /** Attributes are separated by white space, not by commas. */
  readonly isAttribute?: boolean;
  /** The space between the items of a list. */
  readonly isSpace?: boolean;
  /** All arguments of a call, with the lines that they had. */
  readonly isWholeList?: boolean;
}

/** The parts of a filled template that its JSX elements need. */
export interface TagFilling extends Omit<ListRequest, "pieces"> {
  /** The local name for a name of the template. */
  nameOf(name: string): string;
}

/** The ends of tags, and the white space between attributes, where they differ from the template's own. */
export function renderTags(filling: TagFilling): { readonly pieces: Piece[]; readonly uses: readonly Node[] } {
  const layout = attributeLayoutOf(filling.file, filling.site);
  const uses: Node[] = [];
  const pieces = filling.template.holes.flatMap(({ name, node, isList }): Piece[] => {
    const bound = isList || isBetweenTags(node) ? filling.bindings.get(name) : undefined;
    const element = bound && "list" in bound ? elementOf(node) : undefined;
    if (!element || !bound || !("list" in bound)) return [];
    if (isBetweenTags(node)) return selfClosingEnd(filling, element, bound.children);
    const end = element.closingElement || !bound.children ? [] : [endWithChildren(filling, element, bound.children, layout)];
    if (end.length > 0) uses.push(...(bound.children?.nodes ?? []));
    return [...(layout ? attributeGaps(filling, element, layout, bound.list.length === 0 ? node : undefined) : []), ...end];
  });
  return { pieces, uses };
}

/** Keeps attributes on lines of their own. */
function attributeGaps(
  { template: { offset } }: TagFilling,
  { openingElement }: TSESTree.JSXElement,
  layout: AttributeLayout,
  empty: Node | undefined,
): Piece[] {
  const { attributes, selfClosing, name } = openingElement;
  const leads = attributes.map((attribute, index): Piece[] => {
    const before = attributes[index - 1] ?? name;
    const isGone = attribute === empty || (attribute.type === "JSXSpreadAttribute" && attribute.argument === empty);
    return isGone ? [] : [{ range: [before.range[1] - offset, attribute.range[0] - offset], parts: [layout.lead], display: " " }];
  });
  const last = attributes.at(-1) ?? name;
  const end = openingElement.range[1] - (selfClosing ? "/>" : ">").length;
  const tail = { range: [last.range[1] - offset, end - offset] as const, parts: [layout.tail], display: selfClosing ? " " : "" };
  return [...leads.flat(), tail];
}

/** Makes an element self-closing if its `$$$children` are empty. */
function selfClosingEnd(
  { template: { offset } }: TagFilling,
  { openingElement, children, range }: TSESTree.JSXElement,
  bound: Children | undefined,
): Piece[] {
  const isEmpty = children.length === 1 && bound?.nodes.length === 0;
  return isEmpty ? [{ range: [openingElement.range[1] - 1 - offset, range[1] - offset], parts: [" />"], display: " />" }] : [];
}

/** Gives `<New $$$props />` a closing tag and the children that `$$$props` took. */
function endWithChildren(
  filling: TagFilling,
  { openingElement, range }: TSESTree.JSXElement,
  children: Children,
  layout: AttributeLayout | undefined,
): Piece {
  const { offset, text } = filling.template;
  const { name } = openingElement;
  const own = text.slice(name.range[0] - offset, name.range[1] - offset);
  const end = range[1] - offset;
  return {
    range: [text.slice(0, end - "/>".length).trimEnd().length, end],
    parts: [`${layout?.tail ?? ""}>`, { copy: children.range }, `</${tagName(filling, name)}>`],
    display: `>${filling.file.text.slice(...children.range)}</${own}>`,
  };
}

function tagName(filling: TagFilling, name: Node): string {
  if (name.type === "JSXMemberExpression") return `${tagName(filling, name.object)}.${name.property.name}`;
  const { text, offset } = filling.template;
  return filling.nameOf(text.slice(name.range[0] - offset, name.range[1] - offset));
}

/** The element that has the hole as an attribute or a child. */
function elementOf(node: Node): TSESTree.JSXElement | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (at.type === "JSXElement") return at;
    if (at !== node && !at.type.startsWith("JSX")) return undefined;
  }
  return undefined;
}
