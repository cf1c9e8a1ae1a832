import { dirname, isAbsolute, join, relative } from "node:path";
import { createBuildOutput } from "./packages/build-output.js";
import { createDeclarations, type Declarations } from "./exports/declarations.js";
import { createDependencies } from "./resolving/dependencies.js";
import { createExportSpecifiers } from "./specifiers/export-specifiers.js";
import { createExports, type ExportOrigin, type Exports, type ModuleExport } from "./exports/exports.js";
import { createFileTree, type FileTree, type Looks } from "./tree/file-tree.js";
import { folderTokens, createTokens } from "./prefilter/tokens.js";
import { createHabits, type SpecifierHabit } from "./specifiers/habits.js";
import { isSameModule, type ModuleIdentity } from "./resolving/identities.js";
import { createInstalledExports, type OtherForms } from "./exports/installed-exports.js";
import { createAutoImports, createNamedModules, type NamedModule, type TypeImports } from "./resolving/named-modules.js";
import { createNativeResolver, type NativeResolver } from "./resolving/native-resolver.js";
import { createPackageMentions, createPackages, type Packages } from "./packages/packages.js";
import type { ParseSource, WithParsed } from "./parsing/parsed-source.js";
import { createPassages, type Passages } from "./prefilter/passages.js";
import { slashed } from "./tree/paths.js";
import { remember } from "./tree/remember.js";
import { type CheckOption, createProjects, type Projects, findNeededBases, type NeededBase } from "./packages/projects.js";
import { createResolver, type RepositoryContext, type Resolver } from "./resolving/resolve.js";
import { createSpecifiers } from "./specifiers/specifiers.js";
import { type SpecifierAnswer, whyNotInBrowser } from "./specifiers/package-specifiers.js";

/** What the module service needs: the repository's root, a parser and, for unsaved texts, a reader. */
export interface ModulesOptions {
  readonly root: string;
  readonly parse: ParseSource;
  readonly withParsed?: WithParsed | undefined;
  readonly readFile?: (path: string) => string | undefined;
  /** A tree that knows something of the disk already; it is used until answers are forgotten. */
  readonly tree?: FileTree | undefined;
  /** Default: oxc-resolver. An editor passes its own, which knows the project's settings. */
  readonly native?: NativeResolver;
}

