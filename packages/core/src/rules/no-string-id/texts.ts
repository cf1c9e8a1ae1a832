import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { isFunction, isWrapper, stringValue, unwrap, type Node, isCast } from "../../syntax/nodes.js";
import { carrierOf, type Target } from "../../naming/targets.js";
import { isGetter, statedTarget } from "../../naming/annotated-places.js";
import { isOtherText, isProse, resultName, spokenName } from "./names.js";
import { behindAliases, declarationOfType, isConstCast } from "../../semantics/types/type-parts.js";

/** A text in the code whose target's name says that it is an ID. */
export interface PlainText {
  readonly node: Node;
  /** The text with the `as const` or `as string` around it. */
  readonly whole: Node;
  readonly target: Target;
  readonly spoken: string;
}

/** Finds literals, templates and concatenations that something with a name receives. */
export function* findPlainTexts(file: FileView, isWanted: (spoken: string) => boolean): Generator<PlainText> {
  for (const node of candidates(file)) {
    const target = targetOf(file, node);
    const spoken = target && spokenOf(target, isWanted);
    if (!target || spoken === undefined || isOther(node, target) || isFixedText(file, node, target)) continue;
    yield { node, whole: wholeOf(node), target, spoken };
  }
}

function* candidates(file: FileView): Generator<Node> {
  for (const node of file.nodes("Literal")) if (typeof node.value === "string" && isValue(node)) yield node;
  for (const node of file.nodes("TemplateLiteral")) if (isValue(node)) yield node;
  for (const node of file.nodes("BinaryExpression")) if (isText(node) && isValue(node)) yield node;
}

/** Whether an expression is certainly a text: a literal, a template, or something joined to one. */
export function isText(node: Node): boolean {
  const inner = unwrap(node);
  if (inner.type === "BinaryExpression") return inner.operator === "+" && (isText(inner.left) || isText(inner.right));
  return inner.type === "TemplateLiteral" || (inner.type === "Literal" && typeof inner.value === "string");
}

/** Whether a text is a value, not a type, a key, a module's name, a directive, or a part of a longer text. */
function isValue(node: Node): boolean {
  const parent = node.parent as Node;
  switch (parent.type) {
    case "TSLiteralType":
    case "TaggedTemplateExpression":
    case "ExpressionStatement":
    case "TSEnumMember":
    case "MemberExpression":
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
    case "ImportExpression":
      return false;
    case "Property":
    case "PropertyDefinition":
    case "AccessorProperty":
      return parent.value === node;
    default:
      return true;
  }
}

function targetOf(file: FileView, node: Node): Target | undefined {
  if (node.parent?.type === "JSXAttribute") {
    const { name } = node.parent;
    return name.type === "JSXIdentifier" && !name.name.includes("-")
      ? { kind: "attribute", node: node.parent, name: name.name, annotation: undefined }
      : undefined;
  }
  const carrier = carrierOf(node);
  for (let at = node; at !== carrier; at = at.parent as Node) {
    const parent = at.parent as Node;
    if (parent.type === "TemplateLiteral" || parent.type === "BinaryExpression") return undefined;
    if (parent.type === "LogicalExpression" && parent.operator === "&&" && parent.left === at) return undefined;
  }
  return statedTarget(file, node);
}

function spokenOf(target: Target, isWanted: (spoken: string) => boolean): string | undefined {
  const name =
    target.kind === "return" && isFunction(target.node) && !isGetter(target.node) ? resultName(target.name) : target.name;
  if (name === undefined) return undefined;
  const spoken = [spokenName(name, "one"), target.kind === "element" ? spokenName(name, "many") : undefined];
  return spoken.find((each) => each !== undefined && isWanted(each));
}

/** Whether a text is something else: prose, a route's parameter, the key itself. */
function isOther(node: Node, target: Target): boolean {
  if (node.type === "TemplateLiteral" && node.expressions.length > 0)
    return isProse(node.quasis[0]?.value.raw ?? "") || node.quasis.some((part) => /\s/u.test(part.value.raw));
  if (node.type === "BinaryExpression") return isProseSum(node);
  const text = stringValue(node);
  return text !== undefined && isOtherText(text, target.name);
}

function isProseSum(node: Node): boolean {
  if (node.type === "BinaryExpression") return isProseSum(node.left) || isProseSum(node.right);
  const text = stringValue(node);
  return text !== undefined && /\s/u.test(text);
}

/** Whether a text is one of several fixed ones: in an enum-like object or a union of literals. */
function isFixedText(file: FileView, node: Node, target: Target): boolean {
  if (target.annotation && isLiteralUnion(file, target.annotation)) return true;
  for (let at: Node = carrierOf(node); at.parent; at = at.parent) {
    const parent: Node = at.parent;
    if (at !== carrierOf(node) && isConstCast(parent)) return true;
    if (
      parent.type !== "Property" &&
      parent.type !== "ObjectExpression" &&
      parent.type !== "ArrayExpression" &&
      !isWrapper(parent)
    )
      return false;
  }
  return false;
}

function isLiteralUnion(file: FileView, type: TSESTree.TypeNode, depth = 0): boolean {
  const stated = behindAliases(file, type);
  if (stated.type === "TSLiteralType") return true;
  if (stated.type === "TSUnionType") return depth < 8 && stated.types.some((part) => isLiteralUnion(file, part, depth + 1));
  return declarationOfType(file, stated)?.type === "TSEnumDeclaration";
}

/** The node with the casts around it that do not change its type. */
export function wholeOf(node: Node): Node {
  let whole = node;
  for (let parent = node.parent; parent; parent = parent.parent) {
    const isSame =
      parent.type === "TSNonNullExpression" ||
      isConstCast(parent) ||
      ((isCast(parent) || parent.type === "TSSatisfiesExpression") && parent.typeAnnotation.type === "TSStringKeyword");
    if (!isSame) return whole;
    whole = parent;
  }
  return whole;
}
