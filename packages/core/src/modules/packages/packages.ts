import { builtinModules } from "node:module";
import { dirname, join } from "node:path";
import { type FileTree, isRecord, stringsOf } from "../tree/file-tree.js";
import { below } from "../tree/paths.js";
import { remember } from "../tree/remember.js";
import { createWorkspaces } from "./workspaces.js";

/** A folder with a package.json. */
export interface PackageScope {
  readonly directory: string;
  readonly name?: string | undefined;
  readonly json: Readonly<Record<string, unknown>>;
}

/** The package that a bare name means, as seen from a folder. */
type FoundPackage =
  | { readonly kind: "local"; readonly scope: PackageScope }
  | { readonly kind: "installed"; readonly scope?: PackageScope | undefined };

/** Finds packages and their package.json files. */
export interface Packages {
  /** The nearest package.json, whatever it contains: Node's package scope. */
  nearest(directory: string): PackageScope | undefined;
  /** The nearest package.json that describes a package; one with only `{"type": "module"}` does not. */
  owner(directory: string): PackageScope | undefined;
  /** The package called `name`: the folder's own, one in node_modules (linked or installed), or a workspace that is not linked. */
  find(directory: string, name: string): FoundPackage | undefined;
  /** The package as a folder's files import it: under the name of the dependency that links it, such as `core` of `"core": "file:../core"`. */
  asImported(directory: string, scope: PackageScope | undefined): PackageScope | undefined;
  /** Whether files of two folders get one copy of a package; where it is not installed, those of one package do. */
  loadsSameCopy(directory: string, other: string, name: string): boolean;
  /** Whether the owning package declares `name` as a dependency of any kind. */
  declares(directory: string, name: string): boolean;
  /** Whether a file of the folder may import the package: its package.json or its workspace's declares it, or the workspace gives it undeclared. */
  isAvailable(directory: string, name: string): boolean;
  /** Whether the owning package declares `name` only for those who work on it, and what it needs to run elsewhere. */
  declaresForDevelopment(directory: string, name: string): boolean;
  /** The names that the packages around the directories declare as dependencies, and their own. */
  declaredBy(directories: readonly string[]): ReadonlySet<string>;
}

const DEPENDENCY_KEYS = ["dependencies", "devDependencies", "peerDependencies", "optionalDependencies"];
const PACKAGE_KEYS = ["name", "workspaces", ...DEPENDENCY_KEYS];

