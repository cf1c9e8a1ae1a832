import type { TSESTree } from "@typescript-eslint/types";
import type { TypeDeclaration } from "../../edits/type-declarations.js";
import type { FileView } from "../../semantics/file-view.js";
import { keyName, type Node } from "../../syntax/nodes.js";
import { ownModule } from "../../semantics/module-view.js";
import type { DeclaringModule } from "../../modules/index.js";
import {
  wordsKey,
  type CanonicalType,
  type DuplicateTypeSetting,
  type Home,
  areRelated,
  isSpelledOut,
} from "./canonical-types.js";
import { isSameShape, weightOf, type MemberShape, type Shape, differencesOf, type Differences, identityOf } from "./shape.js";
import { TypeReader, type ReadType } from "./type-reader.js";
import type { NearDuplicate } from "../define-rule.js";
import { allOf, anyOf, confirmedBy, containsWord, type Needs } from "../../scan/needs.js";

/** A declaration of a type that has its home elsewhere. */
export interface Duplicate {
  readonly node: TypeDeclaration;
  readonly type: CanonicalType;
  readonly home: Home | undefined;
  readonly read: ReadType;
  /** Whether it has the type's name; otherwise only its shape identifies it. */
  readonly isNamed: boolean;
  readonly isSame: boolean;
}

/** A type with fewer members may be equal by chance. */
const LEAST_WEIGHT = { related: 2, unrelated: 3 };

/** The declarations of a file that its rule may report, with what they are. */
export interface DeclaredTypes {
  readonly module: DeclaringModule;
  readonly nodes: readonly TypeDeclaration[];
  /** Reads one; the names of a home, if there is one, mean the declaration itself. */
  read(node: TypeDeclaration, home?: Home): ReadType;
}

/** Every alias, interface and enum that the file declares, except those inside `declare module "…"`. */
function declaredTypes(file: FileView): DeclaredTypes {
  const module = ownModule(file);
  const types = ["TSTypeAliasDeclaration", "TSInterfaceDeclaration", "TSEnumDeclaration"] as const;
  const nodes = types.flatMap((type): readonly TypeDeclaration[] => file.nodes(type)).filter((node) => !isOfOtherModule(node));
  return {
    module,
    nodes: nodes.sort((a, b) => a.range[0] - b.range[0]),
    read: (node, home) => new TypeReader(file.modules, home ? [home.identity] : []).read(node, module),
  };
}

/** Whether a declaration is inside `declare module "…" { … }`, and so another module's. */
function isOfOtherModule(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) if (at.type === "TSModuleDeclaration" && at.id.type === "Literal") return true;
  return false;
}

/** Finds the file's declarations of canonical types, by name and by shape. */
export function findDuplicates(file: FileView, { types }: DuplicateTypeSetting): Duplicate[] {
  const { module, nodes, read: readAs } = declaredTypes(file);
  // Types that the token check would not find are skipped here too: both checks have to agree.
  const spelled = types.filter((type) => isSpelledOut(file.text, type));
  return nodes.flatMap((node): Duplicate[] => {
    if (isHomeOfAny(types, module, node)) return [];
    const named = typeNamed(types, node.id.name);
    if (!named) return byShape(spelled, node, readAs);
    const home = named.home();
    const read = readAs(node, home);
    if (isPointer(node, read, home)) return [];
    const isSame = !!home && isSameType(read, home);
    // A generic of another shape is a type of its own, whatever it is called.
    if (home && read.isGeneric && !isSame) return [];
    return [{ node, type: named, home, read, isNamed: true, isSame }];
  });
}

/** A canonical type may itself be another name for the declaration. */
function isHomeOfAny(types: readonly CanonicalType[], module: DeclaringModule, node: TypeDeclaration): boolean {
  if (module.types.get(node.id.name) !== node) return false;
  const identity = identityOf(module, node.id.name);
  return types.some((type) => {
    const home = type.home();
    return home?.identity === identity || home?.builtOn.has(identity);
  });
}

