import type { FileTree } from "../tree/file-tree.js";
import type { ModuleIdentity } from "./identities.js";
import { possibleNames } from "./named-modules.js";
import { remember } from "../tree/remember.js";
import type { Resolver } from "./resolve.js";

/** Finds which files a module loads before it runs itself. */
export interface Dependencies {
  /** How many imports lead from the module to the file, on ways around the module `without`; undefined where none do. */
  distance(module: ModuleIdentity, file: string, without?: string): number | undefined;
  /** The files that load with the module, lead to the file, and import it or what imports it. */
  users(module: ModuleIdentity, file: string): readonly string[];
  /** Whether the module, or one that it loads, imports `server-only`; what only the server runs is called from afar. */
  isOnlyForServers(module: ModuleIdentity): boolean;
  /** What of Node alone the module, or one that it loads, imports: `node:crypto`. */
  loadedOfNode(module: ModuleIdentity): string | undefined;
  /** Whether the module, or one that it loads, has a word and, if given, names a package, as the texts look. */
  hasWord(module: ModuleIdentity, word: string, named?: string): boolean;
  /** The files that load with the module, itself included, as their texts look: an import that a compiler drops counts too. */
  loaded(module: ModuleIdentity): ReadonlyMap<string, number>;
  /** Which of the module and those that it imports import one of these names on a way that leads to the file. */
  mentions(module: ModuleIdentity, file: string, exported: ReadonlySet<string>): readonly string[];
}

const MAX_FILES = 3_000;
/** Helpers of helpers: a generator's own are found among what it imports, and what that imports. */
const NEARBY = 2;

/** An import as its text looks. */
interface Load {
  readonly specifier: string;
  /** What stands between `import` and the specifier; undefined for a `require`, whose names are anywhere. */
  readonly clause: string | undefined;
}

/**
 * Creates the search, which ends after so many files: a way that is longer is no circle that anybody sees. `keepsTypes` says of which files
 * the compiler keeps an import of types alone.
 */
export function createDependencies(tree: FileTree, resolver: Resolver, keepsTypes: (path: string) => boolean): Dependencies {
  const loaded = new Map<string, readonly (Load & { readonly path: string })[]>();
  const serverOnly = new Map<string, boolean>();
  const ofNode = new Map<string, string | undefined>();
  const words = new Map<string, boolean>();
  const users = new Map<string, readonly string[]>();
  const closures = new Map<string, ReadonlyMap<string, number>>();

  const loadedBy = (path: string) =>
    remember(loaded, path, () =>
      loadsIn(tree.read(path) ?? "").flatMap((load) => {
        if (TAKES_TYPES.test(load.clause ?? "") && !keepsTypes(path)) return [];
        const module = resolver.resolve(path, load.specifier);
        return module.kind === "file" ? [{ ...load, path: module.path }] : [];
      }),
    );

  const closureOf = (start: string, isEnd: (path: string) => boolean): ReadonlyMap<string, number> => {
    const distances = new Map([[start, 0]]);
    // The map grows during the loop, which makes the search breadth-first.
    for (const [path, distance] of distances) {
      if (distances.size > MAX_FILES) break;
      if (isEnd(path)) continue;
      for (const next of loadedBy(path)) if (!distances.has(next.path)) distances.set(next.path, distance + 1);
    }
    return distances;
  };

  const closure = (path: string, without?: string) =>
    remember(closures, without === undefined ? path : `${path}\0${without}`, () => closureOf(path, (each) => each === without));

  return {
    distance: (module, file, without) => (module.kind === "file" ? closure(module.path, without).get(file) : undefined),
    loaded: (module) => (module.kind === "file" ? closure(module.path) : new Map()),
    users(module, file) {
      if (module.kind !== "file") return [];
      return remember(users, `${module.path}\0${file}`, () => {
        const all = [...closure(module.path).keys()].filter((path) => path !== file);
        const loads = (path: string, others: ReadonlySet<string>) => loadedBy(path).some((load) => others.has(load.path));
        const direct = new Set(all.filter((path) => loads(path, new Set([file]))));
        return all.filter((path) => direct.has(path) || loads(path, direct));
      });
    },
    isOnlyForServers(module) {
      if (module.kind !== "file") return false;
      return remember(serverOnly, module.path, () => {
        const isAction = (path: string) => /^\s*(["'])use server\1/u.test(tree.read(path) ?? "");
        const loads = [...closureOf(module.path, isAction).keys()].filter((path) => !isAction(path));
        return loads.some((path) => /^import\s*["']server-only["']/mu.test(tree.read(path) ?? ""));
      });
    },
    loadedOfNode(module) {
      if (module.kind !== "file") return undefined;
      const find = (): string | undefined => {
        for (const path of closure(module.path).keys()) {
          const load = loadsIn(tree.read(path) ?? "").find(
            ({ specifier, clause }) => OF_NODE.test(specifier) && !TAKES_TYPES.test(clause ?? ""),
          );
          if (load) return load.specifier;
        }
        return undefined;
      };
      return remember(ofNode, module.path, find);
    },
    hasWord(module, word, named) {
      if (module.kind !== "file") return false;
      const isNamed = ({ specifier }: Load): boolean => specifier.replace(/^node:/u, "") === named;
      const isIn = (text: string): boolean =>
        (named === undefined || loadsIn(text).some(isNamed)) && possibleNames(text).includes(word);
      const find = () => [...closure(module.path).keys()].some((path) => isIn(tree.read(path) ?? ""));
      return remember(words, JSON.stringify([module.path, word, named]), find);
    },
    mentions(module, file, exported) {
      const near = module.kind === "file" ? [...closure(module.path)] : [];
      const isTaken = (path: string, distance: number): boolean =>
        loadedBy(path).some((load) => {
          const left = closure(load.path).get(file) ?? NEARBY;
          return distance + 1 + left <= NEARBY && namesIn(load, tree.read(path) ?? "").some((name) => exported.has(name));
        });
      return near.flatMap(([path, distance]) => (path !== file && isTaken(path, distance) ? [path] : []));
    },
  };
}

/** What a text loads, by the text alone: fast, and an import in a comment counts too. */
const LOADS =
  /(?:^|;)[ \t]*(?:import|export)\b(?!\s+type\b)((?:(?:[^;'"()=/]|\/\/.*$|\/\*(?:[^*]|\*(?!\/))*\*\/)*?\bfrom)?\s*)(["'])([^"'\n\r]+)\2|\brequire\(\s*(["'])([^"'\n\r]+)\4\s*\)/gm;

/** What is loaded before the text's own code runs, unless it is left out because only its types are used. */
function loadsIn(text: string): Load[] {
  return [...text.matchAll(LOADS)].map(([, clause, , imported, , required]) => ({
    specifier: imported ?? required ?? "",
    clause,
  }));
}

/** What no bundler has a stand-in for by itself. */
const OF_NODE = /^(?:node:|(?:async_hooks|child_process|crypto|fs|fs\/promises|net|os|tls|worker_threads)$)/u;

/** `{ type A, type B } from`. */
const TAKES_TYPES = /^\s*\{(?:\s*type\s[^,}]*,?)+\s*\}\s*from\s*$/u;

/** The exports that an import takes, as far as its text says: those of a namespace may be any word of the file. */
function namesIn({ clause }: Load, text: string): readonly string[] {
  if (clause === undefined || /\*\s*as\b/u.test(clause)) return possibleNames(text);
  const isDefault = /^\s*(?!from\b)[\w$]/u.test(clause);
  return isDefault ? [...possibleNames(clause), "default"] : possibleNames(clause);
}