/** Creates the lookup of packages over a file tree. */
export function createPackages(tree: FileTree): Packages {
  const scopes = new Map<string, PackageScope | undefined>();
  const found = new Map<string, FoundPackage | undefined>();
  const workspaces = createWorkspaces(tree);

  const packageAt = (directory: string): PackageScope | undefined =>
    remember(scopes, directory, () => {
      const json = tree.json(below(directory, "package.json"));
      return json && { directory, json, name: typeof json["name"] === "string" ? json["name"] : undefined };
    });

  const owners = new Map<string, PackageScope | undefined>();
  const nearests = new Map<string, PackageScope | undefined>();
  const above = (directory: string, find: (folder: string) => PackageScope | undefined): PackageScope | undefined => {
    const parent = dirname(directory);
    return parent === directory ? undefined : find(parent);
  };

  const owner = (directory: string): PackageScope | undefined =>
    remember(owners, directory, () => {
      const scope = packageAt(directory);
      return scope && PACKAGE_KEYS.some((key) => key in scope.json) ? scope : above(directory, owner);
    });

  const nearest = (directory: string): PackageScope | undefined =>
    remember(nearests, directory, () => packageAt(directory) ?? above(directory, nearest));

  const inNodeModules = (directory: string, name: string): FoundPackage | undefined => {
    for (let folder = directory; ; folder = dirname(folder)) {
      const path = join(folder, "node_modules", name);
      if (tree.isDirectory(path)) {
        const real = tree.real(path);
        const scope = packageAt(real);
        return scope && !isInstalled(real) ? { kind: "local", scope } : { kind: "installed", scope };
      }
      if (dirname(folder) === folder) return undefined;
    }
  };

  const inWorkspace = (directory: string, name: string): FoundPackage | undefined => {
    const member = workspaces.membersFor(directory).find((folder) => packageAt(folder)?.name === name);
    const scope = member === undefined ? undefined : packageAt(member);
    return scope && { kind: "local", scope };
  };

  /** A folder that `file:`, `link:` or `portal:` names, whether it is linked, copied or not installed: its source is the package. */
  const byLink = (scope: PackageScope | undefined, name: string): FoundPackage | undefined => {
    const folder = scope && linkedFolder(scope, name);
    const linked = folder === undefined ? undefined : packageAt(tree.real(join(scope!.directory, folder)));
    return linked && { kind: "local", scope: linked };
  };

  const find = (directory: string, name: string): FoundPackage | undefined => {
    if (!/^(?:@[^/]+\/)?[^/.][^/]*$/.test(name)) return undefined;
    const own = owner(directory);
    if (own?.name === name) return { kind: "local", scope: own };
    return byLink(own, name) ?? inNodeModules(directory, name) ?? inWorkspace(directory, name);
  };

  const asImported = (directory: string, scope: PackageScope | undefined): PackageScope | undefined => {
    const own = owner(directory);
    if (!own || !scope || own === scope || declaresDependency(own, scope.name ?? "")) return scope;
    const name = declaredNames({ ...own, name: undefined }).find((each) => byLink(own, each)?.scope === scope);
    return name === undefined ? scope : { ...scope, name };
  };

  const declaring = new Map<readonly string[], boolean>();
  /** Whether packages of the workspace around a folder declare each other, so that one which is not declared is missing. */
  const declareEachOther = (directory: string): boolean => {
    const members = workspaces.membersFor(directory);
    return remember(declaring, members, () => {
      const scopes = members.flatMap((folder) => packageAt(folder) ?? []);
      const names = scopes.flatMap(({ name }) => name ?? []);
      return scopes.some((scope) => names.some((name) => declaresDependency(scope, name)));
    });
  };

  /** Whether a package finds another of its workspace without declaring it, where no package declares another. pnpm links only what is declared. */
  const isGiven = (directory: string, name: string): boolean =>
    (inNodeModules(directory, name)?.kind === "local" ||
      (inWorkspace(directory, name) !== undefined && !workspaces.linksOnlyDeclared(directory))) &&
    !declareEachOther(directory);

  const allAround = (directories: readonly string[]): PackageScope[] => {
    const around = new Set<string>();
    for (const directory of directories)
      for (let folder = directory; !around.has(folder); folder = dirname(folder)) around.add(folder);
    return [...around].flatMap((folder) => packageAt(folder) ?? []);
  };

  /** The packages whose dependencies a folder's files find. What is outside of one with its own counts only where it is the workspace of that one. */
  const givingTo = (directory: string): PackageScope[] => {
    const around = allAround([directory]);
    const own = around.findIndex(({ name, json }) => name !== undefined && isRecord(json["dependencies"]));
    return around.filter(
      (scope, index) =>
        own === -1 || index <= own || workspaces.membersFor(scope.directory).includes((around[own] as PackageScope).directory),
    );
  };

  return {
    owner,
    nearest,
    find: (directory, name) => remember(found, `${directory}\0${name}`, () => find(directory, name)),
    asImported,
    loadsSameCopy(directory, other, name) {
      if (owner(directory) === owner(other) || builtinModules.includes(name)) return true;
      const copy = inNodeModules(directory, name)?.scope?.directory;
      return copy !== undefined && copy === inNodeModules(other, name)?.scope?.directory;
    },
    declares: (directory, name) => declaresDependency(owner(directory), name),
    isAvailable: (directory, name) =>
      givingTo(directory).some((scope) => declaresDependency(scope, name)) || isGiven(directory, name),
    declaresForDevelopment: (directory, name) => declaresOnlyForDevelopment(owner(directory), name),
    declaredBy: (directories) => new Set(allAround(directories).flatMap(declaredNames)),
  };
}

