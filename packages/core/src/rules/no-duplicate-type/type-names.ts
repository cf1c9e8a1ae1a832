import type { TSESTree } from "@typescript-eslint/types";
import type { Node } from "../../syntax/nodes.js";
import { keyOf } from "../../semantics/local-names.js";
import type { Declared, DeclaringModule, ModuleIdentity, Modules } from "../../modules/index.js";

/** Where a name is used. */
interface UsedIn {
  readonly module: DeclaringModule;
  /** The type parameters in scope. */
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
    return isKnown ? modules.declarations.findNamed(module, name.name) : undefined;
  }
  const namespace = name.type === "TSQualifiedName" ? namespaceOf(modules, name.left, module) : undefined;
  return name.type === "TSQualifiedName" && namespace ? modules.declarations.findExported(namespace, name.right.name) : undefined;
}

/** The module behind `ns` of `import * as ns`, and of an import of what `export * as ns` passes on. */
function namespaceOf(modules: Modules, name: TSESTree.EntityName, module: DeclaringModule): ModuleIdentity | undefined {
  const specifier = name.type === "Identifier" ? module.namespaces.get(name.name) : undefined;
  if (specifier !== undefined) return modules.resolve(module.path, specifier);
  const declared = declarationOf(modules, name, { module });
  return declared?.name === "*" ? { kind: "file", path: declared.module.path } : undefined;
}

/** A key for what a name means, wherever that is declared. */
export function identityOfName(modules: Modules, name: TSESTree.EntityName, used: UsedIn): string {
  const declared = declarationOf(modules, name, used);
  if (declared) return identityOf(declared.module, declared.name);
  const { module } = used;
  if (name.type === "TSQualifiedName") {
    const namespace = namespaceOf(modules, name.left, module);
    return namespace
      ? `${keyOf(namespace)}#${name.right.name}`
      : `${identityOfName(modules, name.left, used)}.${name.right.name}`;
  }
  if (name.type !== "Identifier") return "this";
  const imported = module.imports.get(name.name);
  if (!imported) return used.bound?.get(name.name) ?? `global:${name.name}`;
  return `${keyOf(modules.resolve(module.path, imported.specifier))}#${imported.name}`;
}

/** `Shared.Message` behind `extends` is an expression. */
export function entityName(node: Node): TSESTree.Identifier | TSESTree.TSQualifiedName | undefined {
  if (node.type === "Identifier") return node;
  const left = node.type === "MemberExpression" ? entityName(node.object) : undefined;
  if (node.type !== "MemberExpression" || !left || node.property.type !== "Identifier") return undefined;
  return { type: "TSQualifiedName", left, right: node.property } as TSESTree.TSQualifiedName;
}
