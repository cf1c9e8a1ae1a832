import { dirname, isAbsolute, join, relative, resolve } from "node:path";
import { minimatch } from "minimatch";
import { type FileTree, isRecord, stringsOf } from "../tree/file-tree.js";
import { remember } from "../tree/remember.js";
import { below, slashed } from "../tree/paths.js";

/** One key of tsconfig's `paths`, its targets as absolute patterns with at most one `*`. */
interface PathAlias {
  readonly key: string;
  readonly targets: readonly string[];
}

/** A config that another one extends or references by its path, and that is not there. */
export interface MissingBase {
  /** The config that names it (absolute). */
  readonly path: string;
  readonly by: "extends" | "references";
  /** As that one writes it. */
  readonly base: string;
}

/** What a tsconfig (or jsconfig) says about modules, with `extends` applied and all paths absolute. */
export interface Project {
  readonly path: string;
  readonly directory: string;
  readonly aliases: readonly PathAlias[];
  readonly baseUrl?: string | undefined;
  readonly outDirs: readonly string[];
  readonly rootDir?: string | undefined;
  readonly rootDirs: readonly string[];
  /** `node` needs full paths in ES modules, `bundler` does not; undefined if the file does not say. */
  readonly resolution?: "node" | "bundler" | "classic" | undefined;
  readonly writesTsExtensions: boolean;
  readonly keepsJsx: boolean;
  readonly conditions: readonly string[];
  readonly references: readonly string[];
  /** All compiler options as written, and the file that sets each. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly optionFiles: Readonly<Record<string, string>>;
  /** The configs that it extends, directly or not. */
  readonly bases: readonly string[];
  readonly missingBases: readonly MissingBase[];
  includes(path: string): boolean;
}

/** An option that is on or off, and that is asked for by its name. */
export type CheckOption =
  | "checkJs"
  | "exactOptionalPropertyTypes"
  | "noUncheckedIndexedAccess"
  | "noUnusedLocals"
  | "noUnusedParameters"
  | "verbatimModuleSyntax";

/** Finds the tsconfig that governs a file. */
export interface Projects {
  /** The project of the nearest folder that has one, or the one among its references that includes the file. */
  projectOf(path: string): Project | undefined;
  /** All projects of which one may be that of a file in some directories. */
  around(directories: readonly string[]): readonly Project[];
  /** What workspaces call the config that those of all packages extend: a folder's `tsconfig.base.json`. */
  baseIn(directory: string): Project | undefined;
  /** All projects of one folder, with those that they reference. */
  projectsIn(directory: string): readonly Project[];
}

interface Raw {
  options: Record<string, unknown>;
  /** The directory of the file that sets each option. */
  origin: Record<string, string>;
  /** The file that sets each option. */
  file: Record<string, string>;
  bases: readonly string[];
  missingBases: readonly MissingBase[];
  files?: readonly string[];
  include?: readonly string[];
  exclude?: readonly string[];
}

const LIMIT = 200;

/** Creates the lookup of projects over a file tree. */
export function createProjects(tree: FileTree): Projects {
  const loaded = new Map<string, Project | undefined>();
  const nearest = new Map<string, Project | undefined>();
  const governing = new Map<string, Project | undefined>();

  const load = (path: string) => remember(loaded, path, () => readProject(tree, path));

  const firstOf = (directory: string, ...names: readonly string[]): Project | undefined => {
    const name = names.find((file) => tree.hasSettings(below(directory, file)));
    return name === undefined ? undefined : load(below(directory, name));
  };
  const inFolder = (directory: string): Project | undefined => firstOf(directory, "tsconfig.json", "jsconfig.json");

  const nearestTo = (directory: string): Project | undefined =>
    remember(nearest, directory, () => {
      const parent = dirname(directory);
      return inFolder(directory) ?? (parent === directory ? undefined : nearestTo(parent));
    });

  const referenced = (project: Project): readonly Project[] => {
    const seen = new Map([[project.path, project]]);
    for (const each of seen.values()) {
      for (const path of each.references) {
        const next = seen.size < LIMIT && !seen.has(path) ? load(path) : undefined;
        if (next) seen.set(path, next);
      }
    }
    return [...seen.values()];
  };

  return {
    projectOf(path) {
      const project = nearestTo(dirname(path));
      if (!project || project.references.length === 0) return project;
      return remember(governing, path, () => referenced(project).find((each) => each.includes(path)) ?? project);
    },
    around: (directories) => {
      const around = new Set(directories.flatMap((directory) => nearestTo(directory) ?? []));
      return [...new Set([...around].flatMap(referenced))];
    },
    baseIn: (directory) => firstOf(directory, "tsconfig.base.json"),
    projectsIn(directory) {
      const projects = tree.outline(directory).jsons.filter((name) => /^(?:tsconfig(?:\..+)?|jsconfig)\.json$/.test(name));
      const own = projects.sort((a, b) => a.length - b.length).flatMap((name) => load(join(directory, name)) ?? []);
      return [...new Set(own.flatMap((project) => [project, ...referenced(project)]))];
    },
  };
}

