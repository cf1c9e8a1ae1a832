/** Reads the members of types, and what functions take: through aliases, bases, unions and the modules that they come from. */
import type { TSESTree } from "@typescript-eslint/types";
import type { Declarations, Declared, DeclaringModule } from "../../modules/index.js";
import { keyName, listOf, memberName, type Node, parameterIdentifier, stringValue, unwrap } from "../../syntax/nodes.js";
import { type Callee, importedValue, type StatedType } from "../callees.js";
import type { FileView } from "../file-view.js";
import { type ExportRef, linkParents, ownModule } from "../module-view.js";
import {
  constantOfType,
  elementType,
  isConstCast,
  isNothingType,
  kindOf,
  lastNameOf,
  membersOfEnum,
  plainName,
  textsIn,
  typeNamed,
  typeOfKind,
  typeParameterOf,
  writtenConstant,
} from "./type-parts.js";

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
  /** Whether what a class hides counts too: no base has it in public. */
  readonly seesHidden?: boolean;
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
  if (declared) yield* membersOfDeclared({ declarations, module: declared.module }, declared.name, 0);
}

function* membersOfName(place: Place, name: string, depth: number): Generator<TypeMember> {
  const declared = place.declarations.findNamed(place.module, name);
  if (declared && depth <= MOST_STEPS) yield* membersOfDeclared({ ...place, module: declared.module }, declared.name, depth);
  else yield member(place.module, undefined);
}

function* membersOfDeclared(place: Place, name: string, depth: number): Generator<TypeMember> {
  const { module, seesHidden = false } = place;
  const node = module.types.get(name);
  // The arguments of a generic type may bring members.
  if (!node || ("typeParameters" in node && node.typeParameters)) yield member(module, undefined);
  if (node?.type === "TSTypeAliasDeclaration") return yield* membersOfType(place, node.typeAnnotation, depth);
  if (node?.type === "TSInterfaceDeclaration") yield* membersOf(module, node.body.body);
  if (node?.type === "ClassDeclaration")
    for (const own of membersOf(module, node.body.body)) if (seesHidden || !own.isHidden) yield own;
  for (const base of node ? basesOf(node) : [])
    yield* base === undefined ? [member(module, undefined)] : membersOfName(place, base, depth + 1);
}

/** The types at the end of a path of members, one for each part of a union; undefined for one that is not in sight. */
export function typesAtEnd(file: FileView, stated: StatedType, path: readonly string[]): readonly (StatedType | undefined)[] {
  const { module, type } = stated;
  const [name, ...rest] = path;
  if (name === undefined) return [stated];
  if (type.type === "TSUnionType")
    return type.types.flatMap((part) => (isNothingType(part) ? [] : typesAtEnd(file, { module, type: part }, path)));
  const own = [...membersOfType({ declarations: file.modules.declarations, module }, type)].find((each) => each.name === name);
  return own?.type && !own.isMethod ? typesAtEnd(file, { ...own, type: own.type }, rest) : [undefined];
}

