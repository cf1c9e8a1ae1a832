import { dirname, join } from "node:path";
import type { Packages } from "../packages/packages.js";
import type { FileTree } from "../tree/file-tree.js";
import { remember } from "../tree/remember.js";
import type { ModuleIdentity } from "./identities.js";
import type { Resolver } from "./resolve.js";

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
