import type { NearDuplicate } from "../../engine.js";
import type { FileView } from "../../file/file-view.js";
import type { CanonicalType, DuplicateTypeSetting, Home } from "./canonical-types.js";
import { differencesOf, type Differences } from "./differences.js";
import { declaredTypes, isHomeOfAny, typeNamed, type DuplicateDeclaration } from "./duplicates.js";
import { areRelated } from "./related-names.js";
import { isSameShape, type MemberShape, type Shape } from "./shape.js";
import { TypeReader } from "./type-reader.js";

/** How much has to be alike: less where the names speak of one thing. */
const LEAST_OVERLAP = { related: 0.5, unrelated: 0.7 };
const LEAST_SHARED = { related: 2, unrelated: 3 };

type Near = Omit<NearDuplicate, "contract">;

/** Whether a text may hold a type that shares enough members with a canonical one. */
export function mayHoldNearDuplicate({ types }: DuplicateTypeSetting, text: string): boolean {
  if (!/\b(?:type|interface|enum)\b/u.test(text)) return false;
  return types.some((type) => {
    const shape = type.home()?.shape;
    if (!shape || !hasMembers(shape)) return false;
    const names = [...shape.members.keys()].filter((name) => /^\w+$/u.test(name));
    const shared = names.filter((name) => text.includes(name)).length;
    return shared + (shape.members.size - names.length) >= LEAST_SHARED.related;
  });
}

/** The file's types that share most of their members with a canonical type, and are not the same. */
export function findNearDuplicates(file: FileView, options: DuplicateTypeSetting): Near[] {
  const { module, nodes } = declaredTypes(file);
  return nodes.flatMap((node) => {
    if (isHomeOfAny(options.types, module, node)) return [];
    const own = typeNamed(options.types, node.id.name);
    const found = (own ? [own] : options.types).flatMap((type): Near[] => {
      const home = type.home();
      if (!home || !hasMembers(home.shape) || home.isGeneric) return [];
      const { shape, builtOn, isGeneric } = new TypeReader(options.setting.modules, [home.identity]).read(node, module);
      const differences = isGeneric || builtOn.has(home.identity) ? undefined : compare(shape, home);
      return differences && isNear(node, type, differences) ? [nearOf(options, node, type, differences)] : [];
    });
    // One type is almost one other: the nearest.
    return found.sort((a, b) => b.overlap - a.overlap).slice(0, 1);
  });
}

function hasMembers(shape: Shape): shape is MemberShape {
  return shape.kind === "object" || shape.kind === "enum" || shape.kind === "class";
}

function compare(shape: Shape, { shape: home }: Home): Differences | undefined {
  const isComparable = hasMembers(shape) && (shape.kind === "enum") === (home.kind === "enum");
  return isComparable && !isSameShape(shape, home) ? differencesOf(shape, home) : undefined;
}

function isNear({ id }: DuplicateDeclaration, type: CanonicalType, differences: Differences): boolean {
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
  { id }: DuplicateDeclaration,
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
