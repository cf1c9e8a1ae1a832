import type { FileTree } from "../tree/file-tree.js";
import type { ModuleIdentity } from "./identities.js";
import { possibleNames } from "./named-modules.js";
import { remember } from "../tree/remember.js";
import type { Resolver } from "./resolve.js";

/** Finds which files a module loads before it runs itself. */
export interface Dependencies {
  /** How many imports lead from the module to the file, on ways around the module `without`; undefined where none do. */
  distance(module: ModuleIdentity, file: string, without?: string): number | undefined;
  /** How many files load with the module, itself included, as their texts look: an import that a compiler drops counts too. */
  count(module: ModuleIdentity): number;
  /** Whether the module, or one that it imports, names one of the file's exports beside an import that leads to the file. */
  mentions(module: ModuleIdentity, file: string, exported: ReadonlySet<string>): boolean;
}

const MAX_FILES = 3_000;
/** Helpers of helpers: a generator's own are found among what it imports, and what that imports. */
const NEARBY = 2;
/** The words of a path name nothing: `./run.js` is no `run`. */
const SPECIFIERS = /\b(?:from|import|require)\s*\(?\s*(["'])[^"'\n]*\1/gu;

/** Creates the search, which ends after so many files: a way that is longer is no circle that anybody sees. */
export function createDependencies(tree: FileTree, resolver: Resolver): Dependencies {
  const loaded = new Map<string, readonly string[]>();
  const closures = new Map<string, ReadonlyMap<string, number>>();

  const loadedBy = (path: string): readonly string[] =>
    remember(loaded, path, () =>
      importsIn(tree.read(path) ?? "").flatMap((specifier) => {
        const module = resolver.resolve(path, specifier);
        return module.kind === "file" ? [module.path] : [];
      }),
    );

  const closureOf = (start: string, without: string | undefined): ReadonlyMap<string, number> => {
    const distances = new Map([[start, 0]]);
    // The map grows during the loop, which makes the search breadth-first.
    for (const [path, distance] of distances) {
      if (distances.size > MAX_FILES) break;
      if (path === without) continue;
      for (const next of loadedBy(path)) if (!distances.has(next)) distances.set(next, distance + 1);
    }
    return distances;
  };

  const closure = (path: string, without?: string) =>
    remember(closures, `${path}\0${without ?? ""}`, () => closureOf(path, without));

  return {
    distance: (module, file, without) => (module.kind === "file" ? closure(module.path, without).get(file) : undefined),
    count: (module) => (module.kind === "file" ? closure(module.path).size : 0),
    mentions(module, file, exported) {
      if (module.kind !== "file") return false;
      const near = [...closure(module.path)].filter(([path, distance]) => distance < NEARBY && path !== file);
      return near.some(([path, distance]) => {
        const left = closure(path).get(file);
        return (
          left !== undefined &&
          distance + left <= NEARBY &&
          possibleNames((tree.read(path) ?? "").replace(SPECIFIERS, "")).some((word) => exported.has(word))
        );
      });
    },
  };
}

/** What a text loads, by the text alone: fast, and an import in a comment counts too. */
const IMPORTS = /^[ \t]*(?:import|export)\b(?!\s+type\b)[^;'"]*?(["'])([^"'\n\r]+)\1|\brequire\(\s*(["'])([^"'\n\r]+)\3\s*\)/gm;

/** The specifiers of what is loaded before the text's own code runs, unless it is left out because only its types are used. */
function importsIn(text: string): string[] {
  return [...text.matchAll(IMPORTS)].map(([, , imported, , required]) => imported ?? required ?? "");
}