function readProject(tree: FileTree, path: string): Project | undefined {
  const json = tree.json(path);
  if (!json) return undefined;
  const directory = dirname(path);
  const raw = readRaw(tree, path, directory, new Set());
  const at = (name: string): string | undefined => pathOption(raw, name, directory);
  const baseUrl = at("baseUrl");
  const references = readReferences(tree, json, path);
  const option = (name: string) => (typeof raw.options[name] === "string" ? raw.options[name].toLowerCase() : undefined);
  return {
    path,
    directory,
    baseUrl,
    aliases: readAliases(raw, baseUrl, directory),
    outDirs: [at("outDir"), at("declarationDir")].filter((dir) => dir !== undefined),
    rootDir: at("rootDir") ?? (raw.options["composite"] === true ? directory : undefined),
    rootDirs: stringsOf(raw.options["rootDirs"]).map((dir) => absolute(dir, raw.origin["rootDirs"] ?? directory, directory)),
    resolution: resolutionKind(option("moduleResolution"), option("module")),
    writesTsExtensions:
      raw.options["allowImportingTsExtensions"] === true || raw.options["rewriteRelativeImportExtensions"] === true,
    keepsJsx: option("jsx") === "preserve",
    conditions: stringsOf(raw.options["customConditions"]),
    references: references.map(({ config }) => config),
    options: raw.options,
    optionFiles: raw.file,
    bases: raw.bases,
    // What writes one of them writes all.
    missingBases: [...raw.missingBases, ...references.filter(({ config }) => !tree.hasSettings(config)).slice(0, 1)],
    includes: includer(raw, directory),
  };
}

function readRaw(tree: FileTree, path: string, configDir: string, seen: Set<string>): Raw {
  const raw: Raw = { options: {}, origin: {}, file: {}, bases: [], missingBases: [] };
  if (seen.has(path) || seen.size > LIMIT) return raw;
  seen.add(path);
  const json = tree.json(path) ?? {};
  const directory = dirname(path);
  for (const base of stringsOf(json["extends"])) {
    const file = findExtended(tree, base, directory);
    // Each base starts from the same ancestors, because two bases that share one are no cycle.
    if (file === undefined) {
      if (isPath(base)) raw.missingBases = [...raw.missingBases, { path, by: "extends", base }];
      continue;
    }
    mergeRaw(raw, readRaw(tree, file, configDir, new Set(seen)));
    raw.bases = [...raw.bases, file];
  }
  const options = isRecord(json["compilerOptions"]) ? json["compilerOptions"] : {};
  const given = (by: string) => Object.fromEntries(Object.keys(options).map((key) => [key, by]));
  mergeRaw(raw, { options, origin: given(directory), file: given(path), bases: [], missingBases: [] });
  for (const key of ["files", "include", "exclude"] as const) {
    if (Array.isArray(json[key])) raw[key] = stringsOf(json[key]).map((pattern) => absolute(pattern, directory, configDir));
  }
  return raw;
}

function mergeRaw(into: Raw, from: Raw): void {
  Object.assign(into.options, from.options);
  Object.assign(into.origin, from.origin);
  Object.assign(into.file, from.file);
  into.bases = [...into.bases, ...from.bases];
  into.missingBases = [...into.missingBases, ...from.missingBases];
  for (const key of ["files", "include", "exclude"] as const) if (from[key]) into[key] = from[key];
}

function findExtended(tree: FileTree, name: string, directory: string): string | undefined {
  const candidates = (path: string) => [path, `${path}.json`, join(path, "tsconfig.json")];
  if (isPath(name)) return candidates(resolve(directory, name)).find((path) => tree.hasSettings(path));
  for (let at = directory; ; at = dirname(at)) {
    const base = join(at, "node_modules", name);
    const named = tree.json(join(base, "package.json"))?.["tsconfig"];
    const found = [...(typeof named === "string" ? [join(base, named)] : []), ...candidates(base)].find((path) =>
      tree.hasSettings(path),
    );
    if (found !== undefined) return tree.real(found);
    if (dirname(at) === at) return undefined;
  }
}

