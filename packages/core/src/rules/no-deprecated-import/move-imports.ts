import { allOf, atMostSuggestion, fix, hint, type Edit } from "../../edits/edit.js";
import type { FileView } from "../../semantics/file-view.js";
import { localOf } from "../../edits/imports/declaration-plan.js";
import { splitFormOf } from "../../edits/imports/fresh-declarations.js";
import type { ImportedName, ModuleReference } from "../../semantics/module-reference.js";
import { declarationOf, hasErrorExpectation, removeStatement } from "../../edits/imports/placement.js";
import { typesInJsDoc } from "../../semantics/jsdoc-uses.js";
import { usesOf } from "../../semantics/uses.js";
import type { ModuleIdentity } from "../../modules/index.js";
import { renameUses } from "./rename-uses.js";

/** Where something has moved to, and how this file writes it. */
export interface Destination {
  readonly module: ModuleIdentity;
  readonly specifier: string;
  /** The moved name's export in the new module, if it differs from the contract's. */
  readonly exported?: string | undefined;
}

/** Points a reference to another module: as a whole, or only the names that no other entry moves. */
export function moveModule(file: FileView, reference: ModuleReference, names: readonly ImportedName[], to: Destination): Edit {
  if (isSelf(file, to)) return hint("it has moved into this very module");
  const isWhole = names.length === reference.names.length;
  const edit =
    isWhole && !(names.length > 0 && isMergeable(reference))
      ? fix([], [{ kind: "retarget", reference, module: to.module, specifier: to.specifier }])
      : allOf(...names.map((name) => moveName(file, name, to, { exported: name.imported, rename: "alias" })));
  return lowerUnderErrorExpectation(file, reference, edit);
}

/** Whether its names may join an existing declaration. */
function isMergeable(reference: ModuleReference): boolean {
  if (reference.kind === "import" || reference.kind === "export-from") return true;
  return splitFormOf(reference) !== undefined && reference.names.every((name) => name.node?.type === "Property");
}

function isSelf(file: FileView, to: Destination): boolean {
  return to.module.kind === "file" && to.module.path === file.path;
}

/** The new name of a moved export: in its module, and at its uses in this file. */
export interface NewName {
  readonly exported: string;
  readonly rename: "alias" | "uses";
}

/** Moves one name, under its old local name or, with `rename: uses`, under its new one. */
export function moveName(file: FileView, name: ImportedName, to: Destination, { exported, rename }: NewName): Edit {
  if (isSelf(file, to)) return hint("it has moved into this very module");
  const refusal = refusalOf(name);
  if (refusal !== undefined) return hint(refusal);
  // A namespace import stays one; anything else is imported by its new name.
  const target = name.imported === "*" ? "*" : (to.exported ?? exported);
  const renamed = rename === "uses" ? renameUses(file, name, to.module, target) : undefined;
  if (renamed?.isKnown) return lowerUnderErrorExpectation(file, name.reference, fix(renamed.changes, [{ kind: "drop", name }]));
  const changes = renamed?.changes ?? wrapLazy(name, target);
  const local = renamed?.local ?? localOf(name);
  const move = {
    kind: "move" as const,
    name,
    module: to.module,
    specifier: to.specifier,
    exported: target,
    local,
    renamed: (renamed?.changes ?? []).map((change) => change.range),
  };
  return lowerUnderErrorExpectation(file, name.reference, fix(changes, [move]));
}

/** `lazy(() => import("…"))` wants a default export. */
function wrapLazy({ node }: ImportedName, exported: string) {
  if (node?.type !== "ImportExpression" || exported === "default") return [];
  const end = node.range[1];
  return [{ range: [end, end] as const, parts: [`.then((module) => ({ default: module.${exported} }))`] }];
}

/** A `@ts-expect-error` for the old module becomes an error itself if the new module has none, so a person has to look. */
function lowerUnderErrorExpectation(file: FileView, reference: ModuleReference, edit: Edit): Edit {
  const statement = declarationOf(reference);
  const isExpected = statement && hasErrorExpectation(file, statement);
  return isExpected ? atMostSuggestion(edit, "the @ts-expect-error above it may no longer hold") : edit;
}

function refusalOf({ reference, node }: ImportedName): string | undefined {
  const pattern = node?.type === "Property" ? node.parent : undefined;
  if (pattern?.type !== "ObjectPattern") return undefined;
  if (pattern.properties.some((property) => property.type === "RestElement")) return "a rest element takes the other names";
  return pattern.properties.length > reference.names.length ? "a computed name is taken with it" : undefined;
}

function isInUse(file: FileView, { variable }: ImportedName): boolean {
  return !variable || usesOf(file, variable).length > 0 || typesInJsDoc(file, variable.name).length > 0;
}

/** Removes an import that nothing replaces, if nothing uses it. */
export function removeName(file: FileView, name: ImportedName): Edit {
  if (isInUse(file, name)) return hint("nothing replaces it, and it is in use");
  if (!declarationOf(name.reference)) return hint("nothing replaces it, and it is declared together with others");
  return fix([], [{ kind: "drop", name }]);
}

/** Removes a reference to a module that nothing replaces; a person has to judge an import for side effects. */
export function removeReference(file: FileView, reference: ModuleReference): Edit {
  const statement = declarationOf(reference);
  const isUsed = reference.names.some((name) => isInUse(file, name));
  if (isUsed || !statement) return hint("nothing replaces it, and it is in use");
  if (reference.names.length > 0)
    return fix(
      [],
      reference.names.map((name) => ({ kind: "drop", name })),
    );
  return atMostSuggestion(fix([removeStatement(file, statement)]), "the module may have been imported for its effects");
}
