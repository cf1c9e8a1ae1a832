import type { NearDuplicate } from "../define-rule.js";
import { allOf, anyOf, confirmedBy, containsWord, type Needs } from "../../scan/needs.js";
import type { TypeDeclaration } from "../../edits/type-declarations.js";
import type { FileView } from "../../semantics/file-view.js";
import { type CanonicalType, type DuplicateTypeSetting, type Home, areRelated } from "./canonical-types.js";
import { declaredTypes, isHomeOfAny, typeNamed, writtenNames } from "./duplicates.js";
import { isSameShape, type MemberShape, type Shape, differencesOf, type Differences } from "./shape.js";

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
