import { dirname } from "node:path";
import type { TSESTree } from "@typescript-eslint/types";
import type { ParseSource } from "../parsing/parsed-source.js";
import type { Exports } from "./exports.js";
import type { InstalledExports } from "./installed-exports.js";
import type { ExportTable } from "./export-table.js";
import { readExports } from "./module-exports.js";
import type { FileTree } from "../tree/file-tree.js";
import { remember } from "../tree/remember.js";
import type { ModuleIdentity } from "../resolving/identities.js";
import type { Resolver } from "../resolving/resolve.js";

/** A module's top-level declarations, by their names inside it. */
export interface DeclaringModule {
  readonly path: string;
  /** Without byte order mark. */
  readonly text: string;
  readonly program: TSESTree.Program;
  /** Aliases, interfaces, classes, enums. */
  readonly types: ReadonlyMap<string, TSESTree.Node>;
  /** Classes, enums and functions; for a variable its initial value or, without one, its name. */
  readonly values: ReadonlyMap<string, TSESTree.Node>;
  readonly imports: ReadonlyMap<string, { readonly specifier: string; readonly name: string }>;
  /** The specifiers of `import * as name`. */
  readonly namespaces: ReadonlyMap<string, string>;
}

/** Where a name is declared; the module's `types` and `values` hold the declaration, if there is one. */
export interface Declared {
  readonly module: DeclaringModule;
  readonly name: string;
}

/** A declaration, and the members of it that a longer path names. */
export interface DeclaredPath {
  readonly declared: Declared;
  readonly path: readonly string[];
}

/** Finds the declarations of names, through imports and re-exports. */
export interface Declarations {
  /** Where a module's export is declared; undefined if that is outside the repository or in a text that does not parse. */
  findExported(module: ModuleIdentity, exported: string): Declared | undefined;
  /** Where a name that a module uses is declared: in the module, or where the module imports it from. */
  findNamed(module: DeclaringModule, name: string): Declared | undefined;
  /** Where the types of an installed package, or of Node's own modules, declare what a path into it leads to. */
  findInstalled(from: string, specifier: string, path: readonly string[]): DeclaredPath | undefined;
  /** Which file of a package makes an export that a file (an absolute path) imports, and its name there; undefined if that is not seen. */
  installedOrigin(from: string, specifier: string, name: string): string | undefined;
  /** Reads a module (an absolute path) anew, for those who ask once; undefined for a text that does not parse. */
  read(path: string): DeclaringModule | undefined;
}

interface DeclarationsOptions {
  readonly tree: FileTree;
  readonly parse: ParseSource;
  readonly resolver: Resolver;
  readonly exports: Exports;
  readonly installed: InstalledExports;
}

/** Creates the search for declarations over a parser and a resolver. */
export function createDeclarations({ tree, parse, resolver, exports, installed }: DeclarationsOptions): Declarations {
  const modules = new Map<string, DeclaringModule | undefined>();
  const open = (path: string): DeclaringModule | undefined =>
    remember(modules, path, () => readModule(path, tree.read(path), parse));

  const found = new Map<string, Declared | undefined>();
  const find = (target: ModuleIdentity, exported: string): Declared | undefined => {
    const origin = exports.origin(target, exported);
    const module = origin?.module.kind === "file" ? open(origin.module.path) : undefined;
    const name = module && origin && localName(module, origin.name);
    return module && name !== undefined ? { module, name } : undefined;
  };

  const tables = new Map<string, Types>();
  const openTypes = (path: string | undefined, specifier: string): Types | undefined => {
    const whole = path === undefined ? undefined : open(path);
    return whole && remember(tables, `${path}\0${specifier}`, () => typesFor(specifier, whole));
  };

  const paths = new Map<string, DeclaredPath | undefined>();
  const findInstalled = (from: string, specifier: string, path: readonly string[]): DeclaredPath | undefined => {
    const key = [dirname(from), specifier, ...path].join("\0");
    if (paths.has(key)) return paths.get(key);
    // Where files pass on each other's exports, the search ends.
    paths.set(key, undefined);
    const types = openTypes(installed.fileOf(from, specifier), specifier);
    const answer = types && findIn(types, specifier, path);
    paths.set(key, answer);
    return answer;
  };

  const findIn = (
    { module, exported: { names, stars } }: Types,
    specifier: string,
    path: readonly string[],
  ): DeclaredPath | undefined => {
    const [name = "default", ...members] = path;
    const entry = names.get(name) ?? names.get("export=");
    const rest = entry && !names.has(name) ? path : members;
    if (entry?.kind === "from" && (entry.name !== "*" || rest.length > 0))
      return findInstalled(module.path, entry.specifier, entry.name === "*" ? rest : [entry.name, ...rest]);
    const local = (entry?.kind === "local" && entry.local) || name;
    const whole = [local, ...rest].join(".");
    if (module.values.has(whole)) return { declared: { module, name: whole }, path: [] };
    if (entry || module.values.has(local)) return { declared: { module, name: local }, path: rest };
    if (name === "default") return members.length > 0 ? findInstalled(module.path, specifier, members) : undefined;
    for (const star of stars) {
      const passed = findInstalled(module.path, star.specifier, path);
      if (passed) return passed;
    }
    return undefined;
  };

  const declarations: Declarations = {
    findInstalled,
    installedOrigin(from, specifier, name) {
      const { declared, path = [] } = declarations.findInstalled(from, specifier, [name]) ?? {};
      return declared && path.length === 0 ? `${declared.module.path}#${declared.name}` : undefined;
    },
    findExported: (target, exported) =>
      target.kind === "file"
        ? remember(found, `${target.path}\0${exported}`, () => find(target, exported))
        : find(target, exported),
    read: (path) => readModule(path, tree.read(path), parse),
    findNamed(module, name) {
      const imported = module.imports.get(name);
      if (!imported) return { module, name };
      const { specifier, name: exported } = imported;
      const own = declarations.findExported(resolver.resolve(module.path, specifier), exported);
      if (own || !/[\\/]node_modules[\\/]/u.test(module.path)) return own;
      const { declared, path = [] } = findInstalled(module.path, specifier, [exported]) ?? {};
      return path.length === 0 ? declared : undefined;
    },
  };
  return declarations;
}