function declaredNames({ name, json }: PackageScope): string[] {
  const declared = DEPENDENCY_KEYS.map((key) => json[key]).flatMap((each) => (isRecord(each) ? Object.keys(each) : []));
  return name === undefined ? declared : [name, ...declared];
}

function declaresDependency(scope: PackageScope | undefined, name: string, keys = DEPENDENCY_KEYS): boolean {
  return keys.some((key) => {
    const dependencies = scope?.json[key];
    return isRecord(dependencies) && Object.hasOwn(dependencies, name);
  });
}

function declaresOnlyForDevelopment(scope: PackageScope | undefined, name: string): boolean {
  const others = DEPENDENCY_KEYS.filter((key) => key !== "devDependencies");
  return !isBundled(scope) && declaresDependency(scope, name, ["devDependencies"]) && !declaresDependency(scope, name, others);
}

/** A private package without `dependencies` is bundled: nobody installs it. */
function isBundled(scope: PackageScope | undefined): boolean {
  return scope?.json["private"] === true && !isRecord(scope.json["dependencies"]);
}

/** Whether people may install a package from a registry: it has a version, and is not private. */
export function isPublished({ name, json }: PackageScope): boolean {
  return name !== undefined && typeof json["version"] === "string" && json["private"] !== true;
}

/** Whether a package's own code uses another, or asks its users for it: not only its tests and tools do. */
export function declaresForUse(scope: PackageScope, name: string): boolean {
  return declaresDependency(scope, name, isBundled(scope) ? DEPENDENCY_KEYS : ["dependencies", "peerDependencies"]);
}

/** The folder, as the package writes it, that it names for a dependency. */
function linkedFolder(scope: PackageScope, name: string): string | undefined {
  return declaredRanges(scope, name).flatMap((range) => /^(?:file|link|portal):(.+)$/.exec(range)?.[1] ?? [])[0];
}

/** The versions of a dependency that a package asks for: `^2.9.0`. */
export function declaredRanges({ json }: PackageScope, name: string): readonly string[] {
  return DEPENDENCY_KEYS.map((key) => json[key]).flatMap((each) => (isRecord(each) ? stringsOf(each[name]) : []));
}

/** The names of a package's dependencies that are folders on this disk. */
export function localDependencies(scope: PackageScope): readonly string[] {
  return DEPENDENCY_KEYS.flatMap((key) => {
    const dependencies = scope.json[key];
    if (!isRecord(dependencies)) return [];
    return Object.keys(dependencies).filter((name) =>
      stringsOf(dependencies[name]).some((range) => /^(?:workspace|file|link|portal):/.test(range)),
    );
  });
}

/** Whether a real path is in node_modules. */
export function isInstalled(path: string): boolean {
  return /[\\/]node_modules[\\/]/.test(path);
}

/** Which files of a repository name some packages, known once a run has read them all. */
export interface PackageMentions {
  /** Begins to look for some names in what is read from now on. */
  watch(names: readonly string[]): void;
  /** Looks at a file (an absolute path) whose text, or whose bytes read as latin1, was read. */
  note(path: string, raw: string): void;
  /** Says that every file was read since then. */
  complete(): void;
  /** The files whose texts have a name; undefined where that is not known. */
  of(name: string): readonly string[] | undefined;
}

export function createPackageMentions(): PackageMentions {
  let paths = new Map<string, string[]>();
  let isComplete = false;
  return {
    watch(names) {
      paths = new Map(names.map((name) => [name, []]));
      isComplete = false;
    },
    note(path, raw) {
      for (const [name, found] of paths) if (raw.includes(name)) found.push(path);
    },
    complete() {
      isComplete = true;
    },
    of: (name) => (isComplete ? paths.get(name) : undefined),
  };
}
