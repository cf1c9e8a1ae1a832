import path from "node:path";
import { exists } from "@godwit/core/disk";
import type ts from "typescript";
import type { Diagnostic, Project } from "typescript-7/unstable/sync";
import { isOutsideOfRoot, type ProjectConfig, writesDeclarations } from "../configs.js";
import type { Workspace } from "../overlay.js";
import { type ProgramToRead, ProjectState, type Texts } from "../project-state.js";
import {
  ANYTHING,
  type InferredPart,
  type InferredTypes,
  type Links,
  possibleNames,
  type Shape,
  type TakenName,
} from "../shape.js";
import { describeErrors, type TypeError } from "../type-errors.js";
import { bundledTypeScript, type TypeScript } from "../typescript.js";
import { isLibrary } from "./compiler.js";
import { declaredNames, inferredTypes, UNNAMED } from "./declared-names.js";
import type { LinkedName } from "./linked-names.js";
import type { NativeSession } from "./session.js";
import { NativeChecker, type NativeView } from "./native-checker.js";

/**
 * A program of TypeScript 7 as the waves read programs: trees are parsed on our side, and the checker's answers have the shape of
 * TypeScript 6's, of which they have what the waves ask for.
 */
class NativeProgram implements ProgramToRead {
  readonly #view: NativeView;
  readonly #checker: ts.TypeChecker;

  constructor(view: NativeView) {
    this.#view = view;
    this.#checker = new NativeChecker(view) as unknown as ts.TypeChecker;
  }

  getSourceFile(name: string): ts.SourceFile | undefined {
    return this.#view.state.parsed(name);
  }

  /** The project's own files. */
  getSourceFiles(): readonly ts.SourceFile[] {
    const { ts, state } = this.#view;
    return state.ownFiles().flatMap((name) => {
      const file = state.parsed(name);
      return file ? [withImports(ts, file)] : [];
    });
  }

  getTypeChecker(): ts.TypeChecker {
    return this.#checker;
  }

  getCompilerOptions(): ts.CompilerOptions {
    return this.#view.config.options;
  }

  isSourceFileDefaultLibrary({ fileName }: ts.SourceFile): boolean {
    return isLibrary(fileName);
  }
}

/** A program lists what a file imports; a parser does not. */
function withImports(ts: TypeScript, file: ts.SourceFile): ts.SourceFile {
  const listed = file as { imports?: readonly ts.StringLiteralLike[] };
  if (listed.imports) return file;
  const imports: ts.StringLiteralLike[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && isModuleName(ts, node)) imports.push(node);
    ts.forEachChild(node, visit);
  };
  visit(file);
  listed.imports = imports;
  return file;
}

function isModuleName(ts: TypeScript, { parent }: ts.StringLiteralLike): boolean {
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent)) return true;
  if (ts.isCallExpression(parent)) return parent.expression.kind === ts.SyntaxKind.ImportKeyword;
  return ts.isLiteralTypeNode(parent) && ts.isImportTypeNode(parent.parent);
}

/** No truncation, and types of other modules with their paths. */
const WHOLE_TYPES = 1 | 64;

/** What a state of a project needs. */
export interface NativeSetting {
  readonly config: ProjectConfig;
  readonly workspace: Workspace;
  readonly session: NativeSession;
}

interface FileImports {
  readonly text: string;
  readonly specifiers: readonly string[];
  /** Absolute paths. */
  readonly targets: readonly string[];
}

/** One state of a project as TypeScript 7 sees it. It holds texts and answers only: the session makes again what the compiler forgot. */
export class NativeState extends ProjectState {
  readonly ts = bundledTypeScript().ts;
  readonly #setting: NativeSetting;
  #texts: Texts;
  #names: ReadonlyMap<string, string> | undefined;
  #program: NativeProgram | undefined;
  /** A state has one tree of a file, whatever other states have. */
  readonly #parsed = new Map<string, ts.SourceFile>();
  /** By file; those of texts that stayed are the ones of the state before. */
  readonly #imports: Map<string, FileImports>;
  /** Where the imports of a file lead, whatever its text is: all states over the same files share it, so that none is made again for it. */
  readonly #resolved: Map<string, Map<string, string>>;
  readonly #links = new Map<string, Links>();

