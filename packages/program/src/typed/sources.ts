import type ts from "typescript";
import { placeOf, type ValuePlace } from "./places.js";
import type { ProgramView } from "./program-view.js";

/** The declaration from which an expression's value comes; undefined where plain values arise, or nothing of ours declares it. */
export function sourceOf(view: ProgramView, expression: ts.Expression): ValuePlace | undefined {
  const { ts } = view;
  const inner = withoutDress(view, expression);
  if (ts.isCallExpression(inner)) return resultOf(view, inner);
  if (ts.isAwaitExpression(inner)) return sourceOf(view, inner.expression);
  if (ts.isElementAccessExpression(inner)) return sourceOf(view, inner.expression);
  if (!ts.isIdentifier(inner) && !ts.isPropertyAccessExpression(inner)) return undefined;
  const symbol = symbolOf(view, inner);
  const declaration = symbol && declarationOf(view, symbol);
  return declaration && placeOf(view, declaration);
}

/**
 * The declaration into which a value goes: that of a collection where the value is given to one of its own functions, as in `ids.has(id)`.
 * Undefined where it can't be told.
 */
export function targetOf(view: ProgramView, expression: ts.Expression): ValuePlace | undefined {
  const declaration = targetDeclaration(view, expression);
  const place = declaration && placeOf(view, declaration);
  if (place || !declaration || !view.ts.isParameter(declaration)) return place;
  const collection = receiverOf(view, expression);
  return collection && sourceOf(view, collection);
}

/** The object whose function gets a value as its argument. */
function receiverOf({ ts }: ProgramView, argument: ts.Expression): ts.Expression | undefined {
  const isEnd = (node: ts.Node): boolean => ts.isCallExpression(node) || ts.isNewExpression(node) || ts.isStatement(node);
  const call = ts.findAncestor(argument.parent, isEnd);
  if (!call || !ts.isCallExpression(call)) return undefined;
  return ts.isPropertyAccessExpression(call.expression) ? call.expression.expression : undefined;
}

/** The names of the places into which the value of a parameter or variable goes; none for members, which anything may read. */
export function targetsOf(view: ProgramView, place: ValuePlace): readonly string[] {
  const names = view.targets.get(place.declaration) ?? findTargets(view, place);
  view.targets.set(place.declaration, names);
  return names;
}

function findTargets(view: ProgramView, { kind, declaration }: ValuePlace): readonly string[] {
  const { ts, checker } = view;
  const { name } = declaration as ts.NamedDeclaration;
  if ((kind !== "parameter" && kind !== "variable") || !name || !ts.isIdentifier(name)) return [];
  const scope = ts.findAncestor(
    declaration.parent,
    (node) => ts.isBlock(node) || ts.isFunctionLike(node) || ts.isSourceFile(node),
  );
  const symbol = checker.getSymbolAtLocation(name);
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node !== name && node.text === name.text && symbolOf(view, node) === symbol) {
      const target = targetDeclaration(view, node);
      const own = target && placeOf(view, target)?.name;
      if (own !== undefined) names.add(own);
      // What is made of it: `OrderId(id)`, `toOrderId(id)`.
      const { parent } = node;
      if (ts.isCallExpression(parent) && ts.isIdentifier(parent.expression)) names.add(parent.expression.text);
    }
    ts.forEachChild(node, visit);
  };
  if (scope) visit(scope);
  return [...names];
}

/** The declaration of a symbol: that of the member where a pattern takes it out of an object. */
export function declarationOf(view: ProgramView, symbol: ts.Symbol): ts.Node | undefined {
  const { ts, checker } = view;
  const [declaration] = symbol.declarations ?? [];
  if (!declaration || !ts.isBindingElement(declaration) || declaration.dotDotDotToken || declaration.initializer)
    return declaration && ts.isBindingElement(declaration) ? undefined : declaration;
  if (!ts.isObjectBindingPattern(declaration.parent)) return undefined;
  const name = declaration.propertyName ?? declaration.name;
  if (!ts.isIdentifier(name)) return undefined;
  const member = checker.getTypeAtLocation(declaration.parent).getProperty(name.text);
  return member?.declarations?.[0];
}

