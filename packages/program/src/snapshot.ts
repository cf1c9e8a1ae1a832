import path from "node:path";
import type ts from "typescript";
import type { ProjectConfig } from "./configs.js";
import type { OverlayHost, Texts } from "./overlay.js";
import { possibleNames } from "./possible-names.js";
import { describeErrors, type TypeError } from "./type-errors.js";

/**
 * A file is not under `rootDir`. The source of another package is not, nor what it imports; a build, which reads its declarations, has no
 * such error.
 */
const OUTSIDE_OF_ROOT = 6059;

/** What the states of a project have in common. */
export interface SnapshotSetting {
  readonly config: ProjectConfig;
  readonly host: OverlayHost;
  /** Called before a file is looked at; may renew the states. */
  readonly makeRoom: () => void;
}

/** One state of a project: its program, with what was asked of it so far. */
export class Snapshot {
  readonly #config: ProjectConfig;
  readonly #host: OverlayHost;
  readonly #texts: Texts;
  readonly #makeRoom: () => void;
  #program: ts.Program;
  readonly #errors = new Map<string, readonly TypeError[]>();
  readonly #shapes = new Map<string, Shape>();
  #imports: ReadonlyMap<string, readonly string[]> | undefined;
  #importers: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  #standIns: ReadonlySet<string> | undefined;
  #importsTsExtensions: boolean | undefined;

  constructor({ config, host, makeRoom }: SnapshotSetting, texts: Texts, before?: Snapshot) {
    this.#config = config;
    this.#host = host;
    this.#makeRoom = makeRoom;
    this.#texts = texts;
    this.#program = this.#createProgram(before?.program);
  }

  /** With the checker of now: types and symbols of a program that was asked for before are not those of this one. */
  get program(): ts.Program {
    return this.#program;
  }

  /** Frees what its checker knows: that keeps every type that it ever made; another one over the same parsed files has none yet. */
  renew(): void {
    const shown = this.#host.texts;
    this.#program = this.#createProgram(this.#program);
    this.#host.show(shown);
  }

  /** The project's files that are checked: neither libraries nor declarations of packages. */
  ownFiles(): readonly ts.SourceFile[] {
    return this.program
      .getSourceFiles()
      .filter((file) => !file.fileName.includes("/node_modules/") && !this.program.isSourceFileDefaultLibrary(file));
  }

  /** The errors of one file, which is checked when this is first asked. */
  errorsOf(name: string): readonly TypeError[] {
    const known = this.#errors.get(name);
    if (known) return known;
    this.#makeRoom();
    const file = this.program.getSourceFile(name);
    const errors = file ? this.#check(file) : [];
    this.#errors.set(name, errors);
    return errors;
  }