/** Creates the module service over the file system. */
export function createModules(options: ModulesOptions): Modules {
  let service = createService(options, createGround(options, options.tree));
  return {
    root: options.root,
    resolve: (from, specifier) => service.resolver.resolve(from, specifier),
    resolveContractModule: (module) => service.resolver.resolveContractModule(module),
    behindAliases: (module, files) =>
      service.resolver.behindAliases(module, files).flatMap((path) => within(service.root, path) ?? []),
    settingsFaults: () => faultsOf(service.context.tree),
    neededBases: (files) => findNeededBases(service.context, files),
    isSameModule,
    specifierFor: (from, target, habit, exported) =>
      exported === undefined || target.kind !== "file"
        ? service.specifiers.specifierFor(from, target, habit)
        : service.exportSpecifiers.specifierFor(from, target, exported, habit),
    quotesAround: (path) => service.habits.quotes(path),
    separatesImports: (path) => service.habits.separatesKinds(path),
    isModule: (path) => service.habits.isModule(path),
    isInOwnPackage: (path, specifier) => service.habits.isInOwnPackage(path, specifier),
    exportOrigin: (module, name) => service.exports.origin(module, name),
    lacksExport: (from, module, specifier, name) =>
      module.kind === "file"
        ? mayLack(service.exports, module, name) && service.exports.origin(module, name) === undefined
        : module.kind === "package" && service.installed.lacks({ from, specifier, name }),
    hidesExport: (from, module, name) =>
      module.kind === "file" &&
      /\.m?js$/.test(from) &&
      /\.c?js$/.test(module.path) &&
      service.habits.isModule(from) &&
      !service.habits.isModule(module.path) &&
      service.exports.tableOf(module.path).unlisted.has(name),
    formsOfInstalled: (from, specifier, name) => service.installed.otherForms({ from, specifier, name }),
    exportedNames: (module) => service.exports.names(module),
    exportWay: (module, name) => service.exports.way(module, name),
    mayPassOn: (module, query) => service.passages.mayPassOn(module, query),
    mayReceive: (from, text, query) => service.passages.mayReceive(from, text, query),
    noteRead: (path, bytes) => service.passages.noteRead(path, bytes),
    watchFor: (queries, packages) => service.passages.watchFor(queries, packages),
    isPassedOn: (query) => service.passages.isPassedOn(query),
    namesPasser: (text, query) => service.passages.namesPasser(text, query),
    mayNamePasser: (path, query) => service.passages.mayNamePasser(path, query),
    allRead: (textOf) => service.passages.allRead(textOf),
    namedModules: (path) => service.namedModules(path),
    autoImports: (path) => service.autoImports(path),
    looks: () => service.context.tree.looks,
    declarations: {
      findExported: (module, exported) => service.declarations.findExported(module, exported),
      findNamed: (module, name) => service.declarations.findNamed(module, name),
      findInstalled: (from, specifier, path) => service.declarations.findInstalled(from, specifier, path),
      installedOrigin: (from, specifier, name) => service.declarations.installedOrigin(from, specifier, name),
      read: (path) => service.declarations.read(path),
    },
    loadDistance: (module, file, without) =>
      service.dependencies.distance(
        module,
        service.context.tree.real(file),
        without === undefined ? undefined : service.context.tree.real(without),
      ),
    usersInCircle: (module, file) => service.dependencies.users(module, service.context.tree.real(file)),
    isOnlyForServers: (module) => service.dependencies.isOnlyForServers(module),
    whyNotInBrowser: (module, file, imported) => whyNotInBrowser(service, module, file, imported),
    loadsWord: (module, word, named) => service.dependencies.hasWord(module, word, named),
    filesLoaded: (module) => service.dependencies.loaded(module),
    forbidsCircles: (file) => service.lint(file).forbidsCircles,
    typeImports: (file) =>
      service.habits.typeImports(file) ??
      (service.lint(file).asksForTypeImports || service.keepsTypes(file) ? "apart" : undefined),
    importOrder: (file) => service.lint(file).importOrder,
    putsCapitalsFirst: (file) => service.habits.putsCapitalsFirst(file) ?? service.lint(file).putsCapitalsFirst,
    hasOption: (file, option) => service.context.projects.projectOf(file)?.options[option] === true,
    mentionsExports: (module, file, exported) => service.dependencies.mentions(module, service.context.tree.real(file), exported),
    declaredPackages: (files) =>
      service.context.packages.declaredBy([service.root, ...new Set(files.map((file) => dirname(file)))]),
    loadsSameCopy: (file, other, name) => service.context.packages.loadsSameCopy(dirname(file), dirname(other), name),
    mayWaitAtTopLevel: (path) => service.mayWaitAtTopLevel(path),
    relative: (path) => within(options.root, path) ?? within(service.root, path),
    tokensFor: (target) => service.tokens.tokensFor(target),
    tokensForFolder(folder) {
      const views = service.tokens.viewpoints();
      return views && folderTokens(service.context, join(service.root, folder), views);
    },
    forget() {
      service = createService(options, createGround(options));
    },
    forgetTexts() {
      service = createService(options, service);
    },
  };
}

function faultsOf({ faults, misspelled }: FileTree): SettingsFault[] {
  const from = (reasons: ReadonlyMap<string, string>, isRead: boolean) =>
    [...reasons].map(([path, reason]) => ({ path, reason, isRead }));
  return [...from(faults, false), ...from(misspelled, true)];
}

/** Whether an export that is not seen is not there: a CommonJS module is its own default export, and what a tool compiles may have one. */
function mayLack(exports: Exports, module: ModuleIdentity & { kind: "file" }, name: string): boolean {
  return name !== "default" || (/\.[cm]?tsx?$/u.test(module.path) && exports.names(module).length > 0);
}

/** What is known of files without their texts: where they are, and where specifiers lead. */
interface Ground {
  readonly context: RepositoryContext;
  readonly resolver: Resolver;
}

function createGround(options: ModulesOptions, tree = createFileTree(options.readFile)): Ground {
  const packages = createPackages(tree);
  const projects = createProjects(tree);
  const output = createBuildOutput(tree, packages, projects);
  const root = tree.real(options.root);
  const context: RepositoryContext = { root, tree, packages, projects, output, native: options.native ?? createNativeResolver() };
  return { context, resolver: createResolver(context) };
}

