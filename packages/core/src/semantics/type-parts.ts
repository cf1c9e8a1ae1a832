/** Reads the types of elements and members from type annotations and the file's own declarations. */
import type { TSESTree } from "@typescript-eslint/types";
import type { FileView } from "./file-view.js";
import { type Node, keyName } from "../syntax/nodes.js";

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

/** A type that the file states, and whether the value is optional. */
interface StatedType {
  readonly type: TSESTree.TypeNode;
  readonly isOptional: boolean;
}

/** The type of a member, if the file itself states it: in a type literal, an interface or an alias. */
export function statedMemberType(file: FileView, type: TSESTree.TypeNode, path: readonly string[]): StatedType | undefined {
  let stated: StatedType = { type, isOptional: false };
  for (const name of path) {
    const member = findMember(file, stated.type, name, 0);
    if (!member?.typeAnnotation) return undefined;
    stated = { type: member.typeAnnotation.typeAnnotation, isOptional: stated.isOptional || member.optional };
  }
  return stated;
}

const MOST_ALIASES = 8;
const WRAPPERS = new Set(["Readonly", "Required"]);

function findMember(
  file: FileView,
  type: TSESTree.TypeNode,
  name: string,
  depth: number,
): TSESTree.TSPropertySignature | undefined {
  if (depth > MOST_ALIASES) return undefined;
  switch (type.type) {
    case "TSTypeLiteral":
      return memberOf(type.members, name);
    case "TSIntersectionType":
      return type.types.map((part) => findMember(file, part, name, depth + 1)).find((member) => member !== undefined);
    case "TSTypeReference": {
      if (type.typeName.type !== "Identifier") return undefined;
      const [argument] = type.typeArguments?.params ?? [];
      if (argument && WRAPPERS.has(type.typeName.name)) return findMember(file, argument, name, depth + 1);
      return argument ? undefined : memberOfDeclared(file, type.typeName, name, depth + 1);
    }
    default:
      return undefined;
  }
}

function memberOfDeclared(
  file: FileView,
  identifier: TSESTree.Identifier,
  name: string,
  depth: number,
): TSESTree.TSPropertySignature | undefined {
  const declaration = file.variableOf(identifier)?.defs[0]?.node as Node | undefined;
  if (declaration?.type === "TSInterfaceDeclaration") return memberOf(declaration.body.body, name);
  return declaration?.type === "TSTypeAliasDeclaration" ? findMember(file, declaration.typeAnnotation, name, depth) : undefined;
}

function memberOf(members: readonly TSESTree.TypeElement[], name: string): TSESTree.TSPropertySignature | undefined {
  return members.find(
    (member): member is TSESTree.TSPropertySignature => member.type === "TSPropertySignature" && keyName(member) === name,
  );
}

/** The type of a name that is destructured from a typed value: `({ context }: { context: UserContext }) => …`. */
export function typeInPattern(file: FileView, identifier: TSESTree.Identifier): StatedType | undefined {
  const path: string[] = [];
  let hasDefault = false;
  for (let at: Node = identifier; at.parent; at = at.parent) {
    if ("typeAnnotation" in at && at.typeAnnotation?.type === "TSTypeAnnotation") {
      const stated = statedMemberType(file, at.typeAnnotation.typeAnnotation, path);
      return stated && { type: stated.type, isOptional: stated.isOptional && !hasDefault };
    }
    const { parent }: Node = at;
    if (parent.type === "Property" && parent.value === at) {
      const key = keyName(parent);
      if (key === undefined) return undefined;
      path.unshift(key);
    } else if (parent.type === "AssignmentPattern" && parent.left === at) hasDefault ||= path.length === 0;
    else if (parent.type !== "ObjectPattern") return undefined;
  }
  return undefined;
}