/** Whether a base is named by its path, and not by a package. */
function isPath(base: string): boolean {
  return /^\.\.?(?:\/|$)/.test(base) || isAbsolute(base);
}

function absolute(path: string, origin: string, configDir: string): string {
  return resolve(
    origin,
    path.replace(/^\$\{configDir\}/, () => configDir),
  );
}

function pathOption(raw: Raw, name: string, configDir: string): string | undefined {
  const value = raw.options[name];
  return typeof value === "string" ? absolute(value, raw.origin[name] ?? configDir, configDir) : undefined;
}

function readAliases(raw: Raw, baseUrl: string | undefined, configDir: string): readonly PathAlias[] {
  const paths = raw.options["paths"];
  if (!isRecord(paths)) return [];
  const base = baseUrl ?? raw.origin["paths"] ?? configDir;
  return Object.entries(paths).map(([key, targets]) => ({
    key,
    targets: stringsOf(targets).map((target) => absolute(target, base, configDir)),
  }));
}

function resolutionKind(resolution: string | undefined, module: string | undefined): Project["resolution"] {
  const kind = resolution ?? module;
  if (kind === undefined) return undefined;
  if (/^node(?:next|1[68]|20)$/.test(kind)) return "node";
  if (kind === "bundler" || kind === "preserve") return "bundler";
  return resolution === undefined && /^es|^system$/.test(kind) ? undefined : "classic";
}

function readReferences(
  tree: FileTree,
  json: Readonly<Record<string, unknown>>,
  path: string,
): readonly (MissingBase & { readonly config: string })[] {
  const references = Array.isArray(json["references"]) ? (json["references"] as readonly unknown[]) : [];
  return references.flatMap((reference) => {
    const base = isRecord(reference) && typeof reference["path"] === "string" ? reference["path"] : undefined;
    if (base === undefined) return [];
    const place = resolve(dirname(path), base);
    return { path, by: "references" as const, base, config: tree.isDirectory(place) ? join(place, "tsconfig.json") : place };
  });
}

function includer(raw: Raw, directory: string): (path: string) => boolean {
  const files = new Set(raw.files);
  // Patterns are matched relative to the project, so that brackets in the project's own path are not read as a pattern.
  const local = (path: string) => slashed(relative(directory, path));
  const include = raw.include ? raw.include.map(local).map(wholeFolder) : raw.files ? [] : ["**/*"];
  const exclude = (raw.exclude ?? []).map(local).map(wholeFolder);
  const matches = (path: string, patterns: readonly string[]) => patterns.some((pattern) => minimatch(path, pattern));
  return (path) => files.has(path) || (matches(local(path), include) && !matches(local(path), exclude));
}

/** A pattern without a wildcard or extension in its last segment means the whole folder. */
function wholeFolder(pattern: string): string {
  if (pattern === "") return "**/*";
  return /[*?][^/]*$|[^/.][^/]*\.[^/]*$/.test(pattern) && !pattern.endsWith("/**")
    ? pattern
    : `${pattern.replace(/\/\*\*$/, "")}/**/*`;
}

/** A config that is not there, with an import that would need it. */
export interface NeededBase extends MissingBase {
  /** The first file (absolute) with such an import. */
  readonly file: string;
  readonly specifier: string;
}

/** `$lib/a`, `~/a` and `@/a` are names of no package: only an alias leads anywhere. A statement begins its line; text in a string seldom does. */
const ALIASED = /^[ \t]*(?:import|export)\b(?:[^;'"`]{0,2000}?\bfrom)?\s*(["'])((?:\$\w[\w-]*|~|@)\/[\w./@-]*|\$\w[\w-]*)\1/m;

/**
 * What the configs of some files (absolute paths) extend or reference and is not there, while the files import by aliases that only it can
 * set: frameworks write such a config when they are set up.
 */
export function findNeededBases(
  { tree, projects }: { readonly tree: FileTree; readonly projects: Projects },
  files: readonly string[],
): readonly NeededBase[] {
  const found = new Map<string, NeededBase>();
  const isKnown = new Set<Project>();
  for (const file of files) {
    const project = projects.projectOf(file);
    if (!project || isKnown.has(project) || isRecord(project.options["paths"])) continue;
    const specifier = project.missingBases.length > 0 ? ALIASED.exec(tree.read(file) ?? "")?.[2] : undefined;
    if (specifier === undefined) continue;
    isKnown.add(project);
    for (const missing of project.missingBases) {
      const key = `${missing.path}\0${missing.base}`;
      if (!found.has(key)) found.set(key, { ...missing, file, specifier });
    }
  }
  return [...found.values()];
}
