import { type FileTree, remember } from "./file-tree.js";
import type { ModuleIdentity } from "./identities.js";
import type { Resolver } from "./resolve.js";

/** Finds which files a module loads before it runs itself. */
export interface Dependencies {
  /** How many imports lead from the module to the file; undefined if none do. */
  distance(module: ModuleIdentity, file: string): number | undefined;
}

const LOADS = /^[ \t]*(?:import|export)\b(?!\s+type\b)[^;'"]*?(["'])([^"'\n\r]+)\1|\brequire\(\s*(["'])([^"'\n\r]+)\3\s*\)/gm;
const MAX_FILES = 300;

/** Creates the search. It reads texts with a regular expression, so an import in a comment counts too. */
export function createDependencies(tree: FileTree, resolver: Resolver): Dependencies {
  const closures = new Map<string, ReadonlyMap<string, number>>();

  const loadedBy = (path: string): string[] =>
    [...(tree.read(path) ?? "").matchAll(LOADS)].flatMap(([, , imported, , required]) => {
      const module = resolver.resolve(path, imported ?? required ?? "");
      return module.kind === "file" ? [module.path] : [];
    });

  const closureOf = (start: string): ReadonlyMap<string, number> => {
    const distances = new Map([[start, 0]]);
    // The map grows during the loop, which makes the search breadth-first.
    for (const [path, distance] of distances) {
      if (distances.size > MAX_FILES) break;
      for (const next of loadedBy(path)) if (!distances.has(next)) distances.set(next, distance + 1);
    }
    return distances;
  };

  return {
    distance: (module, file) =>
      module.kind === "file" ? remember(closures, module.path, () => closureOf(module.path)).get(file) : undefined,
  };
}