function createService(options: ModulesOptions, { context, resolver }: Ground) {
  const { root, tree, packages, projects } = context;
  const { parse, withParsed = (path, text, use) => use(parse(path, text).program) } = options;
  const exports = createExports({ tree, withParsed, resolver });
  const keepsTypes = (path: string): boolean => projects.projectOf(path)?.options["verbatimModuleSyntax"] === true;
  const dependencies = createDependencies(tree, resolver, keepsTypes);
  const installed = createInstalledExports(context, parse);
  const mentions = createPackageMentions();
  const autoImports = createAutoImports(tree, packages, resolver);
  const habits = createHabits(context, resolver, mentions);
  const specifiers = createSpecifiers(context, resolver, habits);
  const tokens = createTokens(context);
  return {
    root,
    context,
    resolver,
    exports,
    installed,
    declarations: createDeclarations({ tree, parse, resolver, exports, installed }),
    dependencies,
    keepsTypes,
    namedModules: createNamedModules(tree, resolver, autoImports),
    autoImports,
    passages: createPassages({ tree, resolver, exports, tokens, mentions }),
    habits,
    lint: createLint(tree, root),
    specifiers,
    exportSpecifiers: createExportSpecifiers({ context, resolver, exports, dependencies, habits, specifiers }),
    tokens,
    mayWaitAtTopLevel: createTopLevelAwait(packages, projects),
  };
}

function within(root: string, path: string): string | undefined {
  const local = relative(root, path);
  return local === "" || local.startsWith("..") || isAbsolute(local) ? undefined : slashed(local);
}