  constructor(setting: NativeSetting, texts: Texts, before?: ProjectState) {
    super();
    this.#setting = setting;
    this.#texts = texts;
    // A file that is new may be what an import leads to that led elsewhere.
    const isOver = before instanceof NativeState && areOverTheSameFiles(texts, before.#texts);
    this.#imports = new Map(isOver ? before.#imports : []);
    this.#resolved = isOver ? before.#resolved : new Map<string, Map<string, string>>();
  }

  /** This state with other texts of some files, by which the program gets no other files: the compiler is not asked for those. */
  withTexts(texts: Texts): NativeState {
    const after = new NativeState(this.#setting, texts, this);
    after.#names = this.#files();
    return after;
  }

  /** Takes other texts of files that the program does not have: the session knows a state by all of its texts. */
  adopt(texts: Texts): void {
    this.#texts = texts;
  }

  override get isAtHand(): boolean {
    const { session, config } = this.#setting;
    return session.isAtHand(config, this.#texts);
  }

  get program(): ProgramToRead {
    this.#program ??= this.#ask((project) => new NativeProgram({ ...this.#setting, project, state: this, ts: this.ts }));
    return this.#program;
  }

  ownFiles(): readonly string[] {
    return [...this.#files().values()].filter((file) => !file.includes("/node_modules/"));
  }

  textOf(file: string): string | undefined {
    return this.#files().has(file) ? this.read(file) : undefined;
  }

  /** The text as the compiler reads it, also of a file that is not of the program. */
  read(file: string): string | undefined {
    const { workspace } = this.#setting;
    return this.#texts.get(file) ?? workspace.manifests.textOf(file) ?? workspace.read(file, this.ts);
  }

  /** The name of a file by what the compiler calls it, in lower case where the disk takes no care of that. */
  nameOf(path: string): string {
    return this.#files().get(path) ?? path;
  }

  parsed(file: string): ts.SourceFile | undefined {
    const known = this.#parsed.get(file);
    const text = known ? undefined : this.textOf(file);
    if (text === undefined) return known;
    const parsed = this.#setting.workspace.parse(this.ts, file, text);
    this.#parsed.set(file, parsed);
    return parsed;
  }

  renew(): void {
    this.#program = undefined;
  }

  importsOf(file: string): readonly string[] {
    return this.#importsOf(file)?.targets ?? [];
  }

  importsTsExtensions(): boolean {
    const isWithExtension = (specifier: string): boolean => /^\.{1,2}\/.*(?<!\.d)\.[cm]?tsx?$/u.test(specifier);
    return this.ownFiles().some((file) => this.#importsOf(file)?.specifiers.some(isWithExtension));
  }

  usesNewGlobals(name: string, formerText = ""): boolean {
    const { ts } = this;
    const file = this.parsed(name);
    if (!file) return false;
    const former = new Set(possibleNames(formerText));
    const places: number[] = [];
    const visit = (node: ts.Node): void => {
      if (ts.isIdentifier(node) && !former.has(node.text)) places.push(node.getStart(file));
      ts.forEachChild(node, visit);
    };
    visit(file);
    if (places.length === 0) return false;
    const paths = this.#ask(({ checker }) =>
      checker.getSymbolAtPosition(name, places).flatMap((symbol) => symbol?.declarations.map(({ path: file }) => file) ?? []),
    );
    return [...new Set(paths)].some((each) => this.#isScript(this.nameOf(each)));
  }

  /** A package is read by its name or as part of the project; finding out which by every import would take longer than checking a change. */
  standsIn(file: string): boolean {
    const { session, config, workspace } = this.#setting;
    if (config.fileNames.includes(file)) return false;
    return session.hasStandIns && workspace.isReadByName(config, file);
  }

  protected override check(name: string): readonly TypeError[] {
    const { config, workspace } = this.#setting;
    if (!this.has(name) || workspace.isCheckedByReference(config, name)) return [];
    const found = this.#ask(({ program }) => [
      ...program.getSyntacticDiagnostics(name),
      ...program.getSemanticDiagnostics(name),
      ...(writesDeclarations(config) ? program.getDeclarationDiagnostics(name) : []),
    ]);
    if (found.length === 0) return [];
    const file = this.parsed(name)!;
    const own = found.map((each) => toDiagnostic(each, file)).filter((each) => !isOutsideOfRoot(config, file, each));
    return describeErrors(this.ts, file, own);
  }

  override linksOf(name: string): Links | undefined {
    let links = this.#links.get(name);
    if (!links) {
      const text = this.textOf(name);
      if (text === undefined) return undefined;
      this.#links.set(name, (links = this.#linksIn(name, text)));
    }
    return links;
  }

  override mayImport(_: readonly string[], names: ReadonlySet<string>): readonly string[] {
    const { workspace } = this.#setting;
    return this.ownFiles().filter((file) => workspace.importedWords(file, this.read(file) ?? "").mayTake(names));
  }

  protected override describeShape(name: string): Shape {
    const file = this.parsed(name);
    if (!file) return { text: "", modules: new Set() };
    const declared = declaredNames(this.ts, file);
    if (!declared) return { text: file.text, modules: new Set(this.importsOf(name)) };
    return { text: "", modules: new Set(), names: { ...declared, ...this.linksOf(name)! } };
  }

  protected override inferTypes(name: string, { places }: InferredPart): InferredTypes {
    return inferredTypes(this.#typesAt(name, places), (module) => this.#moduleFile(module));
  }

  #typesAt(name: string, places: readonly number[]): readonly string[] {
    return this.#ask(({ checker }) =>
      checker.getTypeAtPosition(name, places).map((type) => (type ? checker.typeToString(type, undefined, WHOLE_TYPES) : "?")),
    );
  }

  #linksIn(name: string, text: string): Links {
    const imports = this.#importsOf(name);
    const targetOf = ({ specifier }: LinkedName): string | undefined => imports?.targets[imports.specifiers.indexOf(specifier)];
    const resolve = (names: readonly LinkedName[]): TakenName[] =>
      names.flatMap((each) => {
        const module = targetOf(each);
        return module === undefined ? [] : [{ local: each.local, module, name: each.name }];
      });
    const linked = this.#setting.workspace.linkedNames(this.ts, name, text);
    const [taken, passed] = [resolve(linked.taken), resolve(linked.passed)];
    const others = imports?.targets.filter((_, index) => !linked.told.has(imports.specifiers[index]!)) ?? [];
    for (const module of others) taken.push({ local: UNNAMED, module, name: ANYTHING });
    return { taken, passed };
  }

  #moduleFile(module: string): readonly string[] {
    const files = this.#files();
    return ["", ".ts", ".tsx", ".mts", ".cts", ".d.ts", ".js", ".jsx", "/index.ts", "/index.tsx", "/index.d.ts"].flatMap(
      (end) => files.get(`${module.replace(/\.js$/u, "")}${end}`) ?? [],
    );
  }

