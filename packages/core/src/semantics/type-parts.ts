/** Reads the types of elements and members from type annotations and the file's own declarations. */
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "./file-view.js";
import { keyName, type Node } from "../syntax/nodes.js";

const COLLECTIONS = new Set(["Array", "ReadonlyArray", "Set", "ReadonlySet", "WeakSet", "Iterable"]);

/** `User` of `User` and `models.User`. */
export function lastNameOf(name: TSESTree.EntityName): string {
  if (name.type === "Identifier") return name.name;
  return name.type === "TSQualifiedName" ? name.right.name : "this";
}

/** The `const` of `as const`. */
export function isConstType(type: TSESTree.TypeNode): boolean {
  return type.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "const";
}

/** `null`, `undefined` or `void`, as a type. */
export function isNothingType(type: Node): boolean {
  return type.type === "TSNullKeyword" || type.type === "TSUndefinedKeyword" || type.type === "TSVoidKeyword";
}

/** The type of a collection's elements. */
export function elementType(type: TSESTree.TypeNode | undefined): TSESTree.TypeNode | undefined {
  if (type?.type === "TSArrayType") return type.elementType;
  if (type?.type === "TSTypeOperator") return elementType(type.typeAnnotation);
  if (type?.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return undefined;
  return COLLECTIONS.has(type.typeName.name) ? type.typeArguments?.params[0] : undefined;
}

/** The type of a member, if the file's own declarations state it. */
export function memberType(file: FileView, type: TSESTree.TypeNode, name: string, depth = 0): TSESTree.TypeNode | undefined {
  if (depth > 8) return undefined;
  if (type.type === "TSTypeLiteral") return memberIn(type.members, name);
  if (type.type === "TSUnionType" || type.type === "TSIntersectionType")
    return type.types.map((part) => memberType(file, part, name, depth + 1)).find(Boolean);
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier") return undefined;
  if (MAPPED.has(type.typeName.name)) {
    const [inner] = type.typeArguments?.params ?? [];
    return inner && memberType(file, inner, name, depth + 1);
  }
  if (type.typeName.name === "Record") return type.typeArguments?.params[1];
  const definition = file.variableOf(type.typeName)?.defs[0]?.node;
  if (definition?.type === "TSTypeAliasDeclaration") return memberType(file, definition.typeAnnotation, name, depth + 1);
  return definition?.type === "TSInterfaceDeclaration" ? memberIn(definition.body.body, name) : undefined;
}

const MAPPED = new Set(["Partial", "Readonly", "Required", "Omit", "Pick", "NonNullable"]);

function memberIn(members: readonly TSESTree.TypeElement[], name: string): TSESTree.TypeNode | undefined {
  const member =
    members.find((each) => each.type === "TSPropertySignature" && keyName(each) === name) ??
    members.find((each) => each.type === "TSIndexSignature");
  return member?.type === "TSPropertySignature" || member?.type === "TSIndexSignature"
    ? member.typeAnnotation?.typeAnnotation
    : undefined;
}
