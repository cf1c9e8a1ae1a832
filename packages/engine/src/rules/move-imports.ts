import type { TSESTree } from "@typescript-eslint/types";
import { allOf, atMostSuggestion, fix, hint, type Change, type Edit } from "../edits/edit.js";
import type { FileView } from "../file/file-view.js";
import { replaceSpecifier } from "../imports/declaration-changes.js";
import type { ImportedName, ModuleReference } from "../imports/module-references.js";
import { localOf } from "../imports/declaration-plan.js";
import { declarationOf, removeStatement } from "../imports/placement.js";
import { usesOf } from "../imports/uses.js";
import type { ModuleIdentity } from "../modules/modules.js";

/** Where something has moved to, and how this file writes it. */
export interface Destination {
  readonly module: ModuleIdentity;
  readonly specifier: string;
}

/** Points a reference to another module: as a whole, or those of its names that no other entry speaks of. */
export function moveModule(file: FileView, reference: ModuleReference, names: readonly ImportedName[], to: Destination): Edit {
  if (isSelf(file, to)) return hint("it has moved into this very module");
  const isWhole = names.length === reference.names.length;
  const isMergeable = names.length > 0 && (reference.kind === "import" || reference.kind === "export-from");
  if (isWhole && !isMergeable) return fix([replaceSpecifier(file, reference.specifierRange, to.specifier)]);
  return allOf(...names.map((name) => moveName(file, name, to, name.imported, "alias")));
}

function isSelf(file: FileView, to: Destination): boolean {
  return to.module.kind === "file" && to.module.path === file.path;
}

/** Moves one name, under its old local name or, with `rename: uses`, under its new one. */
export function moveName(file: FileView, name: ImportedName, to: Destination, exported: string, rename: "alias" | "uses"): Edit {
  if (isSelf(file, to)) return hint("it has moved into this very module");
  const refusal = refusalOf(name);
  if (refusal !== undefined) return hint(refusal);
  const target = exportedFor(name, exported);
  const own = localOf(name);
  const renamed =
    rename === "uses" && name.variable && own === name.imported && own !== target && target !== "default"
      ? renameUses(file, name, target)
      : undefined;
  const local = renamed ? renamed.local : own;
  return fix(renamed?.changes ?? [], [
    { kind: "move", name, module: to.module, specifier: to.specifier, exported: target, local },
  ]);
}

/** A namespace stays one; all else comes under its new name. */
function exportedFor(name: ImportedName, exported: string): string {
  return name.imported === "*" ? "*" : exported;
}

function refusalOf(name: ImportedName): string | undefined {
  const { reference } = name;
  if (reference.kind === "jsdoc" && reference.names.length > 1) return "a JSDoc import of several names is changed by hand";
  const isDestructured = reference.kind === "require" || reference.kind === "dynamic-import" || reference.kind === "actual";
  if (isDestructured && reference.names.length > 1 && !isSplittable(reference))
    return "it takes several names at once in a place that can't be split";
  if (isDestructured && hasRest(reference)) return "a rest element takes the other names";
  return undefined;
}

/** `const { a, b } = require("…")` on its own becomes two declarations. */
function isSplittable(reference: ModuleReference): boolean {
  const statement = declarationOf(reference);
  return statement?.type === "VariableDeclaration" && reference.kind === "require";
}

function hasRest(reference: ModuleReference): boolean {
  const pattern = reference.names[0]?.node?.parent;
  return pattern?.type === "ObjectPattern" && pattern.properties.some((property) => property.type === "RestElement");
}

/** Renames every use; a name that is taken gets a number. */
function renameUses(
  file: FileView,
  name: ImportedName,
  wanted: string,
): { readonly local: string; readonly changes: readonly Change[] } {
  const uses = usesOf(file, name.variable as NonNullable<ImportedName["variable"]>);
  let local = wanted;
  for (let suffix = 1; file.localNames.isTaken(local) || uses.some((use) => file.findVariable(local, use)); suffix++)
    local = `${wanted}_${suffix}`;
  return { local, changes: uses.map((use) => renameUse(use, local)) };
}

/** `{ Old }` keeps its key, `export { Old }` its name for the world. */
export function renameUse(use: TSESTree.Identifier | TSESTree.JSXIdentifier, local: string): Change {
  const parent = use.parent;
  if (parent.type === "Property" && parent.shorthand && parent.value === use)
    return { range: use.range, parts: [`${use.name}: ${local}`] };
  if (parent.type === "ExportSpecifier" && parent.range[0] === use.range[0] && parent.range[1] === use.range[1])
    return { range: use.range, parts: [`${local} as ${use.name}`] };
  return { range: use.range, parts: [local] };
}

/** Nothing replaces the name: the import goes where nothing uses it. */
export function removeName(file: FileView, name: ImportedName): Edit {
  if (!name.variable) return hint("nothing replaces it, and it is in use");
  if (usesOf(file, name.variable).length > 0) return hint("nothing replaces it, and it is in use");
  return fix([], [{ kind: "drop", name }]);
}

/** Nothing replaces the module: an import for its effects alone is for a person to judge. */
export function removeReference(file: FileView, reference: ModuleReference): Edit {
  const used = reference.names.some((name) => !name.variable || usesOf(file, name.variable).length > 0);
  const statement = declarationOf(reference);
  if (used || !statement) return hint("nothing replaces it, and it is in use");
  const edit = fix([removeStatement(file, statement)]);
  return reference.names.length > 0 ? edit : atMostSuggestion(edit, "the module may have been imported for its effects");
}
