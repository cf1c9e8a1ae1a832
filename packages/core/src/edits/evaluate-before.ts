import { sensitivityOf } from "../semantics/effects.js";
import type { FileView } from "../semantics/file-view.js";
import type { Change } from "../syntax/change.js";
import { childrenOf, type Node } from "../syntax/nodes.js";
import { hasErrorExpectation, indentationOf } from "./imports/placement.js";

/** What gives on the value of a part of it, which is evaluated whenever the whole is. */
const PASSING = new Set([
  "ArrayExpression",
  "AssignmentExpression",
  "AwaitExpression",
  "CallExpression",
  "LogicalExpression",
  "NewExpression",
  "ObjectExpression",
  "Property",
  "TSAsExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "VariableDeclarator",
]);
const STATEMENTS = new Set(["ExpressionStatement", "ReturnStatement", "ThrowStatement", "VariableDeclaration"]);
const LISTS = new Set(["Program", "BlockStatement", "TSModuleBlock"]);

/**
 * The change that evaluates an expression in a constant right before its statement, where that is the same: it is evaluated just once, whenever
 * the statement is, and nothing before it in the statement could notice. Undefined elsewhere.
 */
export function evaluateBefore(file: FileView, expression: Node, name: string): Change | undefined {
  const statement = statementOf(file, expression);
  if (!statement || file.commentsIn(expression.range).length > 0) return undefined;
  const { eol, semicolons } = file.layout();
  const start = statement.range[0];
  const text = file.text.slice(...expression.range);
  const end = semicolons ? ";" : "";
  return {
    range: [start, start],
    parts: [`const ${name} = ${text}${end}${eol}${indentationOf(file, start)}`],
    repeats: expression.range,
  };
}

function statementOf(file: FileView, expression: Node): Node | undefined {
  let at = expression;
  while (at.parent && PASSING.has(at.parent.type)) {
    if (!isFirst(file, at.parent, at)) return undefined;
    at = at.parent;
  }
  const statement = at.parent;
  if (!statement || !STATEMENTS.has(statement.type) || !LISTS.has(statement.parent?.type ?? "")) return undefined;
  if (statement.type === "VariableDeclaration" && statement.declarations[0] !== at) return undefined;
  const isAlone = /^[ \t]*$/u.test(file.text.slice(file.text.lastIndexOf("\n", statement.range[0] - 1) + 1, statement.range[0]));
  return isAlone && !hasErrorExpectation(file, statement) ? statement : undefined;
}

/** Whether nothing that is evaluated before a part of an expression could notice that the part is evaluated first. */
function isFirst(file: FileView, whole: Node, part: Node): boolean {
  if (whole.type === "LogicalExpression") return whole.left === part;
  if (whole.type === "AssignmentExpression" && (whole.operator !== "=" || whole.right !== part)) return false;
  if ((whole.type === "CallExpression" && whole.optional) || (whole.type === "Property" && whole.computed)) return false;
  return childrenOf(whole).every((child) => {
    if (child === part || child.range[0] >= part.range[1]) return true;
    const isCallee = (whole.type === "CallExpression" || whole.type === "NewExpression") && whole.callee === child;
    // What is called, and what is assigned to, is named by a constant or a member of one.
    return isCallee || whole.type === "AssignmentExpression" ? isSteady(file, child) : sensitivityOf(file, child) === "constant";
  });
}

function isSteady(file: FileView, node: Node): boolean {
  if (node.type === "ThisExpression" || node.type === "Super") return true;
  if (node.type === "MemberExpression") return !node.optional && !node.computed && isSteady(file, node.object);
  return node.type === "Identifier";
}
