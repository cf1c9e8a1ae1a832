import type { FileTree } from "../tree/file-tree.js";
import type { ModuleIdentity } from "./identities.js";
import { remember } from "../tree/remember.js";
import type { Resolver } from "./resolve.js";
import { dirname, join } from "node:path";
import type { Packages } from "../packages/packages.js";

/** A module that a file's text names. */
export interface NamedModule {
  readonly module: ModuleIdentity;
  /** Whether only types are wanted from it, everywhere in the file. */
  readonly isTypeOnly: boolean;
}

/** Most texts have none, and the rest of the expression is tried at each line. */
const HAS_TYPES_ONLY = /\b(?:import|export)\s+type\b/;
const TYPES_ONLY = /^[ \t]*(?:import|export)\s+type\b[^;'"]*?\bfrom\s*(["'])([^"'\n\r]+)\1/gm;
/** Imports of any kind, and calls that load, mock or find a module, whose names are looked for by what they end with: `vi.importActual`. */
const NAMED = /(?:\b(?:from|import|require|resolve)|[mM]ock\w*|Actual)\b\s*(?:<[^>\n]*>)?\s*\(?\s*(["'`])([^"'`\s]{1,300})\1/g;

/** Lists the modules that files name, by their texts alone: fast, and a word or string in a comment may count too. */
export function createNamedModules(
  tree: FileTree,
  resolver: Resolver,
  autoImports: AutoImports,
): (path: string) => readonly NamedModule[] {
  const known = new Map<string, readonly NamedModule[]>();
  const read = (path: string): readonly NamedModule[] => {
    const text = tree.read(path) ?? "";
    const found = HAS_TYPES_ONLY.test(text) ? [...text.matchAll(TYPES_ONLY)] : [];
    const types = new Set(found.map(([, , specifier = ""]) => specifier));
    const rest = types.size === 0 ? text : text.replaceAll(TYPES_ONLY, "");
    const used = new Set([...rest.matchAll(NAMED)].map(([, , specifier = ""]) => specifier));
    const named = [...new Set([...used, ...types])].map((specifier) => ({
      module: resolver.resolve(path, specifier),
      isTypeOnly: !used.has(specifier),
    }));
    const globals = autoImports(path);
    if (globals.size === 0) return named;
    const imported = new Set(possibleNames(text).flatMap((name) => globals.get(name)?.().module ?? []));
    return [...named, ...[...imported].map((module) => ({ module, isTypeOnly: false }))];
  };
  return (path) => remember(known, path, () => read(path));
}

/** The names that a text may have, in its order and with repeats; those in comments and strings as well. */
export function possibleNames(text: string): readonly string[] {
  return text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
}

/** Where Nuxt, WXT and unplugin-auto-import write what the files of a package have without an import. */
const TABLES = [
  ".nuxt/types/imports.d.ts",
  ".nuxt/types/nitro-imports.d.ts",
  ".wxt/types/imports.d.ts",
  "auto-imports.d.ts",
  "src/auto-imports.d.ts",
];
/** `const useUser: typeof import('../src/user').useUser`, or `['useUser']`. */
const ENTRY = /^[ \t]*const ([\w$]+): typeof import\((["'])([^"'\n]+)\2\)(?:\.|\[["'])([\w$]+)/gm;

/** The export of a module that a global stands for. */
interface AutoImport {
  readonly module: ModuleIdentity;
  readonly name: string;
}

/** The exports that the globals of a file (an absolute path) stand for, where a build tool imports them. */
export type AutoImports = (path: string) => ReadonlyMap<string, () => AutoImport>;

/** Reads what build tools import by themselves from the declarations that they write. */
export function createAutoImports(tree: FileTree, packages: Packages, resolver: Resolver): AutoImports {
  const known = new Map<string | undefined, ReadonlyMap<string, () => AutoImport>>([[undefined, new Map()]]);
  const read = (folder: string): ReadonlyMap<string, () => AutoImport> => {
    const found = new Map<string, () => AutoImport>();
    for (const table of TABLES.map((each) => join(folder, each))) {
      for (const [, name = "", , specifier = "", exported = ""] of (tree.read(table) ?? "").matchAll(ENTRY))
        found.set(name, () => ({ module: resolver.resolve(table, specifier), name: exported }));
    }
    return found;
  };
  return (path) => {
    const folder = packages.owner(dirname(path))?.directory;
    return remember(known, folder, () => read(folder!));
  };
}
