import path from "node:path";
import { findText, findUnreadable } from "@godwit/core/disk";
import {
  contractProblemsOf,
  findFault,
  findingsOf,
  parseChanged,
  parseDetached,
  parseSource,
  ProjectScan,
  readEditorSettings,
  reviewChange,
  settingsProblemsOf,
  settingsForFile,
  toSourceFile,
  Workspace,
  type ContractProblem,
  type Document,
  type EditorSettingsProblem,
  type EditorSettings,
  type FileFindings,
  type Project,
  type ReviewedRules,
  type ChangeReview,
} from "@godwit/project/editor";
import { createTypeInformation } from "@godwit/core/engine";
import type ts from "typescript";
import { typedOriginOf } from "./node-at.js";

/** Longer files are skipped: they are generated, and the host itself is slow there. */
const LONGEST_FILE = 10_000_000;

/** What a session needs from the server. */
export interface SessionHost {
  readonly service: ts.LanguageService;
  readonly serviceHost: ts.LanguageServiceHost;
  log(message: string): void;
  /** The text of a file that is open in the editor in whatever project; undefined for any other. */
  openText?(file: string): string | undefined;
  /** Called when contracts are first read, to watch their folder; returns a function that stops the watching. */
  onProject?(project: Project): () => void;
  /** Tells the editor that its diagnostics are out of date. */
  refresh?(): void;
  /** False: the type checker is not used. */
  readonly types?: boolean;
}

interface KnownDocument {
  readonly document: Document;
  readonly program: ts.Program;
  usedTypes: boolean;
}

/** The plugin's state for one project of the server. */
export class Session {
  readonly typescript: typeof ts;
  readonly #host: SessionHost;
  readonly #workspace: Workspace;
  readonly #scan: ProjectScan;
  readonly #documents = new WeakMap<ts.SourceFile, KnownDocument>();
  readonly #tooLong = new Set<string>();
  #settings: EditorSettings;
  readonly #endings: (() => void)[] = [];
  #override: unknown;
  #fileCount = 0;
  #lastProgram: ts.Program | undefined;

