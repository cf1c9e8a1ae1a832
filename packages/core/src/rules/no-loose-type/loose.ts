import type { TSESTree } from "@typescript-eslint/types";

const KEYWORDS = new Set(["TSAnyKeyword", "TSUnknownKeyword", "TSObjectKeyword"]);

/** Whether a type says nothing about its values, or describes them inline: `any`, `object`, `Record<string, any>`, `{ … }`. */
export function isLoose(type: TSESTree.TypeNode): boolean {
  if (KEYWORDS.has(type.type)) return true;
  if (type.type === "TSMappedType") return !type.typeAnnotation || isLoose(type.typeAnnotation);
  if (type.type === "TSTypeLiteral") return !isCallable(type) && !isPrecise(type);
  if (type.type === "TSUnionType" || type.type === "TSIntersectionType") return type.types.every(isLoose);
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return false;
  const { name } = type.typeName;
  if (name === "Object") return true;
  const value = type.typeArguments?.params[1];
  return name === "Record" && !!value && isLoose(value);
}

/** `{ (): void }`, `{ new (): X }`: a function with properties. */
function isCallable({ members }: TSESTree.TSTypeLiteral): boolean {
  return members.some(({ type }) => type === "TSCallSignatureDeclaration" || type === "TSConstructSignatureDeclaration");
}

/** `{ [id: string]: User }` says as much of its values as `Record<string, User>`. */
function isPrecise({ members }: TSESTree.TSTypeLiteral): boolean {
  const values = members.map((member) =>
    member.type === "TSIndexSignature" ? member.typeAnnotation?.typeAnnotation : undefined,
  );
  return values.length > 0 && values.every((value) => value !== undefined && !isLoose(value));
}
