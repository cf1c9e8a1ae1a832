import { realPath } from "@godwit/core/disk";
import { guardedSystem, OUTPUT_OPTIONS, type ProjectConfig, filesOfReferences, writesDeclarations } from "./configs.js";
import type { Workspace } from "./overlay.js";
import type { Texts } from "./project-state.js";
import type { PackageReach } from "./package-reach.js";

/** What only says where modules are; whether that differs is asked for each import. */
const PATH_OPTIONS = new Set(["paths", "baseUrl"]);

/** A changed file of which its project knows that nobody else there can notice the change. */
interface Contained {
  readonly file: string;
  readonly text: string;
}

/** Whether a project need not be asked about a change that is contained in the project that is its home. */
export function isSettledElsewhere(
  { workspace, kept }: { readonly workspace: Workspace; readonly kept: Texts },
  [home, other]: readonly [ProjectConfig, ProjectConfig],
  { file, text }: Contained,
): boolean {
  if (workspace.isReadByName(other, file)) return true;
  const pair: Pair = [home, other];
  if (!workspace.native) return readTheSame(workspace, pair, file, text);
  const before = kept.get(file) ?? workspace.read(file, home.typescript.ts) ?? "";
  return importTheSame(workspace, pair, file, [before, text]);
}

/** A file's home, and another project that has it. */
type Pair = readonly [ProjectConfig, ProjectConfig];

/**
 * Whether two projects read a file in the same way: the same TypeScript, the same options for checking, and each of its imports leads
 * to the same file. Then an error that one of them does not find in it is none for the other.
 */
export function readTheSame(workspace: Workspace, [one, other]: Pair, file: string, text: string): boolean {
  if (!checkBySameOptions(one, other)) return false;
  const { ts } = one.typescript;
  const { importedFiles, referencedFiles, typeReferenceDirectives } = ts.preProcessFile(text, true, true);
  if (referencedFiles.length + typeReferenceDirectives.length > 0) return false;
  return importedFiles.every(({ fileName }) => leadsToTheSame(workspace, [one, other], file, fileName));
}

/**
 * Whether a file's errors are the same in its home and in another project that reads its source: the same TypeScript, the same options for
 * checking, and what either of them maps by `paths` leads to the same file. In a repository whose packages import each other's source every
 * project has nearly all files, so that each would be checked as often as there are projects.
 */
export function checkTheSame(workspace: Workspace, pair: Pair, file: string, textOf: () => string): boolean {
  const [home, other] = pair;
  if (!checkBySameOptions(home, other)) return false;
  const mapped = mappedBy(home, other);
  return !mapped || specifiersIn(home, textOf()).every((each) => !mapped(each) || leadsToTheSame(workspace, pair, file, each));
}

/** Whether two projects have the same TypeScript, and options that say the same of a file. */
function checkBySameOptions(one: ProjectConfig, other: ProjectConfig): boolean {
  return one.typescript.ts === other.typescript.ts && optionsKey(one) === optionsKey(other);
}

/** Which specifiers two projects map, each in a way of its own; undefined if none is. */
function mappedBy(one: ProjectConfig, other: ProjectConfig): ((specifier: string) => boolean) | undefined {
  if (pathsKey(one) === pathsKey(other)) return undefined;
  if (one.options.baseUrl !== undefined || other.options.baseUrl !== undefined) return () => true;
  const begins = Object.keys({ ...one.options.paths, ...other.options.paths }).map((pattern) => pattern.split("*")[0]!);
  return (specifier) => begins.some((begin) => specifier.startsWith(begin));
}

/**
 * Whether what a file imports only with its new text leads to the same files in two projects: all that can be an error in one of them alone,
 * where nobody else can notice the change, but for what one checks by stricter options. That is for the projects' own TypeScript to say.
 */
function importTheSame(workspace: Workspace, pair: Pair, file: string, [before, after]: readonly [string, string]): boolean {
  const known = new Set(specifiersIn(pair[0], before));
  return specifiersIn(pair[0], after).every(
    (specifier) => known.has(specifier) || leadsToTheSame(workspace, pair, file, specifier),
  );
}

/** The files to which imports of a file lead in another project, but not in its home. */
export function leadsElsewhere(workspace: Workspace, pair: Pair, file: string, text: string): readonly string[] {
  const [, other] = pair;
  return specifiersIn(other, text).flatMap((specifier) =>
    leadsToTheSame(workspace, pair, file, specifier) ? [] : (resolve(workspace, other, specifier, file) ?? []),
  );
}

function leadsToTheSame(workspace: Workspace, [one, other]: Pair, file: string, specifier: string): boolean {
  return specifier.startsWith(".") || resolve(workspace, one, specifier, file) === resolve(workspace, other, specifier, file);
}

function specifiersIn({ typescript: { ts } }: ProjectConfig, text: string): readonly string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({ fileName }) => fileName);
}

const optionsKey = keyBy(({ options }) =>
  Object.entries(options).filter(([name]) => !OUTPUT_OPTIONS.has(name) && !PATH_OPTIONS.has(name)),
);
const pathsKey = keyBy(({ options }) => Object.entries(options).filter(([name]) => PATH_OPTIONS.has(name)));

