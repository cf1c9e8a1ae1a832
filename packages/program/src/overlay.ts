import path from "node:path";
import type ts from "typescript";
import { BuiltDeclarations, DECLARATION } from "./built-declarations.js";
import { filesOfReferences, guardedSystem, type ProjectConfig } from "./configs.js";
import type { Texts } from "./project-state.js";
import { linkedNamesOf, type LinkedNames } from "./native/linked-names.js";
import { SourceManifests } from "./native/source-manifest.js";
import type { NativeSession } from "./native/session.js";
import type { ErrorsOfText } from "./type-errors.js";
import type { TypeScript } from "./typescript.js";
import { ANYTHING, possibleNames } from "./shape.js";

/** Where an import is, and how it is read. */
export interface ImportPlace {
  readonly file: string;
  readonly options: ts.CompilerOptions;
  readonly mode: ts.ResolutionMode;
  readonly redirect?: ts.ResolvedProjectReference | undefined;
}

type Resolution = Parameters<NonNullable<ts.CompilerHost["resolveModuleNameLiterals"]>>;

interface CachedFile {
  readonly text: string;
  readonly file: ts.SourceFile;
}

/** What the projects of a workspace share. */
export class Workspace {
  /** Undefined where it is not wanted, or failed. */
  native: NativeSession | undefined;
  /** Whether a project can have a file (an absolute path) only in place of declarations. */
  isReadByName: (config: ProjectConfig, file: string) => boolean = () => false;
  /** What a file's own project says of its text that was kept last; undefined where no project lists it. */
  formerAtHome: (file: string) => ErrorsOfText | undefined = () => undefined;
  readonly built: BuiltDeclarations;
  readonly manifests: SourceManifests;
  readonly #configs: readonly ProjectConfig[];
  readonly #listed: ReadonlySet<string>;
  readonly #parsed = new Map<string, CachedFile>();
  readonly #linkedNames = new Map<string, { readonly text: string; readonly names: LinkedNames }>();
  readonly #importedWords = new Map<string, { readonly text: string; readonly words: ImportedWords }>();
  readonly #ofReferences = new Map<ProjectConfig, ReadonlySet<string>>();
  readonly #files = new Map<TypeScript, Map<string, CachedFile>>();
  readonly #registries = new Map<TypeScript, ts.DocumentRegistry>();
  readonly #kinds = new Map<string, number>();
  readonly #disk = new Map<string, string | undefined>();

  constructor(configs: readonly ProjectConfig[]) {
    this.built = new BuiltDeclarations(configs);
    this.manifests = new SourceManifests(this.built);
    this.#configs = configs;
    this.#listed = new Set(configs.flatMap(({ fileNames }) => fileNames));
  }

  /** Whether the file is in the list of a project. */
  lists(file: string): boolean {
    return this.#listed.has(file);
  }

