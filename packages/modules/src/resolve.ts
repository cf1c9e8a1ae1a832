import { builtinModules } from "node:module";
import { dirname, isAbsolute, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { BuildOutput } from "./build-output.js";
import { type FileTree, remember } from "./file-tree.js";
import type { NativeResolver } from "./native-resolver.js";
import { installedIdentity, opaqueIdentity, packageIdentity, type ModuleIdentity } from "./identities.js";
import { matchEntry, matchStar, readEntries } from "./package-entries.js";
import { isInstalled, type PackageScope, type Packages } from "./packages.js";
import { isDeclaration, splitPackage, stemOf } from "./paths.js";
import { probe, probeFile } from "./probe.js";
import type { Project, Projects } from "./projects.js";

/** The parts of the module service that look at the disk; made anew when answers are forgotten. */
export interface Surroundings {
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
  fromContract(module: string): ModuleIdentity;
}

const BUILTINS: ReadonlySet<string> = new Set(builtinModules);
const MAX_SPECIFIER = 4096;

/** Creates the resolver over its surroundings. */
export function createResolver(around: Surroundings): Resolver {
  const answers = new Map<string, ModuleIdentity>();
  return {
    resolve(from, specifier) {
      const project = around.projects.of(from);
      const key = `${project?.path ?? ""}\0${dirname(from)}\0${specifier}`;
      return remember(
        answers,
        key,
        () =>
          findNatively(around, from, project, specifier) ??
          resolveSpecifier(around, { directory: around.tree.real(dirname(from)), project }, specifier),
      );
    },
    fromContract: (module) => remember(answers, module, () => resolveContractModule(around, module)),
  };
}

/** A source file of the repository that the real resolver finds; what is gone, built, installed or not linked yet is ours to judge. */
function findNatively(
  around: Surroundings,
  from: string,
  project: Project | undefined,
  specifier: string,
): ModuleIdentity | undefined {
  if (specifier === "" || specifier.length > MAX_SPECIFIER || /[\0!?]/.test(specifier) || specifier.startsWith("node:"))
    return undefined;
  const path = around.native(from, specifier, project?.conditions ?? []);
  if (path === undefined || isInstalled(path) || isDeclaration(path) || around.output.isBuilt(path)) return undefined;
  return { kind: "file", path };
}

interface Importer {
  readonly directory: string;
  readonly project: Project | undefined;
}

function resolveSpecifier(around: Surroundings, from: Importer, written: string): ModuleIdentity {
  const specifier = withoutQuery(written);
  if (specifier === "" || specifier.length > MAX_SPECIFIER || /[\0!]/.test(specifier)) return opaqueIdentity(written);
  if (/^\.\.?(?:\/|$)/.test(specifier)) return resolveRelative(around, from, specifier);
  if (isAbsolute(specifier)) return fromPaths(around, [specifier, join(around.root, specifier)]);
  if (specifier.startsWith("file:")) return resolveFileUrl(around, specifier) ?? opaqueIdentity(written);
  if (specifier.startsWith("node:")) return builtinIdentity(specifier.slice(5));
  if (/^[a-z][a-z0-9+.-]+:/i.test(specifier)) return opaqueIdentity(written);
  return resolveBare(around, from, specifier);
}

/** `?raw` and the like name a loader, not another module. */
function withoutQuery(specifier: string): string {
  const at = specifier.indexOf("?");
  return at > 0 ? specifier.slice(0, at) : specifier;
}

function builtinIdentity(name: string): ModuleIdentity {
  // Some built-ins exist only with the prefix; without it their name is a package's.
  return packageIdentity(BUILTINS.has(name) ? name : `node:${name}`);
}

function resolveFileUrl(around: Surroundings, specifier: string): ModuleIdentity | undefined {
  try {
    return fromPaths(around, [fileURLToPath(specifier)]);
  } catch {
    return undefined;
  }
}

function resolveRelative(around: Surroundings, from: Importer, specifier: string): ModuleIdentity {
  const path = join(from.directory, specifier);
  const roots = from.project?.rootDirs ?? [];
  const own = roots.find((root) => path.startsWith(root));
  const others = own === undefined ? [] : roots.filter((root) => root !== own).map((root) => join(root, path.slice(own.length)));
  return fromPaths(around, [path, ...others]);
}

function resolveBare(around: Surroundings, from: Importer, specifier: string): ModuleIdentity {
  const { name, subpath } = splitPackage(specifier);
  const aliased = aliasPaths(from.project, specifier);
  const based = from.project?.baseUrl === undefined ? [] : [join(from.project.baseUrl, specifier)];
  const there = existing(around, [...aliased, ...based]);
  if (there) return there;
  if (BUILTINS.has(specifier)) return packageIdentity(specifier);
  if (specifier.startsWith("#"))
    return resolveImports(around, from, specifier) ?? gone(around, aliased[0]) ?? packageIdentity(specifier);
  const found = around.packages.find(from.directory, name);
  if (found?.kind === "local") {
    const raw = specifier.slice(name.length + 1);
    return resolveEntry(around, found.scope, raw, from.project?.conditions ?? []) ?? { kind: "package", name, subpath };
  }
  if (found?.kind === "installed" || around.packages.declares(from.directory, name)) return { kind: "package", name, subpath };
  return missingAlias(around, from, specifier, aliased, based) ?? { kind: "package", name, subpath };
}

/** Absolute paths that tsconfig's `paths` give for a specifier: the exact key, else the longest prefix. */
function aliasPaths(project: Project | undefined, specifier: string): readonly string[] {
  return findAlias(project, specifier)?.paths ?? [];
}

interface UsedAlias {
  readonly key: string;
  /** Length of what stands before the `*`. */
  readonly prefix: number;
  readonly paths: readonly string[];
}

/** The key of `paths` that a specifier uses. */
export function findAlias(project: Project | undefined, specifier: string): UsedAlias | undefined {
  let best: UsedAlias | undefined;
  for (const { key, targets } of project?.aliases ?? []) {
    if (key === specifier) return { key, prefix: key.length, paths: targets };
    // A lone star may stand for nothing else than the whole specifier.
    const star = key === "*" ? specifier : matchStar(key, specifier);
    const prefix = key.indexOf("*");
    if (star !== undefined && (!best || prefix > best.prefix))
      best = { key, prefix, paths: targets.map((target) => target.replace("*", () => star)) };
  }
  return best;
}

/** An alias whose file is gone; a catch-all or `baseUrl` counts only where the first folder is really there. */
function missingAlias(
  around: Surroundings,
  from: Importer,
  specifier: string,
  aliased: readonly string[],
  based: readonly string[],
): ModuleIdentity | undefined {
  const isSpecific = (findAlias(from.project, specifier)?.prefix ?? 0) > 0;
  if (isSpecific) return gone(around, aliased[0]);
  const depth = specifier.split("/").length - 1;
  if (depth === 0) return undefined;
  const top = (path: string) => path.split(/[\\/]/).slice(0, -depth).join("/");
  return gone(
    around,
    [...aliased, ...based].find((path) => around.tree.isDirectory(top(path))),
  );
}

function resolveImports(around: Surroundings, from: Importer, specifier: string): ModuleIdentity | undefined {
  const scope = around.packages.nearest(from.directory);
  const match = scope && matchEntry(readEntries(scope.json["imports"], from.project?.conditions ?? []), specifier);
  if (!match) return undefined;
  const pathOf = (target: string) => (target.startsWith("./") ? join(scope.directory, target) : undefined);
  for (const target of [...match.active, ...match.inactive]) {
    const path = pathOf(target);
    // A target may be another package; but not another `#name`, so this ends.
    if (path === undefined && !/^[./#]/.test(target)) return resolveSpecifier(around, from, target);
    const there = path === undefined ? undefined : existing(around, [path]);
    if (there) return there;
  }
  return gone(
    around,
    match.active.map(pathOf).find((path) => path !== undefined),
  );
}

/** Where a subpath of a package of the repository leads; undefined: only its name can identify it. */
export function resolveEntry(
  around: Surroundings,
  scope: PackageScope,
  subpath: string,
  conditions: readonly string[],
): ModuleIdentity | undefined {
  const paths = entryPaths(scope, subpath, conditions);
  const found = paths.flatMap((path) => findSource(around, path) ?? []);
  const usable = found.filter((path) => !around.output.isBuilt(path));
  const path = usable.find((each) => !isDeclaration(each)) ?? usable[0];
  return path === undefined ? undefined : { kind: "file", path };
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

/** The source file that a path leads to, build output traced back. */
export function findSource(around: Surroundings, path: string): string | undefined {
  const file = probe(around.tree, path);
  return around.output.sourceOf(file ?? path) ?? file;
}

function existing(around: Surroundings, paths: readonly string[]): ModuleIdentity | undefined {
  for (const path of paths) {
    const file = findSource(around, path);
    if (file !== undefined) return isInstalled(file) ? installedIdentity(file) : { kind: "file", path: file };
  }
  return undefined;
}

function gone(around: Surroundings, path: string | undefined): ModuleIdentity | undefined {
  if (path === undefined) return undefined;
  const source = around.output.expectedSource(path) ?? path;
  const stem = stemOf(around.tree.real(source.length > 1 ? source.replace(/[\\/]+$/, "") : source));
  return isInstalled(stem) ? installedIdentity(stem) : { kind: "missing", stem };
}

function fromPaths(around: Surroundings, paths: readonly string[]): ModuleIdentity {
  return existing(around, paths) ?? gone(around, paths[0]) ?? opaqueIdentity("");
}

function resolveContractModule(around: Surroundings, module: string): ModuleIdentity {
  const importer: Importer = { directory: around.root, project: around.projects.of(join(around.root, "package.json")) };
  if (/^\.\.?(?:\/|$)/.test(module)) return resolveContractFile(around, join(around.root, module));
  // A contract's bare name is a package or an alias, never a folder below `baseUrl`.
  const project = importer.project && { ...importer.project, baseUrl: undefined };
  return resolveSpecifier(around, { ...importer, project }, module);
}

function resolveContractFile(around: Surroundings, path: string): ModuleIdentity {
  // With an extension the file itself is meant, not a folder that took its place.
  const isExact = stemOf(path) !== path;
  const file = isExact ? probeFile(around.tree, path) : undefined;
  if (file !== undefined) return existing(around, [file]) ?? { kind: "file", path: file };
  return isExact ? (gone(around, path) ?? opaqueIdentity("")) : fromPaths(around, [path]);
}
