import { promisedType } from "../../semantics/type-parts.js";
import type { TSESTree } from "@typescript-eslint/types";
import type { Declarations, Declared, DeclaringModule } from "../../modules/index.js";
import { type AnnotatedPlace, annotatedPlaceOf, isGetter, statedTarget } from "../../naming/annotated-places.js";
import { carrierOf, type Target } from "../../naming/targets.js";
import type { ExportRef } from "../../semantics/module-view.js";
import type { FileView } from "../../semantics/file-view.js";
import { meansExport } from "../../semantics/scope-lookup.js";
import { isFunction, isWrapper, keyName, type Node } from "../../syntax/nodes.js";
import { entryForFunction, entryForName, type LooseEntry, type LooseSetting } from "./entries.js";
import { isLoose } from "./loose.js";

/** A loose type where a named one exists. */
export interface LooseSite {
  readonly entry: LooseEntry;
  /** The type that the named one replaces. */
  readonly part: TSESTree.TypeNode;
  readonly at:
    | { readonly kind: "place"; readonly place: AnnotatedPlace }
    | { readonly kind: "cast"; readonly cast: TSESTree.TSAsExpression | TSESTree.TSTypeAssertion; readonly target: Target }
    | { readonly kind: "call"; readonly call: TSESTree.CallExpression; readonly target: Target };
}

const TYPES = [
  "TSAnyKeyword",
  "TSUnknownKeyword",
  "TSObjectKeyword",
  "TSTypeLiteral",
  "TSMappedType",
  "TSTypeReference",
  "TSUnionType",
  "TSIntersectionType",
] as const;

/** Every loose type in the file for something that has a named type. */
export function findLooseTypes(file: FileView, options: LooseSetting): LooseSite[] {
  const sites: LooseSite[] = [];
  for (const type of TYPES) {
    for (const part of file.nodes(type)) {
      if (!isLoose(part) || isPartOfLoose(part)) continue;
      const site = placeSite(file, options, part) ?? castSite(file, options, part) ?? callSite(file, options, part);
      if (site) sites.push(site);
    }
  }
  return sites.sort((a, b) => a.part.range[0] - b.part.range[0]);
}

/** Whether a type is a branch of `{ … } | { … }`; the value of a `Record` is not, because an entry may have its own name. */
function isPartOfLoose(part: TSESTree.TypeNode): boolean {
  const { parent } = part;
  return (parent.type === "TSUnionType" || parent.type === "TSIntersectionType") && isLoose(parent);
}

function placeSite(file: FileView, options: LooseSetting, part: TSESTree.TypeNode): LooseSite | undefined {
  const place = annotatedPlaceOf(file, part);
  if (!place || place.kind === "alias" || place.kind === "index" || isInConstraint(part)) return undefined;
  const isResult = place.kind === "return" && !isGetter(place.holder);
  const entry = isResult
    ? place.shape === "one"
      ? entryForFunction(options, place.name)
      : undefined
    : entryForName(options, place.name, place.shape);
  if (!entry || (place.kind === "parameter" && isConverter(file, entry, place))) return undefined;
  if (!isResult && isOfOther(file, entry, part)) return undefined;
  return { entry, part, at: { kind: "place", place } };
}

/** `<T extends { data?: unknown }>`, `T extends { data: any } ? …`: a constraint holds no value. */
function isInConstraint(part: TSESTree.TypeNode): boolean {
  for (let at: Node | undefined = part; at; at = at.parent) {
    if (at.type === "TSTypeParameter" || at.type === "TSConditionalType") return true;
    if (at.type === "TSTypeAnnotation" && at.parent.type !== "TSPropertySignature") return false;
  }
  return false;
}

/**
 * An object type with members of which the named type has none is one of something else under the same name; one that names all its
 * members says more than a type with an index signature.
 */
function isOfOther(file: FileView, entry: LooseEntry, part: TSESTree.TypeNode): boolean {
  const members = writtenMembers(part);
  const known = members.length > 0 ? knownTypeOf(file, entry) : undefined;
  if (!known) return false;
  if (known.isOpen && isPrecise(part)) return true;
  if (members.some((name) => known.members.has(name))) return false;
  // A named type with only an index signature says less than these members.
  return known.isComplete || known.members.size === 0;
}

