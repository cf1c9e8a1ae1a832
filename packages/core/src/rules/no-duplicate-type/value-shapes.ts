import { isConstType } from "../../semantics/type-parts.js";
import type { TSESTree } from "@typescript-eslint/types";
import { keyName, unwrap, type Node } from "../../syntax/nodes.js";
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
export function classShape({ superClass, body }: TSESTree.ClassDeclaration, types: TypeKeys): Shape {
  const parameters = body.body.flatMap((each) =>
    each.type === "MethodDefinition" && each.kind === "constructor"
      ? each.value.params.filter((parameter) => parameter.type === "TSParameterProperty")
      : [],
  );
  const members = [
    ...parameters.map((parameter) => parameterMember(parameter, types)),
    ...body.body.flatMap((element) => classMember(element, types) ?? []),
  ];
  const isNominal = superClass !== null || [...body.body, ...parameters].some(isHidden);
  return { kind: "class", members: objectOf(members).members, isNominal, isOwn: true };
}

function isHidden(element: TSESTree.ClassElement | TSESTree.TSParameterProperty): boolean {
  if ("key" in element && element.key.type === "PrivateIdentifier") return true;
  return "accessibility" in element && (element.accessibility ?? "public") !== "public";
}

function parameterMember({ parameter, readonly: isReadonly }: TSESTree.TSParameterProperty, types: TypeKeys): Member {
  const target = parameter.type === "AssignmentPattern" ? parameter.left : parameter;
  const name = target.type === "Identifier" ? target.name : "";
  const isOptional = target.type === "Identifier" && target.optional;
  const type = types.key("typeAnnotation" in target ? target.typeAnnotation?.typeAnnotation : undefined);
  return { name, isReadonly, isOptional, isMethod: false, type };
}

function classMember(element: TSESTree.ClassElement, types: TypeKeys): Member | undefined {
  if (!("key" in element) || element.static) return undefined;
  const name = keyName(element);
  if (name === undefined || ("kind" in element && element.kind === "constructor")) return undefined;
  const base = { name, isOptional: element.optional, isReadonly: "readonly" in element && element.readonly };
  if (!("kind" in element)) return { ...base, isMethod: false, type: fieldType(element, types) };
  if (element.kind === "method") return { ...base, isMethod: true, type: types.signature(element.value) };
  return {
    ...base,
    isMethod: false,
    isReadonly: element.kind === "get",
    type: types.key(element.value.returnType?.typeAnnotation),
  };
}

type Field =
  | TSESTree.PropertyDefinition
  | TSESTree.AccessorProperty
  | TSESTree.TSAbstractPropertyDefinition
  | TSESTree.TSAbstractAccessorProperty;

/** A field's stated type, otherwise its initial value's. */
function fieldType(field: Field, types: TypeKeys): string {
  const annotation = field.typeAnnotation?.typeAnnotation;
  const value = annotation || !field.value ? undefined : widened(field.value);
  return value ?? types.key(annotation);
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
