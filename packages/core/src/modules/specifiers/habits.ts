import { dirname, join, relative } from "node:path";
import type { ExtensionHabit, SpecifierStyle } from "./aliases.js";
import type { ModuleIdentity } from "../resolving/identities.js";
import { remember } from "../tree/remember.js";
import {
  extensionOf,
  isIndexStem,
  isJavaScript,
  isTypeScript,
  slashed,
  SOURCE_EXTENSIONS,
  splitPackage,
  stemOf,
} from "../tree/paths.js";
import { leadsToScript } from "../packages/package-entries.js";
import type { PackageMentions } from "../packages/packages.js";
import type { Project } from "../packages/projects.js";
import {
  nameOrdersIn,
  quotesOf,
  separation,
  specifiersOf,
  takesTypesFrom,
  typeImportsIn,
  type TypeImports,
} from "../resolving/named-modules.js";
import { findAlias, type Resolver, type RepositoryContext } from "../resolving/resolve.js";

/** A specifier of a file, with its style and the file that it leads to. */
export interface SeenSpecifier {
  readonly specifier: string;
  readonly style: SpecifierStyle;
  /** Undefined if the file does not exist any more. */
  readonly path: string | undefined;
  /** How many folders up from the importing file it leads. */
  readonly climb: number;
}

/** How a file writes its imports, so that a new import looks like the others. */
export interface SpecifierHabit {
  /** The specifiers that the file already has, in order. */
  readonly specifiers: readonly string[];
  /** The specifier that is being replaced; its style wins. */
  readonly instead?: string;
  /** The module that has to go, so that what passes the export on from there is no way to get it. */
  readonly leaves?: ModuleIdentity;
  /** Those of them that its imports load, and that its own code uses when it runs: seldom asked for, and dear to find. */
  readonly loaded?: () => readonly string[];
  /** Whether the file uses `require`. */
  readonly commonJs: boolean;
  /** Whether only types are wanted, which need not be there at run time. */
  readonly isTypeOnly?: boolean;
}

/** How a file and its neighbours write imports. */
export interface Habits {
  /** Those of the specifiers that lead to files of the repository. */
  seen(from: string, specifiers: readonly string[]): readonly SeenSpecifier[];
  /** The specifiers in a few files of the same folder or, if there are none, of the folder above. */
  neighbours(from: string): readonly SeenSpecifier[];
  /** Those of a sample of the package's files. */
  inPackage(from: string): readonly SeenSpecifier[];
  /** All that a sample of those files imports, packages too. */
  allInPackage(from: string): readonly string[];
  /** Whether a file of the package that a file is in imports another package. */
  isImported(from: string, name: string): boolean;
  /** Whether a file of that package which is asked about (its path in the package, with `/`) imports values of another package. */
  takesValues(from: string, name: string, isAsked: (path: string) => boolean): boolean;
  /** How files of the package that a file is in import another package, the most frequent entry first. */
  entriesOf(from: string, name: string): readonly string[];
  /** How the end of a path in a style is written, by the given evidence, the neighbours, the project. */
  extensions(
    from: string,
    evidence: readonly SeenSpecifier[],
    wanted: { readonly style: SpecifierStyle; readonly commonJs: boolean },
  ): ExtensionHabit;
  /** The quotes that most specifiers have in those files; undefined where none has a specifier. */
  quotes(from: string): "'" | '"' | undefined;
  /** Whether most of those files have a blank line between imports of packages and those of paths. */
  separatesKinds(from: string): boolean;
  /** How the files beside a file, or those of its package, import types alone; undefined where none does. */
  typeImports(from: string): TypeImports | undefined;
  /** Whether the same files put names with a capital first between braces; undefined where no list shows it. */
  putsCapitalsFirst(from: string): boolean | undefined;
  /** Whether a specifier leads from a file to one of its own package, by an alias or by the package's name. */
  isInOwnPackage(from: string, specifier: string): boolean;
  /** Whether Node treats the file as an ES module. */
  isModule(from: string): boolean;
  /** Whether a specifier makes a file load TypeScript itself, and not what a package has built of it. */
  loadsTypeScript(from: string, specifier: string): boolean;
  /** Whether JavaScript files around a file import TypeScript. */
  mixesLanguages(from: string): boolean;
}

/** So many specifiers of a file show its habits: one with hundreds of imports is asked about each of them. */
const MOST_SHOWN = 200;
const MAX_NEIGHBOURS = 6;
const SAMPLE_OF_FOLDER = 3;

/** Where a walk through a package ends. */
interface Limit {
  readonly files: number;
  readonly folders: number;
}

