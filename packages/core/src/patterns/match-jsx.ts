import type { TSESTree } from "@typescript-eslint/types";
import { type Node, stringValue } from "../syntax/nodes.js";
import type { Children, Fitting } from "./may-fit.js";
import { holeAt, listHoleOf } from "./template-holes.js";

type Attribute = TSESTree.JSXOpeningElement["attributes"][number];

/**
 * `<Old size={$s} $$$props />`: attributes in any order, `$$$props` takes the others, and the children too where the
 * pattern has none of its own.
 */
export function fitsElement(fitting: Fitting, pattern: TSESTree.JSXElement, node: TSESTree.JSXElement): boolean {
  if (!fitsTag(fitting, pattern.openingElement.name, node.openingElement.name)) return false;
  const inner = childrenOf(node);
  const expected = childrenOf(pattern)?.nodes;
  const only = expected?.length === 1 ? (expected[0] as Node) : undefined;
  const whole = only && (listHoleOf(only) ?? (inner && inner.nodes.length > 1 ? childHoleOf(only) : undefined));
  return (
    fitsAttributes(fitting, pattern.openingElement.attributes, node.openingElement.attributes, {
      children: expected ? undefined : inner,
      isRoot: isRootOfTemplate(pattern),
    }) &&
    (whole === undefined
      ? !expected || fitting.fitsList(expected, inner?.nodes ?? [])
      : fitting.bindList(whole, [], inner ?? { nodes: [], range: [node.range[1], node.range[1]] }))
  );
}

/** The name of the hole in `{$x}` between tags, which takes one expression, text or element; of several children it takes the whole. */
export function childHoleOf(child: Node): string | undefined {
  const hole = child.type === "JSXExpressionContainer" ? holeAt(child.expression) : undefined;
  return hole && !hole.isList ? hole.name : undefined;
}

/** Whether a child is a text that shows something, or an element. */
export function isMarkup(child: Node): boolean {
  return child.type === "JSXText" ? child.value.trim() !== "" : child.type === "JSXElement" || child.type === "JSXFragment";
}

function fitsTag(fitting: Fitting, pattern: Node, node: Node): boolean {
  if (pattern.type === "JSXMemberExpression")
    return (
      node.type === "JSXMemberExpression" &&
      pattern.property.name === node.property.name &&
      fitsTag(fitting, pattern.object, node.object)
    );
  return fitting.fits(pattern, node);
}

function fitsAttributes(
  fitting: Fitting,
  patterns: readonly Attribute[],
  nodes: readonly Attribute[],
  { children, isRoot }: { readonly children: Children | undefined; readonly isRoot: boolean },
): boolean {
  let left = nodes;
  let rest: string | undefined;
  for (const pattern of patterns) {
    const hole = listHoleOf(pattern);
    if (hole !== undefined) {
      rest = hole;
      continue;
    }
    const found = left.find((node) => fitting.attempt(() => fitsAttribute(fitting, pattern, node)));
    if (!found) return false;
    left = left.filter((node) => node !== found);
  }
  if (rest === undefined) return left.every((node) => isRoot && isKey(node)) && !children;
  return fitting.bindList(rest, left, children);
}

/** `key={id}`, which is about the place of an element and not for its component. */
export function isKey(attribute: Attribute): attribute is TSESTree.JSXAttribute {
  return attribute.type === "JSXAttribute" && attributeName(attribute) === "key";
}

function isRootOfTemplate({ parent }: Node): boolean {
  return parent?.type === "ArrowFunctionExpression" && parent.parent.type === "ExpressionStatement";
}

/** `size="l"`, also as `size={"l"}`; a hole takes any value. */
export function fitsAttribute(fitting: Fitting, pattern: Attribute, node: Attribute): boolean {
  if (pattern.type === "JSXSpreadAttribute")
    return node.type === "JSXSpreadAttribute" && fitting.fits(pattern.argument, node.argument);
  if (node.type !== "JSXAttribute" || attributeName(pattern) !== attributeName(node)) return false;
  const [expected, value] = [valueOf(pattern), valueOf(node)];
  // `<X on />` has no value of its own, so a hole takes the whole attribute.
  if (expected && !value && holeAt(expected)) return fitting.fits(expected, node);
  if (!expected || !value) return isTrue(expected) && isTrue(value);
  const text = stringValue(expected);
  return text === undefined ? fitting.fits(expected, value) : stringValue(value) === text;
}

/** `<X on />` is `<X on={true} />`. */
function isTrue(value: Node | null): boolean {
  return !value || (value.type === "Literal" && value.value === true);
}

/** The name of an attribute, also of `xlink:href`. */
export function attributeName({ name }: TSESTree.JSXAttribute): string {
  return name.type === "JSXIdentifier" ? name.name : `${name.namespace.name}:${name.name.name}`;
}

function valueOf({ value }: TSESTree.JSXAttribute): Node | null {
  return value?.type === "JSXExpressionContainer" ? value.expression : value;
}

/** The children that are more than layout; undefined: none is. */
export function childrenOf({ openingElement, closingElement, children }: TSESTree.JSXElement): Children | undefined {
  // `{/* a comment */}`, and the space between lines.
  const isNone = (child: TSESTree.JSXChild): boolean =>
    child.type === "JSXText"
      ? child.value.trim() === "" && child.value.includes("\n")
      : child.type === "JSXExpressionContainer" && child.expression.type === "JSXEmptyExpression";
  const nodes = children.filter((child) => !isNone(child));
  return nodes.length === 0 || !closingElement ? undefined : { nodes, range: [openingElement.range[1], closingElement.range[0]] };
}
