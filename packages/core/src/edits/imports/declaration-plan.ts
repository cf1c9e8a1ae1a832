import type { Node } from "../../syntax/nodes.js";
import type { ModuleIdentity } from "../../modules/index.js";
import type { WrittenName } from "./declaration-text.js";
import type { FreshDeclaration, FreshForm } from "./fresh-declarations.js";
import type { ImportMove } from "../../semantics/import-requests.js";
import type { ImportedName, ModuleReference } from "../../semantics/module-reference.js";
import { loadStatementOf } from "./placement.js";

/** What happens to one name of a declaration. */
export type Fate = { readonly kind: "keep" } | { readonly kind: "gone" } | { readonly kind: "move"; readonly move: ImportMove };

/** The planned changes of one declaration. */
export interface DeclarationPlan {
  readonly reference: ModuleReference;
  /** The statement that may be removed as a whole; undefined if the reference is part of other code. */
  readonly statement: Node | undefined;
  readonly fates: Map<ImportedName, Fate>;
  readonly additions: WrittenName[];
  /** The new specifier, if it changes. */
  specifier?: string;
  module: ModuleIdentity | undefined;
  /** New declarations that follow this one, or replace it if nothing of it stays. */
  readonly successors: FreshDeclaration[];
  /** Names that take their comments to another declaration. */
  readonly carried: Set<ImportedName>;
  /** Whether an earlier `import "…"` or `export * from "…"` is the same. */
  isRepeated?: boolean;
}

/** The name in the file; for a re-export, the name under which other files see it. */
export function localOf(name: ImportedName): string {
  if (name.node?.type === "ExportSpecifier") {
    const exported = name.node.exported;
    return exported.type === "Identifier" ? exported.name : exported.value;
  }
  return name.local?.name ?? name.alias ?? name.imported;
}

/** Whether no name of the declaration stays. */
export function isEmptied(plan: DeclarationPlan): boolean {
  if (plan.fates.size === 0 || plan.additions.length > 0) return false;
  return [...plan.fates.values()].every((fate) => fate.kind === "gone");
}

/** Whether every name that stays in the file moves to another module. */
export function isLeaving({ fates, reference, additions }: DeclarationPlan): boolean {
  const rest = [...fates.values()].filter((fate) => fate.kind !== "gone");
  if (rest.length === 0 || additions.length > 0) return false;
  return rest.every((fate) => fate.kind === "move" && fate.move.specifier !== reference.specifier);
}

/** Whether the plan changes anything. */
export function isTouched(plan: DeclarationPlan): boolean {
  if (plan.specifier !== undefined || plan.additions.length > 0 || plan.successors.length > 0) return true;
  return [...plan.fates.values()].some((fate) => fate.kind !== "keep");
}

/** Adds a name, unless it is there; a type-only name may become a value's name. */
export function addName(names: WrittenName[], name: WrittenName, plan?: DeclarationPlan): void {
  const isKept = plan && [...plan.fates].some(([own, fate]) => isSame(own, fate, name));
  if (isKept) return;
  const known = names.findIndex((other) => other.local === name.local);
  if (known === -1) names.push(name);
  else if (!name.isTypeOnly) names[known] = name;
}

function isSame(own: ImportedName, fate: Fate, name: WrittenName): boolean {
  if (fate.kind === "gone" || (own.isTypeOnly && !name.isTypeOnly)) return false;
  if (fate.kind === "move") return fate.move.exported === name.exported && fate.move.local === name.local;
  return own.imported === name.exported && localOf(own) === name.local;
}

/** Whether the declaration can take one more name between its braces or beside its default import. */
export function takesName(plan: DeclarationPlan, form: FreshForm, name: WrittenName): boolean {
  if (isEmptied(plan) || plan.reference.kind !== form) return false;
  if (form === "import") return takesImport(plan, name);
  if (form === "export-from") return plan.reference.names.length > 0 && (!plan.reference.isTypeOnly || name.isTypeOnly);
  return takesProperty(plan);
}

function takesImport({ fates, reference, additions }: DeclarationPlan, name: WrittenName): boolean {
  if (reference.names.length === 0) return false;
  const kept = [...fates].flatMap(([own, fate]) =>
    fate.kind === "gone" ? [] : [fate.kind === "move" ? fate.move.exported : own.imported],
  );
  if (kept.includes("*")) return false;
  const hasDefault = kept.includes("default") || additions.some((added) => added.exported === "default");
  if (reference.isTypeOnly) return name.isTypeOnly && !hasDefault && name.exported !== "default";
  return name.exported === "default" ? !hasDefault && !name.isTypeOnly : true;
}

/** Whether the declaration is a destructured `require` at the top level, which can take one more name. */
function takesProperty({ reference, statement }: DeclarationPlan): boolean {
  const binding = statement?.parent?.type === "Program" ? loadStatementOf(reference)?.binding : undefined;
  return reference.kind === "require" && binding?.type === "ObjectPattern";
}
