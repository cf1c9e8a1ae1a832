import { promisedType } from "../../semantics/types/type-parts.js";
import type { TSESTree } from "@typescript-eslint/types";
import { type AnnotatedPlace, annotatedPlaceOf, isGetter, statedTarget } from "../../naming/annotated-places.js";
import { carrierOf, type Target } from "../../naming/targets.js";
import type { FileView } from "../../semantics/file-view.js";
import { membersOfExport, membersOfType, type TypeMember } from "../../semantics/types/type-members.js";
import { meansExport } from "../../semantics/scope-lookup.js";
import { isFunction, isWrapper, keyName, type Node } from "../../syntax/nodes.js";
import { entryForFunction, entryForName, type LooseEntry, type LooseSetting } from "./entries.js";

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
  const written = writtenMembers(part);
  const known = written.length > 0 ? [...membersOfEntry(file, entry)] : [];
  const names = known.flatMap(({ name }) => name ?? []);
  const isOpen = known.some((member) => member.isOpen);
  if (isOpen && isPrecise(part)) return true;
  if (written.some((name) => isOfOneBranch(file, entry, name))) return true;
  if (known.length === 0 || written.some((name) => names.includes(name))) return false;
  // A named type with only an index signature says less than these members.
  return names.length === known.length || (isOpen && names.length === 0);
}

/** Whether a branch of the union that an entry's type stands for surely lacks a member: nobody could read it there. */
function isOfOneBranch({ modules: { declarations } }: FileView, entry: LooseEntry, name: string): boolean {
  const ref = wholeOf(entry);
  const declared = ref && declarations.findExported(ref.module, ref.exported);
  const alias = declared?.module.types.get(declared.name);
  if (!declared || alias?.type !== "TSTypeAliasDeclaration" || alias.typeAnnotation.type !== "TSUnionType") return false;
  return alias.typeAnnotation.types.some((branch) => {
    const names = [...membersOfType({ declarations, module: declared.module }, branch)].map((member) => member.name);
    return !names.includes(undefined) && !names.includes(name);
  });
}

/** The export that an entry's type is; none where it is a part of the type. */
function wholeOf({ uses, type }: LooseEntry): LooseEntry["uses"][number]["ref"] | undefined {
  const [use] = uses;
  return uses.length === 1 && use?.range[0] === 0 && use.range[1] === type.length ? use.ref : undefined;
}

/** The members of an entry's type; a type with arguments is not looked into. */
function* membersOfEntry(file: FileView, entry: LooseEntry): Generator<TypeMember> {
  const ref = wholeOf(entry);
  if (ref) yield* membersOfExport(file.modules.declarations, ref);
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

const KEYWORDS = new Set(["TSAnyKeyword", "TSUnknownKeyword", "TSObjectKeyword"]);

/** Whether a type says nothing about its values, or describes them inline: `any`, `object`, `Record<string, any>`, `{ … }`. */
function isLoose(type: TSESTree.TypeNode): boolean {
  if (KEYWORDS.has(type.type)) return true;
  if (type.type === "TSMappedType") return !type.typeAnnotation || isLoose(type.typeAnnotation);
  if (type.type === "TSTypeLiteral") return !isCallable(type) && !isPreciseMap(type);
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
function isPreciseMap({ members }: TSESTree.TSTypeLiteral): boolean {
  const values = members.map((member) =>
    member.type === "TSIndexSignature" ? member.typeAnnotation?.typeAnnotation : undefined,
  );
  return values.length > 0 && values.every((value) => value !== undefined && !isLoose(value));
}
