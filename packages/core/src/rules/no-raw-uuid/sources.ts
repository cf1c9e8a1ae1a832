import type { RawUuidOptions } from "./options.js";
import { listedExports, type ModuleIdentity, type Modules, type PassageQuery } from "../../modules/index.js";
import { GLOBAL_OBJECT_NAMES } from "../../syntax/identifiers.js";

/** One way to make a random ID. */
export interface UuidSource {
  /** `module#export`, as `when.source` and messages name it. */
  readonly id: string;
  readonly module: ModuleIdentity;
  readonly moduleName: string;
  readonly exported: string;
  /** Whether it makes a generator instead of an ID. */
  readonly isFactory: boolean;
  /** The path by which it is also available from the global object. */
  readonly global?: readonly string[];
}

/**
 * The packages that make random IDs: https://github.com/uuidjs/uuid, https://nodejs.org/api/crypto.html,
 * https://github.com/ai/nanoid, https://github.com/ulid/javascript, https://github.com/paralleldrive/cuid2.
 */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  uuid: ["v1", "v4", "v6", "v7", "default"],
  "uuid/v1": ["default"],
  "uuid/v4": ["default"],
  crypto: ["randomUUID"],
  nanoid: ["nanoid", "default", "customAlphabet", "customRandom"],
  "nanoid/non-secure": ["nanoid", "default", "customAlphabet"],
  "nanoid/async": ["nanoid", "default", "customAlphabet", "customRandom"],
  "nanoid/generate": ["default"],
  ulid: ["ulid", "default", "monotonicFactory", "factory"],
  cuid: ["default", "slug"],
  "@paralleldrive/cuid2": ["createId", "init"],
};
/** Packages whose CommonJS module is an object of functions; in old versions some of them were functions. */
const NAMESPACES = new Set(["uuid", "nanoid", "nanoid/non-secure", "nanoid/async", "ulid"]);
const FACTORIES = new Set(["customAlphabet", "customRandom", "monotonicFactory", "factory", "init"]);

/** The sources that an option asks for. */
export function readSources(option: RawUuidOptions["sources"], modules: Modules): UuidSource[] {
  const known = Object.entries(KNOWN).flatMap(([module, names]) => names.map((name) => makeSource(`${module}#${name}`, modules)));
  if (option === undefined) return known;
  if ("only" in option) return option.only.flatMap((text) => expand(text, modules));
  return [...known, ...option.flatMap((text) => expand(text, modules))];
}

/** Reads `module#export`; a module alone means its known sources, or its default export if none is known. */
function expand(text: string, modules: Modules): UuidSource[] {
  const plain = text.replace(/^node:/u, "");
  if (plain.includes("#")) return [makeSource(plain, modules)];
  return (KNOWN[plain] ?? ["default"]).map((name) => makeSource(`${plain}#${name}`, modules));
}

function makeSource(id: string, modules: Modules): UuidSource {
  const at = id.lastIndexOf("#");
  const [moduleName, exported] = [id.slice(0, at), id.slice(at + 1)];
  return {
    id,
    moduleName,
    exported,
    module: modules.resolveContractModule(moduleName),
    isFactory: FACTORIES.has(exported),
    ...(moduleName === "crypto" && { global: ["crypto", exported] }),
  };
}

/** Drops steps that only lead to the members of a module or the global object: `default`, `webcrypto`, `globalThis`. */
function plainPath(path: readonly string[], isGlobal: boolean): readonly string[] {
  let at = 0;
  while (
    at < path.length - 1 &&
    (isGlobal ? GLOBAL_OBJECT_NAMES.has(path[at] as string) : path[at] === "default" || path[at] === "webcrypto")
  )
    at++;
  return path.slice(at);
}

/** The source at a path from the global object. */
export function findGlobalSource(sources: readonly UuidSource[], path: readonly string[]): UuidSource | undefined {
  const plain = plainPath(path, true).join(".");
  return sources.find((source) => source.global?.join(".") === plain);
}

/** The source at a path from a module; with `isWhole` the module itself counts as its default export. */
export function findModuleSource(
  sources: readonly UuidSource[],
  path: readonly string[],
  isWhole: boolean,
): UuidSource | undefined {
  const plain = plainPath(path, false);
  const [name] = plain;
  if (plain.length === 0) return isWhole ? sources.find((source) => source.exported === "default") : undefined;
  return plain.length === 1 ? sources.find((source) => source.exported === name) : undefined;
}

/** How to find modules that re-export sources. */
export function passageOfSources(sources: readonly UuidSource[], modules: Modules): PassageQuery {
  return {
    names: listedExports(sources.map(({ exported }) => exported)),
    isTarget: (module) => sources.some((source) => modules.isSameModule(module, source.module)),
    get tokens() {
      const lists = sources.map(({ module, moduleName }) =>
        module.kind === "package" ? [moduleName] : modules.tokensFor(module),
      );
      return lists.includes(undefined) ? undefined : lists.flatMap((list) => list ?? []);
    },
  };
}

/** Finds the source at a path from a module that re-exports sources. */
export function findPassedSource(
  passed: PassedSources,
  module: ModuleIdentity,
  [name, ...rest]: readonly string[],
): UuidSource | undefined {
  if (name === undefined) return undefined;
  const { sources, modules, isHome } = passed;
  const way = modules.exportWay(module, name);
  // A path through the project's own generator leads to no raw source.
  if (way.some((step) => isHome(step.module))) return undefined;
  for (const step of way.slice(1)) {
    const own = sources.filter((source) => modules.isSameModule(source.module, step.module));
    if (own.length > 0) return findModuleSource(own, step.name === "*" ? rest : [step.name, ...rest], false);
  }
  const last = way.at(-1);
  return last?.name === "*" ? findPassedSource(passed, last.module, rest) : undefined;
}

/** Sources that are re-exported by modules of the repository. */
export interface PassedSources {
  readonly sources: readonly UuidSource[];
  readonly modules: Modules;
  readonly query: PassageQuery;
  /** Whether a module declares the replacement, or is a bridge to it. */
  isHome(module: ModuleIdentity): boolean;
}

/** Whether `require` of the sources' module returns the function that makes an ID. */
export function isOneFunction(sources: readonly UuidSource[]): boolean {
  return sources.some((source) => source.exported === "default" && !NAMESPACES.has(source.moduleName));
}

/** The global names that can start a path to a source. */
export const GLOBAL_ROOTS: ReadonlySet<string> = new Set(["crypto", ...GLOBAL_OBJECT_NAMES]);
