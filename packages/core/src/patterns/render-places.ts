/** Writes what a hole took where it is not a plain expression: attributes, text between tags, tagged templates. */
import type { Part, Range } from "../syntax/ranges.js";
import type { FileView } from "../semantics/file-view.js";
import { keyName, type Node } from "../syntax/nodes.js";
import { quoted } from "../syntax/spellings.js";
import type { ListBinding } from "./filling.js";
import type { TemplateHole } from "./template.js";
import { because, type Why } from "../reasons/reasons.js";

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
  if (slot.type === "JSXText") return isChild(bound) ? copied : { parts: ["{", ...copied.parts, "}"], display: `{${text}}` };
  if (bound.type === "TemplateLiteral" && bound.parent.type === "TaggedTemplateExpression") return copied;
  const container = slot.parent?.type === "JSXExpressionContainer" ? slot.parent : undefined;
  const isElement = bound.type === "JSXElement" || bound.type === "JSXFragment";
  if (container && isChild(isElement ? container : bound)) return { ...copied, range: container.range };
  if (isChild(bound) && !isElement) return { ...copied, refusal: NO_EXPRESSION };
  if (bound.type !== "Literal" || bound.parent.type !== "JSXAttribute") return undefined;
  if (container?.parent.type === "JSXAttribute") return { ...copied, range: container.range };
  return /[&\\\n]/u.test(text)
    ? { ...copied, refusal: because("jsxText", "an attribute's text is written in another way than a string") }
    : undefined;
}

const NO_EXPRESSION = because("jsxText", "what is between its tags is no expression");

/** A text between tags as an attribute, `label="text"`, or as a string; undefined where it stays between tags. */
function placeText(file: FileView, slot: Node, bound: Node): PlacedText | undefined {
  const container = slot.parent?.type === "JSXExpressionContainer" ? slot.parent : undefined;
  if (slot.type === "JSXText" || (container && isChild(container))) return undefined;
  const text = shownText(file.textOf(bound));
  const { quote } = file.layout();
  const isAttribute = container?.parent.type === "JSXAttribute";
  const written = isAttribute ? `${ATTRIBUTE_QUOTE}${text}${ATTRIBUTE_QUOTE}` : quoted(text, quote);
  const isOther = isAttribute ? text.includes(ATTRIBUTE_QUOTE) : text.includes("&");
  return {
    parts: [written],
    display: written,
    ...(isAttribute && { range: container.range }),
    ...((isOther || slot.type === "TemplateLiteral") && { refusal: NO_EXPRESSION }),
  };
}

const ATTRIBUTE_QUOTE = '"';

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
    const range: Range = [bound.range[0] + 1, bound.range[1] - 1];
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
  if (!isList && whole)
    return isBetweenTags(slot)
      ? { ...whole, range: slot.parent?.type === "JSXExpressionContainer" ? slot.parent.range : slot.range }
      : { ...whole, refusal: NO_EXPRESSION };
  if (isBetweenTags(slot) && whole) return whole;
  const isAttribute = slot.type === "JSXAttribute" || slot.parent?.type === "JSXSpreadAttribute";
  const separator = isAttribute ? (layout?.lead ?? " ") : ", ";
  const parts = runsOf(file, list).flatMap((copy, index): Part[] => (index > 0 ? [separator, { copy }] : [{ copy }]));
  return { parts, display: list.map((node) => file.textOf(node)).join(isAttribute ? " " : ", "), isAttribute };
}

/** Why a list may not go into a tag or an object of the template: it has a name that the template writes there, too. */
export function doubtOfNames(slot: Node, list: readonly Node[]): string | undefined {
  const item = slot.type === "JSXAttribute" ? slot : slot.parent;
  const { parent } = item ?? {};
  const written =
    parent?.type === "JSXOpeningElement" ? parent.attributes : parent?.type === "ObjectExpression" ? parent.properties : [];
  const names = new Set((written as readonly Node[]).flatMap((each) => (each === item ? [] : (nameOf(each) ?? []))));
  const twice = list.map(nameOf).find((name) => name !== undefined && names.has(name));
  return twice === undefined ? undefined : `${twice} is there already`;
}

function nameOf(item: Node): string | undefined {
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
