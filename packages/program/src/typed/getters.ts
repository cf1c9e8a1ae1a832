import type ts from "typescript";
import type { ProgramView } from "./program-view.js";

/** How many getters are followed that only read members. */
const DEEPEST = 3;

/** Whether reading an expression may do more than that, as a getter of the program gives it or a part of it: `tokens.next`. */
export function runsGetter(view: ProgramView, expression: ts.Node, depth = 0): boolean {
  const { ts } = view;
  if (ts.isFunctionLike(expression)) return false;
  const isMember = ts.isPropertyAccessExpression(expression) || ts.isElementAccessExpression(expression);
  if (isMember && gettersOf(view, expression).some((getter) => !onlyReads(view, getter, depth))) return true;
  return ts.forEachChild(expression, (child) => runsGetter(view, child, depth) || undefined) ?? false;
}

function gettersOf(
  { ts, checker }: ProgramView,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
): readonly ts.GetAccessorDeclaration[] {
  const symbol = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression);
  return (symbol?.declarations ?? []).filter(ts.isGetAccessorDeclaration);
}

/** Of what a declaration file says nobody knows more than of any other member there. */
function onlyReads(view: ProgramView, getter: ts.GetAccessorDeclaration, depth: number): boolean {
  const { ts } = view;
  if (getter.getSourceFile().isDeclarationFile) return true;
  const [only, ...others] = getter.body?.statements ?? [];
  if (!only || others.length > 0 || !ts.isReturnStatement(only) || !only.expression || depth >= DEEPEST) return false;
  return isRead(view, only.expression) && !runsGetter(view, only.expression, depth + 1);
}

/** `this.state?.last ?? null`. */
function isRead(view: ProgramView, node: ts.Expression): boolean {
  const { ts } = view;
  if (ts.isPropertyAccessExpression(node) || ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node))
    return isRead(view, node.expression);
  if (ts.isBinaryExpression(node))
    return node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken && isRead(view, node.left) && isRead(view, node.right);
  return [ts.SyntaxKind.Identifier, ts.SyntaxKind.ThisKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind);
}