const SAMPLE: Limit = { files: 60, folders: 300 };
const WHOLE: Limit = { files: 5_000, folders: 2_000 };

/** Creates the reader of habits. */
export function createHabits(context: RepositoryContext, resolver: Resolver, mentions: PackageMentions): Habits {
  const { tree, projects, packages, output } = context;
  const written = new Map<string, readonly string[]>();
  const samples = new Map<string, readonly SeenSpecifier[]>();
  const allInSamples = new Map<string, readonly string[]>();
  const seenByFile = new Map<string, readonly SeenSpecifier[]>();
  const seenByList = new WeakMap<readonly string[], Map<string, readonly SeenSpecifier[]>>();
  const kin = new Map<string, readonly string[]>();
  const imported = new Map<string, boolean>();
  const valued = new Map<string, boolean>();
  const entries = new Map<string, readonly string[]>();
  const typeStyles = new Map<string, TypeImports | undefined>();
  const nameOrders = new Map<string, boolean | undefined>();
  const around = new Map<string, readonly SeenSpecifier[]>();

  const seen = (from: string, specifiers: readonly string[]): readonly SeenSpecifier[] => {
    const known = seenByList.get(specifiers) ?? new Map<string, readonly SeenSpecifier[]>();
    seenByList.set(specifiers, known);
    return remember(known, from, () => see(from, specifiers.slice(0, MOST_SHOWN)));
  };

  /** Its name leads into a package where the module is gone, too. */
  const isOfOwnName = (from: string, specifier: string): boolean =>
    packages.owner(dirname(tree.real(from)))?.name === splitPackage(specifier).name;

  const see = (from: string, specifiers: readonly string[]): readonly SeenSpecifier[] => {
    const project = projects.projectOf(from);
    return specifiers.flatMap((specifier) => {
      const identity = resolver.resolve(from, specifier);
      if (identity.kind === "package" && !isOfOwnName(from, specifier)) return [];
      const path = identity.kind === "file" ? identity.path : undefined;
      const climb = path === undefined ? dotsIn(specifier) : climbBetween(dirname(from), path);
      return { specifier, style: styleOf(project, from, specifier), path, climb };
    });
  };

  const styleOf = (project: Project | undefined, from: string, specifier: string): SpecifierStyle => {
    if (/^[./]/.test(specifier)) return "relative";
    const alias = findAlias(project, specifier);
    if (alias) return alias.key === "*" ? "baseUrl" : `paths:${alias.key}`;
    if (specifier.startsWith("#")) return "imports";
    const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    return packages.find(dirname(from), name) ? "package" : "baseUrl";
  };

  const isModule = (from: string): boolean =>
    /\.m[jt]s$/.test(from) || (!/\.c[jt]s$/.test(from) && packages.nearest(dirname(from))?.json["type"] === "module");

  const specifiersIn = (path: string) => remember(written, path, () => specifiersOf(tree.read(path) ?? "", isModule(path)));

  /** What each file shows is found out once: all files of a folder ask for the same neighbours. */
  const seenIn = (path: string) =>
    remember(seenByFile, path, () => {
      const own = packages.owner(dirname(path))?.name;
      // A type by the own package's name does not say how a value is imported.
      const isErased = ({ style, specifier }: SeenSpecifier) =>
        style === "package" && splitPackage(specifier).name === own && takesTypesFrom(tree.read(path) ?? "", specifier);
      return seen(path, specifiersIn(path)).filter((each) => !isErased(each));
    });

  /** Some files of a folder that Node treats alike, one more than are asked: the importing file is no neighbour of itself. */
  const kinIn = (directory: string, isEsm: boolean): readonly string[] =>
    remember(kin, `${directory}\0${isEsm}`, () => {
      const names = tree.list(directory).filter((name) => SOURCE_EXTENSIONS.some((extension) => name.endsWith(extension)));
      const paths = names.map((name) => join(directory, name));
      // A CommonJS neighbour shows nothing about the paths of an ES module.
      return spread(
        paths.filter((path) => isModule(path) === isEsm),
        MAX_NEIGHBOURS + 1,
      );
    });

  /** What the files beside a file show or, if they show nothing, those of the folder above. */
  const shownBeside = <T>(from: string, show: (path: string) => readonly T[]): readonly T[] => {
    const inFolder = (directory: string): readonly T[] =>
      kinIn(directory, isModule(from))
        .filter((path) => path !== from)
        .slice(0, MAX_NEIGHBOURS)
        .flatMap(show);
    const own = inFolder(dirname(from));
    return own.length > 0 ? own : inFolder(dirname(dirname(from)));
  };

  const neighbours = (from: string): readonly SeenSpecifier[] => remember(around, from, () => shownBeside(from, seenIn));

  const loadsTypeScript = (from: string, specifier: string): boolean => {
    const module = resolver.resolve(from, specifier);
    if (module.kind !== "file" || !isTypeScript(module.path)) return false;
    const { name, subpath } = splitPackage(specifier);
    return !leadsToScript(packages.find(dirname(from), name)?.scope?.json["exports"], subpath);
  };

  const mixesLanguages = (from: string): boolean =>
    kinIn(dirname(from), isModule(from))
      .filter((path) => path !== from && isJavaScript(path))
      .some((path) => seenIn(path).some(({ specifier }) => loadsTypeScript(path, specifier)));

  const isSource = (name: string): boolean =>
    SOURCE_EXTENSIONS.some((extension) => name.endsWith(extension)) && !/\.d\.[mc]?ts$/.test(name);

  /** The source files of a package, breadth first: of each folder all that `choose` takes. */
  const filesOf = (root: string, limit: Limit, choose: (paths: readonly string[]) => readonly string[]): readonly string[] => {
    const paths: string[] = [];
    const folders = [root];
    // The list grows while it is walked.
    for (const folder of folders) {
      if (paths.length >= limit.files || folders.length > limit.folders) break;
      const names = tree.list(folder).filter((name) => !name.startsWith(".") && name !== "node_modules");
      paths.push(...choose(names.filter(isSource).map((name) => join(folder, name))));
      const inner = tree
        .outline(folder)
        .folders.filter((name) => names.includes(name))
        .map((name) => join(folder, name))
        .filter((path) => tree.real(path) === path);
      folders.push(...inner.filter((path) => packages.owner(path)?.directory === root && !output.isBuilt(join(path, "x.ts"))));
    }
    return paths;
  };

  const sampleOf = (root: string, isTaken: (path: string) => boolean = () => true): readonly string[] =>
    filesOf(root, SAMPLE, (paths) => spread(paths.filter(isTaken), SAMPLE_OF_FOLDER));

  /** The folder of the package that a file is in. */
  const rootOf = (from: string): string | undefined => packages.owner(dirname(tree.real(from)))?.directory;

  /** The files of a package that may name another one. */
  const mentioning = (root: string, name: string, limit: Limit): readonly string[] => {
    const isOwn = (path: string): boolean => isSource(path) && packages.owner(dirname(tree.real(path)))?.directory === root;
    return mentions.of(name)?.filter(isOwn) ?? filesOf(root, limit, (paths) => paths);
  };

  const importsOf = (path: string, name: string): readonly string[] =>
    tree.read(path)?.includes(name) === true ? specifiersIn(path).filter((each) => splitPackage(each).name === name) : [];

  const isImported = (from: string, name: string): boolean => {
    const root = rootOf(from);
    if (root === undefined) return false;
    const find = () => mentioning(root, name, WHOLE).some((path) => importsOf(path, name).length > 0);
    return remember(imported, `${root}\0${name}`, find);
  };

  const takesValues = (from: string, name: string, isAsked: (path: string) => boolean): boolean => {
    const root = rootOf(from);
    if (root === undefined) return false;
    const doesIn = (path: string): boolean =>
      isAsked(slashed(relative(root, tree.real(path)))) &&
      importsOf(path, name).some((specifier) => !takesTypesFrom(tree.read(path) ?? "", specifier));
    return remember(valued, `${root}\0${name}`, () => mentioning(root, name, WHOLE).some(doesIn));
  };

  const entriesOf = (from: string, name: string): readonly string[] => {
    const root = rootOf(from);
    if (root === undefined) return [];
    const find = () => ranked(mentioning(root, name, SAMPLE).flatMap((path) => importsOf(path, name)));
    return remember(entries, `${root}\0${name}`, find);
  };

  const inPackage = (from: string): readonly SeenSpecifier[] => {
    const root = rootOf(from);
    const isEsm = isModule(from);
    const sample = () => sampleOf(root as string, (path) => isModule(path) === isEsm).flatMap(seenIn);
    return root === undefined ? [] : remember(samples, `${root}\0${isEsm}`, sample);
  };

  const allInPackage = (from: string): readonly string[] => {
    const root = rootOf(from);
    return root === undefined ? [] : remember(allInSamples, root, () => [...new Set(sampleOf(root).flatMap(specifiersIn))]);
  };

  /** What most of a file's neighbours show; else most of its package's files. */
  const usual = <T>(known: Map<string, T | undefined>, from: string, show: (text: string) => readonly T[]): T | undefined => {
    const shown = (path: string): readonly T[] => show(tree.read(path) ?? "");
    const root = rootOf(from);
    const inAll = () => majority(sampleOf(root as string).flatMap(shown));
    return majority(shownBeside(from, shown)) ?? (root === undefined ? undefined : remember(known, root, inAll));
  };

  return {
    seen,
    neighbours,
    inPackage,
    allInPackage,
    isImported,
    takesValues,
    entriesOf,
    quotes: (from) => majority(shownBeside(from, (path) => quotesOf(tree.read(path) ?? ""))),
    typeImports: (from) => usual(typeStyles, from, typeImportsIn),
    putsCapitalsFirst: (from) => usual(nameOrders, from, nameOrdersIn),
    separatesKinds: (from) => majority(shownBeside(from, (path) => separation(tree.read(path) ?? ""))) === true,
    isInOwnPackage(from, specifier) {
      const module = resolver.resolve(from, specifier);
      return module.kind === "file" ? rootOf(module.path) === rootOf(from) : isOfOwnName(from, specifier);
    },
    isModule,
    loadsTypeScript,
    mixesLanguages,
    extensions(from, evidence, { style, commonJs }) {
      const project = projects.projectOf(from);
      const examplesOf = (shows: (seen: SeenSpecifier) => boolean): readonly SeenSpecifier[] => {
        const shown = evidence.filter(shows);
        return shown.length > 0 ? shown : neighbours(from).filter(shows);
      };
      const isAlike = (each: SeenSpecifier): boolean => each.style === style && showsExtension(each);
      // A path into a package, or through an alias, is written as others are, and only else as paths within the own one are.
      const isAlias = style.startsWith("paths:");
      const alike = style === "package" ? examplesOf(isDeep) : isAlias ? examplesOf(isAlike) : [];
      const elsewhere = isAlias && alike.length === 0 && evidence.length === 0 ? inPackage(from).filter(isAlike) : [];
      const examples = [alike, elsewhere, examplesOf(showsExtension)].find((each) => each.length > 0) ?? [];
      return {
        kind: majority(examples.map(kindOf)) ?? projectKind(project, from, !commonJs && isModule(from)),
        folder: majority(evidence.filter(isIndex).map(isFolder)) ?? true,
        keepsJsx: project?.keepsJsx === true && evidence.some(({ specifier }) => specifier.endsWith(".jsx")),
      };
    },
  };
}

