/** Reads the members of types: through aliases, bases, unions and the modules that they come from. */
import type { TSESTree } from "@typescript-eslint/types";
import type { Declarations, Declared, DeclaringModule } from "../../modules/index.js";
import { keyName, listOf, type Node, parameterIdentifier } from "../../syntax/nodes.js";
import type { ExportRef } from "../module-view.js";
import { plainName } from "./type-parts.js";

/** A member of a type, or of one of the types that it is made from. */
export interface TypeMember {
  /** Undefined where a type may have members that are not seen: by a computed key, or from a package. */
  readonly name: string | undefined;
  readonly type: TSESTree.TypeNode | undefined;
  readonly isOptional: boolean;
  readonly isMethod: boolean;
  /** Whether it is private or protected, by a keyword or by its name. */
  readonly isHidden: boolean;
  /** Whether it stands for members of any name: an index signature. */
  readonly isOpen: boolean;
  /** Where its type is written. */
  readonly module: DeclaringModule;
  /** The element that declares it, or the parameter of a constructor. */
  readonly node?: Node;
}

/** Where a type is written, and how declarations of other modules are found from there. */
interface Place {
  readonly declarations: Declarations;
  readonly module: DeclaringModule;
}

const MOST_STEPS = 10;
/** Types with the members of their argument, or of what comes of it later. */
const SAME_MEMBERS = /^(?:Readonly|Required|NonNullable|Partial|Omit|Pick|DeepReadonly|Immutable|Promise|PromiseLike|Awaited)$/u;

/** The members of a type, its own before those of its bases. */
export function* membersOfType(place: Place, type: Node | undefined, depth = 0): Generator<TypeMember> {
  const name = plainName(type);
  const [argument] = (type?.type === "TSTypeReference" && type.typeArguments?.params) || [];
  if (type?.type === "TSTypeLiteral") yield* membersOf(place.module, type.members);
  else if (name?.name === "Record" && argument && /^TS(?:String|Number|Any)Keyword$/u.test(argument.type))
    yield member(place.module, undefined, { isOpen: true });
  else if (argument && name && SAME_MEMBERS.test(name.name)) yield* membersOfType(place, argument, depth);
  else {
    if (type?.type === "TSUnionType" || type?.type === "TSIntersectionType")
      for (const part of type.types) yield* membersOfType(place, part, depth + 1);
    else if (name) yield* membersOfName(place, name.name, depth + 1);
    if (!name && type?.type !== "TSIntersectionType") yield member(place.module, undefined);
  }
}

/** The members of a type that a module exports. */
export function* membersOfExport(declarations: Declarations, { module, exported }: ExportRef): Generator<TypeMember> {
  const declared = declarations.findExported(module, exported);
  if (declared) yield* membersOfDeclared(declarations, declared, 0);
}

function* membersOfName({ declarations, module }: Place, name: string, depth: number): Generator<TypeMember> {
  const declared = declarations.findNamed(module, name);
  if (declared && depth <= MOST_STEPS) yield* membersOfDeclared(declarations, declared, depth);
  else yield member(module, undefined);
}

function* membersOfDeclared(declarations: Declarations, { module, name }: Declared, depth: number): Generator<TypeMember> {
  const node = module.types.get(name);
  const place = { declarations, module };
  // The arguments of a generic type may bring members.
  if (!node || ("typeParameters" in node && node.typeParameters)) yield member(module, undefined);
  if (node?.type === "TSTypeAliasDeclaration") return yield* membersOfType(place, node.typeAnnotation, depth);
  if (node?.type === "TSInterfaceDeclaration") yield* membersOf(module, node.body.body);
  if (node?.type === "ClassDeclaration") for (const own of membersOf(module, node.body.body)) if (!own.isHidden) yield own;
  for (const base of node ? basesOf(node) : [])
    yield* base === undefined ? [member(module, undefined)] : membersOfName(place, base, depth + 1);
}

/** The names that a class or interface extends or implements; undefined for one that is no plain name. */
export function basesOf(node: Node): (string | undefined)[] {
  const expressions: readonly Node[] =
    node.type === "TSInterfaceDeclaration"
      ? node.extends.map(({ expression }) => expression)
      : node.type === "ClassDeclaration"
        ? [...(node.superClass ? [node.superClass] : []), ...listOf(node.implements).map(({ expression }) => expression)]
        : [];
  return expressions.map((base) => (base.type === "Identifier" ? base.name : undefined));
}

/** The members that a type literal or an interface writes, and those of a class's instances, with its parameter properties. */
export function* membersOf(module: DeclaringModule, elements: readonly Node[]): Generator<TypeMember> {
  for (const element of elements) {
    if (element.type === "TSIndexSignature") yield member(module, undefined, { isOpen: true });
    if (!("key" in element) || ("static" in element && element.static)) continue;
    if (element.type === "MethodDefinition" && element.kind === "constructor") yield* membersOfConstructor(module, element);
    else yield member(module, keyName(element), { ...memberOf(element), node: element });
  }
}

/** `constructor(private readonly pool: Pool)`. */
function membersOfConstructor(module: DeclaringModule, { value }: TSESTree.MethodDefinition): TypeMember[] {
  return value.params.flatMap((parameter) => {
    const own = parameter.type === "TSParameterProperty" ? parameterIdentifier(parameter) : undefined;
    if (!own || parameter.type !== "TSParameterProperty") return [];
    const isHidden = (parameter.accessibility ?? "public") !== "public";
    const { typeAnnotation, optional: isOptional } = own;
    return [member(module, own.name, { type: typeAnnotation?.typeAnnotation, isOptional, isHidden, node: parameter })];
  });
}

function memberOf(element: Node): Partial<TypeMember> {
  const isHidden =
    ("key" in element && element.key.type === "PrivateIdentifier") ||
    ("accessibility" in element && (element.accessibility ?? "public") !== "public");
  const isOptional = "optional" in element && element.optional === true;
  const method = element.type === "TSMethodSignature" ? element : "value" in element ? element.value : undefined;
  if ("kind" in element && method && typeof method === "object" && "returnType" in method)
    return { type: method.returnType?.typeAnnotation, isOptional, isHidden, isMethod: element.kind !== "get" };
  const annotation = "typeAnnotation" in element ? element.typeAnnotation : undefined;
  return { type: annotation?.type === "TSTypeAnnotation" ? annotation.typeAnnotation : undefined, isOptional, isHidden };
}

function member(module: DeclaringModule, name: string | undefined, read: Partial<TypeMember> = {}): TypeMember {
  return { type: undefined, isOptional: false, isMethod: false, isHidden: false, isOpen: false, ...read, name, module };
}