/** What the declaration of an entry's type says; a type with arguments is not looked into. */
function knownTypeOf(file: FileView, { uses, type }: LooseEntry): KnownType | undefined {
  const [use] = uses;
  const isWhole = uses.length === 1 && use?.range[0] === 0 && use.range[1] === type.length;
  return isWhole ? readKnownType(file.modules.declarations, use.ref) : undefined;
}

function writtenMembers(type: TSESTree.TypeNode): string[] {
  if (type.type === "TSUnionType" || type.type === "TSIntersectionType") return type.types.flatMap(writtenMembers);
  if (type.type !== "TSTypeLiteral") return [];
  return type.members.flatMap((member) => ("key" in member ? (keyName(member) ?? []) : []));
}

/** Whether an inline type says what each of its members is. */
function isPrecise(type: TSESTree.TypeNode): boolean {
  if (type.type === "TSUnionType" || type.type === "TSIntersectionType") return type.types.every(isPrecise);
  if (type.type !== "TSTypeLiteral") return !isLoose(type);
  const { members } = type;
  return (
    members.length > 0 &&
    members.every((member) => {
      const stated = member.type === "TSPropertySignature" ? member.typeAnnotation?.typeAnnotation : undefined;
      return member.type === "TSMethodSignature" || (!!stated && isPrecise(stated));
    })
  );
}

/** A function that converts its argument to the type, or checks for the type: it may get anything. */
function isConverter(file: FileView, entry: LooseEntry, { holder }: AnnotatedPlace): boolean {
  let owner: Node | undefined = holder.parent;
  while (owner && !isFunction(owner) && !("returnType" in owner)) owner = owner.parent;
  const type = owner && "returnType" in owner ? owner.returnType?.typeAnnotation : undefined;
  if (!type) return false;
  if (type.type === "TSTypePredicate")
    return type.parameterName.type === "Identifier" && holder.type === "Identifier" && type.parameterName.name === holder.name;
  return namesType(file, entry, promisedType(type) ?? type);
}

/** Whether a type, as this file writes it, is the entry's. */
function namesType(file: FileView, entry: LooseEntry, type: TSESTree.TypeNode): boolean {
  const [use] = entry.uses;
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier" || !use) return false;
  return entry.uses.length === 1 && use.range[1] === entry.type.length && meansExport(file, type.typeName, use.ref);
}

/** `payload as any` that goes to something with a name. */
function castSite(file: FileView, options: LooseSetting, part: TSESTree.TypeNode): LooseSite | undefined {
  const cast = part.parent;
  if ((cast.type !== "TSAsExpression" && cast.type !== "TSTypeAssertion") || isCastAgain(cast)) return undefined;
  const target = statedTarget(file, cast);
  if (!target || target.isIndirect || !isWholeValue(cast)) return undefined;
  const entry = entryOf(options, target);
  return entry && !isOfOther(file, entry, part) ? { entry, part, at: { kind: "cast", cast, target } } : undefined;
}

/** `x as unknown as T`: the outer cast decides. */
function isCastAgain(cast: Node): boolean {
  for (let at = cast.parent; at && isWrapper(at); at = at.parent) if ("typeAnnotation" in at) return true;
  return false;
}

/** Whether the value itself is used, not a template or a sum that contains it. */
function isWholeValue(node: Node): boolean {
  for (let at: Node = node; at !== carrierOf(node); at = at.parent as Node) {
    const { parent } = at;
    if (parent?.type === "TemplateLiteral" || parent?.type === "BinaryExpression") return false;
  }
  return true;
}

function entryOf(options: LooseSetting, target: Target): LooseEntry | undefined {
  if (target.kind === "return") return entryForFunction(options, target.name);
  return entryForName(options, target.name, target.kind === "element" ? "many" : "one");
}

/** `const auth = await api.get<any>("/auth")` */
function callSite(file: FileView, options: LooseSetting, part: TSESTree.TypeNode): LooseSite | undefined {
  const list = part.parent;
  const call = list.type === "TSTypeParameterInstantiation" ? list.parent : undefined;
  if (call?.type !== "CallExpression" || call.typeArguments?.params[0] !== part || !isWholeValue(call)) return undefined;
  const target = statedTarget(file, call);
  if (!target || target.isIndirect || target.annotation) return undefined;
  const entry = entryOf(options, target);
  return entry && !isOfOther(file, entry, part) ? { entry, part, at: { kind: "call", call, target } } : undefined;
}

