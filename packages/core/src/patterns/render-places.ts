/** Writes what a hole took where it is not a plain expression: attributes, text between tags, tagged templates. */
import type { TSESTree } from "@typescript-eslint/types";
import type { Part, Range } from "../syntax/ranges.js";
import type { FileView } from "../semantics/file-view.js";
import { finalName, isNothing, keyName, type Node, unwrap } from "../syntax/nodes.js";
import { isChanged } from "../syntax/references.js";
import { localAliasOf, usesOf } from "../semantics/origins.js";
import { quoted } from "../syntax/spellings.js";
import type { ListBinding } from "./filling.js";
import type { TemplateHole } from "./template.js";
import { ownModule } from "../semantics/module-view.js";
import { hasNoMember } from "../semantics/types/type-members.js";
import { statedTypesOf } from "../semantics/types/value-types.js";
import { because, runsOtherwise, type Why } from "../reasons/reasons.js";

/** The text for a hole, and the range that it replaces if that is not the hole's own. */
export interface PlacedText {
  readonly parts: readonly Part[];
  readonly display: string;
  /** In the text that was parsed. */
  readonly range?: Range;
  readonly refusal?: Why;
  /** Attributes are separated by white space, not by commas. */
  readonly isAttribute?: boolean;
}

/** Writes one bound node if the hole, or the node, is not an expression; undefined if both are expressions. */
export function placeNode(file: FileView, { node: slot }: TemplateHole, bound: Node): PlacedText | undefined {
  const text = file.textOf(bound);
  const copied: PlacedText = { parts: [{ copy: bound.range }], display: text };
  if (bound.type === "JSXAttribute") return placeTrue(slot);
  if (bound.type === "BlockStatement")
    return slot.parent?.type === "ArrowFunctionExpression" && slot.parent.body === slot
      ? copied
      : { ...copied, refusal: "what its function does takes several statements, and is no expression" };
  const shown = bound.type === "JSXText" ? placeText(file, slot, bound) : undefined;
  if (shown) return shown;
  if (slot.type === "TemplateLiteral") return placeInTemplate(file, bound);
  const container = slot.parent?.type === "JSXExpressionContainer" ? slot.parent : undefined;
  if (isBetweenTags(slot) && bound.parent?.type === "JSXAttribute" && PLAIN_TEXT.test(text))
    return { parts: [{ copy: inside(bound) }], display: text.slice(1, -1), ...(container && { range: container.range }) };
  if (slot.type === "JSXText") return isChild(bound) ? copied : { parts: ["{", ...copied.parts, "}"], display: `{${text}}` };
  if (bound.type === "TemplateLiteral" && bound.parent.type === "TaggedTemplateExpression") return copied;
  const isElement = bound.type === "JSXElement" || bound.type === "JSXFragment";
  if (container && isChild(isElement ? container : bound)) return { ...copied, range: container.range };
  if (isChild(bound) && !isElement) return { ...copied, refusal: NO_EXPRESSION };
  if (bound.type !== "Literal" || bound.parent.type !== "JSXAttribute") return undefined;
  if (container?.parent.type === "JSXAttribute") return { ...copied, range: container.range };
  return /[&\\\n]/u.test(text)
    ? { ...copied, refusal: because("jsxText", "an attribute's text is written in another way than a string") }
    : undefined;
}

