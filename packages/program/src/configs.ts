import path from "node:path";
import { exists, findUnreadable, listNames } from "@godwit/core/disk";
import type ts from "typescript";
import { findTypeScript, type FoundTypeScript, type TypeScript } from "./typescript.js";

/** A tsconfig that has files of its own. */
export interface ProjectConfig {
  /** Absolute path of the tsconfig. */
  readonly path: string;
  readonly typescript: FoundTypeScript;
  readonly options: ts.CompilerOptions;
  /** Absolute paths of its files. */
  readonly fileNames: readonly string[];
  readonly references: readonly ts.ProjectReference[] | undefined;
  /** Absolute paths of the configs that it extends. */
  readonly bases: readonly string[];
  /** Whether it says which files it has: else it has all below its folder. */
  readonly namesFiles: boolean;
  /** Of several projects that are asked as one, though each declares things for its own files: the tsconfig whose options they have. */
  readonly roughlyLike?: string;
}

const NAME = /^(?:tsconfig(?:\..+)?|jsconfig)\.json$/u;
/** Options of what a program writes and where: they do not matter for checking. */
export const OUTPUT_OPTIONS: ReadonlySet<string> = new Set([
  ...[
    "configFilePath",
    "declaration",
    "declarationDir",
    "declarationMap",
    "emitDeclarationOnly",
    "incremental",
    "inlineSourceMap",
  ],
  ...["inlineSources", "mapRoot", "noEmit", "noEmitOnError", "outDir", "plugins", "composite", "removeComments", "rootDir"],
  ...["sourceMap", "sourceRoot", "tsBuildInfoFile", "pathsBasePath"],
]);

/**
 * The projects around some files (absolute paths): each tsconfig in their folders and the folders above, and those that these
 * reference. A config that others extend and that is not called tsconfig.json is none, and neither is one whose files another has
 * with the same options.
 */
export function findConfigs(files: readonly string[], root: string): readonly ProjectConfig[] {
  const parsed = new Map<string, ProjectConfig | undefined>();
  const queue = candidates(files, root);
  for (const file of queue) {
    if (parsed.has(file)) continue;
    const config = parse(file);
    parsed.set(file, config);
    for (const reference of config?.references ?? []) queue.push(pathOf(reference, config!));
  }
  const bases = new Set([...parsed.values()].flatMap((config) => config?.bases ?? []));
  const referenced = new Set(
    [...parsed.values()].flatMap((config) => config?.references?.map((reference) => pathOf(reference, config)) ?? []),
  );
  const isBase = (file: string) => bases.has(file) && !referenced.has(file) && path.basename(file) !== "tsconfig.json";
  const found = [...parsed.values()].filter((config) => config !== undefined);
  const projects = found
    .map((config) => withoutNearer(found, config))
    .filter((config) => config.fileNames.length > 0 && !isBase(config.path));
  return withoutCovered(projects);
}

/**
 * A config without the files that nearer ones have: a jsconfig without their TypeScript, as an editor's settings for JavaScript read its
 * imports in another way, and one that they extend and that names no files, which lists a whole monorepo.
 */
function withoutNearer(all: readonly ProjectConfig[], config: ProjectConfig): ProjectConfig {
  const isForJavaScript = path.basename(config.path) === "jsconfig.json";
  const folder = path.dirname(config.path);
  const nearer = all.filter(({ path: other }) => path.dirname(other).startsWith(`${folder}${path.sep}`));
  const isBase = !config.namesFiles && nearer.some(({ bases }) => bases.includes(config.path));
  if (!isForJavaScript && !isBase) return config;
  const theirs = new Set(nearer.flatMap(({ fileNames }) => fileNames).filter((file) => isBase || /\.[cm]?tsx?$/u.test(file)));
  return { ...config, fileNames: config.fileNames.filter((file) => !theirs.has(file)) };
}

function candidates(files: readonly string[], root: string): string[] {
  const folders = new Set<string>();
  const top = topFolder(root);
  for (const file of files) {
    for (let folder = path.dirname(file); !folders.has(folder); folder = path.dirname(folder)) {
      if (!isInside(folder, top)) break;
      folders.add(folder);
    }
  }
  return [...folders].sort().flatMap((folder) => namesIn(folder).map((name) => path.join(folder, name)));
}

/** The repository's folder; a root that is only a part of it may have its tsconfig above. */
function topFolder(root: string): string {
  for (let folder = root; ; folder = path.dirname(folder)) {
    if (exists(path.join(folder, ".git"))) return folder;
    if (path.dirname(folder) === folder) return root;
  }
}