function readModule(path: string, text: string | undefined, parse: ParseSource): DeclaringModule | undefined {
  if (text === undefined) return undefined;
  try {
    const bare = text.replace(/^\uFEFF/u, "");
    return declaringModule(path, parse(path, bare).program, bare);
  } catch {
    return undefined;
  }
}

/** What a file of types has for a specifier. */
interface Types {
  readonly module: DeclaringModule;
  readonly exported: ExportTable;
}

/** The block `declare module "path"` of a file, the longer of `path` and `node:path`, or all of it. */
function typesFor(specifier: string, whole: DeclaringModule): Types {
  const bare = (name: string): string => name.replace(/^node:/u, "");
  const isMeant = (id: TSESTree.Node) => id.type === "Literal" && bare(String(id.value)) === bare(specifier);
  const bodies = whole.program.body.flatMap((each) =>
    each.type === "TSModuleDeclaration" && isMeant(each.id) && each.body ? [each.body.body] : [],
  );
  const [body] = bodies.sort((one, other) => other.length - one.length);
  const module = body ? declaringModule(whole.path, { ...whole.program, body }, whole.text) : whole;
  return { module, exported: readExports(module.program) };
}

/** The top-level declarations of a text that is parsed already. */
export function declaringModule(path: string, program: TSESTree.Program, text: string): DeclaringModule {
  return { path, program, text, ...readDeclarations(program) };
}

/** The name inside the module of an export: `a` for `export { a as b }` and `export default a`; what has no name there goes by `default`. */
function localName({ program }: DeclaringModule, exported: string): string | undefined {
  for (const statement of program.body) {
    if (statement.type === "ExportDefaultDeclaration" && exported === "default") {
      const { declaration } = statement;
      if (declaration.type === "Identifier") return declaration.name;
      return ("id" in declaration && (declaration.id as TSESTree.Identifier | null)?.name) || exported;
    }
    if (statement.type !== "ExportNamedDeclaration") continue;
    for (const { exported: outer, local } of statement.specifiers) {
      if ((outer.type === "Identifier" ? outer.name : outer.value) === exported && local.type === "Identifier") return local.name;
    }
  }
  return exported;
}

function readDeclarations(program: TSESTree.Program): Omit<DeclaringModule, "path" | "text" | "program"> {
  const types = new Map<string, TSESTree.Node>();
  const values = new Map<string, TSESTree.Node>();
  const imports = new Map<string, { specifier: string; name: string }>();
  const namespaces = new Map<string, string>();
  for (const statement of program.body) {
    if (statement.type === "ImportDeclaration") addImports(statement, imports, namespaces);
    else addDeclaration(statement, types, values);
  }
  return { types, values, imports, namespaces };
}

function addImports(
  { source, specifiers }: TSESTree.ImportDeclaration,
  imports: Map<string, { specifier: string; name: string }>,
  namespaces: Map<string, string>,
) {
  for (const specifier of specifiers) {
    if (specifier.type === "ImportNamespaceSpecifier") {
      namespaces.set(specifier.local.name, source.value);
      continue;
    }
    const imported = specifier.type === "ImportDefaultSpecifier" ? undefined : specifier.imported;
    const name = imported === undefined ? "default" : imported.type === "Identifier" ? imported.name : imported.value;
    imports.set(specifier.local.name, { specifier: source.value, name });
  }
}

function addDeclaration(
  node: TSESTree.Node | null,
  types: Map<string, TSESTree.Node>,
  values: Map<string, TSESTree.Node>,
  prefix = "",
): void {
  switch (node?.type) {
    case "TSTypeAliasDeclaration":
    case "TSInterfaceDeclaration":
      types.set(prefix + node.id.name, node);
      break;
    case "ClassDeclaration":
    case "TSEnumDeclaration":
      types.set(prefix + (node.id?.name ?? "default"), node);
      values.set(prefix + (node.id?.name ?? "default"), node);
      break;
    case "FunctionDeclaration":
    case "TSDeclareFunction":
      if (node.id) values.set(prefix + node.id.name, node);
      break;
    case "VariableDeclaration":
      for (const { id, init } of node.declarations) if (id.type === "Identifier") values.set(prefix + id.name, init ?? id);
      break;
    case "ExportDefaultDeclaration":
      values.set("default", node.declaration);
      return addDeclaration(node.declaration, types, values, prefix);
    case "ExportNamedDeclaration":
      return addDeclaration(node.declaration, types, values, prefix);
    case "TSModuleDeclaration":
      if (node.id.type !== "Identifier") break;
      for (const each of node.body?.body ?? []) addDeclaration(each, types, values, `${prefix}${node.id.name}.`);
      break;
    default:
  }
}
