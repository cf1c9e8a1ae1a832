import type ts from "typescript";
import type { Flow } from "./flow.js";
import { plainParts, type ValuePlace } from "./places.js";
import type { OriginalPlace, ProgramView } from "./program-view.js";
import { isDefaulted, sourceOf } from "./sources.js";
import { findUnseenTypeUse } from "./types-at-run-time.js";
import type { WantedTypes } from "./wanted-types.js";

/** A flow that no error tells of, and why it must not stay. */
export interface MixedChoice {
  readonly flow: Flow;
  readonly reason: string;
}

/**
 * Finds what else than a new collection of the type a declaration may hold: in `known.get(key) ?? new Set<UserId>()` another set, of plain
 * strings. That is no error, but then the declaration is no collection of the type, whatever its argument says.
 */
export function findMixedChoice(
  view: ProgramView,
  types: WantedTypes,
  { node, type, to }: { readonly node: ts.Node; readonly type: string; readonly to: ValuePlace },
): MixedChoice | undefined {
  const { ts, checker } = view;
  const made = node.parent;
  const wanted = ts.isNewExpression(made) ? types.argumentOf(checker.getTypeAtLocation(made)) : undefined;
  if (!wanted) return undefined;
  for (const other of othersBeside(view, made)) {
    const held = types.argumentOf(checker.getTypeAtLocation(other));
    if (!held || checker.isTypeAssignableTo(held, wanted) || types.compare(held, wanted)?.type !== type) continue;
    const from = valuesOfMap(view, other, to.name) ?? sourceOf(view, other);
    const flow: Flow = { type, at: undefined, from, to, goesTo: [], before: [], obstacle: undefined };
    return { flow, reason: `it may hold other texts as well: ${other.getText()}` };
  }
  return undefined;
}

/** The other values of the choice that an expression is one value of. */
function othersBeside(view: ProgramView, value: ts.Node): readonly ts.Expression[] {
  const { ts } = view;
  const others: ts.Expression[] = [];
  for (let at = value; ; at = at.parent) {
    const { parent } = at;
    if (ts.isParenthesizedExpression(parent)) continue;
    if (ts.isConditionalExpression(parent) && parent.condition !== at)
      others.push(parent.whenTrue === at ? parent.whenFalse : parent.whenTrue);
    else if (isDefaulted(view, parent)) others.push(parent.left === at ? parent.right : parent.left);
    else return others;
  }
}

/** The values of a map of the program, where an expression reads one of them; they are called what they become. */
function valuesOfMap(view: ProgramView, expression: ts.Expression, name: string): ValuePlace | undefined {
  const { ts } = view;
  if (!ts.isCallExpression(expression) || !ts.isPropertyAccessExpression(expression.expression)) return undefined;
  const { expression: map, name: method } = expression.expression;
  const place = method.text === "get" ? sourceOf(view, map) : undefined;
  const written = place && writtenValues(view, place.declaration);
  if (!written || findUnseenTypeUse(view, place.declaration) !== undefined) return undefined;
  const parts = plainParts(view, written).flatMap((part): readonly OriginalPlace[] => {
    const original = view.originalOf(part);
    return original ? [original] : [];
  });
  return parts.length === 0 ? undefined : { ...place, key: `${place.key}\0values`, name, parts, initializer: undefined };
}

/** The second argument of `Map<K, V>`, written as a type or with the value. */
function writtenValues({ ts }: ProgramView, declaration: ts.Node): ts.TypeNode | undefined {
  const { type, initializer } = declaration as Partial<ts.PropertyDeclaration>;
  if (type) return ts.isTypeReferenceNode(type) && isMap(type.typeName.getText()) ? type.typeArguments?.[1] : undefined;
  const isMade = initializer && ts.isNewExpression(initializer) && isMap(initializer.expression.getText());
  return isMade ? initializer.typeArguments?.[1] : undefined;
}

function isMap(name: string): boolean {
  return name === "Map" || name === "ReadonlyMap";
}

/**
 * Why a parameter keeps its written type, which has the contract's type here, though no error says so: its own function finds out whether
 * it is one (`isUserId(userId)`), so that what comes there may be any text.
 */
export function findOwnCheck(view: ProgramView, declaration: ts.Node): string | undefined {
  const { ts, checker } = view;
  const parameter = ts.isParameter(declaration) ? checker.getSymbolAtLocation(declaration.name) : undefined;
  const { body } = declaration.parent as Partial<ts.FunctionLikeDeclaration>;
  if (!parameter || !body) return undefined;
  const findIn = (node: ts.Node): string | undefined => {
    const isCheck =
      ts.isCallExpression(node) &&
      node.arguments.some(
        (argument, index) =>
          ts.isIdentifier(argument) &&
          checker.getSymbolAtLocation(argument) === parameter &&
          isNeedlessCheck(view, node, { argument, index }),
      );
    return isCheck ? `its own function checks it: ${node.getText()}` : ts.forEachChild(node, findIn);
  };
  return findIn(body);
}

/** Whether a call says of an argument that it is what its type says already, and what not every text is. */
function isNeedlessCheck(
  { ts, checker }: ProgramView,
  call: ts.CallExpression,
  { argument, index }: { readonly argument: ts.Expression; readonly index: number },
): boolean {
  const called = checker.getResolvedSignature(call)?.declaration as ts.SignatureDeclaration | undefined;
  const written = called?.type;
  if (!written || !ts.isTypePredicateNode(written) || !written.type) return false;
  if (called.parameters[index]?.name.getText() !== written.parameterName.getText()) return false;
  // Of `value is T & UserId` only what does not follow the argument says what is found out.
  const found = checker.getTypeFromTypeNode(written.type);
  const given = checker.getNonNullableType(checker.getTypeAtLocation(argument));
  if (given.flags & ts.TypeFlags.Any) return false;
  return (found.isIntersection() ? found.types : [found]).some(
    (part) => checker.isTypeAssignableTo(given, part) && !checker.isTypeAssignableTo(checker.getStringType(), part),
  );
}