  #importsOf(file: string): FileImports | undefined {
    const text = this.textOf(file);
    const known = this.#imports.get(file);
    if (text === undefined || known?.text === text) return known;
    const { importedFiles: told, referencedFiles } = this.ts.preProcessFile(text, true, true);
    const importedFiles = [...told, ...namespacesPassedOn(text)];
    const resolved = this.#resolved.get(file) ?? new Map<string, string>();
    this.#resolved.set(file, resolved);
    const unknown = importedFiles.filter(({ fileName }) => !resolved.has(fileName));
    if (unknown.length > 0) {
      const places = unknown.map(({ pos }) => pos + 1);
      const symbols = this.#ask(({ checker }) =>
        checker.getSymbolAtPosition(file, places).map((symbol) => symbol?.declarations[0]?.path),
      );
      for (const [index, { fileName }] of unknown.entries()) {
        const target = symbols[index];
        resolved.set(fileName, target === undefined ? "" : this.nameOf(target));
      }
    }
    const imported = importedFiles.map(({ fileName }) => resolved.get(fileName)!);
    const referenced = referencedFiles.map(({ fileName }) => path.resolve(path.dirname(file), fileName));
    const found: FileImports = {
      text,
      specifiers: [...importedFiles.map(({ fileName }) => fileName), ...referenced.map(() => "./")],
      targets: [...imported, ...referenced],
    };
    this.#imports.set(file, found);
    return found;
  }

  /** Whether what a file declares is there without an import. */
  #isScript(file: string): boolean {
    if (isLibrary(file)) return true;
    const text = this.read(file);
    return text !== undefined && !this.ts.isExternalModule(this.#setting.workspace.parse(this.ts, file, text));
  }

  /** The files of the program by what the compiler calls them. */
  #files(): ReadonlyMap<string, string> {
    if (!this.#names) {
      const names = this.#ask(({ program }) => program.getSourceFileNames());
      const isCareful = this.ts.sys.useCaseSensitiveFileNames;
      this.#names = new Map(
        names.flatMap((name) => [[name, name] as const, ...(isCareful ? [] : [[name.toLowerCase(), name] as const])]),
      );
    }
    return this.#names;
  }

  #ask<Answer>(question: (project: Project) => Answer): Answer {
    const { session, config } = this.#setting;
    return session.ask(config, this.#texts, question);
  }
}

/** Whether no file is there with one of two overlays only. */
function areOverTheSameFiles(one: Texts, other: Texts): boolean {
  const isOnly = (texts: Texts, others: Texts): boolean => [...texts.keys()].some((file) => !others.has(file) && !exists(file));
  return !isOnly(one, other) && !isOnly(other, one);
}

/** `export * as ids from "…"`, which TypeScript's list of imports leaves out. */
function namespacesPassedOn(text: string): readonly Pick<ts.FileReference, "pos" | "fileName">[] {
  const found = text.matchAll(/\bexport\s+(?:type\s+)?\*\s+as\s+[^;"']+?\bfrom\s*["']([^"'\n]+)["']/gu);
  return [...found].map(({ 0: all, 1: fileName, index }) => ({
    pos: index + all.length - fileName!.length - 2,
    fileName: fileName!,
  }));
}

function toDiagnostic({ pos, end, code, category, text, messageChain }: Diagnostic, file: ts.SourceFile): ts.Diagnostic {
  const messageText = messageChain ? toChain({ pos, end, code, category, text, messageChain }) : text;
  return { file, start: pos, length: end - pos, code, category: category, messageText };
}

function toChain({ text, code, category, messageChain = [] }: Diagnostic): ts.DiagnosticMessageChain {
  return { messageText: text, code, category: category, next: messageChain.map(toChain) };
}
