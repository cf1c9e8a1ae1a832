import { builtinModules } from "node:module";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildOutput } from "../packages/build-output.js";
import type { FileTree } from "../tree/file-tree.js";
import { oncePer, remember } from "../tree/remember.js";
import { installedIdentity, opaqueIdentity, packageIdentity, type ModuleIdentity } from "./identities.js";
import { matchEntry, matchStar, readEntries } from "../packages/package-entries.js";
import { isInstalled, type PackageScope, type Packages } from "../packages/packages.js";
import { isDeclaration, splitPackage, stemOf } from "../tree/paths.js";
import { probe, probeFile } from "../tree/probe.js";
import { findBeside } from "./find-beside.js";
import { type NativeResolver } from "./native-resolver.js";
import type { Project, Projects } from "../packages/projects.js";

/** What the module service knows of one repository; it is created again when answers are forgotten. */
export interface RepositoryContext {
  readonly root: string;
  readonly tree: FileTree;
  readonly packages: Packages;
  readonly projects: Projects;
  readonly output: BuildOutput;
  readonly native: NativeResolver;
}

/** Resolves specifiers to identities. */
export interface Resolver {
  resolve(from: string, specifier: string): ModuleIdentity;
  resolveContractModule(module: string): ModuleIdentity;
  /** The files that a contract's bare name leads to by an alias or the `baseUrl` of the projects that files (absolute paths) are in. */
  behindAliases(module: string, files: readonly string[]): readonly string[];
}

const BUILTINS: ReadonlySet<string> = new Set(builtinModules);
const MAX_SPECIFIER = 4096;

/** Creates the resolver for a repository. */
export function createResolver(context: RepositoryContext): Resolver {
  const answers = createAnswers(context);
  const ofContracts = new Map<string, ModuleIdentity>();
  // Each import of a contract is asked for, with the same list of files.
  const aroundFiles = oncePer((files: readonly string[]) =>
    context.projects.around([...new Set(files.map((file) => dirname(file)))]),
  );
  return {
    resolve(from, specifier) {
      const { project, bySpecifier } = answers(from, specifier);
      return remember(bySpecifier, specifier, () => {
        let known: ModuleIdentity | undefined;
        const own = (): ModuleIdentity =>
          (known ??= resolveSpecifier(context, { directory: context.tree.real(dirname(from)), project }, specifier));
        return findNatively(context, { from, project, specifier, own }) ?? own();
      });
    },
    resolveContractModule: (module) => remember(ofContracts, module, () => resolveContractModule(context, module)),
    behindAliases(module, files) {
      const fileFor = (project: Project | undefined): readonly string[] => {
        const found = resolveSpecifier(context, { directory: context.root, project }, module);
        return found.kind === "file" ? [found.path] : [];
      };
      const around = aroundFiles(files);
      // Which project a file is of takes longer to find, and mostly none has the alias.
      if (![undefined, ...around].some((project) => fileFor(project).length > 0)) return [];
      const projects = new Set(files.map((file) => context.projects.projectOf(file)));
      return [...new Set([...projects].flatMap(fileFor))];
    },
  };
}

/** Where the answers for some specifiers of a file are. */
interface Answers {
  readonly project: Project | undefined;
  readonly bySpecifier: Map<string, ModuleIdentity>;
}

/** Finds the answers that files of one project and folder (for bare specifiers, of all folders that see the same) share. */
function createAnswers({ tree, projects }: RepositoryContext): (from: string, specifier: string) => Answers {
  const tables = new Map<string, Map<string, ModuleIdentity>>();
  const viewpointOf = createViewpoints(tree);
  const find = (from: string, isBare: boolean): Answers => {
    const project = projects.projectOf(from);
    const key = `${project?.path ?? ""}\0${isBare ? viewpointOf(dirname(from)) : dirname(from)}`;
    const bySpecifier = tables.get(key) ?? new Map<string, ModuleIdentity>();
    tables.set(key, bySpecifier);
    return { project, bySpecifier };
  };
  let last: { from: string; bare?: Answers; path?: Answers } = { from: "" };
  return (from, specifier) => {
    const isBare = BARE.test(specifier);
    // A file has many imports, which are asked for one after the other.
    if (last.from !== from) last = { from };
    return isBare ? (last.bare ??= find(from, true)) : (last.path ??= find(from, false));
  };
}

