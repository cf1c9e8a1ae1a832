import { isConstType } from "../../semantics/types/type-parts.js";
import type { TSESTree } from "@typescript-eslint/types";
import { unwrap, type Node } from "../../syntax/nodes.js";
import type { DeclaringModule } from "../../modules/index.js";
import { membersOf, type TypeMember } from "../../semantics/types/type-members.js";
import { objectOf, other, unionOf, type Member, type Shape } from "./shape.js";

/** Anything with parameters and possibly a return type. */
export type Signature =
  | TSESTree.TSFunctionType
  | TSESTree.TSConstructorType
  | TSESTree.TSMethodSignature
  | TSESTree.TSCallSignatureDeclaration
  | TSESTree.TSConstructSignatureDeclaration
  | TSESTree.FunctionExpression
  | TSESTree.TSEmptyBodyFunctionExpression;

/** How the types inside a class are read. */
interface TypeKeys {
  key(annotation: TSESTree.TypeNode | undefined): string;
  signature(method: Signature): string;
}

/** An enum's members with their values. */
export function enumShape(node: TSESTree.TSEnumDeclaration): Shape {
  // Older parsers put the members into the enum itself.
  const body = (node.body as TSESTree.TSEnumBody | undefined) ?? (node as unknown as TSESTree.TSEnumBody);
  let next: number | undefined = 0;
  const members = body.members.map(({ id, initializer }): Member => {
    const name = id.type === "Identifier" ? id.name : String(id.value);
    const type: string = initializer ? literalKey(initializer) : next === undefined ? "unknown" : String(next);
    next = /^-?\d+$/u.test(type) ? Number(type) + 1 : undefined;
    return { name, type, isOptional: false, isReadonly: false, isMethod: false };
  });
  return { ...objectOf(members), kind: "enum" };
}

/** The public members of a class's instances. */
export function classShape({ superClass, body }: TSESTree.ClassDeclaration, module: DeclaringModule, types: TypeKeys): Shape {
  const own = [...membersOf(module, body.body)];
  const members = own.flatMap((each): Member[] => {
    const { name, node, isOptional, isMethod } = each;
    if (name === undefined || !node) return [];
    const isReadonly = ("readonly" in node && node.readonly === true) || ("kind" in node && node.kind === "get");
    return [{ name, isOptional, isMethod, isReadonly, type: typeOfMember(each, node, types) }];
  });
  const isNominal = superClass !== null || own.some(({ isHidden }) => isHidden);
  return { kind: "class", members: objectOf(members).members, isNominal, isOwn: true };
}

/** A method's signature, a field's stated type, otherwise that of the literal that it starts as. */
function typeOfMember({ type, isMethod }: TypeMember, node: Node, types: TypeKeys): string {
  const value = "value" in node && node.value && typeof node.value === "object" ? (node.value as Node) : undefined;
  if (isMethod) return types.signature(value as Signature);
  return (type || !value ? undefined : widened(value)) ?? types.key(type);
}

/** A literal as a type. */
export function literalKey(literal: Node): string {
  const node = unwrap(literal);
  if (node.type === "Literal")
    return typeof node.value === "string" ? JSON.stringify(node.value) : String(node.value ?? node.raw);
  if (node.type === "TemplateLiteral" && node.expressions.length === 0) return JSON.stringify(node.quasis[0]?.value.cooked);
  if (node.type === "UnaryExpression") return `${node.operator}${literalKey(node.argument)}`;
  return "unknown";
}

/** The type of a field that starts as a literal. */
function widened(value: Node): string | undefined {
  if (value.type === "TemplateLiteral") return "string";
  const type = value.type === "Literal" ? typeof value.value : "object";
  return type === "object" ? undefined : type;
}

/** The values of `["a", "b"] as const` and of `{ A: "a" } as const`, where all are literals. */
export function constValues(value: Node, kind: "list" | "object"): Shape | undefined {
  if (value.type !== "TSAsExpression" || !isConstType(value.typeAnnotation)) return undefined;
  const inner = unwrap(value);
  const nodes =
    kind === "list" && inner.type === "ArrayExpression"
      ? inner.elements
      : kind === "object" && inner.type === "ObjectExpression"
        ? inner.properties.map((property) => (property.type === "Property" ? property.value : null))
        : [];
  const keys = nodes.map((node) =>
    node && /^(?:Literal|TemplateLiteral|UnaryExpression)$/u.test(node.type) ? literalKey(node) : "unknown",
  );
  return keys.length > 0 && !keys.includes("unknown") ? unionOf(keys.map((key) => other(key))) : undefined;
}
