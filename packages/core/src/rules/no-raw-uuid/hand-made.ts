import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "../../semantics/file-view.js";
import { allOf, contains, containsWord, type Needs } from "../../scan/needs.js";
import { memberName, stringValue, unwrap, type Node } from "../../syntax/nodes.js";
import { expandDecorations, isIdPrefix, isStripping, SLICING, type Decorated } from "./decorations.js";

/**
 * Finds IDs that are made by hand: `Math.random().toString(36)…`, `a-${Math.random()}` and the `xxxxxxxx-xxxx-4xxx` replace; each with the
 * code that shapes it.
 */
export function* findHandMade(file: FileView): Generator<Decorated> {
  const seen = new Set<Node>();
  for (const call of file.nodes("CallExpression", ["toString", "replace", "replaceAll", "random"])) {
    if (call.callee.type !== "MemberExpression") continue;
    const isNumber = memberName(call.callee) === "random" && holdsRandom(file, call);
    const number = isNumber ? manyDigits(file, call) : undefined;
    const start = number || isRandomText(file, call) || isUuidPattern(call) ? whole(file, number ?? call) : undefined;
    if (!start || seen.has(start)) continue;
    const made = withTexts(expandDecorations(file, start), start);
    if (number && (made.node === number || !isText(start, made.node))) continue;
    seen.add(start);
    yield number ? { ...made, lookReason: made.lookReason ?? { text: "its digits may be read as a number" } } : made;
  }
}

/** A random number with all that it is multiplied by and rounded to; none with few digits, which chooses one of a few. */
function manyDigits(file: FileView, number: Node): Node | undefined {
  const { parent } = number;
  if (!parent || !holdsRandom(file, parent)) return number;
  if (parent.type !== "BinaryExpression") return manyDigits(file, parent);
  if (parent.operator === "+") return number;
  const factor = parent.left === number ? parent.right : parent.left;
  return factor.type === "Literal" && Number(factor.value) >= FEW ? manyDigits(file, parent) : undefined;
}

const FEW = 10_000;

/** Whether code around random numbers makes them a text for sure, and with no radix, which is asked for apart. */
function isText({ parent }: Node, made: Node): boolean {
  const call = parent?.type === "MemberExpression" && memberName(parent) === "toString" ? parent.parent : undefined;
  if (call?.type === "CallExpression" && call.arguments.length > 0) return false;
  return made.type !== "BinaryExpression" || writtenTexts(made).some((text) => text !== "");
}

/** What a file with such an ID contains. */
export function needsOfHandMade(): readonly Needs[] {
  return [allOf(["Math", "random"].map(containsWord)), contains("xxxxxxxx")];
}

/** A slice belongs to the making: it takes the digits behind `0.`. Words between the random pieces are text around the ID. */
function withTexts(decorated: Decorated, made: Node): Decorated {
  const decorations = new Set(decorated.decorations);
  if (hasSetLength(decorated.node)) decorations.add("slice");
  else decorations.delete("slice");
  const texts = writtenTexts(made);
  if (!texts.some(hasLetter)) return { ...decorated, decorations };
  const [first = ""] = texts;
  const prefix = decorated.prefix ?? (hasLetter(first) ? first : undefined);
  return { ...decorated, decorations: decorations.add("template"), prefix };
}

/** Whether code that makes a text pads it, or cuts it again: then somebody wants that length. */
function hasSetLength(made: Node): boolean {
  let slices = 0;
  for (let node = unwrap(made); node.type === "CallExpression";) {
    const callee = unwrap(node.callee);
    if (callee.type !== "MemberExpression") return false;
    const name = memberName(callee) ?? "";
    if (name.startsWith("pad")) return true;
    if (SLICING.has(name) && ++slices > 1) return true;
    node = unwrap(callee.object);
  }
  return false;
}

function hasLetter(text: string): boolean {
  return /\p{L}/u.test(text);
}

/** The constant texts of a sum, a template or a joined list, in order; empty for what is made at run time. */
function writtenTexts(expression: Node): string[] {
  const node = unwrap(expression);
  const text = stringValue(node);
  if (text !== undefined) return [text];
  if (node.type === "BinaryExpression") return [node.left, node.right].flatMap(writtenTexts);
  if (node.type === "TemplateLiteral")
    return node.quasis.flatMap(({ value }, index) => [
      value.cooked ?? "",
      ...node.expressions.slice(index, index + 1).flatMap(writtenTexts),
    ]);
  const list = node.type === "CallExpression" && node.callee.type === "MemberExpression" ? node.callee.object : undefined;
  return list?.type === "ArrayExpression" ? list.elements.flatMap((part) => (part ? writtenTexts(part) : [])) : [""];
}