/** The type that a name belongs to; the exact spelling first. */
export function typeNamed(types: readonly CanonicalType[], name: string): CanonicalType | undefined {
  return types.find((type) => type.name === name) ?? types.find(({ words }) => words.has(wordsKey(name)));
}

/** `type UserId = Shared.UserId` and `type Role = Turn["role"]` are no duplicates: they follow the home. */
function isPointer(node: TypeDeclaration, { shape, builtOn }: ReadType, home: Home | undefined): boolean {
  if (!home) return false;
  if (node.type !== "TSInterfaceDeclaration") return shape.kind === "other" && shape.key === "↺0";
  return builtOn.has(home.identity) && node.body.body.length === 0 && node.extends.length === 1;
}

/** Whether two types are the same, up to the names of their parameters. */
function isSameType(here: ReadType, home: ReadType): boolean {
  return here.parameters === home.parameters && isSameShape(here.shape, home.shape);
}

/** A cheap check that does not look at the types of members. */
function mayBeSame(shape: Shape, home: Home): boolean {
  if (weightOf(shape) !== home.weight) return false;
  return !("members" in shape) || !("members" in home.shape) || hasNames(home.shape, [...shape.members.keys()]);
}

function hasNames({ members }: MemberShape, names: readonly string[]): boolean {
  return names.length === members.size && names.every((name) => members.has(name));
}

/** The names of a declaration's members if it spells out all of them; undefined if the type has to be read. */
function writtenNames(node: TypeDeclaration): readonly string[] | undefined {
  if (node.type === "TSEnumDeclaration") return undefined;
  const isLiteral = node.type === "TSTypeAliasDeclaration" && node.typeAnnotation.type === "TSTypeLiteral";
  if (!isLiteral && (node.type === "TSTypeAliasDeclaration" || node.extends.length > 0)) return undefined;
  const elements =
    node.type === "TSInterfaceDeclaration" ? node.body.body : (node.typeAnnotation as TSESTree.TSTypeLiteral).members;
  const names = elements.map((element) =>
    element.type === "TSPropertySignature" && !element.computed ? keyName(element) : undefined,
  );
  return names.every((name) => name !== undefined) ? names : undefined;
}

function byShape(types: readonly CanonicalType[], node: TypeDeclaration, readAs: DeclaredTypes["read"]): Duplicate[] {
  const names = writtenNames(node);
  const fitting = types.filter((type) => {
    const shape = type.home()?.shape;
    return shape && (!names || ("members" in shape && hasNames(shape, names)));
  });
  if (fitting.length === 0) return [];
  const first = readAs(node);
  const found = fitting.flatMap((type): Duplicate[] => {
    const home = type.home();
    if (!home || first.parameters !== home.parameters || !mayBeSame(first.shape, home)) return [];
    const isOfItsSchema = first.shape.schema !== undefined && first.shape.schema === home.shape.schema;
    if (!first.shape.isOwn && !isOfItsSchema) return [];
    const least = areRelated(node.id.name, type) ? LEAST_WEIGHT.related : LEAST_WEIGHT.unrelated;
    if (home.weight < least) return [];
    const read = readAs(node, home);
    if (read.builtOn.has(home.identity) || !isSameType(read, home)) return [];
    return [{ node, type, home, read, isNamed: false, isSame: true }];
  });
  const best = found.find(({ type }) => areRelated(node.id.name, type)) ?? found[0];
  return best ? [best] : [];
}

/** The least share of equal members: it is lower if the names are related. */
const LEAST_OVERLAP = { related: 0.5, unrelated: 0.7 };
const LEAST_SHARED = { related: 2, unrelated: 3 };

type Near = Omit<NearDuplicate, "contract">;

/** What a text contains that holds a type which shares enough members with a canonical one. */
export function needsOfNear({ types }: DuplicateTypeSetting): Needs {
  const keyword = anyOf(["type", "interface", "enum"].map(containsWord));
  return allOf([keyword, confirmedBy((text) => types.some((type) => mayHoldNear(type, text)))]);
}