interface WantedModule {
  readonly from: string;
  readonly project: Project | undefined;
  readonly specifier: string;
  /** What our own lookup finds. */
  own(): ModuleIdentity;
}

/**
 * The native resolver opens whatever is called tsconfig.json or package.json on its way, and would wait for a pipe: our own lookup goes the
 * same ways first, and where something is wrong with one of these files it answers alone.
 */
function isSafeForNative({ tree }: RepositoryContext, { from, own }: WantedModule): boolean {
  const found = own();
  for (const start of found.kind === "file" ? [from, found.path] : [from]) tree.lookUpwards(dirname(start));
  return tree.faults.size === 0;
}

/** A specifier that begins with a package, an alias or a scheme, and not with a path. */
const BARE = /^[^./]/;
/** What a folder has that decides what a bare specifier means in it. */
const DECIDING = [
  "package.json",
  "node_modules",
  "tsconfig.json",
  "jsconfig.json",
  "pnpm-workspace.yaml",
  "lerna.json",
  ".pnp.cjs",
  ".pnp.js",
];

/**
 * Finds the highest folder in which bare specifiers mean the same as in another one, since nothing on the way decides about packages or
 * aliases: so that a specifier is looked up once for a package, and not for each of its folders.
 */
function createViewpoints(tree: FileTree): (directory: string) => string {
  const viewpoints = new Map<string, string>();
  const viewpointOf = (directory: string): string =>
    remember(viewpoints, directory, () => {
      const parent = dirname(directory);
      const decides = parent === directory || DECIDING.some((name) => tree.find(join(directory, name)) !== undefined);
      return decides || tree.real(directory) !== directory ? directory : viewpointOf(parent);
    });
  return viewpointOf;
}

/** A source file that the native resolver finds; undefined for files that are missing, built or installed, which our own lookup handles. */
function findNatively(context: RepositoryContext, wanted: WantedModule): ModuleIdentity | undefined {
  const { from, project, specifier } = wanted;
  if (specifier === "" || specifier.length > MAX_SPECIFIER || /[\0!?]/.test(specifier) || specifier.startsWith("node:"))
    return undefined;
  const path =
    findBeside(context.tree, { from, specifier, inFolders: !project?.rootDirs.length }) ??
    (isSafeForNative(context, wanted) ? context.native(from, specifier, project?.conditions ?? []) : undefined);
  if (path === undefined || isInstalled(path) || isDeclaration(path) || context.output.isBuilt(path)) return undefined;
  return { kind: "file", path };
}

interface Importer {
  readonly directory: string;
  readonly project: Project | undefined;
}

function resolveSpecifier(context: RepositoryContext, from: Importer, written: string): ModuleIdentity {
  const specifier = withoutQuery(written);
  if (specifier === "" || specifier.length > MAX_SPECIFIER || /[\0!]/.test(specifier)) return opaqueIdentity(written);
  if (/^\.\.?(?:\/|$)/.test(specifier)) return resolveRelative(context, from, specifier);
  if (isAbsolute(specifier)) return identityOfPaths(context, [specifier, join(context.root, specifier)]);
  if (specifier.startsWith("file:")) return resolveFileUrl(context, specifier) ?? opaqueIdentity(written);
  if (specifier.startsWith("node:")) return builtinIdentity(specifier.slice(5));
  if (/^[a-z][a-z0-9+.-]+:/i.test(specifier)) return opaqueIdentity(written);
  return resolveBare(context, from, specifier);
}

/** The specifier without its query: `?raw` names a loader, not another module. */
function withoutQuery(specifier: string): string {
  const at = specifier.indexOf("?");
  return at > 0 ? specifier.slice(0, at) : specifier;
}

function builtinIdentity(name: string): ModuleIdentity {
  // Some built-ins exist only with the prefix; without it the name means a package.
  return packageIdentity(BUILTINS.has(name) ? name : `node:${name}`);
}

function resolveFileUrl(context: RepositoryContext, specifier: string): ModuleIdentity | undefined {
  try {
    return identityOfPaths(context, [fileURLToPath(specifier)]);
  } catch {
    return undefined;
  }
}

