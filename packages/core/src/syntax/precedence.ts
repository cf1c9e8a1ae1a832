import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "./nodes.js";

/** Operator precedence of ECMAScript, the higher binds tighter (https://tc39.es/ecma262/#sec-expressions). */
const BINARY: Readonly<Record<string, number>> = {
  "??": 4,
  "||": 4,
  "&&": 5,
  "|": 6,
  "^": 7,
  "&": 8,
  "==": 9,
  "!=": 9,
  "===": 9,
  "!==": 9,
  "<": 10,
  ">": 10,
  "<=": 10,
  ">=": 10,
  in: 10,
  instanceof: 10,
  "<<": 11,
  ">>": 11,
  ">>>": 11,
  "+": 12,
  "-": 12,
  "*": 13,
  "/": 13,
  "%": 13,
  "**": 14,
};
const ASSIGNMENT = 2;
const RELATIONAL = 10;
const UNARY = 15;
const UPDATE = 16;
const BARE_NEW = 17;
const CALL = 18;
const PRIMARY = 20;

/** The precedence of an expression; a higher one binds tighter. */
function precedenceOf(node: Node): number {
  switch (node.type) {
    case "SequenceExpression":
      return 1;
    case "AssignmentExpression":
    case "ArrowFunctionExpression":
    case "YieldExpression":
      return ASSIGNMENT;
    case "ConditionalExpression":
      return 3;
    case "LogicalExpression":
    case "BinaryExpression":
      return BINARY[node.operator] ?? RELATIONAL;
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return RELATIONAL;
    case "UnaryExpression":
    case "AwaitExpression":
    case "TSTypeAssertion":
      return UNARY;
    case "UpdateExpression":
      return UPDATE;
    case "CallExpression":
    case "MemberExpression":
    case "ChainExpression":
    case "TaggedTemplateExpression":
    case "ImportExpression":
    case "TSNonNullExpression":
      return CALL;
    case "NewExpression":
      return isBareNew(node) ? BARE_NEW : 19;
    default:
      return PRIMARY;
  }
}

/** `new F` without parentheses, to which following ones would belong. */
function isBareNew(node: TSESTree.NewExpression): boolean {
  return node.arguments.length === 0 && node.range[1] - (node.typeArguments ?? node.callee).range[1] < "()".length;
}

/** The lowest precedence with which an expression can replace `slot` without parentheses. */
function requiredAt(slot: Node): number {
  const parent = slot.parent;
  if (!parent) return 0;
  switch (parent.type) {
    case "MemberExpression":
      return parent.object === slot ? CALL : 0;
    case "CallExpression":
      return parent.callee === slot ? CALL : ASSIGNMENT;
    case "NewExpression":
      return parent.callee === slot ? PRIMARY : ASSIGNMENT;
    case "TaggedTemplateExpression":
      return parent.tag === slot ? CALL : 0;
    case "TSNonNullExpression":
    case "Decorator":
      return CALL;
    case "ClassDeclaration":
    case "ClassExpression":
      return parent.superClass === slot ? CALL : 0;
    case "UnaryExpression":
    case "AwaitExpression":
    case "TSTypeAssertion":
      return UNARY;
    case "UpdateExpression":
      return UPDATE;
    case "TSAsExpression":
    case "TSSatisfiesExpression":
      return RELATIONAL;
    case "BinaryExpression":
    case "LogicalExpression":
      return requiredInBinary(parent, slot);
    case "ConditionalExpression":
      return parent.test === slot ? 4 : ASSIGNMENT;
    case "ExpressionStatement":
    case "JSXExpressionContainer":
    case "TemplateLiteral":
    case "ReturnStatement":
    case "ThrowStatement":
    case "IfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "SwitchStatement":
      return 0;
    case "SequenceExpression":
      return ASSIGNMENT;
    default:
      return ASSIGNMENT;
  }
}

function requiredInBinary(parent: TSESTree.BinaryExpression | TSESTree.LogicalExpression, slot: Node): number {
  const own = BINARY[parent.operator] ?? RELATIONAL;
  if (parent.operator === "**") return parent.left === slot ? UPDATE : own;
  return parent.left === slot ? own : own + 1;
}

/** Whether an expression needs parentheses nowhere but in a callee of `new`. */
export function isTightlyBound(expression: Node): boolean {
  return expression.type !== "ChainExpression" && precedenceOf(expression) >= CALL;
}

/** Whether an operator in the place of `slot` needs parentheses. */
export function bindsTightly(slot: Node): boolean {
  return requiredAt(slot) > ASSIGNMENT;
}