  /** Whether a project leaves a file to one that it references. */
  isCheckedByReference(config: ProjectConfig, file: string): boolean {
    let files = this.#ofReferences.get(config);
    if (!files) {
      const byPath = new Map(this.#configs.map((each) => [each.path, each]));
      this.#ofReferences.set(config, (files = filesOfReferences(config, byPath)));
    }
    return files.has(file);
  }

  /** Parses a file for its syntax alone; the same text has the same tree as long as no other was asked for. */
  parse(ts: TypeScript, file: string, text: string): ts.SourceFile {
    const known = this.#parsed.get(file);
    if (known?.text === text) return known.file;
    const parsed = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
    this.#parsed.set(file, { text, file: parsed });
    return parsed;
  }

  /** What a text takes from other modules, and what it passes on: it outlives the tree, as many files are asked only that. */
  linkedNames(ts: TypeScript, file: string, text: string): LinkedNames {
    const known = this.#linkedNames.get(file);
    if (known?.text === text) return known.names;
    const parsed = this.#parsed.get(file);
    const tree = parsed?.text === text ? parsed.file : ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
    const names = linkedNamesOf(ts, tree);
    this.#linkedNames.set(file, { text, names });
    return names;
  }

  /** What was parsed for all projects of one TypeScript, by name and what it is parsed for. */
  filesOf(ts: TypeScript): Map<string, CachedFile> {
    let files = this.#files.get(ts);
    if (!files) this.#files.set(ts, (files = new Map<string, CachedFile>()));
    return files;
  }

  /** The same for projects that may share their parsed files, as tsserver decides it. */
  kindOf({ typescript: { ts }, options }: ProjectConfig): number {
    let registry = this.#registries.get(ts);
    if (!registry) this.#registries.set(ts, (registry = ts.createDocumentRegistry()));
    const settings = registry.getKeyForCompilationSettings(options);
    const kind = this.#kinds.get(settings) ?? this.#kinds.size;
    this.#kinds.set(settings, kind);
    return kind;
  }

  /** What a text may import. */
  importedWords(file: string, text: string): ImportedWords {
    const known = this.#importedWords.get(file);
    if (known?.text === text) return known.words;
    const words = new ImportedWords(text);
    this.#importedWords.set(file, { text, words });
    return words;
  }

  /** A file's text as it was when a project first read it, so that what others change meanwhile can't mix with a change that is judged. */
  read(file: string, ts: TypeScript): string | undefined {
    if (this.#disk.has(file)) return this.#disk.get(file);
    const text = guardedSystem(ts).readFile(file);
    this.#disk.set(file, text);
    return text;
  }

  /** Reads a file from disk again. */
  forget(file: string): void {
    this.#disk.delete(file);
  }

  /** Lets go of all parsed files but some. */
  keepOnly(used: ReadonlySet<ts.SourceFile>): void {
    for (const files of this.#files.values()) for (const [key, { file }] of files) if (!used.has(file)) files.delete(key);
  }
}

/** The files of one project as its program reads them: from the overlay, else from disk as they were when they were first read. */
export class OverlayHost {
  readonly #config: ProjectConfig;
  readonly #workspace: Workspace;
  readonly #built: BuiltDeclarations;
  readonly #kind: number;
  #texts: Texts = new Map();
  /** The shown texts of files that are not on disk: imports may lead to them. */
  #added = "";
  #resolutions: ts.ModuleResolutionCache | undefined;
  /** The sources that stand in for declarations, by the files whose imports lead there. */
  readonly #standIns = new Map<string, Set<string>>();
  readonly compilerHost: ts.CompilerHost;

  constructor(config: ProjectConfig, workspace: Workspace) {
    this.#config = config;
    this.#workspace = workspace;
    this.#built = workspace.built;
    this.#kind = workspace.kindOf(config);
    this.compilerHost = this.#createHost();
  }

  /** The texts that were shown last. */
  get texts(): Texts {
    return this.#texts;
  }

  /** Says which texts the next program has in place of those on disk. */
  show(texts: Texts): void {
    this.#texts = texts;
    const added = [...texts.keys()].filter((file) => !this.#config.typescript.ts.sys.fileExists(file)).sort();
    // Where imports lead changes only with the files that there are.
    if (added.join("\0") !== this.#added) this.#resolutions = undefined;
    this.#added = added.join("\0");
    this.#leaveProgram();
  }

  /** Lets go of all that can be found again, and of the last program. */
  release(): void {
    this.#resolutions = undefined;
    this.#leaveProgram();
  }

  /** A program wraps `realpath` and never gives it back, so that the host would keep the program in memory. */
  #leaveProgram(): void {
    const { sys } = this.#config.typescript.ts;
    if (sys.realpath) this.compilerHost.realpath = sys.realpath.bind(sys);
  }

  /** Reads a file from disk again. */
  forget(file: string): void {
    this.#workspace.forget(file);
    this.#resolutions = undefined;
  }

  /** The text as the next program has it. */
  read(file: string): string | undefined {
    const shown = this.#texts.get(file);
    return shown ?? this.#workspace.read(file, this.#config.typescript.ts);
  }

  /** The file that an import leads to: the source where that is the built declarations of a package of the workspace. */
  resolve(specifier: string, { file, options, mode, redirect }: ImportPlace): ts.ResolvedModuleFull | undefined {
    const { ts } = this.#config.typescript;
    const cache = this.#resolutionCache();
    const found = ts.resolveModuleName(specifier, file, options, this.compilerHost, cache, redirect, mode).resolvedModule;
    const source = found && this.#built.sourceOf(found.resolvedFileName);
    if (source === undefined) return found && isLinkedSource(found) ? { ...found, isExternalLibraryImport: false } : found;
    const known = this.#standIns.get(file);
    if (known) known.add(source);
    else this.#standIns.set(file, new Set([source]));
    return { ...found!, resolvedFileName: source, extension: path.extname(source), isExternalLibraryImport: false };
  }

  /** Whether an import of a file leads to a source only because the declarations that are built from it may be old, or missing. */
  standsIn(source: string, file: string): boolean {
    return this.#standIns.get(file)?.has(source) ?? false;
  }

  /** Whether any source stands in for declarations. */
  get hasStandIns(): boolean {
    return this.#standIns.size > 0;
  }

  #resolutionCache(): ts.ModuleResolutionCache {
    return (this.#resolutions ??= this.#config.typescript.ts.createModuleResolutionCache(
      path.dirname(this.#config.path),
      (name) => this.compilerHost.getCanonicalFileName(name),
      this.#config.options,
    ));
  }

  #createHost(): ts.CompilerHost {
    const { ts } = this.#config.typescript;
    const { sys } = ts;
    const library = path.dirname(ts.getDefaultLibFilePath(this.#config.options));
    const host: ts.CompilerHost & { useSourceOfProjectReferenceRedirect(): boolean } = {
      getSourceFile: (name, options) => this.#sourceFile(name, options),
      getDefaultLibFileName: (options) => path.join(library, ts.getDefaultLibFileName(options)),
      getDefaultLibLocation: () => library,
      writeFile: () => undefined,
      getCurrentDirectory: () => path.dirname(this.#config.path),
      useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
      getCanonicalFileName: (name) => (sys.useCaseSensitiveFileNames ? name : name.toLowerCase()),
      getNewLine: () => "\n",
      fileExists: (name) => this.#texts.has(name) || sys.fileExists(name) || this.#built.sourceOf(name) !== undefined,
      readFile: (name) => this.read(name),
      directoryExists: (name) => sys.directoryExists(name) || this.#built.isOutput(name),
      getDirectories: (name) => sys.getDirectories(name),
      readDirectory: sys.readDirectory.bind(sys),
      // Without it pnpm's links hide types, and hundreds of false errors hide the true ones.
      ...(sys.realpath && { realpath: sys.realpath.bind(sys) }),
      // A change must reach those who import the built declarations of a referenced project.
      useSourceOfProjectReferenceRedirect: () => true,
      getModuleResolutionCache: () => this.#resolutionCache(),
      resolveModuleNameLiterals: (...[literals, file, redirect, options, source]: Resolution) =>
        literals.map((literal) => {
          const mode = ts.getModeForUsageLocation(source, literal, options);
          return { resolvedModule: this.resolve(literal.text, { file, options, mode, redirect }) };
        }),
    };
    return host;
  }

  #sourceFile(name: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined {
    const text = this.read(name);
    if (text === undefined) return undefined;
    const isOfPackage = DECLARATION.test(name) && name.includes("/node_modules/");
    // A text that is not on disk is beside the one that is, which other projects may still ask for.
    const kind = isOfPackage ? "" : `${this.#kind}${this.#texts.has(name) ? "\0shown" : ""}`;
    const asked = JSON.stringify(options, (key, value: unknown) => (key === "setExternalModuleIndicator" ? undefined : value));
    const key = `${name}\0${asked}\0${kind}`;
    const files = this.#workspace.filesOf(this.#config.typescript.ts);
    const known = files.get(key);
    if (known?.text === text) return known.file;
    const file = this.#config.typescript.ts.createSourceFile(name, text, options, true);
    files.set(key, { text, file });
    return file;
  }
}

/**
 * Whether an import by a package's name leads through a link to a source of the workspace. TypeScript takes it for one of a library, and
 * then writes no declarations of it.
 */
function isLinkedSource({ isExternalLibraryImport = false, resolvedFileName: file }: ts.ResolvedModuleFull): boolean {
  return isExternalLibraryImport && /\.[cm]?tsx?$/u.test(file) && !DECLARATION.test(file) && !file.includes("/node_modules/");
}

const CLAUSE = /\b(?:import|export)\b([^]*?)\bfrom\s*["'`]/gu;
/** Takes all of a module, or what only the checker can tell. */
const WHOLE =
  /\b(?:import|export)\s+(?:type\s+)?(?:[\w$]+\s*,\s*)?\*|\b(?:import|require)\s*\(|\bimport\s+[\w$]+\s*=|\/\/\/\s*<reference/u;
const DEFAULT = /^\s*(?:type\s+)?[\w$]+\s*(?:,|$)/u;

/** What a text may import, told by its words alone: never too little. */
class ImportedWords {
  readonly #words = new Set<string>();
  readonly #mayTakeAnything: boolean;
  #hasDefault = false;

  constructor(text: string) {
    this.#mayTakeAnything = WHOLE.test(text);
    for (const [, clause] of text.matchAll(CLAUSE)) {
      for (const word of possibleNames(clause!)) this.#words.add(word);
      this.#hasDefault ||= DEFAULT.test(clause!);
    }
  }

  /** Whether it may import one of some names. */
  mayTake(names: ReadonlySet<string>): boolean {
    if (this.#mayTakeAnything || names.has(ANYTHING)) return true;
    return (names.has("default") && this.#hasDefault) || [...this.#words].some((word) => names.has(word));
  }
}
