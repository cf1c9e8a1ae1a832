import type ts from "typescript";
import { isOutsideOfRoot, type ProjectConfig } from "./configs.js";
import type { OverlayHost } from "./overlay.js";
import type { Texts } from "./project-state.js";
import { ProjectState } from "./project-state.js";
import { possibleNames, type Shape } from "./shape.js";
import { describeErrors, type TypeError } from "./type-errors.js";
import type { TypeScript } from "./typescript.js";

/** What the states of a project have in common. */
export interface SnapshotSetting {
  readonly config: ProjectConfig;
  readonly host: OverlayHost;
  /** Called before a file is looked at; may renew the states. */
  readonly makeRoom: () => void;
}

/** One state of a project as its own TypeScript sees it, with JavaScript's speed: for what the native compiler does not open. */
export class Snapshot extends ProjectState {
  readonly ts: TypeScript;
  readonly #config: ProjectConfig;
  readonly #host: OverlayHost;
  readonly #texts: Texts;
  readonly #makeRoom: () => void;
  #program: ts.Program;
  #imports: ReadonlyMap<string, readonly string[]> | undefined;
  #standIns: ReadonlySet<string> | undefined;
  #importsTsExtensions: boolean | undefined;

  constructor({ config, host, makeRoom }: SnapshotSetting, texts: Texts, before?: Snapshot) {
    super();
    this.ts = config.typescript.ts;
    this.#config = config;
    this.#host = host;
    this.#makeRoom = makeRoom;
    this.#texts = texts;
    this.#program = this.#createProgram(before?.program);
  }

  get program(): ts.Program {
    return this.#program;
  }

  /** A checker keeps every type that it ever made; another one over the same parsed files has none yet. */
  renew(): void {
    const shown = this.#host.texts;
    this.#program = this.#createProgram(this.#program);
    this.#host.show(shown);
  }

  ownFiles(): readonly string[] {
    return this.#ownSources().map(({ fileName }) => fileName);
  }

  textOf(file: string): string | undefined {
    return this.program.getSourceFile(file)?.text;
  }

  override parsedFiles(): readonly ts.SourceFile[] {
    return this.program.getSourceFiles();
  }

  protected override parsed(file: string): ts.SourceFile | undefined {
    return this.program.getSourceFile(file);
  }

  #ownSources(): readonly ts.SourceFile[] {
    return this.program
      .getSourceFiles()
      .filter((file) => !file.fileName.includes("/node_modules/") && !this.program.isSourceFileDefaultLibrary(file));
  }

  protected override check(name: string): readonly TypeError[] {
    this.#makeRoom();
    const file = this.program.getSourceFile(name);
    return file ? this.#check(file) : [];
  }

  usesNewGlobals(name: string, formerText = ""): boolean {
    const { ts } = this;
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

  importsOf(name: string): readonly string[] {
    return this.#allImports().get(name) ?? [];
  }

  importsTsExtensions(): boolean {
    return (this.#importsTsExtensions ??= this.#ownSources().some((file) =>
      importsOf(file).some(({ text }) => /^\.{1,2}\/.*(?<!\.d)\.[cm]?tsx?$/u.test(text)),
    ));
  }

  standsIn(file: string): boolean {
    if (!this.#host.hasStandIns || this.#config.fileNames.includes(file)) return false;
    this.#standIns ??= this.#findStandIns();
    return this.#standIns.has(file);
  }

  #findStandIns(): ReadonlySet<string> {
    const own = new Set(this.#config.fileNames);
    const standIns = new Set<string>();
    for (const file of own)
      for (const imported of this.importsOf(file)) (this.#host.standsIn(imported, file) ? standIns : own).add(imported);
    for (const file of standIns) for (const imported of this.importsOf(file)) standIns.add(imported);
    for (const file of own) standIns.delete(file);
    return standIns;
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
    const own = diagnostics.filter((each) => !isOutsideOfRoot(this.#config, file, each));
    return describeErrors(this.#config.typescript.ts, file, own);
  }

  protected override describeShape(name: string): Shape {
    this.#makeRoom();
    const file = this.program.getSourceFile(name);
    const { ts } = this;
    if (!file) return { text: "", modules: new Set() };
    const asWhole = { text: file.text, modules: new Set(this.#modulesIn(file.text, name)) };
    const { options } = this.#config;
    if (file.isDeclarationFile || name.endsWith(".json") || options.outFile !== undefined) return asWhole;
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
    const { ts } = this;
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

  #allImports(): ReadonlyMap<string, readonly string[]> {
    return (this.#imports ??= new Map(this.#ownSources().map((file) => [file.fileName, this.#importsOf(file)])));
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

/** `emit` with its last parameter, which is not in the public types: declarations are written whatever the options say. */
type EmitDeclarations = (...args: [...Parameters<ts.Program["emit"]>, always: true]) => ts.EmitResult;