/** Whether an expression needs parentheses to replace `slot`; `startsLike`: the first characters of its text. */
export function needsParentheses(expression: Node, slot: Node, startsLike: string): boolean {
  const parent = slot.parent;
  if (precedenceOf(expression) < requiredAt(slot)) return true;
  if (!parent) return false;
  if (mixesNullish(expression, parent) || endsInType(expression, slot, parent)) return true;
  if (expression.type === "BinaryExpression" && expression.operator === "in" && isInLoopHead(slot)) return true;
  if (joinsSigns(slot, parent, startsLike) || makesTypeArguments(expression, slot, parent)) return true;
  const isMemberObject = parent.type === "MemberExpression" && parent.object === slot;
  if (isMemberObject && (expression.type === "ChainExpression" || /^\d[\d_]*$/u.test(startsLike))) return true;
  const isCalled = parent.type === "CallExpression" && parent.callee === slot;
  const isTag = parent.type === "TaggedTemplateExpression" && parent.tag === slot;
  if ((isCalled || isTag) && expression.type === "ChainExpression") return true;
  if (parent.type === "Decorator" && !isPlainDecorator(expression)) return true;
  if (isMemberObject && isConstructed(parent) && hasCall(expression)) return true;
  if (parent.type === "NewExpression" && parent.callee === slot)
    return expression.type !== "Identifier" && expression.type !== "MemberExpression";
  if (startsStatement(slot)) return /^(?:\{|function\b|class\b|let\s*\[|async\s+function\b)/u.test(startsLike);
  if (startsArrowBody(slot)) return startsLike.startsWith("{");
  if (leftmostOwner(slot)?.type === "ExportDefaultDeclaration") return /^(?:function|class|async\s+function)\b/u.test(startsLike);
  return false;
}

/** `@name`, `@a.b`, `@a.b()`; anything else needs parentheses. */
function isPlainDecorator(expression: Node): boolean {
  let at = expression.type === "CallExpression" ? expression.callee : expression;
  while (at.type === "MemberExpression" && !at.computed) at = at.object;
  return at.type === "Identifier";
}

/** Whether an expression is in the callee of a `new`, whose arguments would become those of a call in it: `new a().b()`. */
function isConstructed(member: Node): boolean {
  let at = member;
  while (at.parent?.type === "MemberExpression" && at.parent.object === at) at = at.parent;
  return at.parent?.type === "NewExpression" && at.parent.callee === at;
}

/** Whether a call is at the head of an expression, outside of parentheses. */
function hasCall(expression: Node): boolean {
  for (let at = expression; ;) {
    if (at.type === "CallExpression" || at.type === "ImportExpression") return true;
    if (at.type === "MemberExpression") at = at.object;
    else if (at.type === "TaggedTemplateExpression") at = at.tag;
    else if (at.type === "TSNonNullExpression") at = at.expression;
    else return false;
  }
}

/** Whether an expression means the same without parentheses since its operator is that around it: `a && (b && c)`. */
export function isAssociative(expression: Node, slot: Node): boolean {
  const { parent } = slot;
  if (expression.type !== "LogicalExpression" || parent?.type !== "LogicalExpression") return false;
  return parent.right === slot && parent.operator === expression.operator;
}

/** `-` before `-x` would be `--x`. */
function joinsSigns(slot: Node, parent: Node, startsLike: string): boolean {
  const isBehind = parent.type === "UnaryExpression" || (parent.type === "BinaryExpression" && parent.right === slot);
  return isBehind && (parent.operator === "-" || parent.operator === "+") && startsLike.startsWith(parent.operator);
}

/** `[a < b, c > (d)]` would be a call of `a` with type arguments. */
function makesTypeArguments(expression: Node, slot: Node, parent: Node): boolean {
  const items: readonly (Node | null)[] = "arguments" in parent ? parent.arguments : "elements" in parent ? parent.elements : [];
  const at = items.indexOf(slot);
  if (at < 0) return false;
  const next = items[at + 1];
  const mayCall = next && next.type !== "Identifier" && next.type !== "Literal";
  return (
    (!!mayCall && isCompared(expression, "right", "<")) ||
    (isCompared(expression, "left", ">") && isCompared(items[at - 1], "right", "<"))
  );
}

/** Whether an expression begins or ends with a comparison by an operator. */
function isCompared(expression: Node | null | undefined, side: "left" | "right", operator: "<" | ">"): boolean {
  if (expression?.type !== "BinaryExpression" && expression?.type !== "LogicalExpression") return false;
  return expression.operator === operator || isCompared(expression[side], side, operator);
}

/** `x as T | y`, `x as T < y`, `x as T ? y : z`: what follows would belong to the type. */
function endsInType(expression: Node, slot: Node, parent: Node): boolean {
  if (expression.type !== "TSAsExpression" && expression.type !== "TSSatisfiesExpression") return false;
  if (parent.type === "ConditionalExpression") return parent.test === slot;
  return parent.type === "BinaryExpression" && parent.left === slot;
}

/** `a ?? b || c` is a syntax error without parentheses. */
function mixesNullish(expression: Node, parent: Node): boolean {
  if (expression.type !== "LogicalExpression" || parent.type !== "LogicalExpression") return false;
  return (expression.operator === "??") !== (parent.operator === "??");
}

/** Whether an `in` would be that of the loop: `for (let a = (b in c); …; …)`. */
function isInLoopHead(slot: Node): boolean {
  for (let at = slot; at.parent; at = at.parent) {
    if (at.parent.type === "ForStatement") return at.parent.init === at;
    if (at.parent.type.endsWith("Statement")) return false;
  }
  return false;
}

/** Whether the slot's first character is the first of its statement. */
export function startsStatement(slot: Node): boolean {
  return leftmostOwner(slot)?.type === "ExpressionStatement";
}

function startsArrowBody(slot: Node): boolean {
  const owner = leftmostOwner(slot);
  return owner?.type === "ArrowFunctionExpression" && owner.body.range[0] === slot.range[0];
}

/** The statement, arrow function or default export that has the slot at its start; undefined if another text comes first. */
function leftmostOwner(slot: Node): Node | undefined {
  for (let at = slot.parent; at; at = at.parent) {
    if (at.type === "ExpressionStatement") return at.range[0] === slot.range[0] ? at : undefined;
    if (at.type === "ArrowFunctionExpression" || at.type === "ExportDefaultDeclaration") return at;
    if (at.range[0] < slot.range[0]) return undefined;
  }
  return undefined;
}