function isInside(folder: string, top: string): boolean {
  const way = path.relative(top, folder);
  return way === "" || (!way.startsWith("..") && !path.isAbsolute(way));
}

function namesIn(folder: string): readonly string[] {
  const names = listNames(folder).filter((name) => NAME.test(name));
  // TypeScript itself looks at a jsconfig only where there is no tsconfig.
  return names.includes("tsconfig.json") ? names.filter((name) => name !== "jsconfig.json") : names;
}

function parse(file: string): ProjectConfig | undefined {
  const typescript = findTypeScript(path.dirname(file));
  const { ts } = typescript;
  const extendedConfigCache = new Map<string, ts.ExtendedConfigCacheEntry>();
  const host: ts.ParseConfigFileHost = { ...guardedSystem(ts), onUnRecoverableConfigFileDiagnostic: () => undefined };
  const config = ts.getParsedCommandLineOfConfigFile(file, {}, host, extendedConfigCache);
  if (!config) return undefined;
  const { options, fileNames, projectReferences: references } = config;
  const bases = [...extendedConfigCache.keys()].map((base) => path.resolve(base));
  const raw = config.raw as object;
  const namesFiles = "files" in raw || "include" in raw;
  return {
    path: file,
    typescript,
    options,
    fileNames: fileNames.map((name) => path.resolve(name)),
    references,
    bases,
    namesFiles,
  };
}

/** The tsconfig that a reference leads to. */
function pathOf(reference: ts.ProjectReference, { typescript }: ProjectConfig): string {
  return path.resolve(typescript.ts.resolveProjectReferencePath(reference));
}

/** Two configs for the same code (to check, and to build without tests) would tell every error twice. */
function withoutCovered(projects: readonly ProjectConfig[]): readonly ProjectConfig[] {
  const bySize = [...projects].sort((a, b) => b.fileNames.length - a.fileNames.length);
  const kept: { project: ProjectConfig; files: ReadonlySet<string>; key: string }[] = [];
  for (const project of bySize) {
    const key = keyOf(project);
    const isCovered = kept.some((other) => other.key === key && project.fileNames.every((file) => other.files.has(file)));
    if (!isCovered) kept.push({ project, files: new Set(project.fileNames), key });
  }
  return projects.filter((project) => kept.some((each) => each.project === project));
}

function keyOf({ options, references = [] }: ProjectConfig): string {
  const relevant = Object.entries(options).filter(([name]) => !OUTPUT_OPTIONS.has(name));
  return JSON.stringify([relevant.sort(([a], [b]) => (a < b ? -1 : 1)), references.map((each) => each.path)]);
}

/**
 * A file is not under `rootDir`. The source of another package is not, nor what it imports; a build, which reads its declarations, has no
 * such error.
 */
const OUTSIDE_OF_ROOT = 6059;

/** Whether an error of a file is about where another package's source is. */
export function isOutsideOfRoot(config: ProjectConfig, file: ts.SourceFile, { code, start }: ts.Diagnostic): boolean {
  // TypeScript 6 takes the folder of the tsconfig where none is said.
  const isOwn = file.fileName.startsWith(`${config.options.rootDir ?? path.dirname(config.path)}/`);
  return code === OUTSIDE_OF_ROOT && !(isOwn && start !== undefined && /^["'`]\./u.test(file.text.slice(start, start + 2)));
}

/** Whether a build of a project writes declarations, for which each exported type must have a name. */
export function writesDeclarations({ options: { declaration, composite } }: ProjectConfig): boolean {
  return declaration === true || composite === true;
}

/** The files of the projects that a project references, directly or not, which check them, without those that it lists itself. */
export function filesOfReferences(config: ProjectConfig, byPath: ReadonlyMap<string, ProjectConfig>): ReadonlySet<string> {
  const referenced = new Set<ProjectConfig>();
  const visit = (each: ProjectConfig): void => {
    for (const reference of each.references ?? []) {
      const found = byPath.get(pathOf(reference, each));
      if (!found || found === config || referenced.has(found)) continue;
      referenced.add(found);
      visit(found);
    }
  };
  visit(config);
  return new Set([...referenced].flatMap(({ fileNames }) => fileNames));
}

/** TypeScript's own view of the disk, without what would make it wait, such as a pipe in the place of a tsconfig. */
export function guardedSystem({ sys }: TypeScript): ts.System {
  return {
    ...sys,
    // eslint-disable-next-line no-restricted-properties -- here it was looked at before
    readFile: (file, encoding) => (findUnreadable(file, "source") ? undefined : sys.readFile(file, encoding)),
  };
}