  /** Takes over what is known of files that a change did not reach. */
  inherit(before: Snapshot, except: ReadonlySet<string>): void {
    for (const [file, errors] of before.#errors) if (!except.has(file) && !this.#errors.has(file)) this.#errors.set(file, errors);
    for (const [file, shape] of before.#shapes) if (!except.has(file) && !this.#shapes.has(file)) this.#shapes.set(file, shape);
  }

  /** Whether a file names something global that its former text does not mention. */
  usesNewGlobals(name: string, formerText = ""): boolean {
    const { ts } = this.#config.typescript;
    const file = this.program.getSourceFile(name);
    if (!file) return false;
    const former = new Set(possibleNames(formerText));
    const checker = this.program.getTypeChecker();
    const isGlobal = (node: ts.Identifier): boolean => {
      const declarations = checker.getSymbolAtLocation(node)?.declarations ?? [];
      return declarations.some((each) => !ts.isExternalModule(each.getSourceFile()));
    };
    const visit = (node: ts.Node): boolean =>
      ts.isIdentifier(node) ? !former.has(node.text) && isGlobal(node) : (ts.forEachChild(node, visit) ?? false);
    return visit(file);
  }

  /** What other files see of one file: its declarations, and the modules that these name. */
  shapeOf(name: string): Shape {
    const known = this.#shapes.get(name);
    if (known) return known;
    this.#makeRoom();
    const shape = this.#emitShape(name);
    this.#shapes.set(name, shape);
    return shape;
  }

  /** The files that import a file directly. */
  importersOf(name: string): ReadonlySet<string> {
    this.#importers ??= this.#indexImporters();
    return this.#importers.get(name) ?? new Set();
  }

  /** The files that a file imports directly. */
  importsOf(name: string): readonly string[] {
    return this.#allImports().get(name) ?? [];
  }

  /**
   * Whether the program has a file only in place of declarations that are built from it, or because such a file imports it. A build does
   * not see it here, nor check it.
   */
  standsIn(name: string): boolean {
    if (!this.#host.hasStandIns || this.#config.fileNames.includes(name)) return false;
    this.#standIns ??= this.#findStandIns();
    return this.#standIns.has(name);
  }

  /** Whether one of the project's files names another with `.ts`. */
  importsTsExtensions(): boolean {
    return (this.#importsTsExtensions ??= this.ownFiles().some((file) =>
      importsOf(file).some(({ text }) => /^\.{1,2}\/.*(?<!\.d)\.[cm]?tsx?$/u.test(text)),
    ));
  }

  /** Whether a file declares something that others see without importing it. */
  isGlobal(name: string): boolean {
    const { ts } = this.#config.typescript;
    const file = this.program.getSourceFile(name);
    if (!file) return false;
    if (!ts.isExternalModule(file)) return !isJsonFile(name);
    return file.statements.some(
      (statement) => (ts.isModuleDeclaration(statement) && !ts.isIdentifier(statement.name)) || isGlobalBlock(ts, statement),
    );
  }

  #createProgram(before: ts.Program | undefined): ts.Program {
    this.#host.show(this.#texts);
    const { fileNames: rootNames, references } = this.#config;
    // A build-info file and what it demands belong to building, not to checking.
    const { tsBuildInfoFile: _, incremental: __, composite: ___, ...options } = this.#config.options;
    return this.#config.typescript.ts.createProgram({
      ...{ rootNames, host: this.#host.compilerHost },
      options,
      ...(references && { projectReferences: references }),
      ...(before && { oldProgram: before }),
    });
  }

