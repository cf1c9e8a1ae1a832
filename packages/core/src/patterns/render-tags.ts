import type { TSESTree } from "@typescript-eslint/types";
import type { Part } from "../syntax/change.js";
import type { FileView } from "../semantics/file-view.js";
import type { Node } from "../syntax/nodes.js";
import type { Range } from "../syntax/ranges.js";
import type { Children } from "./may-fit.js";
import type { Binding } from "./filling.js";
import { attributeLayoutOf, isBetweenTags, type AttributeLayout } from "./render-places.js";
import type { Template } from "./template.js";

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
export interface TagFilling {
  readonly file: FileView;
  readonly template: Template;
  readonly site: Node;
  readonly bindings: ReadonlyMap<string, Binding>;
  /** The local name for a name of the template. */
  nameOf(name: string): string;
}

/** The ends of tags, and the white space between attributes, where they differ from the template's own. */
export function renderTags(filling: TagFilling): { readonly pieces: Piece[]; readonly uses: readonly Node[] } {
  const layout = attributeLayoutOf(filling.file, filling.site);
  const uses: Node[] = [];
  const pieces = filling.template.holes.flatMap(({ name, node }): Piece[] => {
    const bound = filling.bindings.get(name);
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
  const closing = `</${tagName(filling, openingElement.name)}>`;
  const end = range[1] - offset;
  return {
    range: [text.slice(0, end - "/>".length).trimEnd().length, end],
    parts: [`${layout?.tail ?? ""}>`, { copy: children.range }, closing],
    display: `>${filling.file.text.slice(...children.range)}${closing}`,
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
