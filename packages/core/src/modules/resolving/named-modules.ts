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

/** How types alone are imported: `import { type A }`, or `import type { A }`. */
export type TypeImports = "inline" | "apart";

const SPECIFIER = /\b(from|import|require)\s*\(?\s*(["'])([^"'\n\r]{1,300})\2/g;
/** Imports stand at the top, so the rest of a long text is not looked at. */
const MOST_TEXT = 20_000;
const MAX_SPECIFIERS = 40;

/** The specifiers of a text; in an ES module those of `require` are left out, because they may lack the extension that imports need. */
export function specifiersOf(text: string, isModule: boolean): readonly string[] {
  const found: string[] = [];
  for (const match of text.slice(0, MOST_TEXT).matchAll(SPECIFIER)) {
    if (match[3] !== undefined && !(isModule && match[1] === "require")) found.push(match[3]);
    if (found.length === MAX_SPECIFIERS) break;
  }
  return found;
}

/** Whether a text has `import type … from` a specifier. */
export function takesTypesFrom(text: string, specifier: string): boolean {
  return [...text.slice(0, MOST_TEXT).matchAll(/\b(?:import|export)\s+type\b[^;"']*["']([^"'\n]+)["']/gu)].some(
    ([, found]) => found === specifier,
  );
}

/** How each import of types alone is written in a text. */
export function typeImportsIn(text: string): readonly TypeImports[] {
  const found = [
    ...text
      .slice(0, MOST_TEXT)
      .matchAll(/^import\s+(?:type\s+(?!from\b)|\{\s*type\s[^,}]*(?:,\s*type\s[^,}]*)*,?\s*\}\s*from\b)/gmu),
  ];
  return found.map(([written]) => (written.includes("{") ? "inline" : "apart"));
}

/** For each list of imported names in a text that is sorted, and shows whether those with a capital are first: whether they are. */
export function nameOrdersIn(text: string): readonly boolean[] {
  const lists = [...text.slice(0, MOST_TEXT).matchAll(/^import\b[^;{}"'\n]*\{([^{}]*)\}\s*from\b/gmu)].map(([, list = ""]) =>
    list.split(",").flatMap((name) => /^\s*(?:type\s+)?([\w$]+)/u.exec(name)?.[1] ?? []),
  );
  return lists.flatMap((names) => {
    const hasCapitalsFirst = isAscending(names);
    return hasCapitalsFirst === isAscending(names.map((name) => name.toLowerCase())) ? [] : [hasCapitalsFirst];
  });
}

function isAscending(names: readonly string[]): boolean {
  return names.every((name, index) => index === 0 || (names[index - 1] as string) <= name);
}

/** The quotes of a text's first specifiers. */
export function quotesOf(text: string): readonly ("'" | '"')[] {
  const found = [...text.slice(0, MOST_TEXT).matchAll(SPECIFIER)].slice(0, MAX_SPECIFIERS);
  return found.map(([, , quote]) => (quote === "'" ? "'" : '"'));
}

/** Whether a blank line is above each import of a text that follows one of a kind that sorters put above it: package, alias, path. */
export function separation(text: string): readonly boolean[] {
  const found = [...text.slice(0, MOST_TEXT).matchAll(SPECIFIER)].slice(0, MAX_SPECIFIERS);
  const kindOf = (specifier = ""): number => (specifier.startsWith(".") ? 2 : /^(?:[#~]|@\/)/u.test(specifier) ? 1 : 0);
  return found.flatMap((here, index) => {
    const above = found[index - 1];
    if (!above || kindOf(above[3]) >= kindOf(here[3])) return [];
    return [/\n[ \t]*\r?\n/u.test(text.slice(above.index + above[0].length, here.index))];
  });
}