/** A text for some options of a project, the same for the same ones. */
function keyBy(choose: (config: ProjectConfig) => [string, unknown][]): (config: ProjectConfig) => string {
  const keys = new WeakMap<ProjectConfig, string>();
  return (config) => {
    const key = keys.get(config) ?? JSON.stringify(choose(config).sort(([a], [b]) => (a < b ? -1 : 1)));
    keys.set(config, key);
    return key;
  };
}

/** Where an import leads: to the source of a package of the workspace, though its declarations may not be built. */
function resolve(workspace: Workspace, config: ProjectConfig, specifier: string, file: string): string | undefined {
  const { typescript, options } = config;
  const { ts } = typescript;
  const system = guardedSystem(ts);
  const host = { ...system, readFile: (name: string) => workspace.manifests.textOf(name) ?? system.readFile(name) };
  const mode = ts.getImpliedNodeFormatForFile(file, undefined, system, options);
  const { resolvedModule: found } = ts.resolveModuleName(specifier, file, options, host, undefined, undefined, mode);
  if (!found) return undefined;
  try {
    return realPath(found.resolvedFileName);
  } catch {
    return found.resolvedFileName;
  }
}

/** What all files of a program see without importing it. */
const AMBIENT = /\.d\.[cm]?ts$/u;

/**
 * Lists the files of projects in the one that reads their sources and checks by the same options: its program has nearly all of them anyway, and
 * checking the rest, which is their tests, takes a tenth of it. Where packages import each other's source, each of them has a program of nearly
 * everything.
 */
export function mergeProjects(
  configs: readonly ProjectConfig[],
  workspace: Workspace,
  packages: PackageReach,
): readonly ProjectConfig[] {
  const byPath = new Map(configs.map((config) => [config.path, config]));
  const ofReferences = new Set(configs.flatMap((config) => [...filesOfReferences(config, byPath)]));
  const isAlone = ({ references = [], fileNames }: ProjectConfig): boolean =>
    references.length > 0 || fileNames.some((file) => ofReferences.has(file));
  const rest = new Set(configs.filter((config) => !isAlone(config)));
  const reached = new Map(
    [...rest].map((main) => [
      main,
      [...rest].filter((each) => each !== main && checkAlike(main, each) && packages.mayReach(main, each.fileNames)),
    ]),
  );
  const merged = new Map<ProjectConfig, ProjectConfig>();
  for (const [main, others] of [...reached].sort(([, one], [, other]) => other.length - one.length)) {
    if (!rest.delete(main)) continue;
    const members = others.filter((each) => rest.has(each) && readsAlike(workspace, main, each));
    for (const each of members) rest.delete(each);
    merged.set(main, { ...main, fileNames: [...new Set([main, ...members].flatMap(({ fileNames }) => fileNames))] });
  }
  return configs.flatMap((config) => (isAlone(config) ? config : (merged.get(config) ?? [])));
}

/** So few projects are asked one by one. */
const FEW = 8;

/**
 * Lists the files of many projects that check by the same options in one, which is asked while a wave still changes much: where dozens of small ones
 * read the same source, each has a program of all of it. They themselves have the last word, as what one of them declares for its own files is seen
 * by all in there.
 */
export function mergeRoughly(configs: readonly ProjectConfig[]): readonly ProjectConfig[] {
  const alike: ProjectConfig[][] = [];
  for (const config of [...configs].sort((a, b) => b.fileNames.length - a.fileNames.length)) {
    const known = alike.find(([first]) => canBeOne(first!, config));
    if (known) known.push(config);
    else alike.push([config]);
  }
  if (configs.length - alike.length < FEW) return configs;
  return alike.map(([first, ...others]) => {
    const { path: roughlyLike } = first!;
    const fileNames = [...new Set([first!, ...others].flatMap((each) => each.fileNames))];
    return others.length === 0 ? first! : { ...first!, path: `${roughlyLike}.many`, roughlyLike, fileNames };
  });
}

function canBeOne(one: ProjectConfig, other: ProjectConfig): boolean {
  const isPlain = ({ references = [], options }: ProjectConfig): boolean =>
    references.length === 0 && options.paths === undefined;
  return isPlain(one) && isPlain(other) && checkAlike(one, other) && pathsKey(one) === pathsKey(other);
}

/** Whether options say the same of two projects' files; one that writes declarations has errors of its own about types that can't be named. */
function checkAlike(one: ProjectConfig, other: ProjectConfig): boolean {
  return checkBySameOptions(one, other) && writesDeclarations(one) === writesDeclarations(other);
}

/** Whether a project reads all files of another as that one does. */
function readsAlike(workspace: Workspace, main: ProjectConfig, other: ProjectConfig): boolean {
  const textOf = (file: string): string => workspace.read(file, other.typescript.ts) ?? "";
  return other.fileNames.every((file) => !AMBIENT.test(file) && checkTheSame(workspace, [other, main], file, () => textOf(file)));
}