  #check(file: ts.SourceFile): readonly TypeError[] {
    const { options } = this.#config;
    const diagnostics = [
      ...this.program.getSyntacticDiagnostics(file),
      ...this.program.getSemanticDiagnostics(file),
      ...(options.declaration || options.composite ? this.program.getDeclarationDiagnostics(file) : []),
    ];
    // TypeScript 6 takes the folder of the tsconfig where none is said.
    const isOwn = file.fileName.startsWith(`${options.rootDir ?? path.dirname(this.#config.path)}/`);
    const isOfBuild = ({ code, start }: ts.Diagnostic): boolean =>
      code === OUTSIDE_OF_ROOT && !(isOwn && start !== undefined && /^["'`]\./u.test(file.text.slice(start, start + 2)));
    const own = diagnostics.filter((each) => !isOfBuild(each));
    return describeErrors(this.#config.typescript.ts, file, own);
  }

  #emitShape(name: string): Shape {
    const file = this.program.getSourceFile(name);
    const { ts } = this.#config.typescript;
    if (!file) return { text: "", modules: new Set() };
    const asWhole = { text: file.text, modules: new Set(this.#modulesIn(file.text, name)) };
    const { options } = this.#config;
    if (file.isDeclarationFile || isJsonFile(name) || options.outFile !== undefined) return asWhole;
    if (options.stripInternal && file.text.includes("@internal")) return asWhole;
    let text: string | undefined;
    try {
      const emit = this.program.emit.bind(this.program) as EmitDeclarations;
      const { diagnostics } = emit(
        file,
        (written, content) => {
          if (/\.d\.[^/]*$/u.test(written)) text = content;
        },
        undefined,
        true,
        undefined,
        true,
      );
      if (text === undefined) return asWhole;
      const faults = diagnostics.map((each) => `${each.code} ${ts.flattenDiagnosticMessageText(each.messageText, "\n")}`);
      return { text: [text, ...faults].join("\n"), modules: new Set(this.#modulesIn(text, name)) };
    } catch {
      // Declarations that TypeScript can't write count as changed whenever the text is.
      return asWhole;
    }
  }

  #modulesIn(text: string, name: string): readonly string[] {
    const { ts } = this.#config.typescript;
    const { importedFiles } = ts.preProcessFile(text, true, true);
    const named = [
      ...importedFiles.map(({ fileName }) => fileName),
      ...[...text.matchAll(/import\("([^"]+)"/gu)].map(([, each]) => each!),
    ];
    const mode = this.program.getSourceFile(name)?.impliedNodeFormat;
    return [...new Set(named)].flatMap((specifier) => {
      const resolvedModule = this.#host.resolve(specifier, { file: name, options: this.program.getCompilerOptions(), mode });
      const found = resolvedModule && this.program.getSourceFile(resolvedModule.resolvedFileName);
      return found ? [found.fileName] : [];
    });
  }

  #indexImporters(): ReadonlyMap<string, ReadonlySet<string>> {
    const importers = new Map<string, Set<string>>();
    for (const [file, imports] of this.#allImports()) {
      for (const imported of imports) {
        const known = importers.get(imported);
        if (known) known.add(file);
        else importers.set(imported, new Set([file]));
      }
    }
    return importers;
  }

  #findStandIns(): ReadonlySet<string> {
    const imports = this.#allImports();
    const own = new Set(this.#config.fileNames);
    const standIns = new Set<string>();
    for (const file of own)
      for (const imported of imports.get(file) ?? []) (this.#host.standsIn(imported, file) ? standIns : own).add(imported);
    for (const file of standIns) for (const imported of imports.get(file) ?? []) standIns.add(imported);
    for (const file of own) standIns.delete(file);
    return standIns;
  }

  #allImports(): ReadonlyMap<string, readonly string[]> {
    return (this.#imports ??= new Map(this.ownFiles().map((file) => [file.fileName, this.#importsOf(file)])));
  }

  #importsOf(file: ts.SourceFile): readonly string[] {
    const checker = this.program.getTypeChecker();
    const modules = importsOf(file).flatMap((literal) => {
      if (literal.pos < 0) return [];
      const [declaration] = checker.getSymbolAtLocation(literal)?.declarations ?? [];
      return declaration ? [declaration.getSourceFile().fileName] : [];
    });
    const referenced = file.referencedFiles.flatMap(
      ({ fileName }) =>
        this.program.getSourceFile(this.#config.typescript.ts.resolveTripleslashReference(fileName, file.fileName))?.fileName ??
        [],
    );
    return [...modules, ...referenced];
  }
}

/** What a file of a program imports; the list is not in the public types. */
function importsOf(file: ts.SourceFile): readonly ts.StringLiteral[] {
  return (file as unknown as { readonly imports?: readonly ts.StringLiteral[] }).imports ?? [];
}

/** What other files can see of a file. */
export interface Shape {
  readonly text: string;
  /** The files whose declarations its own ones name. */
  readonly modules: ReadonlySet<string>;
}

/** `emit` with its last parameter, which is not in the public types: declarations are written whatever the options say. */
type EmitDeclarations = (...args: [...Parameters<ts.Program["emit"]>, always: true]) => ts.EmitResult;

function isJsonFile(name: string): boolean {
  return name.endsWith(".json");
}

function isGlobalBlock(ts: ProjectConfig["typescript"]["ts"], statement: ts.Statement): boolean {
  return ts.isModuleDeclaration(statement) && (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
}
