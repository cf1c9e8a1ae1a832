import path from "node:path";
import type ts from "typescript";
import { guardedSystem } from "./guarded-system.js";
import type { ProjectConfig } from "./configs.js";

/** Texts by absolute path that are not on disk, or not yet. */
export type Texts = ReadonlyMap<string, string>;

interface CachedFile {
  readonly text: string;
  readonly file: ts.SourceFile;
}

/**
 * The files of one project as its program reads them: from the overlay, else from disk as they were when they were first read, so that
 * what others change meanwhile can't mix with a change that is being judged.
 */
export class OverlayHost {
  readonly #config: ProjectConfig;
  readonly #files = new Map<string, CachedFile>();
  readonly #disk = new Map<string, string | undefined>();
  #texts: Texts = new Map();
  readonly compilerHost: ts.CompilerHost;

  constructor(config: ProjectConfig) {
    this.#config = config;
    this.compilerHost = this.#createHost();
  }

  /** Says which texts the next program has in place of those on disk. */
  show(texts: Texts): void {
    this.#texts = texts;
  }

  /** Reads a file from disk again. */
  forget(file: string): void {
    this.#disk.delete(file);
  }

  /** Lets go of all parsed files. */
  clear(): void {
    this.#files.clear();
  }

  /** The text as the next program has it. */
  read(file: string): string | undefined {
    const shown = this.#texts.get(file);
    if (shown !== undefined) return shown;
    if (this.#disk.has(file)) return this.#disk.get(file);
    const text = guardedSystem(this.#config.typescript.ts).readFile(file);
    this.#disk.set(file, text);
    return text;
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
      fileExists: (name) => this.#texts.has(name) || sys.fileExists(name),
      readFile: (name) => this.read(name),
      directoryExists: (name) => sys.directoryExists(name),
      getDirectories: (name) => sys.getDirectories(name),
      readDirectory: sys.readDirectory.bind(sys),
      // Without it pnpm's links hide types, and hundreds of false errors hide the true ones.
      ...(sys.realpath && { realpath: sys.realpath.bind(sys) }),
      // A change must reach those who import the built declarations of a referenced project.
      useSourceOfProjectReferenceRedirect: () => true,
    };
    return host;
  }

  #sourceFile(name: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions): ts.SourceFile | undefined {
    const text = this.read(name);
    if (text === undefined) return undefined;
    const key = `${name}\0${JSON.stringify(options, (key, value: unknown) => (key === "setExternalModuleIndicator" ? undefined : value))}`;
    const known = this.#files.get(key);
    if (known?.text === text) return known.file;
    const file = this.#config.typescript.ts.createSourceFile(name, text, options, true);
    this.#files.set(key, { text, file });
    return file;
  }
}
