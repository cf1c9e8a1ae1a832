import { localNamesOf } from "../../semantics/local-names.js";
import type { TSESTree } from "@typescript-eslint/types";
import type { Change } from "../../syntax/change.js";
import type { FileView } from "../../semantics/file-view.js";
import { localOf } from "../../edits/imports/declaration-plan.js";
import { isBindable } from "../../syntax/identifiers.js";
import type { ImportedName } from "../../semantics/module-reference.js";
import { jsDocUsesOf } from "../../semantics/jsdoc-uses.js";
import { usesOf } from "../../semantics/uses.js";
import type { ModuleIdentity } from "../../modules/index.js";

/** The result of renaming the uses of a name. */
export interface Renaming {
  readonly local: string;
  readonly changes: readonly Change[];
  /** The file has the new name already. */
  readonly isKnown: boolean;
}

type Use = TSESTree.Identifier | TSESTree.JSXIdentifier;

/** Renames every use to the new name, to the file's existing local name for it, or to a numbered name if the new one is taken. */
export function renameUses(file: FileView, name: ImportedName, module: ModuleIdentity, newName: string): Renaming | undefined {
  const own = localOf(name);
  // An alias is kept: its author chose that name.
  const isOwnName = own === name.imported || name.imported === "default";
  if (!name.variable || !isOwnName || own === newName || !isBindable(newName)) return undefined;
  const uses = usesOf(file, name.variable);
  const moved = { name, module, newName };
  const known = findKnown(file, moved, uses);
  const local = known ?? freeName(file, moved, uses);
  if (local === undefined) return undefined;
  const inJsDoc = jsDocUsesOf(file, own).map(({ range }): Change => ({ range, parts: [local] }));
  return { local, changes: [...uses.map((use) => renameUse(use, local)), ...inJsDoc], isKnown: known !== undefined };
}

/** An imported name, the module to which it moves, and its name there. */
interface MovedName {
  readonly name: ImportedName;
  readonly module: ModuleIdentity;
  readonly newName: string;
}

/** The local name of the same export, if every use can see it. */
function findKnown(file: FileView, { name, module, newName }: MovedName, uses: readonly Use[]): string | undefined {
  for (const reference of file.moduleReferences()) {
    if (reference.kind !== name.reference.kind) continue;
    const known = reference.names.find(
      (other) => other.local && other.imported === newName && (!other.isTypeOnly || name.isTypeOnly) && isWritable(other, uses),
    );
    const local = known?.local?.name;
    if (local === undefined || !file.modules.isSameModule(file.modules.resolve(file.path, reference.specifier), module)) continue;
    if (uses.every((use) => file.findVariable(local, use) === known?.variable)) return local;
  }
  return undefined;
}

function isWritable({ local }: ImportedName, uses: readonly Use[]): boolean {
  return isTag(local?.name ?? "") || !uses.some((use) => use.type === "JSXIdentifier");
}

function freeName(file: FileView, { name, module, newName }: MovedName, uses: readonly Use[]): string | undefined {
  // `<old/>` would be an HTML element.
  if (!isTag(newName) && uses.some((use) => use.type === "JSXIdentifier")) return undefined;
  // Several old names may become one, also one that other rules write; but a type-only import and a `require` declare different variables.
  const isAsReplacements = name.reference.kind === "import" && !name.isTypeOnly;
  const exported = isAsReplacements ? newName : `${newName} by ${name.reference.kind}${name.isTypeOnly ? " for types" : ""}`;
  return localNamesOf(file).freeName({ name: newName, module, exported }, ...uses);
}

function isTag(name: string): boolean {
  return !/^[a-z]/u.test(name);
}

/** `{ Old }` keeps its key, `export { Old }` its exported name. */
function renameUse(use: Use, local: string): Change {
  const parent = use.parent;
  if (parent.type === "Property" && parent.shorthand && parent.value === use)
    return { range: use.range, parts: [`${use.name}: ${local}`], elsewhere: { parts: [local], isLoose: false } };
  if (parent.type === "ExportSpecifier" && parent.range[0] === use.range[0] && parent.range[1] === use.range[1])
    return { range: use.range, parts: [`${local} as ${use.name}`] };
  return { range: use.range, parts: [local] };
}
