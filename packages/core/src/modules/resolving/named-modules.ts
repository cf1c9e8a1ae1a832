import type { FileTree } from "../tree/file-tree.js";
import type { AutoImports } from "./auto-imports.js";
import type { ModuleIdentity } from "./identities.js";
import { remember } from "../tree/remember.js";
import type { Resolver } from "./resolve.js";

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
