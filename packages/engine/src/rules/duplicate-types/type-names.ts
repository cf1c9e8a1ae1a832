import type { TSESTree } from "@typescript-eslint/types";
import { keyOf } from "../../imports/local-names.js";
import type { Declared, DeclaringModule } from "../../modules/declarations.js";
import type { Modules } from "../../modules/modules.js";

/** Where a name is used. */
interface UsedIn {
  readonly module: DeclaringModule;
  /** Type parameters in force. */
  readonly bound?: ReadonlyMap<string, string>;
}

/** The key of a declaration: where it is, and its name there. */
export function identityOf(module: { readonly path: string }, name: string): string {
  return `file:${module.path}#${name}`;
}

/** The declaration that a type's name leads to, through imports and namespaces. */
export function declarationOf(modules: Modules, name: TSESTree.EntityName, { module }: UsedIn): Declared | undefined {
  if (name.type === "Identifier") {
    const isKnown = module.imports.has(name.name) || module.types.has(name.name) || module.values.has(name.name);
    return isKnown ? modules.declarations.ofName(module, name.name) : undefined;
  }
  const specifier = name.type === "TSQualifiedName" ? namespaceOf(name, module) : undefined;
  if (name.type !== "TSQualifiedName" || specifier === undefined) return undefined;
  return modules.declarations.ofExport(modules.resolve(module.path, specifier), name.right.name);
}

/** A key for what a name stands for, wherever that is. */
export function identityOfName(modules: Modules, name: TSESTree.EntityName, used: UsedIn): string {
  const declared = declarationOf(modules, name, used);
  if (declared) return identityOf(declared.module, declared.name);
  const { module } = used;
  if (name.type === "TSQualifiedName") {
    const specifier = namespaceOf(name, module);
    if (specifier !== undefined) return `${keyOf(modules.resolve(module.path, specifier))}#${name.right.name}`;
    return `${identityOfName(modules, name.left, used)}.${name.right.name}`;
  }
  if (name.type !== "Identifier") return "this";
  const imported = module.imports.get(name.name);
  if (!imported) return used.bound?.get(name.name) ?? `global:${name.name}`;
  return `${keyOf(modules.resolve(module.path, imported.specifier))}#${imported.name}`;
}

function namespaceOf({ left }: TSESTree.TSQualifiedName, { namespaces }: DeclaringModule): string | undefined {
  return left.type === "Identifier" ? namespaces.get(left.name) : undefined;
}