/** What the declaration of a named type says. */
interface KnownType {
  readonly members: ReadonlySet<string>;
  /** Whether these are all members of the type. */
  readonly isComplete: boolean;
  /** Whether values may have any other member too: an index signature, or `Record<string, …>`. */
  readonly isOpen: boolean;
}

const DEEPEST = 8;

/** Reads the members of a named type; undefined if it is no object type, or can't be read. */
function readKnownType(declarations: Declarations, ref: ExportRef): KnownType | undefined {
  const declared = declarations.findExported(ref.module, ref.exported);
  return declared && typeOfDeclared(declarations, declared, 0);
}

function typeOfDeclared(declarations: Declarations, { module, name }: Declared, depth: number): KnownType | undefined {
  const node = module.types.get(name);
  if (!node || depth > DEEPEST) return undefined;
  if (node.type === "TSInterfaceDeclaration") {
    if (node.typeParameters) return undefined;
    const bases = node.extends.map(({ expression }) =>
      expression.type === "Identifier" ? typeOfName(declarations, module, expression.name, depth) : undefined,
    );
    return joined([...bases, membersOf(node.body.body)]);
  }
  if (node.type === "TSTypeAliasDeclaration")
    return node.typeParameters ? undefined : knownType(declarations, module, node.typeAnnotation, depth + 1);
  return node.type === "ClassDeclaration" ? membersOfClass(node) : undefined;
}

function typeOfName(declarations: Declarations, module: DeclaringModule, name: string, depth: number): KnownType | undefined {
  const declared = declarations.findNamed(module, name);
  return declared && typeOfDeclared(declarations, declared, depth + 1);
}

/** The members of a type as it is written in a module. */
function knownType(
  declarations: Declarations,
  module: DeclaringModule,
  type: TSESTree.TypeNode,
  depth = 0,
): KnownType | undefined {
  if (type.type === "TSTypeLiteral") return membersOf(type.members);
  if (type.type === "TSIntersectionType")
    return joined(type.types.map((part) => knownType(declarations, module, part, depth + 1)));
  if (type.type !== "TSTypeReference" || type.typeName.type !== "Identifier" || depth > DEEPEST) return undefined;
  const [argument] = type.typeArguments?.params ?? [];
  if (argument && type.typeName.name === "Record") return recordOf(argument);
  if (argument) return type.typeName.name === "Readonly" ? knownType(declarations, module, argument, depth + 1) : undefined;
  return typeOfName(declarations, module, type.typeName.name, depth);
}

/** `Record<string, unknown>`; one of listed keys is not looked into. */
function recordOf(key: TSESTree.TypeNode): KnownType | undefined {
  const isOpen = /^TS(?:String|Number|Any)Keyword$/u.test(key.type);
  return isOpen ? { members: new Set(), isComplete: false, isOpen } : undefined;
}

function membersOf(elements: readonly TSESTree.TypeElement[]): KnownType {
  const names = elements.map((element) => ("key" in element ? keyName(element) : undefined));
  const isOpen = elements.some((element) => element.type === "TSIndexSignature");
  return { members: new Set(names.filter((name) => name !== undefined)), isComplete: !names.includes(undefined), isOpen };
}

function membersOfClass(node: TSESTree.ClassDeclaration): KnownType {
  const names = (node.body.body as readonly Node[]).map((member) => ("key" in member ? keyName(member) : undefined));
  return {
    members: new Set(names.filter((name) => name !== undefined)),
    isComplete: !node.superClass && !hasParameterProperties(node),
    isOpen: false,
  };
}

function hasParameterProperties(node: TSESTree.ClassDeclaration): boolean {
  return node.body.body.some(
    (member) =>
      member.type === "MethodDefinition" && member.value.params.some((parameter) => parameter.type === "TSParameterProperty"),
  );
}

function joined(parts: readonly (KnownType | undefined)[]): KnownType | undefined {
  const known = parts.filter((part) => part !== undefined);
  if (known.length === 0) return undefined;
  const isAll = known.length === parts.length;
  return {
    members: new Set(known.flatMap(({ members }) => [...members])),
    isComplete: isAll && known.every(({ isComplete }) => isComplete),
    isOpen: known.some(({ isOpen }) => isOpen),
  };
}