function resolveRelative(context: RepositoryContext, from: Importer, specifier: string): ModuleIdentity {
  const path = join(from.directory, specifier);
  const roots = from.project?.rootDirs ?? [];
  const own = roots.find((root) => path.startsWith(root));
  const others = own === undefined ? [] : roots.filter((root) => root !== own).map((root) => join(root, path.slice(own.length)));
  return identityOfPaths(context, [path, ...others]);
}

function resolveBare(context: RepositoryContext, from: Importer, specifier: string): ModuleIdentity {
  const { name, subpath } = splitPackage(specifier);
  const aliased = findAlias(from.project, specifier)?.paths ?? [];
  const based = from.project?.baseUrl === undefined ? [] : [join(from.project.baseUrl, specifier)];
  const there = existingIdentity(context, [...aliased, ...based]);
  if (there) return there;
  if (BUILTINS.has(specifier)) return packageIdentity(specifier);
  if (specifier.startsWith("#")) {
    const imported = resolveImports(context, from, specifier);
    // What was built from a file that has moved since is still there until the next build.
    const isStale = imported?.kind === "file" && context.output.isBuilt(imported.path);
    const source = isStale || !imported ? missingIdentity(context, aliased[0]) : undefined;
    return source ?? imported ?? packageIdentity(specifier);
  }
  const found = context.packages.find(from.directory, name);
  if (found?.kind === "local") {
    const raw = specifier.slice(name.length + 1);
    const conditions = from.project?.conditions ?? [];
    const entry = resolveEntry(context, found.scope, raw, conditions) ?? missingEntry(context, found.scope, raw, conditions);
    // Its files may have an alias, too, which does not end with them.
    return entry ?? missingAlias(context, from, specifier, { aliased, based: [] }) ?? { kind: "package", name, subpath };
  }
  if (found?.kind === "installed" || context.packages.declares(from.directory, name)) return { kind: "package", name, subpath };
  return missingAlias(context, from, specifier, { aliased, based }) ?? { kind: "package", name, subpath };
}

interface UsedAlias {
  readonly key: string;
  /** The length of the text before the `*`. */
  readonly prefix: number;
  readonly paths: readonly string[];
}

/** The key of `paths` that a specifier uses. */
export function findAlias(project: Project | undefined, specifier: string): UsedAlias | undefined {
  let best: UsedAlias | undefined;
  for (const { key, targets } of project?.aliases ?? []) {
    if (key === specifier) return { key, prefix: key.length, paths: targets };
    // A lone star always matches the whole specifier.
    const star = key === "*" ? specifier : matchStar(key, specifier);
    const prefix = key.indexOf("*");
    if (star !== undefined && (!best || prefix > best.prefix))
      best = { key, prefix, paths: targets.map((target) => target.replace("*", () => star)) };
  }
  return best;
}

/** The identity of an alias whose file is missing; a catch-all or `baseUrl` counts only if the path's first folder exists. */
function missingAlias(
  context: RepositoryContext,
  from: Importer,
  specifier: string,
  { aliased, based }: { readonly aliased: readonly string[]; readonly based: readonly string[] },
): ModuleIdentity | undefined {
  const isSpecific = (findAlias(from.project, specifier)?.prefix ?? 0) > 0;
  if (isSpecific) return missingIdentity(context, aliased.find((path) => context.tree.isDirectory(dirname(path))) ?? aliased[0]);
  const depth = specifier.split("/").length - 1;
  if (depth === 0) return undefined;
  const top = (path: string) => path.split(/[\\/]/).slice(0, -depth).join("/");
  return missingIdentity(
    context,
    [...aliased, ...based].find((path) => context.tree.isDirectory(top(path))),
  );
}