function mayHoldNear(type: CanonicalType, text: string): boolean {
  const shape = type.home()?.shape;
  if (!shape || !hasMembers(shape)) return false;
  // A type that shares half of all members contains this many of their names.
  const least = Math.max(LEAST_SHARED.related, shape.members.size * LEAST_OVERLAP.related);
  let left = shape.members.size;
  for (const name of shape.members.keys()) if (/^\w+$/u.test(name) && !text.includes(name) && --left < least) return false;
  return true;
}

/** The file's types that share most of their members with a canonical type, and are not the same. */
export function findNearDuplicates(file: FileView, options: DuplicateTypeSetting): Near[] {
  const { module, nodes, read } = declaredTypes(file);
  return nodes.flatMap((node) => {
    if (isOtherName(node) || isHomeOfAny(options.types, module, node)) return [];
    const own = typeNamed(options.types, node.id.name);
    const names = writtenNames(node);
    const candidates = (own ? [own] : options.types).filter((type) => !names || mayBeNear(names, type.home()?.shape));
    if (candidates.length === 0) return [];
    const first = read(node);
    if (first.isGeneric || !hasMembers(first.shape)) return [];
    const all = [...first.shape.members.keys()];
    const found = candidates.flatMap((type): Near[] => {
      const home = type.home();
      if (!home || home.isGeneric || !mayBeNear(all, home.shape)) return [];
      const { shape, builtOn } = read(node, home);
      const differences = builtOn.has(home.identity) ? undefined : compare(shape, home);
      return differences && isNear(node, type, differences) ? [nearOf(options, node, type, differences)] : [];
    });
    // A type is listed only for the canonical type that is nearest.
    return found.sort((a, b) => b.overlap - a.overlap).slice(0, 1);
  });
}

/** `type Turn = Reply` has no members of its own: the other type is listed itself. */
function isOtherName(node: TypeDeclaration): boolean {
  if (node.type !== "TSTypeAliasDeclaration") return false;
  const { typeAnnotation } = node;
  return typeAnnotation.type === "TSTypeReference" && !typeAnnotation.typeArguments;
}

/** A cheap check that does not look at the types of members. */
function mayBeNear(names: readonly string[], home: Shape | undefined): boolean {
  if (!home || !hasMembers(home)) return false;
  const shared = names.filter((name) => home.members.has(name)).length;
  return shared >= LEAST_SHARED.related && shared / (names.length + home.members.size - shared) >= LEAST_OVERLAP.related;
}

function hasMembers(shape: Shape): shape is MemberShape {
  return shape.kind === "object" || shape.kind === "enum" || shape.kind === "class";
}

function compare(shape: Shape, { shape: home }: Home): Differences | undefined {
  const isComparable = hasMembers(shape) && (shape.kind === "enum") === (home.kind === "enum");
  return isComparable && !isSameShape(shape, home) ? differencesOf(shape, home) : undefined;
}

function isNear({ id }: TypeDeclaration, type: CanonicalType, differences: Differences): boolean {
  const kind = areRelated(id.name, type) ? "related" : "unrelated";
  const shared = differences.equal.length + differences.different.length;
  return shared >= LEAST_SHARED[kind] && overlapOf(differences) >= LEAST_OVERLAP[kind];
}

function overlapOf({ equal, different, missing, extra }: Differences): number {
  const all = equal.length + different.length + missing.length + extra.length;
  return Math.round(((equal.length + different.length / 2) / all) * 100) / 100;
}

function nearOf(
  { setting, types }: DuplicateTypeSetting,
  { id }: TypeDeclaration,
  type: CanonicalType,
  differences: Differences,
): Near {
  const { missing, extra, different } = differences;
  return {
    canonical: type.name,
    home: (setting.context.imports?.[type.name] ?? type.name).replace(/#.*$/u, ""),
    name: id.name,
    range: id.range,
    overlap: overlapOf(differences),
    missing,
    extra,
    different,
    reported: typeNamed(types, id.name) !== undefined,
  };
}