/** How many folders up a path leads. */
export function climbBetween(directory: string, path: string): number {
  return dotsIn(slashed(relative(directory, path)));
}

function dotsIn(specifier: string): number {
  return (/^(?:\.\.(?:\/|$))*/.exec(specifier)?.[0].split("..").length ?? 1) - 1;
}

/** So many of a list, evenly: files whose names begin alike are often of one author. */
function spread<T>(list: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, list.length / count);
  return list.filter((_, index) => index % step < 1);
}

/** The most frequent value; the first one if several are equally frequent. */
function majority<T>(values: readonly T[]): T | undefined {
  return ranked(values)[0];
}

/** The values without repetition, the most frequent first. */
export function ranked<T>(values: readonly T[]): readonly T[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value);
}

/** Whether a specifier is a path into another package. */
function isDeep({ style, specifier }: SeenSpecifier): boolean {
  return style === "package" && splitPackage(specifier).subpath !== "";
}

/** Whether a specifier shows how extensions are written: exact keys, package names and files that always need their extension do not. */
function showsExtension({ style, path, specifier }: SeenSpecifier): boolean {
  const isPath = style === "relative" || style === "baseUrl" || (style.startsWith("paths:") && style.includes("*"));
  return isPath && (path === undefined || /^(?:\.d)?\.[jt]sx?$/.test(extensionOf(path))) && !/[?]/.test(specifier);
}

function kindOf({ specifier }: SeenSpecifier): ExtensionHabit["kind"] {
  if (/\.[mc]?jsx?$/.test(specifier)) return "js";
  return /\.[mc]?tsx?$/.test(specifier) ? "ts" : "none";
}

function isIndex({ path }: SeenSpecifier): boolean {
  return path !== undefined && isIndexStem(stemOf(path));
}

function isFolder({ specifier }: SeenSpecifier): boolean {
  return !isIndexStem(stemOf(specifier));
}

function projectKind(project: Project | undefined, from: string, isModule: boolean): ExtensionHabit["kind"] {
  if (!isModule) return "none";
  if (project?.resolution === "node") return project.writesTsExtensions ? "ts" : "js";
  // If nothing is said about resolution, a TypeScript project is probably bundled, and a script in an ES package is run by Node.
  const isScript = /\.m?jsx?$/.test(from);
  return project?.resolution === undefined && (!project || isScript) ? "js" : "none";
}
