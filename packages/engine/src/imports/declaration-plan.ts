import type { Node } from "../file/nodes.js";
import type { ModuleIdentity } from "../modules/modules.js";
import type { WrittenName } from "./declaration-text.js";
import type { ImportMove } from "./import-requests.js";
import type { ImportedName, ModuleReference } from "./module-references.js";

/** What becomes of one name of a declaration. */
export type Fate = { readonly kind: "keep" } | { readonly kind: "gone" } | { readonly kind: "move"; readonly move: ImportMove };

/** One declaration on its way from what it is to what it will be. */
export interface DeclarationPlan {
  readonly reference: ModuleReference;
  /** The statement that may be removed as a whole; undefined where the reference is part of something else. */
  readonly statement: Node | undefined;
  readonly fates: Map<ImportedName, Fate>;
  readonly additions: WrittenName[];
  /** The specifier afterwards, where it changes. */
  specifier?: string;
  module: ModuleIdentity | undefined;
  /** New declaration that takes this one's place. */
  replacedBy?: string;
}

/** The name under which the file, or for re-exports the world, sees it. */
export function localOf(name: ImportedName): string {
  if (name.node?.type === "ExportSpecifier") {
    const exported = name.node.exported;
    return exported.type === "Identifier" ? exported.name : exported.value;
  }
  return name.local?.name ?? name.imported;
}

/** Whether nothing of the declaration stays. */
export function isEmptied(plan: DeclarationPlan): boolean {
  if (plan.fates.size === 0 || plan.additions.length > 0) return false;
  return [...plan.fates.values()].every((fate) => fate.kind === "gone");
}