/** An expression without parentheses, casts that change nothing, and `!`. */
export function withoutDress({ ts }: ProgramView, expression: ts.Expression): ts.Expression {
  let at = expression;
  while (ts.isParenthesizedExpression(at) || ts.isNonNullExpression(at) || ts.isSatisfiesExpression(at)) at = at.expression;
  return at;
}

function symbolOf({ ts, checker }: ProgramView, node: ts.Identifier | ts.PropertyAccessExpression): ts.Symbol | undefined {
  const symbol =
    ts.isIdentifier(node) && ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(ts.isPropertyAccessExpression(node) ? node.name : node);
  return symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function resultOf(view: ProgramView, call: ts.CallExpression): ValuePlace | undefined {
  const declaration = view.checker.getResolvedSignature(call)?.declaration;
  return declaration && placeOf(view, declaration);
}

function targetDeclaration(view: ProgramView, expression: ts.Expression): ts.Node | undefined {
  const { ts, checker } = view;
  let at: ts.Node = expression;
  while (isPassing(view, at.parent, at)) at = at.parent;
  const { parent } = at;
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== at)
    return parameterOf(view, parent, at);
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isPropertyDeclaration(parent)) return parent;
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) {
    const type = checker.getContextualType(parent.parent);
    return type && memberOf(view, type, parent.name.getText())?.declarations?.[0];
  }
  if (ts.isJsxAttribute(parent) || (ts.isJsxExpression(parent) && ts.isJsxAttribute(parent.parent))) {
    const attribute = (ts.isJsxAttribute(parent) ? parent : parent.parent) as ts.JsxAttribute;
    const type = checker.getContextualType(attribute.parent);
    return type && memberOf(view, type, attribute.name.getText())?.declarations?.[0];
  }
  if (ts.isBinaryExpression(parent) && isAssigning(view, parent.operatorToken.kind)) {
    const left = parent.left;
    const symbol = checker.getSymbolAtLocation(ts.isPropertyAccessExpression(left) ? left.name : left);
    return symbol && declarationOf(view, symbol);
  }
  if (ts.isReturnStatement(parent)) return ts.findAncestor(parent, ts.isFunctionLike);
  return ts.isArrowFunction(parent) && parent.body === at ? parent : undefined;
}

/** Whether an operator gives what is left of it the value that is right of it, at once or where that is nothing yet. */
export function isAssigning({ ts }: ProgramView, operator: ts.SyntaxKind): boolean {
  const { EqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken, AmpersandAmpersandEqualsToken } = ts.SyntaxKind;
  return [EqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken, AmpersandAmpersandEqualsToken].includes(operator);
}

/** Whether a node gives on the value of one inside it. */
function isPassing({ ts }: ProgramView, parent: ts.Node, child: ts.Node): boolean {
  if (ts.isConditionalExpression(parent)) return parent.condition !== child;
  if (ts.isBinaryExpression(parent)) {
    const { BarBarToken, QuestionQuestionToken, AmpersandAmpersandToken } = ts.SyntaxKind;
    const { kind } = parent.operatorToken;
    return kind === BarBarToken || kind === QuestionQuestionToken || (kind === AmpersandAmpersandToken && parent.right === child);
  }
  return (
    ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isAwaitExpression(parent)
  );
}

function parameterOf(
  { checker }: ProgramView,
  call: ts.CallExpression | ts.NewExpression,
  argument: ts.Node,
): ts.Node | undefined {
  const signature = checker.getResolvedSignature(call);
  const index = call.arguments?.indexOf(argument as ts.Expression) ?? -1;
  const parameter = signature?.parameters[Math.min(index, signature.parameters.length - 1)];
  return index < 0 ? undefined : parameter?.valueDeclaration;
}

/** A member of a type, also of the part of a union that has it. */
function memberOf({ checker }: ProgramView, type: ts.Type, name: string): ts.Symbol | undefined {
  const something = checker.getNonNullableType(type);
  const own = something.getProperty(name);
  if (own) return own;
  return something.isUnion()
    ? something.types.map((part) => part.getProperty(name)).find((each) => each !== undefined)
    : undefined;
}

/** `a ?? b` and `a || b`. */
export function isDefaulted({ ts }: ProgramView, node: ts.Node): node is ts.BinaryExpression {
  const { BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  return ts.isBinaryExpression(node) && [BarBarToken, QuestionQuestionToken].includes(node.operatorToken.kind);
}
