import type ts from "typescript";
import type { ProgramView } from "./program-view.js";

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