function resolveImports(context: RepositoryContext, from: Importer, specifier: string): ModuleIdentity | undefined {
  const scope = context.packages.nearest(from.directory);
  const match = scope && matchEntry(readEntries(scope.json["imports"], from.project?.conditions ?? []), specifier);
  if (!match) return undefined;
  const pathOf = (target: string) => (target.startsWith("./") ? join(scope.directory, target) : undefined);
  for (const target of [...match.active, ...match.inactive]) {
    const path = pathOf(target);
    // A target may be another package, but not another `#name`, so the recursion ends.
    if (path === undefined && !/^[./#]/.test(target)) return resolveSpecifier(context, from, target);
    const there = path === undefined ? undefined : existingIdentity(context, [path]);
    if (there) return there;
  }
  return missingIdentity(
    context,
    match.active.map(pathOf).find((path) => path !== undefined),
  );
}

/** The module that a subpath of a repository's package means; undefined if only the package's name can identify it. */
export function resolveEntry(
  context: RepositoryContext,
  scope: PackageScope,
  subpath: string,
  conditions: readonly string[],
): ModuleIdentity | undefined {
  const paths = entryPaths(scope, subpath, conditions);
  const found = paths.flatMap((path) => findSource(context, path) ?? []);
  const usable = found.filter((path) => !context.output.isBuilt(path));
  const path = usable.find((each) => !isDeclaration(each)) ?? usable[0];
  return path === undefined ? undefined : { kind: "file", path };
}

/** The file of a repository's package that a subpath would lead to, if it were there; what a build writes may only be missing yet. */
function missingEntry(
  context: RepositoryContext,
  scope: PackageScope,
  subpath: string,
  conditions: readonly string[],
): ModuleIdentity | undefined {
  if (subpath === "") return undefined;
  const isSource = (path: string) => !context.output.isBuilt(path) || context.output.expectedSource(path) !== undefined;
  return missingIdentity(context, entryPaths(scope, subpath, conditions).find(isSource));
}

function entryPaths(scope: PackageScope, subpath: string, conditions: readonly string[]): readonly string[] {
  const { json, directory } = scope;
  if (json["exports"] !== undefined && json["exports"] !== null) {
    const match = matchEntry(readEntries(json["exports"], conditions), subpath === "" ? "." : `./${subpath}`);
    return [...(match?.active ?? []), ...(match?.inactive ?? [])].map((target) => join(directory, target));
  }
  if (subpath !== "") return [join(directory, subpath)];
  const mains = ["source", "main", "module", "types", "typings"].flatMap((field) =>
    typeof json[field] === "string" ? json[field] : [],
  );
  return [...mains, "index"].map((entry) => join(directory, entry));
}

/** The source file that a path leads to; build output is traced back to its source. */
export function findSource(context: RepositoryContext, path: string): string | undefined {
  const file = probe(context.tree, path);
  return context.output.sourceOf(file ?? path) ?? file;
}

function existingIdentity(context: RepositoryContext, paths: readonly string[]): ModuleIdentity | undefined {
  for (const path of paths) {
    const file = findSource(context, path);
    if (file !== undefined) return isInstalled(file) ? installedIdentity(file) : { kind: "file", path: file };
  }
  return undefined;
}

function missingIdentity(context: RepositoryContext, path: string | undefined): ModuleIdentity | undefined {
  if (path === undefined) return undefined;
  const source = context.output.expectedSource(path) ?? path;
  const stem = stemOf(context.tree.real(source.length > 1 ? source.replace(/[\\/]+$/, "") : source));
  return isInstalled(stem) ? installedIdentity(stem) : { kind: "missing", stem };
}

function identityOfPaths(context: RepositoryContext, paths: readonly string[]): ModuleIdentity {
  return existingIdentity(context, paths) ?? missingIdentity(context, paths[0]) ?? opaqueIdentity("");
}

function resolveContractModule(context: RepositoryContext, module: string): ModuleIdentity {
  if (/^\.\.?(?:\/|$)/.test(module)) return resolveContractFile(context, join(context.root, module));
  const { projects, root } = context;
  const found = resolveBareName(context, module, projects.projectOf(join(root, "package.json")));
  // Workspaces have the aliases of all their packages in a base at the root, beside or instead of a tsconfig.json.
  const base = found.kind === "package" ? projects.baseIn(root) : undefined;
  return base ? resolveBareName(context, module, base) : found;
}

/** A contract's bare name is a package or an alias, never a folder below `baseUrl`. */
function resolveBareName(context: RepositoryContext, module: string, project: Project | undefined): ModuleIdentity {
  return resolveSpecifier(context, { directory: context.root, project: project && { ...project, baseUrl: undefined } }, module);
}

function resolveContractFile(context: RepositoryContext, path: string): ModuleIdentity {
  // A path with an extension means the file itself, not a folder that has replaced it.
  const isExact = stemOf(path) !== path;
  const file = isExact ? probeFile(context.tree, path) : undefined;
  if (file !== undefined) return existingIdentity(context, [file]) ?? { kind: "file", path: file };
  return isExact ? (missingIdentity(context, path) ?? opaqueIdentity("")) : identityOfPaths(context, [path]);
}
