import type { TSESTree } from "@typescript-eslint/types";
import { enclosingFunction, memberName, rewrap, type Node } from "../../syntax/nodes.js";
import { isTestedForPresence, isWritten } from "../../syntax/references.js";
import { promised, type LooseCase } from "./fits.js";
import type { KnownMember } from "./known-type.js";

/** Why reading a member may not compile once its object has the type. */
export function doubtOfMember(at: LooseCase, node: TSESTree.MemberExpression): string | undefined {
  const name = memberName(node);
  const { known, entry } = at;
  if (!known) return `the members of ${entry.type} can't be read`;
  if (name === undefined) return "its members are read by computed names";
  const member = known.members.get(name);
  if (!member) return known.isComplete ? `${entry.type} has no ${name}` : `it is not known whether ${entry.type} has ${name}`;
  if (isWritten(node)) return `${name} is set`;
  return isHarmless(member, node) ? undefined : `it is not known what becomes of ${name}`;
}

/** Whether the use works with a value of the member's type: it is tested, compared, printed or returned. */
function isHarmless(member: KnownMember, node: Node): boolean {
  const outer = rewrap(node);
  const parent = outer.parent as Node;
  switch (parent.type) {
    case "ExpressionStatement":
    case "TemplateLiteral":
    case "JSXExpressionContainer":
      return true;
    case "ReturnStatement":
      return isReturnable(member, outer);
    case "ArrowFunctionExpression":
      return parent.body === outer && isReturnable(member, outer);
    case "UnaryExpression":
      return parent.operator === "!" || parent.operator === "typeof";
    case "BinaryExpression":
      return /^[!=]==?$/u.test(parent.operator) && isComparable(member, parent.left === outer ? parent.right : parent.left);
    case "LogicalExpression":
      return parent.operator === "&&" && parent.left === outer ? true : isHarmless(member, parent);
    case "CallExpression":
      return parent.callee.type === "MemberExpression" && isConsole(parent.callee.object);
    default:
      return isTestedForPresence(node);
  }
}

/** Whether the member can be returned: a stated return type has to be the member's own type. */
function isReturnable({ type, isOptional }: KnownMember, value: Node): boolean {
  const stated = enclosingFunction(value)?.returnType?.typeAnnotation;
  if (!stated) return true;
  const result = promised(stated);
  if (result.type === "TSAnyKeyword" || result.type === "TSUnknownKeyword") return true;
  return !isOptional && result.type.endsWith("Keyword") && result.type === type?.type;
}

const KEYWORDS: Readonly<Record<string, string>> = {
  string: "TSStringKeyword",
  number: "TSNumberKeyword",
  boolean: "TSBooleanKeyword",
};

/** Whether TypeScript allows the comparison: it refuses one that can never be true. */
function isComparable({ type }: KnownMember, other: Node): boolean {
  if (other.type === "Identifier") return other.name === "undefined";
  if (other.type !== "Literal") return false;
  return other.raw === "null" || KEYWORDS[typeof other.value] === type?.type;
}

function isConsole(node: Node): boolean {
  return node.type === "Identifier" && node.name === "console";
}