/** `Math.random().toString(36)`, in any radix that writes letters, also `(Math.random() * x).toString(16)` and rounded. */
function isRandomText(file: FileView, call: TSESTree.CallExpression): boolean {
  const callee = call.callee as TSESTree.MemberExpression;
  if (memberName(callee) !== "toString" || call.arguments.length !== 1) return false;
  const radix = call.arguments[0];
  return radix?.type === "Literal" && typeof radix.value === "number" && radix.value > 10 && holdsRandom(file, callee.object);
}

function holdsRandom(file: FileView, expression: Node): boolean {
  const node = unwrap(expression);
  if (node.type === "BinaryExpression")
    return (node.left.type !== "PrivateIdentifier" && holdsRandom(file, node.left)) || holdsRandom(file, node.right);
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false;
  const object = unwrap(node.callee.object);
  if (object.type !== "Identifier" || object.name !== "Math" || file.variableOf(object)) return false;
  const name = memberName(node.callee);
  if (name === "random") return true;
  return (
    (name === "floor" || name === "round" || name === "trunc" || name === "ceil") &&
    node.arguments.some((argument) => holdsRandom(file, argument))
  );
}

/** `"xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".replace(/[xy]/g, …)`. */
function isUuidPattern(call: TSESTree.CallExpression): boolean {
  const callee = call.callee as TSESTree.MemberExpression;
  const name = memberName(callee);
  return (
    (name === "replace" || name === "replaceAll") && /x{8}-?x{4}-?4x{3}-?[xy]x{3}/u.test(stringValue(unwrap(callee.object)) ?? "")
  );
}

/** Grows over the other parts of the same text: more random pieces, the time, literals. What only shapes the text at last hangs on it. */
function whole(file: FileView, start: Node): Node {
  let made = start;
  for (let node = start; ;) {
    const call = chainedCall(node);
    const wider = call ?? joined(file, node);
    if (!wider) return made;
    node = wider;
    if (!call || !isDecoration(call, made)) made = wider;
  }
}

/** A slice, a change of case, the removal of a uuid's dashes; what else is done to a random text makes the ID. */
function isDecoration(call: TSESTree.CallExpression, made: Node): boolean {
  const name = memberName(call.callee as TSESTree.MemberExpression) ?? "";
  if (!name.startsWith("replace")) return !name.startsWith("pad");
  return made.type === "CallExpression" && isUuidPattern(made) && isStripping(call);
}

/** The sum, template or joined list around a piece, if all its parts only make the same text. */
function joined(file: FileView, node: Node): Node | undefined {
  const { parent } = node;
  const isMade = (part: Node | null): boolean => part === node || (!!part && isMadeText(file, part));
  switch (parent?.type) {
    case "BinaryExpression":
      return parent.operator === "+" && isMade(parent.left === node ? parent.right : parent.left) ? parent : undefined;
    case "TemplateLiteral": {
      // A prefix alone is a decoration of the piece.
      const isMore = parent.expressions.length > 1 || parent.quasis.at(-1)?.value.raw !== "";
      const isPadded = parent.quasis.slice(1).every((text) => /^\w*$|^[\W_]*$/u.test(text.value.raw));
      return isMore && isPadded && parent.expressions.every(isMade) ? parent : undefined;
    }
    case "ArrayExpression": {
      const member = parent.elements.every(isMade) ? parent.parent : undefined;
      const isJoin = member?.type === "MemberExpression" && member.object === parent && memberName(member) === "join";
      return isJoin && member.parent.type === "CallExpression" && member.parent.callee === member ? member.parent : undefined;
    }
    default:
      return undefined;
  }
}

/** `.slice(2, 9)` and similar calls, so that both sides of a `+` are seen as whole pieces. */
function chainedCall(node: Node): TSESTree.CallExpression | undefined {
  const member = node.parent;
  if (member?.type !== "MemberExpression" || member.object !== node) return undefined;
  const call = member.parent;
  const isShaping = /^(?:slice|substring|substr|padStart|padEnd|replace|replaceAll|toUpperCase|toLowerCase)$/u.test(
    memberName(member) ?? "",
  );
  return isShaping && call.type === "CallExpression" && call.callee === member ? call : undefined;
}

/** Random text, the time, and separators between them. */
function isMadeText(file: FileView, expression: Node): boolean {
  const node = unwrap(expression);
  const text = stringValue(node);
  if (text !== undefined) return /^[\W_]*$/u.test(text) || isIdPrefix(text);
  if (node.type === "BinaryExpression" && node.operator === "+")
    return isMadeText(file, node.left) && isMadeText(file, node.right);
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false;
  if (isRandomText(file, node) || holdsRandom(file, node)) return true;
  const object = unwrap(node.callee.object);
  const name = memberName(node.callee);
  if (object.type === "Identifier" && object.name === "Date" && name === "now") return true;
  if (object.type === "NewExpression" && name === "getTime") return true;
  return (
    object.type === "CallExpression" &&
    /^(?:toString|slice|substring|substr|padStart)$/u.test(name ?? "") &&
    isMadeText(file, object)
  );
}
