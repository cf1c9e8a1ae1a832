import type ts from "typescript";
import { placeOf, type ValuePlace } from "./places.js";
import type { OriginalPlace, ProgramView } from "./program-view.js";
import type { Held, WantedTypes } from "./wanted-types.js";

/** An expression that could be wrapped. */
export type WrapPlace = OriginalPlace & { readonly held: Held };

/** A plain value that flows into a place of one of the types. */
export interface Flow {
  readonly type: string;
  /** The expression, where there is one that could be wrapped. */
  readonly at: WrapPlace | undefined;
  /** The choice that it is one value of (`a ?? b`), where a wrap around all of that would do. */
  readonly choice?: { readonly at: WrapPlace; readonly values: readonly Flow[] };
  /** The declaration that the value comes from. */
  readonly from: ValuePlace | undefined;
  readonly to: ValuePlace | undefined;
  /** The names of all places into which the value of a parameter or variable goes that it comes from. */
  readonly goesTo: readonly string[];
  /** The flows into the constant without a written type that it comes from. */
  readonly before: readonly Flow[];
  /** What keeps it from being wrapped or typed. */
  readonly obstacle: string | undefined;
}

/**
 * What takes back members that are set together with others: `data[key] = value`, where the key is one of several names. A value that is wrapped
 * there would be an ID in each of them.
 */
export function flowsIntoSeveral(view: ProgramView, types: WantedTypes, value: ts.Expression): readonly Flow[] {
  const { ts, checker } = view;
  let outer: ts.Node = value;
  while (ts.isParenthesizedExpression(outer.parent)) outer = outer.parent;
  const { parent } = outer;
  if (!ts.isBinaryExpression(parent) || parent.right !== outer || !ts.isElementAccessExpression(parent.left)) return [];
  const members = membersOf(view, parent.left);
  const typed = members.map((member) => {
    const type = types.nameOf(checker.getNonNullableType(checker.getTypeOfSymbol(member)));
    return { member, type };
  });
  if (new Set(typed.map(({ type }) => type)).size < 2) return [];
  return typed.flatMap(({ member, type }): Flow[] => {
    const other = typed.find((each) => each.type !== type)!.member.name;
    const declaration = member.declarations?.[0];
    const to = declaration && placeOf(view, declaration);
    const obstacle = `${member.name} and ${other} are set in one place by their names`;
    return type !== undefined && to ? [{ type, at: undefined, from: undefined, to, goesTo: [], before: [], obstacle }] : [];
  });
}

/** The members that an access by a key may mean; none if its key is not one of some names. */
function membersOf({ checker }: ProgramView, access: ts.ElementAccessExpression): readonly ts.Symbol[] {
  const key = checker.getTypeAtLocation(access.argumentExpression);
  const constraint = checker.getBaseConstraintOfType(key) ?? key;
  const object = checker.getApparentType(checker.getTypeAtLocation(access.expression));
  const names = constraint.isUnion() ? constraint.types : [constraint];
  return names.flatMap((name) => (name.isStringLiteral() ? (checker.getPropertyOfType(object, name.value) ?? []) : []));
}

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

/** The function whose results are the list that a call gives: that of `rows.map(…)` and of `Array.from(rows, …)`. */
export function mapperOf(
  { ts, checker }: ProgramView,
  { expression: callee, arguments: given }: ts.CallExpression,
): ts.Node | undefined {
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const of = checker.getNonNullableType(checker.getTypeAtLocation(callee.expression));
  if (callee.name.text === "map") return checker.isArrayLikeType(of) ? given[0] : undefined;
  return callee.name.text === "from" && of.symbol?.name === "ArrayConstructor" ? given[1] : undefined;
}

/** The function whose result is what a call gives, as one type parameter says of both: that of `useMemo(() => row.id, [row])`. */
export function giverOf({ ts, checker }: ProgramView, call: ts.CallExpression): ts.Node | undefined {
  const declaration = call.typeArguments ? undefined : checker.getResolvedSignature(call)?.declaration;
  if (!declaration || ts.isJSDocSignature(declaration)) return undefined;
  const { type, typeParameters = [], parameters } = declaration;
  const given = type?.getText();
  if (!typeParameters.some(({ name }) => name.text === given)) return undefined;
  const isGiver = ({ type: own }: ts.ParameterDeclaration): boolean =>
    own !== undefined && ts.isFunctionTypeNode(own) && own.type.getText() === given;
  return call.arguments[parameters.findIndex(isGiver)];
}

type Nothing = "undefined" | "null";

/**
 * How a value is held, by its code as well where types don't know of `undefined` and `null` (`strictNullChecks` is off): there only `user?.id`,
 * `null` and choices of these show that it may be nothing.
 */
export function heldBy({ ts, checker }: ProgramView, held: Held, value: ts.Expression): Held {
  const isKnownToTypes = !checker.isTypeAssignableTo(checker.getUndefinedType(), checker.getStringType());
  if (isKnownToTypes || held.isList) return held;
  const [first, second] = new Set(nothingIn(ts, value));
  return { ...held, keeps: second === undefined ? first : "both" };
}

function nothingIn(ts: ProgramView["ts"], value: ts.Expression): readonly Nothing[] {
  const { SyntaxKind } = ts;
  if (ts.isParenthesizedExpression(value) || ts.isAsExpression(value)) return nothingIn(ts, value.expression);
  if (value.kind === SyntaxKind.NullKeyword) return ["null"];
  if ((ts.isIdentifier(value) && value.text === "undefined") || ts.isOptionalChain(value)) return ["undefined"];
  if (ts.isConditionalExpression(value)) return [...nothingIn(ts, value.whenTrue), ...nothingIn(ts, value.whenFalse)];
  const isDefault =
    ts.isBinaryExpression(value) && [SyntaxKind.QuestionQuestionToken, SyntaxKind.BarBarToken].includes(value.operatorToken.kind);
  return isDefault ? nothingIn(ts, value.right) : [];
}