const CONFIG = /^(?:eslint\.config\.[cm]?[jt]s|\.eslintrc(?:\.(?:json|[cm]?js|ya?ml))?|\.oxlintrc\.json|biome\.jsonc?)$/u;
/** Rules that are named and not switched off. */
const NO_CYCLE = /\b(?:import(?:-x)?\/no-cycle|noImportCycles)["']?\s*:(?!\s*\[?\s*["']?(?:off|0)\b)/u;
const TYPE_IMPORTS =
  /\b(?:consistent-type-imports|useImportType)["']?\s*:(?!\s*\[?\s*["']?(?:off|0)\b)(?![^}\]]*\bno-type-imports\b)/u;

const CAPITALS_FIRST = /^(?![^]*\bcaseInsensitive["']?\s*:\s*true)[^]*\balphabetize\b/u;

/** What the linters' configs of a folder say of imports. */
interface Lint {
  readonly forbidsCircles: boolean;
  readonly asksForTypeImports: boolean;
  readonly importOrder: ImportOrder;
  /** Whether names with a capital are first between braces. */
  readonly putsCapitalsFirst: boolean;
}

/** Reads for a file (an absolute path) what its linters say, once a folder. */
function createLint(tree: FileTree, root: string): (file: string) => Lint {
  const known = new Map<string, Lint>();
  return (file) => {
    const folder = dirname(tree.real(file));
    return remember(known, folder, () => {
      const configs = lintConfigs(tree, root, folder);
      return {
        forbidsCircles: configs.some((text) => NO_CYCLE.test(text)),
        asksForTypeImports: configs.some((text) => TYPE_IMPORTS.test(text)),
        importOrder: readImportOrder(configs),
        putsCapitalsFirst: configs.some((text) => CAPITALS_FIRST.test(text)),
      };
    });
  };
}

/** The texts of the linters' configs in a folder and in those around it up to the root. */
function lintConfigs(tree: FileTree, root: string, folder: string): readonly string[] {
  const names = tree.list(folder).filter((name) => CONFIG.test(name));
  const texts = names.map((name) => tree.read(join(folder, name)) ?? "");
  const parent = dirname(folder);
  return folder === root || folder === parent ? texts : [...texts, ...lintConfigs(tree, root, parent)];
}

/** What a project's linters want of the order of imports, as far as their configs name it. */
export interface ImportOrder {
  /** Whether the imports of each kind are sorted by their modules. */
  readonly sortsModules: boolean;
  /** Whether the names between braces are sorted. */
  readonly sortsNames: boolean;
  /** Whether a specifier counts as one of the project's own, which come below packages. */
  isInternal(specifier: string): boolean;
}

const SORTS_MODULES =
  /\balphabetize["']?\s*:\s*\{[^}]*\basc\b|\b(?:simple-import-sort\/imports|perfectionist\/sort-imports|organizeImports)["']?\s*:(?!\s*\[?\s*["']?(?:off|0)\b)/u;
const SORTS_NAMES =
  /\bnamed["']?\s*:\s*(?:true|\{)|\b(?:simple-import-sort\/imports|perfectionist\/sort-named-imports|(?<!\/)sort-imports|organizeImports)["']?\s*:(?!\s*\[?\s*["']?(?:off|0)\b)/u;
const INTERNAL = /\bimport(?:-x)?\/internal-regex["']?\s*:\s*(["'`])((?:\\.|(?!\1)[^\\\n])+)\1/u;

function readImportOrder(configs: readonly string[]): ImportOrder {
  const [, , internal] = configs.map((text) => INTERNAL.exec(text)).find((found) => found !== null) ?? [];
  const pattern = internal === undefined ? undefined : toPattern(internal.replaceAll("\\\\", "\\"));
  return {
    sortsModules: configs.some((text) => SORTS_MODULES.test(text)),
    sortsNames: configs.some((text) => SORTS_NAMES.test(text)),
    isInternal: (specifier) => pattern?.test(specifier) === true,
  };
}

/** A pattern of somebody's config; undefined if it is none. */
function toPattern(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    return undefined;
  }
}

/** The values of `module` with which TypeScript takes `await` at the top level of a module, by its error 1378. */
const WAITING = /^(?:es2022|esnext|system|preserve|node16|node18|node20|nodenext)$/u;
/** Those with which a package.json tells which files are ES modules. */
const OF_NODE = /^node(?:16|18|20|next)$/u;
/** The targets in which there is no `await`. */
const EARLY = /^es(?:3|5|6|2015|2016)$/u;

/** Whether the tsconfig of a TypeScript file (an absolute path) lets it wait at its top level; what it does not say is no objection. */
function createTopLevelAwait(packages: Packages, projects: Projects): (path: string) => boolean {
  return (path) => {
    const options = /\.[mc]?tsx?$/u.test(path) ? projects.projectOf(path)?.options : undefined;
    const optionOf = (name: string): string | undefined => {
      const value = options?.[name];
      return typeof value === "string" ? value.toLowerCase() : undefined;
    };
    const [module, target] = [optionOf("module"), optionOf("target")];
    if (target !== undefined && EARLY.test(target)) return false;
    if (module === undefined) return true;
    if (!WAITING.test(module)) return false;
    return !OF_NODE.test(module) || path.endsWith(".mts") || packages.nearest(dirname(path))?.json["type"] === "module";
  };
}

/** A file such as `tsconfig.json` that is there and says nothing. */
export interface SettingsFault {
  /** Absolute. */
  readonly path: string;
  /** Why, as the end of a sentence without its stop. */
  readonly reason: string;
  /** False: it was not opened. True: it was read, and is no JSON. */
  readonly isRead: boolean;
}

/** Answers the engine's questions about modules. Answers are cached until `forget` is called. */
export interface Modules extends Passages {
  readonly root: string;
  /** The module that `specifier` means in the file `from` (an absolute path). Never throws. */
  resolve(from: string, specifier: string): ModuleIdentity;
  /** The identity of a module that a contract names: `./src/a.ts` relative to the root, a package, or an alias of the root's tsconfig or its base. */
  resolveContractModule(module: string): ModuleIdentity;
  /** The files (relative to the root) that a bare name in a contract leads to by aliases that only the projects of some files (absolute) have. */
  behindAliases(module: string, files: readonly string[]): readonly string[];
  /** The files of settings that are there and could not be used so far: answers do without them. */
  settingsFaults(): readonly SettingsFault[];
  /** What the configs of some files (absolute paths) extend or reference and is not there, while the files import by aliases that only it can set. */
  neededBases(files: readonly string[]): readonly NeededBase[];
  /** Whether two identities are the same module; a missing file equals a file that would have its stem. */
  isSameModule(a: ModuleIdentity, b: ModuleIdentity): boolean;
  /**
   * How `from` writes an import of `target`. Of its export `exported`: by an entry of its package that passes it on,
   * and inside its own package by the file that holds it, never by a barrel that loads `from`.
   */
  specifierFor(from: string, target: ModuleIdentity, habit: SpecifierHabit, exported?: string): SpecifierAnswer;
  /** The quotes in which the files beside a file (an absolute path) write specifiers; undefined where they write none. */
  quotesAround(path: string): "'" | '"' | undefined;
  /** Whether files beside a file (an absolute path) have a blank line between imports of packages and those of paths. */
  separatesImports(path: string): boolean;
  /** Whether Node takes a file (an absolute path) for an ES module, whatever is in it. */
  isModule(path: string): boolean;
  /** Whether a specifier leads from a file (an absolute path) to one of its own package, by an alias or by the package's name. */
  isInOwnPackage(path: string, specifier: string): boolean;
  /** Where the export `name` of `module` is declared, through re-exports of any kind; undefined if there is no such export. */
  exportOrigin(module: ModuleIdentity, name: string): ExportOrigin | undefined;
  /** The names that the text of a module of the repository exports, those of its `export *` included; none of any other module. */
  exportedNames(module: ModuleIdentity): readonly string[];
  /**
   * Whether a module surely lacks an export that a file (an absolute path) would import from it by a specifier: by its text, or by the types
   * of an installed package.
   */
  lacksExport(from: string, module: ModuleIdentity, specifier: string, name: string): boolean;
  /** Whether Node can't give an ES module (an absolute path) an export of a CommonJS module by its name. */
  hidesExport(from: string, module: ModuleIdentity, name: string): boolean;
  /** What else an export of a package is, by the types that a file (an absolute path) finds; undefined if it finds none. */
  formsOfInstalled(from: string, specifier: string, name: string): OtherForms | undefined;
  /** The export of each module on the way from a module's export to where it is declared, both ends included. */
  exportWay(module: ModuleIdentity, name: string): readonly ModuleExport[];
  /** The modules that a file (an absolute path) names in its text: imports, re-exports, `require`, dynamic imports, mocks. */
  namedModules(path: string): readonly NamedModule[];
  /** The exports that globals of a file (an absolute path) stand for, where a build tool imports them without a line of the file. */
  autoImports: ReturnType<typeof createAutoImports>;
  /** All of the disk that answers depend on so far. */
  looks(): Looks;
  /** What the names of other modules stand for. */
  readonly declarations: Declarations;
  /**
   * How many imports lead from a module to a file that it loads before it runs itself, on ways around the file
   * `without`; undefined where none do.
   */
  loadDistance(module: ModuleIdentity, file: string, without?: string): number | undefined;
  /** The files that load with a module and import the file, or what imports it. */
  usersInCircle(module: ModuleIdentity, file: string): readonly string[];
  /** Whether a module, or one that it loads, imports `server-only`. */
  isOnlyForServers(module: ModuleIdentity): boolean;
  /** Why a file (an absolute path), which imports so much, may not load a module: that loads what only Node has, and the file may be code of a page. */
  whyNotInBrowser(module: ModuleIdentity, file: string, imported: () => readonly string[]): string | undefined;
  /** Whether a module, or one that it loads, has a word and, if given, names a package, as the texts look. */
  loadsWord(module: ModuleIdentity, word: string, named?: string): boolean;
  /** The files that load with a module, itself included, as their texts look: an import that a compiler drops counts too. */
  filesLoaded(module: ModuleIdentity): Pick<ReadonlyMap<string, unknown>, "size" | "keys" | "has">;
  /** Which of a module and those that it imports import the file and mention one of its exports by name. */
  mentionsExports(module: ModuleIdentity, file: string, exported: ReadonlySet<string>): readonly string[];
  /** Whether the lint of a file (an absolute path) forbids circles of imports. */
  forbidsCircles(file: string): boolean;
  /** How the files around a file (an absolute path), its lint or its tsconfig want types imported; undefined: as values are. */
  typeImports(file: string): TypeImports | undefined;
  /** What the lint of a file (an absolute path) wants of the order of imports. */
  importOrder(file: string): ImportOrder;
  /** Whether the files around a file (an absolute path), or its lint, put names with a capital first between braces. */
  putsCapitalsFirst(file: string): boolean;
  /** Whether the tsconfig of a file (an absolute path) turns an option on: `x?: string` is or is not `x?: string | undefined`, JavaScript is or is not checked. */
  hasOption(file: string, option: CheckOption): boolean;
  /** The packages that those who own the files (absolute), or folders above the root, declare, their own names included. */
  declaredPackages(files: readonly string[]): ReadonlySet<string>;
  /** Whether two files (absolute) get one copy of a package: that of one folder, or one that is built in. */
  loadsSameCopy(file: string, other: string, name: string): boolean;
  /** Whether the tsconfig of a TypeScript file (an absolute path) lets it wait at its top level; what it does not say is no objection. */
  mayWaitAtTopLevel(path: string): boolean;
  /** Path of a file relative to the root with `/`; undefined outside. */
  relative(path: string): string | undefined;
  /**
   * Every specifier that resolves to `target` contains at least one of these strings; `DOTS` stands for those of dots and slashes alone.
   * Undefined if there is no such list.
   */
  tokensFor(target: ModuleIdentity): readonly string[] | undefined;
  /**
   * Every specifier that leads into a folder (relative to the root) from a file outside it contains at least one of these strings.
   * Undefined if there is no such list.
   */
  tokensForFolder(folder: string): readonly string[] | undefined;
  forget(): void;
  /** Forgets what texts of source files say, where files are the same and are where they were. */
  forgetTexts(): void;
}