  constructor(typescript: typeof ts, host: SessionHost, config: unknown) {
    this.typescript = typescript;
    this.#host = host;
    this.#settings = readEditorSettings(config);
    const resolve = createNativeResolver(typescript, host);
    this.#workspace = new Workspace({
      parse: (file, text) => parseSource(typescript, file, text),
      findFault: (changed) => findFault(typescript, changed),
      native: resolve,
      readFile: (file) => this.#readText(file),
      log: (message) => host.log(message),
      onProject: (project) => {
        const end = host.onProject?.(project);
        if (end) this.#endings.push(end);
      },
    });
    this.#scan = new ProjectScan(this.#workspace, {
      findings: (file) => this.findingsOnDisk(file),
      log: (message) => host.log(message),
    });
  }

  settingsFor(fileName: string): EditorSettings {
    return settingsForFile(path.resolve(fileName), this.#override, this.#settings);
  }

  /** Takes the settings of tsconfig. */
  configure(config: unknown): void {
    this.#settings = readEditorSettings(config);
  }

  /** Takes the settings of an extension, which win over tsconfig's. */
  override(config: unknown): void {
    this.#override = config;
  }

  /** Leaves to an extension what it shows itself, for so many milliseconds or until its settings are there. */
  awaitExtension(longest: number): void {
    const awaited = { shownBy: "extension" };
    this.#override = awaited;
    const end = setTimeout(() => {
      if (this.#override !== awaited) return;
      this.#override = undefined;
      this.refresh();
    }, longest);
    this.#endings.push(() => clearTimeout(end));
    end.unref();
  }

  /** Whether an extension shows fixes and hovers itself, in the ways of its editor. */
  get leavesToExtension(): boolean {
    return (this.#override as { readonly shownBy?: unknown } | undefined)?.shownBy === "extension";
  }

  /** Makes the editor request its diagnostics again. */
  refresh(): void {
    this.#host.refresh?.();
  }

  /** Call it when contracts or settings files have changed. */
  invalidate(): void {
    this.#workspace.invalidate();
  }

  /** Call it when the server closes the project. */
  dispose(): void {
    for (const end of this.#endings.splice(0)) end();
    this.#scan.dispose();
    this.#lastProgram = undefined;
  }

  sourceFile(fileName: string): ts.SourceFile | undefined {
    return this.#program()?.getSourceFile(fileName);
  }

  checker(): ts.TypeChecker | undefined {
    return this.#program()?.getTypeChecker();
  }

  /** The contracts in force for a file. */
  projectOf(fileName: string): Project | undefined {
    return this.#workspace.projectOf(path.resolve(fileName));
  }

  /** What the project has left of a contract on disk, in words; undefined while it is being counted. */
  leftOf(project: Project, contract: string): string | undefined {
    const count = this.#scan.countOf(project, contract);
    return count && `${count.left} left`;
  }

  /** Counts what a project has left, unless that is known. */
  startCounting(project: Project): void {
    void this.#scan.wait(project, 0);
  }

  /** The problems of contracts of a file's root that do not work. */
  contractProblems(fileName: string): readonly ContractProblem[] {
    return contractProblemsOf(this.#workspace, path.resolve(fileName));
  }

  /** The files of settings that the contracts of a file's root needed so far and could not use. */
  settingsProblems(fileName: string): readonly EditorSettingsProblem[] {
    return settingsProblemsOf(this.#workspace, path.resolve(fileName));
  }

  /** What the contracts find in a file as the editor shows it; undefined if no contract applies. */
  findings(fileName: string): FileFindings | undefined {
    const document = this.document(fileName);
    if (!document) return undefined;
    this.#throwIfCancelled();
    return findingsOf(this.#workspace, document);
  }

  /** What the contracts find in a file that no project of the server has loaded. */
  findingsOnDisk(fileName: string): FileFindings | undefined {
    const file = path.resolve(fileName);
    const text = textOnDisk(file);
    if (text === undefined || this.#isTooLong({ text, fileName })) return undefined;
    return findingsOf(this.#workspace, {
      path: file,
      text,
      version: {},
      parse: () => parseDetached(this.typescript, file, text),
    });
  }

  /** What the contracts find in the result of a change that TypeScript offers for an open file. */
  reviewChange(fileName: string, changes: readonly ts.TextChange[], rules?: ReviewedRules): ChangeReview | undefined {
    const document = this.document(fileName);
    if (!document) return undefined;
    this.#throwIfCancelled();
    const edits = changes.map(({ span, newText }) => ({ range: [span.start, span.start + span.length] as const, text: newText }));
    const parse = (text: string) => parseChanged(this.typescript, document.path, text);
    return reviewChange(this.#workspace, document, { edits, parse, rules });
  }

  /** A file as the contracts see it. */
  document(fileName: string): Document | undefined {
    const program = this.#program();
    const sourceFile = program?.getSourceFile(fileName);
    return program && sourceFile && !this.#isTooLong(sourceFile) ? this.#documentOf(program, sourceFile) : undefined;
  }

  #program(): ts.Program | undefined {
    const program = this.#host.service.getProgram();
    // Files were added or removed, so specifiers may resolve to other files now.
    const count = program?.getSourceFiles().length ?? this.#fileCount;
    if (this.#fileCount !== 0 && count !== this.#fileCount) this.#workspace.forgetModules();
    this.#fileCount = count;
    this.#lastProgram = program;
    return program;
  }

  /** The host is asked for files of its program only: tsserver takes the project that asks for another file for that file's home. */
  #readText(file: string): string | undefined {
    const { serviceHost, openText } = this.#host;
    const snapshot = this.#lastProgram?.getSourceFile(file) ? serviceHost.getScriptSnapshot(file) : undefined;
    return snapshot ? snapshot.getText(0, snapshot.getLength()) : (openText?.(file) ?? textOnDisk(file));
  }

  #documentOf(program: ts.Program, sourceFile: ts.SourceFile): Document {
    const known = this.#documents.get(sourceFile);
    // Types of other files may have changed since.
    if (known && (known.program === program || !known.usedTypes)) return known.document;
    const file = path.resolve(sourceFile.fileName);
    const made: KnownDocument = {
      program,
      usedTypes: false,
      document: {
        path: file,
        text: sourceFile.text,
        version: {},
        parseAs: (other) => parseDetached(this.typescript, file, other),
        parse: () =>
          toSourceFile(
            this.typescript,
            file,
            sourceFile,
            this.#host.types === false
              ? undefined
              : (scopes) =>
                  createTypeInformation({
                    checker: () => ((made.usedTypes = true), program.getTypeChecker()),
                    toHostNode: (node) => typedOriginOf(this.typescript, sourceFile, node),
                    scopes,
                  }),
          ),
      },
    };
    this.#documents.set(sourceFile, made);
    return made.document;
  }

  #isTooLong({ text, fileName }: Pick<ts.SourceFile, "text" | "fileName">): boolean {
    if (text.length <= LONGEST_FILE) return false;
    if (!this.#tooLong.has(fileName)) this.#host.log(`${fileName} has more than ${LONGEST_FILE} characters and is skipped.`);
    this.#tooLong.add(fileName);
    return true;
  }

  #throwIfCancelled(): void {
    const token = this.#host.serviceHost.getCancellationToken?.();
    // oxlint-disable-next-line typescript/only-throw-error -- the host knows it by its class
    if (token?.isCancellationRequested()) throw new this.typescript.OperationCanceledException();
  }
}

/** As the host reads a file, but never what it would wait for. */
function textOnDisk(file: string): string | undefined {
  return findText(file, "source")?.replace(/^\uFEFF/u, "");
}

/** Resolves with the project's own compiler options, so that `paths`, references and conditions mean the same as for the compiler. */
function createNativeResolver(typescript: typeof ts, { serviceHost }: SessionHost) {
  return (from: string, specifier: string): string | undefined => {
    const host: ts.ModuleResolutionHost = {
      fileExists: (file) => serviceHost.fileExists(file),
      readFile: (file) => (findUnreadable(file, "settings") ? undefined : serviceHost.readFile(file)),
      directoryExists: (folder) => typescript.sys.directoryExists(folder),
      ...(typescript.sys.realpath && { realpath: typescript.sys.realpath }),
    };
    const options = serviceHost.getCompilationSettings();
    const found = typescript.resolveModuleName(specifier, from.replaceAll("\\", "/"), options, host).resolvedModule;
    return found && path.resolve(found.resolvedFileName);
  };
}
