import type { ExportOrigin, ModuleExport } from "./exports/exports.js";
import type { Looks } from "./tree/file-tree.js";
import type { ModuleIdentity } from "./resolving/identities.js";
import type { Declarations } from "./exports/declarations.js";
import type { NeededBase } from "./packages/projects.js";
import type { NamedModule } from "./resolving/named-modules.js";
import type { Passages } from "./prefilter/passages.js";
import type { SpecifierHabit } from "./specifiers/habits.js";
import type { SpecifierAnswer } from "./specifiers/package-specifiers.js";

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
  /** Where the export `name` of `module` is declared, through re-exports of any kind; undefined if there is no such export. */
  exportOrigin(module: ModuleIdentity, name: string): ExportOrigin | undefined;
  /** The names that the text of a module of the repository exports, those of its `export *` included; none of any other module. */
  exportedNames(module: ModuleIdentity): readonly string[];
  /**
   * Whether a module surely lacks an export that a file (an absolute path) would import from it by a specifier: by its text, or by the types
   * of an installed package.
   */
  lacksExport(from: string, module: ModuleIdentity, specifier: string, name: string): boolean;
  /** Whether an export of a package is its default export too, by the types that a file (an absolute path) finds; undefined if it finds none. */
  isInstalledDefault(from: string, specifier: string, name: string): boolean | undefined;
  /** The export of each module on the way from a module's export to where it is declared, both ends included. */
  exportWay(module: ModuleIdentity, name: string): readonly ModuleExport[];
  /** The modules that a file (an absolute path) names in its text: imports, re-exports, `require`, dynamic imports, mocks. */
  namedModules(path: string): readonly NamedModule[];
  /** The export that a global of a file (an absolute path) stands for, where a build tool imports it without a line of the file. */
  autoImport(path: string, name: string): ModuleExport | undefined;
  /** All of the disk that answers depend on so far. */
  looks(): Looks;
  /** What the names of other modules stand for. */
  readonly declarations: Declarations;
  /**
   * How many imports lead from a module to a file that it loads before it runs itself, on ways around the file
   * `without`; undefined where none do.
   */
  loadDistance(module: ModuleIdentity, file: string, without?: string): number | undefined;
  /** How many files load with a module, itself included, as their texts look: an import that a compiler drops counts too. */
  countLoaded(module: ModuleIdentity): number;
  /** Whether a module, or one that it imports, imports the file and mentions one of its exports by name. */
  mentionsExports(module: ModuleIdentity, file: string, exported: ReadonlySet<string>): boolean;
  /** Whether the lint of a file (an absolute path) forbids circles of imports. */
  forbidsCircles(file: string): boolean;
  /** The packages that those who own the files (absolute), or folders above the root, declare, their own names included. */
  declaredPackages(files: readonly string[]): ReadonlySet<string>;
  /** Whether two files (absolute) get one copy of a package: that of one folder, or one that is built in. */
  loadsSameCopy(file: string, other: string, name: string): boolean;
  /** Whether the tsconfig of a TypeScript file (an absolute path) lets it wait at its top level; what it does not say is no objection. */
  mayWaitAtTopLevel(path: string): boolean;
  /** Path of a file relative to the root with `/`; undefined outside. */
  relative(path: string): string | undefined;
  /**
   * Every specifier that resolves to `target` contains at least one of these strings; with `from`, every specifier that this file
   * could write (a shorter list). Undefined if there is no such list.
   */
  tokensFor(target: ModuleIdentity, from?: string): readonly string[] | undefined;
  /**
   * Every specifier that leads into a folder (relative to the root) from a file outside it contains at least one of these strings.
   * Undefined if there is no such list.
   */
  tokensForFolder(folder: string): readonly string[] | undefined;
  forget(): void;
  /** Forgets what texts of source files say, where files are the same and are where they were. */
  forgetTexts(): void;
}
