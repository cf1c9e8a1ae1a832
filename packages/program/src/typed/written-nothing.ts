import type ts from "typescript";
import type { ProgramView } from "./program-view.js";
import type { Held } from "./wanted-types.js";

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
