import path from "node:path";
import type { SourceFile } from "@godwit/core/engine";
import type { ModuleIdentity, Modules } from "@godwit/core/modules";
import type { TSESTree } from "@typescript-eslint/types";
import { importedName } from "./tagged.js";

/** A name inside a module, as a contract's `imports` would have it. */
export interface NameTarget {
  readonly module: string;
  readonly exported: string;
}

/** A module as its deprecated parts see it: where the names in it come from. */
export class DerivedModule {
  readonly source: SourceFile;
  /** As contracts write it: `./src/a.ts`. */
  readonly module: string;
  readonly modules: Modules;
  readonly #imports = new Map<string, { readonly specifier: string; readonly name: string }>();
  readonly #locals = new Map<string, string | undefined>();
  readonly #mutable = new Set<string>();

  constructor(source: SourceFile, module: string, modules: Modules) {
    this.source = source;
    this.module = module;
    this.modules = modules;
    for (const statement of source.program.body) this.#read(statement);
  }

  /** Whether a name may stand for another value later. */
  isMutable(name: string): boolean {
    const imported = this.#imports.get(name);
    if (!imported) return this.#mutable.has(name);
    const module = this.modules.resolve(this.source.path, imported.specifier);
    const declared = this.modules.declarations.findExported(module, imported.name);
    return (declared?.module.program.body ?? []).some((statement) => {
      const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
      return (
        declaration?.type === "VariableDeclaration" &&
        declaration.kind !== "const" &&
        declaredNames(declaration).includes(declared!.name)
      );
    });
  }

  /** The export that a name means; undefined where a contract can't name one. */
  target(name: string): NameTarget | undefined {
    const imported = this.#imports.get(name);
    const module = imported ? this.moduleOf(imported.specifier) : this.module;
    const exported = imported ? imported.name : this.#locals.get(name);
    return module === undefined || exported === undefined || exported === "*" ? undefined : { module, exported };
  }

  /** A specifier of this module as contracts write it. */
  moduleOf(specifier: string): string | undefined {
    return writtenModule(this.modules.resolve(this.source.path, specifier), specifier, this.modules);
  }

  #read(statement: TSESTree.ProgramStatement): void {
    if (statement.type === "ImportDeclaration") {
      for (const each of statement.specifiers)
        this.#imports.set(each.local.name, { specifier: statement.source.value, name: importedName(each) });
      return;
    }
    if (statement.type === "ExportNamedDeclaration" && !statement.source && !statement.declaration)
      for (const { local, exported } of statement.specifiers)
        if (local.type === "Identifier" && exported.type === "Identifier") this.#locals.set(local.name, exported.name);
    const isExported = statement.type === "ExportNamedDeclaration";
    const isDefault = statement.type === "ExportDefaultDeclaration";
    const declaration = isExported || isDefault ? statement.declaration : statement;
    if (!declaration) return;
    if (isDefault && declaration.type === "Identifier") this.#locals.set(declaration.name, "default");
    for (const name of declaredNames(declaration)) {
      const known = this.#locals.get(name);
      this.#locals.set(name, isExported ? name : isDefault ? "default" : known);
      if (declaration.type === "VariableDeclaration" && declaration.kind !== "const") this.#mutable.add(name);
    }
  }
}

function declaredNames(declaration: TSESTree.Node): readonly string[] {
  if (declaration.type === "VariableDeclaration")
    return declaration.declarations.flatMap(({ id }) => (id.type === "Identifier" ? [id.name] : patternNames(id)));
  return "id" in declaration && declaration.id && "type" in declaration.id && declaration.id.type === "Identifier"
    ? [declaration.id.name]
    : [];
}

/** The names of a destructuring, which is never looked into otherwise. */
function patternNames(node: TSESTree.Node): readonly string[] {
  if (node.type === "Identifier") return [node.name];
  if (node.type === "ObjectPattern")
    return node.properties.flatMap((each) => patternNames(each.type === "Property" ? each.value : each.argument));
  if (node.type === "ArrayPattern") return node.elements.flatMap((each) => (each ? patternNames(each) : []));
  if (node.type === "RestElement") return patternNames(node.argument);
  return node.type === "AssignmentPattern" ? patternNames(node.left) : [];
}

/** A module as contracts write it: a file from the root, a package by its specifier; undefined for what is in neither. */
function writtenModule(identity: ModuleIdentity, specifier: string, modules: Modules): string | undefined {
  if (identity.kind === "package") return specifier;
  const absolute = identity.kind === "file" ? identity.path : identity.stem;
  const relative = modules.relative(absolute);
  return relative === undefined || relative.startsWith("..") || path.isAbsolute(relative) ? undefined : `./${relative}`;
}