/** An attribute's text that is the same between tags. */
const PLAIN_TEXT = /^(["'])[^\s"'&\\<>{}](?:[^\n"'&\\<>{}]*[^\s"'&\\<>{}])?\1$/u;

function inside({ range }: Node): Range {
  return [range[0] + 1, range[1] - 1];
}

const NO_EXPRESSION = because("jsxText", "what is between its tags is not one expression");

/** A text between tags as an attribute, `label="text"`, or as a string; undefined where it stays between tags. */
function placeText(file: FileView, slot: Node, bound: Node): PlacedText | undefined {
  const container = slot.parent?.type === "JSXExpressionContainer" ? slot.parent : undefined;
  if (slot.type === "JSXText" || (container && isChild(container))) return undefined;
  const text = shownText(file.textOf(bound));
  if (container?.parent.type !== "JSXAttribute") {
    const written = quoted(text, file.layout().quote);
    const isOther = text.includes("&") || slot.type === "TemplateLiteral";
    return { parts: [written], display: written, ...(isOther && { refusal: NO_EXPRESSION }) };
  }
  const quote = text.includes('"') && !text.includes("'") ? "'" : '"';
  const written = `${quote}${text.replaceAll(quote, "&quot;")}${quote}`;
  return { parts: [written], display: written, range: container.range };
}

/** What a text between tags shows: its lines are joined by spaces. */
function shownText(text: string): string {
  const lines = text.split("\n").map((line, index, { length }) => {
    const rest = index > 0 ? line.trimStart() : line;
    return index < length - 1 ? rest.trimEnd() : rest;
  });
  return lines.filter((line) => line !== "").join(" ");
}

/** `<Old on />` says that `on` is true; `on={$x}` in the replacement may say it in the same way. */
function placeTrue(slot: Node): PlacedText {
  const container = slot.parent;
  if (container?.type === "JSXExpressionContainer" && container.parent.type === "JSXAttribute")
    return { parts: [""], display: "", range: [container.parent.name.range[1], container.range[1]] };
  return slot.type === "JSXText" ? { parts: ["{true}"], display: "{true}" } : { parts: ["true"], display: "true" };
}

function isChild({ parent }: Node): boolean {
  return parent?.type === "JSXElement" || parent?.type === "JSXFragment";
}

function placeInTemplate(file: FileView, bound: Node): PlacedText {
  if (bound.type === "TemplateLiteral") {
    const range = inside(bound);
    return { parts: [{ copy: range }], display: file.text.slice(...range) };
  }
  if (bound.type === "Literal" && typeof bound.value === "string" && !/[`$\\'"]/u.test(bound.value))
    return { parts: [bound.value], display: bound.value };
  return { parts: ["${", { copy: bound.range }, "}"], display: `\${${file.textOf(bound)}}` };
}

/** Writes a bound list; adjacent nodes are copied with the text between them. */
export function placeList(
  file: FileView,
  { node: slot, isList }: TemplateHole,
  { list, children }: ListBinding,
  layout: AttributeLayout | undefined,
): PlacedText {
  const whole = children && { parts: [{ copy: children.range }], display: file.text.slice(...children.range) };
  const { parent } = slot;
  if (!isList && whole) {
    if (isBetweenTags(slot)) return { ...whole, range: parent?.type === "JSXExpressionContainer" ? parent.range : slot.range };
    const fragment = { parts: ["<>", ...whole.parts, "</>"], display: `<>${whole.display}</>` };
    return parent?.parent?.type === "JSXAttribute" ? fragment : { ...fragment, refusal: NO_EXPRESSION };
  }
  if (isBetweenTags(slot) && whole) return whole;
  const isAttribute = slot.type === "JSXAttribute" || slot.parent?.type === "JSXSpreadAttribute";
  const separator = isAttribute ? (layout?.lead ?? " ") : ", ";
  const parts = runsOf(file, list).flatMap((copy, index): Part[] => (index > 0 ? [separator, { copy }] : [{ copy }]));
  return { parts, display: list.map((node) => file.textOf(node)).join(isAttribute ? " " : ", "), isAttribute };
}

/** Why a list may not go into a tag or an object of the template: it has a name that the template writes there, too, or a spread may. */
export function doubtOfNames(file: FileView, slot: Node, list: readonly Node[]): Why | undefined {
  const item = slot.type === "JSXAttribute" ? slot : slot.parent;
  const written = item ? siblingsOf(item) : [];
  const namesOf = (items: readonly Node[]): string[] => items.flatMap((each) => (each === item ? [] : (nameOf(each) ?? [])));
  const names = new Set(namesOf(written));
  const twice = namesOf(list).find((name) => names.has(name));
  if (twice !== undefined) return `${twice} is there already`;
  // What follows a spread keeps that place, and a key that is there before it is none that it would set anew.
  const mayReset = (each: ItemSpread, name: string): boolean =>
    siblingsOf(each).every((other) => list.includes(other) || (isBehind(each, other) && nameOf(other) !== name)) &&
    mayGive(each, name) &&
    !lacks(file, each.argument, name);
  const before = namesOf(written.filter((each) => item && isBehind(item, each)));
  const reset = before.find((name) => list.some((each) => isSpread(each) && mayReset(each, name)));
  return reset === undefined ? undefined : runsOtherwise(`a spread behind ${reset} may set it, too`);
}

function isBehind(one: Node, other: Node): boolean {
  return one.range[0] >= other.range[1];
}

/** Whether a value has no such member, by its type or since it is what `{ icon, ...rest }` leaves. */
export function lacks(file: FileView, value: Node, name: string | undefined): boolean {
  const node = unwrap(value);
  const own = node.type === "Identifier" ? (file.variableOf(node)?.defs[0]?.name as Node | undefined) : undefined;
  const pattern = own?.parent?.type === "RestElement" ? own.parent.parent : undefined;
  if (name === undefined || pattern?.type !== "ObjectPattern")
    return statedTypesOf(file, node).some((stated) => name !== undefined && "type" in stated && hasNoMember(file, stated, name));
  const type = pattern.typeAnnotation?.typeAnnotation;
  return (
    pattern.properties.some((each) => nameOf(each) === name) ||
    (!!type && hasNoMember(file, { module: ownModule(file), type }, name))
  );
}

type ItemSpread = TSESTree.SpreadElement | TSESTree.JSXSpreadAttribute;

/** Whether a node is a spread in an object or a tag. */
export function isSpread(node: Node): node is ItemSpread {
  return (node.type === "SpreadElement" && node.parent.type === "ObjectExpression") || node.type === "JSXSpreadAttribute";
}

/** Whether a spread may give something under a name: `{...(isOpen && { title })}` shows that it gives nothing else. `unknown`: what `{...props}` does. */
export function mayGive({ argument }: ItemSpread, name: string | undefined, unknown = true): boolean {
  return name === undefined || mayHold(argument, name, { unknown });
}

/** The same of any value; with a file, what its constants hold counts too. */
export function mayHold(
  value: Node,
  name: string,
  { unknown = true, file }: { readonly unknown?: boolean; readonly file?: FileView },
): boolean {
  const followed = new Set<Node>();
  const hasName = (given: Node): boolean => {
    const node = unwrap(given);
    const constant = file && node.type === "Identifier" ? unchangedValue(file, node) : undefined;
    if (constant && !followed.has(constant)) {
      followed.add(constant);
      return hasName(constant);
    }
    if (node.type === "ConditionalExpression") return hasName(node.consequent) || hasName(node.alternate);
    if (node.type === "LogicalExpression") return (node.operator !== "&&" && hasName(node.left)) || hasName(node.right);
    if (node.type !== "ObjectExpression") return unknown && !isNothing(node);
    return node.properties.some((each) =>
      each.type === "SpreadElement" ? hasName(each.argument) : [undefined, name].includes(keyName(each)),
    );
  };
  return hasName(value);
}

/** The value of a constant, unless the file sets something in it. */
function unchangedValue(file: FileView, name: TSESTree.Identifier): Node | undefined {
  const variable = file.variableOf(name);
  const alias = variable && localAliasOf(file, variable);
  if (!alias || alias.path.length > 0) return undefined;
  const isAssigned = ({ parent }: Node): boolean => parent?.type === "CallExpression" && finalName(parent.callee) === "assign";
  return usesOf(file, variable).some((use) => isChanged(use) || isAssigned(use)) ? undefined : alias.value;
}

/** What else is in the object or the tag of an item. */
export function siblingsOf({ parent }: Node): readonly Node[] {
  if (parent?.type === "ObjectExpression") return parent.properties;
  return parent?.type === "JSXOpeningElement" ? parent.attributes : [];
}

/** The name of a property or an attribute. */
export function nameOf(item: Node): string | undefined {
  if (item.type === "JSXAttribute") return item.name.type === "JSXIdentifier" ? item.name.name : undefined;
  return item.type === "Property" ? keyName(item) : undefined;
}

/** The white space before each attribute and before the end of the tag, if attributes have lines of their own. */
export interface AttributeLayout {
  readonly lead: string;
  readonly tail: string;
}

/** The layout of an element's attributes; undefined if they are on the tag's line. */
export function attributeLayoutOf(file: FileView, site: Node): AttributeLayout | undefined {
  const opening = site.type === "JSXElement" ? site.openingElement : undefined;
  const [first] = opening?.attributes ?? [];
  const last = opening?.attributes.at(-1);
  if (!opening || !first || !last) return undefined;
  const lead = file.text.slice((opening.typeArguments ?? opening.name).range[1], first.range[0]);
  const tail = file.text.slice(last.range[1], opening.range[1] - (opening.selfClosing ? "/>" : ">").length);
  return /^\s*\n\s*$/u.test(lead) && /^\s*$/u.test(tail) ? { lead, tail } : undefined;
}

/** Whether a hole is among an element's children. */
export function isBetweenTags(slot: Node): boolean {
  return slot.type === "JSXText" || (slot.parent?.type === "JSXExpressionContainer" && slot.parent.parent.type === "JSXElement");
}

/** The ranges of adjacent nodes in the old text. */
function runsOf(file: FileView, list: readonly Node[]): Range[] {
  const runs: Range[] = [];
  for (const node of list) {
    const last = runs.at(-1);
    const range = node.type === "SequenceExpression" ? file.rangeWithParentheses(node) : node.range;
    if (last && isGap(file, last[1], range[0])) runs.splice(-1, 1, [last[0], range[1]]);
    else runs.push(range);
  }
  return runs;
}

function isGap(file: FileView, start: number, end: number): boolean {
  const next = file.skipTrivia(start);
  return next === end || (file.text[next] === "," && file.skipTrivia(next + 1) === end);
}