/** Whether all that a type allows is an export's: by a name for it, or since it extends it. */
export function isKindOf(file: FileView, stated: StatedType, { module: target, exported }: ExportRef): boolean {
  const { declarations } = file.modules;
  const aliased = ({ module, name }: Declared): TSESTree.TypeNode | undefined => {
    const node = module.types.get(name);
    return node?.type === "TSTypeAliasDeclaration" && !node.typeParameters ? node.typeAnnotation : undefined;
  };
  const behind = (declared: Declared, depth = 0): Declared => {
    const name = plainName(aliased(declared))?.name;
    const next = name === undefined || depth > MOST_STEPS ? undefined : declarations.findNamed(declared.module, name);
    return next ? behind(next, depth + 1) : declared;
  };
  const named = declarations.findExported(target, exported);
  const wanted = named && behind(named);
  const isNamed = (module: DeclaringModule, name: string, depth: number): boolean => {
    const own = declarations.findNamed(module, name);
    if (!own || depth > MOST_STEPS) return false;
    if (own.name === wanted?.name && own.module.path === wanted.module.path) return true;
    const node = own.module.types.get(own.name);
    const alias = aliased(own);
    if (alias) return isKind(own.module, alias, depth + 1);
    return !!node && basesOf(node).some((base) => base !== undefined && isNamed(own.module, base, depth + 1));
  };
  const isKind = (module: DeclaringModule, part: TSESTree.TypeNode, depth = 0): boolean => {
    if (part.type === "TSUnionType") return part.types.every((each) => isKind(module, each, depth));
    const name = typeParameterOf(part) ? undefined : plainName(part)?.name;
    return name !== undefined && isNamed(module, name, depth);
  };
  linkParents(file, stated.module);
  return !!wanted && isKind(stated.module, stated.type);
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

/** What a name of the project stands for. */
export function behindAlias(file: FileView, stated: StatedType): StatedType {
  return behindIndex(file, stated) ?? behindName(file, stated);
}

function behindName(file: FileView, stated: StatedType): StatedType {
  const { module, node } = declaredBy(file, stated) ?? {};
  if (!module || node?.type !== "TSTypeAliasDeclaration" || node.typeParameters) return stated;
  return { ...stated, module, type: node.typeAnnotation };
}

/** What an indexed type stands for: what `Options["message"]` states, the texts of `(typeof NAMES)[number]`; undefined for other types. */
export function behindIndex(file: FileView, stated: StatedType): StatedType | undefined {
  const whole = behindName(file, stated);
  const { module, type } = whole;
  if (type.type !== "TSIndexedAccessType") return undefined;
  const key = type.indexType.type === "TSLiteralType" ? stringValue(type.indexType.literal) : undefined;
  const member = key === undefined ? undefined : memberNamed(file, { module, type: type.objectType }, key);
  if (member) return { ...member, isOptional: member.isOptional === true || stated.isOptional === true };
  if (type.indexType.type !== "TSNumberKeyword") return undefined;
  const name = type.objectType.type === "TSTypeQuery" ? type.objectType.exprName : undefined;
  const declared = name?.type === "Identifier" ? file.modules.declarations.findNamed(module, name.name) : undefined;
  const value = declared?.module.values.get(declared.name);
  const list = value && isConstCast(value) ? unwrap(value) : undefined;
  if (list?.type !== "ArrayExpression" || !list.elements.every((each) => each?.type === "Literal")) return undefined;
  const types = list.elements.map((literal) => ({ type: "TSLiteralType", literal, range: type.range }));
  return { ...whole, type: { type: "TSUnionType", types, range: type.range } as unknown as TSESTree.TSUnionType };
}

/** The members of a type literal or an interface, and the module that states them. */
export function elementsOf(
  file: FileView,
  { module, type }: StatedType,
): { readonly module: DeclaringModule; readonly members: readonly TSESTree.TypeElement[] } | undefined {
  if (type.type === "TSTypeLiteral") return { module, members: type.members };
  const declared = declaredBy(file, { module, type });
  const node = declared?.node;
  if (node?.type === "TSTypeAliasDeclaration" && node.typeAnnotation.type === "TSTypeLiteral")
    return { module: declared!.module, members: node.typeAnnotation.members };
  return node?.type === "TSInterfaceDeclaration" ? { module: declared!.module, members: node.body.body } : undefined;
}

/** What a function states for an argument, or a type for a member. */
export interface Parameter extends StatedType {
  /** As code would write it: `...parts: string[]`. */
  readonly text: string;
}

/** What a type states for a member. */
export function memberNamed(file: FileView, owner: StatedType, name: string): Parameter | undefined {
  const stated = elementsOf(file, owner);
  const member = stated?.members.find((each) => each.type === "TSPropertySignature" && keyName(each) === name);
  if (!stated || member?.type !== "TSPropertySignature" || !member.typeAnnotation) return undefined;
  const isOptional = member.optional && !file.modules.hasOption(file.path, "exactOptionalPropertyTypes");
  const of = { module: stated.module, type: member.typeAnnotation.typeAnnotation, isOptional };
  return { ...of, text: `${name}: ${textOf(of)}` };
}

/** Whether all that a type is made from is in sight, and has members, but none of this name. */
export function hasNoMember(file: FileView, { module, type }: StatedType, name: string): boolean {
  const all = [...membersOfType({ declarations: file.modules.declarations, module }, type)];
  return all.length > 0 && all.every((each) => each.name !== undefined && each.name !== name);
}

/** Whether what may be of a type lacks a member: in one part of a union, or since `Pick<User, "id">` names others. */
export function mayLackMember(file: FileView, stated: StatedType, name: string, depth = 0): boolean {
  const { type } = stated;
  const lacks = (part: TSESTree.TypeNode): boolean =>
    depth < MOST_STEPS && mayLackMember(file, { ...stated, type: part }, name, depth + 1);
  if (type.type === "TSUnionType") return type.types.some(lacks);
  if (type.type === "TSIntersectionType") return type.types.every(lacks);
  const [whole, keys] = (type.type === "TSTypeReference" && type.typeArguments?.params) || [];
  const maker = whole && type.type === "TSTypeReference" ? lastNameOf(type.typeName) : "";
  const named = keys && textsIn(keys);
  if (named && (maker === "Pick" ? !named.includes(name) : maker === "Omit" && named.includes(name))) return true;
  if (whole && SAME_AT_ONCE.test(maker)) return lacks(whole);
  linkParents(file, stated.module);
  const behind = typeParameterOf(type)?.constraint ?? behindName(file, stated);
  if ("module" in behind)
    return behind.type === type ? hasNoMember(file, stated, name) : mayLackMember(file, behind, name, depth + 1);
  return lacks(behind);
}

/** The same members, now and in a test's double. */
const SAME_AT_ONCE = /^(?:Readonly|Required|NonNullable|Partial|Omit|Pick|Mocked|MockedObject|MockedObjectDeep|DeepMocked)$/u;

/** The types of a member of an enum: `Event.Start` is an `Event`, and an `Event.Start`. */
export function typesOfEnumMember(file: FileView, node: TSESTree.MemberExpression): readonly StatedType[] {
  const { object } = node;
  const local = object.type === "Identifier" ? (file.variableOf(object)?.defs[0]?.node as Node | undefined) : undefined;
  const declared = local?.type === "TSEnumDeclaration" ? local : importedValue(file, object)?.node;
  if (
    declared?.type !== "TSEnumDeclaration" ||
    !membersOfEnum(declared).some(({ id: key }) => keyName({ key }) === memberName(node))
  )
    return [];
  const module = ownModule(file);
  return [object, node].map(({ range }) => ({ module, type: typeNamed(file, range) }));
}

/** Whether each member of what a type names, an enum, is a text. */
export function isEnumOfTexts(file: FileView, stated: StatedType): boolean {
  const { node } = declaredBy(file, stated) ?? {};
  const isTexts = node?.type === "TSEnumDeclaration";
  return isTexts && membersOfEnum(node).every(({ initializer }) => initializer && kindOf(initializer) === "string");
}

/** What a name of a type stands for in the project's own code. */
function declaredBy(
  file: FileView,
  { module, type }: StatedType,
): { readonly module: DeclaringModule; readonly node: Node } | undefined {
  const name = plainName(type)?.name;
  const declared = name === undefined ? undefined : file.modules.declarations.findNamed(module, name);
  const node = declared?.module.types.get(declared.name);
  return declared && node && { module: declared.module, node };
}

/** The parameters that arguments are given to. */
export function parametersOf({ params }: Callee["node"]): readonly TSESTree.Parameter[] {
  return params.filter((each) => !(each.type === "Identifier" && each.name === "this"));
}

/** The parameter that takes an argument; undefined where it takes anything, "none" where there is none. */
export function parameterAt({ module, node: owner }: Callee, index: number): Parameter | "none" | undefined {
  const all = parametersOf(owner);
  const last = all.at(-1);
  const parameter = all[index] ?? (last?.type === "RestElement" ? last : undefined);
  if (!parameter) return /\.[cm]?jsx?$/u.test(module.path) ? undefined : "none";
  const inner = parameter.type === "TSParameterProperty" ? parameter.parameter : parameter;
  const node = inner.type === "AssignmentPattern" ? inner.left : inner;
  const kind = inner.type === "AssignmentPattern" ? kindOf(inner.right) : undefined;
  const stated = "typeAnnotation" in node ? node.typeAnnotation?.typeAnnotation : undefined;
  const [dots, named] = node.type === "RestElement" ? ["...", node.argument] : ["", node];
  const type = dots ? elementType(stated) : (stated ?? typeOfKind(kind));
  const isOptional = inner !== node || ("optional" in node && node.optional);
  const name = named.type === "Identifier" ? named.name : "an argument";
  const text = `${dots}${name}: ${stated ? textOf({ module, type: stated }) : kind}`;
  return type && { module, type, isOptional, text };
}

/** What a function states for a place in a call: for an argument, or for what is under a key of one, in each type that this may be of. */
export function statedAt(file: FileView, callee: Callee, node: Node): readonly (Parameter | "none")[] {
  const property = node.parent?.type === "Property" && node.parent.value === node ? node.parent : undefined;
  const argument = property ? property.parent : node;
  const call = argument.parent;
  const isCall = call?.type === "CallExpression" || call?.type === "NewExpression";
  const index = isCall ? call.arguments.indexOf(argument as TSESTree.Expression) : -1;
  const stated = index === -1 ? undefined : parameterAt(callee, index);
  if (stated === undefined || stated === "none") return stated === undefined ? [] : [stated];
  if (!property) return isText(node) ? withoutObjects(file, stated) : [stated];
  const [name, whole] = [keyName(property), behindAlias(file, stated)];
  const types = whole.type.type === "TSUnionType" ? whole.type.types : [whole.type];
  if (name === undefined) return [];
  const variants = types.map((type) => joinedIn(file, { ...whole, type })).filter((parts) => !isOther(file, parts, argument));
  return variants.flat().flatMap((each) => memberNamed(file, each, name) ?? []);
}

/** Whether an object is not of a type of a union, as a property says: `{ type: "a", … }` is no `{ type: "b"; … }`. */
function isOther(file: FileView, parts: readonly StatedType[], object: Node): boolean {
  const properties = object.type === "ObjectExpression" ? object.properties : [];
  return properties.some((property) => {
    const name = property.type === "Property" ? keyName(property) : undefined;
    const value = name === undefined ? undefined : writtenConstant(file.text, (property as TSESTree.Property).value);
    const stated = value === undefined ? undefined : parts.map((each) => memberNamed(file, each, name!)).find(Boolean);
    const types = stated?.type.type === "TSUnionType" ? stated.type.types : stated ? [stated.type] : [];
    const constants = types.map((type) => constantOfType(stated!.module.text, type));
    // Members of one enum, or texts.
    const sort = (constant: string) => /^(?:"|[^.]*)/u.exec(constant)![0];
    return constants.length > 0 && constants.every((each) => each !== undefined && each !== value && sort(each) === sort(value!));
  });
}

/** The types that an intersection joins; the type itself where it is none. */
function joinedIn(file: FileView, stated: StatedType): readonly StatedType[] {
  const whole = behindAlias(file, stated);
  return whole.type.type === "TSIntersectionType" ? whole.type.types.map((type) => ({ ...whole, type })) : [stated];
}

function isText({ type }: Node): boolean {
  return type === "Literal" || type === "TemplateLiteral";
}

/** The types of a union that are none of objects. */
function withoutObjects(file: FileView, stated: Parameter): readonly Parameter[] {
  if (stated.type.type !== "TSUnionType") return [stated];
  return stated.type.types
    .map((type) => ({ ...stated, type }))
    .filter((each) => !joinedIn(file, each).some((part) => elementsOf(file, part)));
}

/** One of several declarations says nothing of what the others take. */
export function notOverloaded(file: FileView, callee: Callee | undefined): Callee | undefined {
  if (!callee) return undefined;
  linkParents(file, callee.module);
  const isWhole = callee.node.type === "TSMethodSignature" || callee.node.type === "TSDeclareFunction";
  const own = (isWhole ? callee.node : callee.node.parent) as Node | undefined;
  // The top of a tree that is only there in part has no parent.
  if (!own) return callee;
  const { parent } = own.parent?.type.startsWith("Export") ? own.parent : own;
  const siblings: readonly Node[] = parent && "body" in parent && Array.isArray(parent.body) ? parent.body : [];
  const name = nameOfDeclared(own);
  return name !== undefined && siblings.filter((each) => nameOfDeclared(each) === name).length > 1 ? undefined : callee;
}

function nameOfDeclared(node: Node): string | undefined {
  if (node.type === "TSDeclareFunction") return node.id?.name;
  if ("declaration" in node && node.declaration) return nameOfDeclared(node.declaration);
  return "key" in node ? keyName(node) : undefined;
}

/** A type as its module writes it. */
export function textOf({ module, type }: StatedType): string {
  return module.text.slice(...type.range);
}
