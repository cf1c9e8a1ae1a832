import type ts from "typescript";
import type { InferredPart, InferredTypes, Links, SeenShape, Shape } from "./shape.js";
import { type TypeError, compareErrors, type ErrorChange, type ErrorsOfText } from "./type-errors.js";
import type { TypeScript } from "./typescript.js";

/** Texts by absolute path that are not on disk, or not yet. */
export type Texts = ReadonlyMap<string, string>;

/** What the waves ask a program for. */
export type ProgramToRead = Pick<
  ts.Program,
  "getSourceFile" | "getSourceFiles" | "getTypeChecker" | "getCompilerOptions" | "isSourceFileDefaultLibrary"
>;

/** They are asked for once. */
const inferred = new WeakMap<InferredPart, InferredTypes>();

/** One state of a project, with what was asked of it so far: which compiler answers is its own affair. */
export abstract class ProjectState {
  readonly #errors = new Map<string, readonly TypeError[]>();
  readonly #shapes = new Map<string, Shape>();
  #importers: ReadonlyMap<string, ReadonlySet<string>> | undefined;

  /** Whether it can be asked at once: to make it again takes up to seconds. */
  get isAtHand(): boolean {
    return true;
  }

  /** The TypeScript whose syntax trees its program has. */
  abstract readonly ts: TypeScript;

  /** With the types of now: types and symbols that were asked for before are not those of this one. */
  abstract get program(): ProgramToRead;

  /** The project's files that are checked: neither libraries nor declarations of packages. */
  abstract ownFiles(): readonly string[];

  /** A file's text; undefined if the program does not have it. */
  abstract textOf(file: string): string | undefined;

  /** The files that a file imports directly. */
  abstract importsOf(file: string): readonly string[];

  /** By which names a file imports; undefined where that is not known, so that it may be any. */
  linksOf(_: string): Links | undefined {
    return undefined;
  }

  /** The files that may import a name of one of some files: all that do, and maybe others. */
  mayImport(files: readonly string[], _: ReadonlySet<string>): readonly string[] {
    return [...new Set(files.flatMap((file) => [...this.importersOf(file)]))];
  }

  /** Whether a file names something global that its former text does not mention. */
  abstract usesNewGlobals(file: string, formerText?: string): boolean;

  /** Whether one of the project's files names another with `.ts`. */
  abstract importsTsExtensions(): boolean;

  protected abstract check(file: string): readonly TypeError[];

  protected abstract describeShape(file: string): Shape;

  /** The types of a part of a shape that tells parts. */
  protected inferTypes(file: string, _: InferredPart): InferredTypes {
    throw new Error(`Nothing is known of the types of ${file}`);
  }

  /** The parsed file; undefined if the program does not have it. */
  protected abstract parsed(file: string): ts.SourceFile | undefined;

  /** Frees what can be found out again. */
  abstract renew(): void;

  /** Whether the program has a file. */
  has(file: string): boolean {
    return this.textOf(file) !== undefined;
  }

  /** The parsed files that it keeps. */
  parsedFiles(): readonly ts.SourceFile[] {
    return [];
  }

  /** The errors of one file, which is checked when this is first asked. */
  errorsOf(file: string): readonly TypeError[] {
    let errors = this.#errors.get(file);
    if (!errors) this.#errors.set(file, (errors = this.check(file)));
    return errors;
  }

  /** Checks all files, in the order of the compiler; whether one has an error. */
  checkAll(): boolean {
    return this.ownFiles()
      .map((file) => this.errorsOf(file))
      .some(({ length }) => length > 0);
  }

  /** Whether one file is known to have no errors. */
  isClean(file: string): boolean {
    return this.#errors.get(file)?.length === 0;
  }

  /** The errors of one file where they are known, or can be asked for at once. */
  knownErrorsOf(file: string): readonly TypeError[] | undefined {
    return this.isAtHand ? this.errorsOf(file) : this.#errors.get(file);
  }

  /** What other files see of one file: its declarations, and the modules that these name. */
  shapeOf(file: string): SeenShape {
    let shape = this.#shapes.get(file);
    if (!shape) this.#shapes.set(file, (shape = this.describeShape(file)));
    return { shape, typesOf: (part) => this.#typesOf(file, part) };
  }

  /** The same with those types only that are known, or can be asked for at once. */
  knownShapeOf(file: string): SeenShape {
    const { shape, typesOf } = this.shapeOf(file);
    return { shape, typesOf: (part) => inferred.get(part) ?? (this.isAtHand ? typesOf(part) : undefined) };
  }

  /** Gets to know all types of a file's declarations, if they can be asked for at once. */
  learnTypes(file: string): void {
    if (!this.isAtHand) return;
    const { shape, typesOf } = this.shapeOf(file);
    for (const { inferred: part } of shape.names?.parts.values() ?? []) if (part) typesOf(part);
  }

  #typesOf(file: string, part: InferredPart): InferredTypes {
    // A part that was taken over from another state is of the same types in this one.
    const types = inferred.get(part) ?? this.inferTypes(file, part);
    inferred.set(part, types);
    return types;
  }

  /** Takes over what is known of files that a change did not reach. */
  inherit(before: ProjectState, except: ReadonlySet<string>): void {
    for (const [file, errors] of before.#errors) if (!except.has(file) && !this.#errors.has(file)) this.#errors.set(file, errors);
    for (const [file, shape] of before.#shapes) if (!except.has(file) && !this.#shapes.has(file)) this.#shapes.set(file, shape);
  }

  /** Takes over what is known of some files. */
  learn(errors: ReadonlyMap<string, readonly TypeError[]>): void {
    for (const [file, known] of errors) this.#errors.set(file, known);
  }

  /** The files that import a file directly. */
  importersOf(file: string): ReadonlySet<string> {
    this.#importers ??= this.#indexImporters();
    return this.#importers.get(file) ?? new Set();
  }

  /**
   * Whether the program has a file only in place of declarations that are built from it, or because such a file imports it. A build does
   * not see it here, nor check it.
   */
  abstract standsIn(file: string): boolean;

  /** Whether a file declares something that others see without importing it. */
  isGlobal(name: string): boolean {
    const { ts } = this;
    const file = this.parsed(name);
    if (!file) return false;
    if (!ts.isExternalModule(file)) return !name.endsWith(".json");
    return file.statements.some(
      (statement) => (ts.isModuleDeclaration(statement) && !ts.isIdentifier(statement.name)) || isGlobalBlock(ts, statement),
    );
  }

  #indexImporters(): ReadonlyMap<string, ReadonlySet<string>> {
    const importers = new Map<string, Set<string>>();
    for (const file of this.ownFiles()) {
      for (const imported of this.importsOf(file)) {
        const known = importers.get(imported);
        if (known) known.add(file);
        else importers.set(imported, new Set([file]));
      }
    }
    return importers;
  }
}

function isGlobalBlock(ts: TypeScript, statement: ts.Statement): boolean {
  return ts.isModuleDeclaration(statement) && (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
}

/** Errors about how an import's path is written: with or without an extension (https://www.typescriptlang.org/tsconfig/#allowImportingTsExtensions). */
const TS_EXTENSION = 5097;
const SPELLING: ReadonlySet<number> = new Set([2691, 2834, 2835, TS_EXTENSION]);

/** A CommonJS project with `verbatimModuleSyntax` says them of every import and export of a file. */
const FOREIGN_SYNTAX: ReadonlySet<number> = new Set([1286, 1287, 1295]);

/** What files had before a change. */
export interface Former {
  readonly state: ProjectState;
  /** The errors that count as those from before of a file that was there. */
  errorsOf(file: string): readonly TypeError[];
  /** What a file has in the project that lists it; undefined where none does. */
  atHome(file: string): ErrorsOfText | undefined;
  /** Whether an error of a file that did not change is an old one where the file has it at home. */
  readonly isLastWord: boolean;
}

/** A change of a project that was judged, and can be kept. */
export interface ProjectVerdict extends ErrorChange {
  /** The files that were checked again. */
  readonly checked: ReadonlySet<string>;
  /** Undefined where nobody looked for all of it. */
  readonly reach: ToldReach | undefined;
  /** Whether another project checks a file, which this one only reads in place of declarations. */
  isRead(file: string): boolean;
  /** The state after the change; undefined if it changes nothing here. */
  readonly after: ProjectState | undefined;
  /** The errors of a file with the change. */
  errorsOf(file: string): readonly TypeError[];
  /** Whether a changed file looks as before to all others, and uses no global name that it did not use. */
  isContained(file: string): boolean;
  /** Whether files that were not checked may have new errors as well. */
  readonly isPartial: boolean;
  /** To keep it by, also when its programs are let go meanwhile. */
  readonly id: number;
}

/** What is kept of an answer about some files. */
export type ToldErrors = Pick<ProjectVerdict, "added" | "reworded" | "checked" | "reach" | "id" | "errorsOf" | "isRead">;

/** What a change reaches in a project, whoever checks it. */
export interface ToldReach {
  /** The files whose errors it may alter. */
  readonly affected: ReadonlySet<string>;
  /** The files that take something by the name of what looks different now, of another module. */
  readonly namesakes: ReadonlySet<string>;
}

/** What a change adds in some files. */
export function changesIn(files: Iterable<string>, after: ProjectState, former: Former): ErrorChange {
  const changes = [...files].map((file) => changeIn(file, after, former));
  return { added: changes.flatMap(({ added }) => added), reworded: changes.flatMap(({ reworded }) => reworded) };
}

function changeIn(file: string, after: ProjectState, { state: before, errorsOf, atHome, isLastWord }: Former): ErrorChange {
  const errors = after.errorsOf(file);
  // The state before is checked only where there is something to compare it with.
  if (errors.length === 0) return { added: [], reworded: [] };
  const former = (before.has(file) ? undefined : atHome(file)) ?? { errors: errorsOf(file), text: before.textOf(file) ?? "" };
  const { added, reworded } = compareErrors(former, { errors, text: after.textOf(file) ?? "" });
  // A project that rejects how imports or their paths are written says so of each new one too, and of one written in any other way the file's own says it.
  const has = (isSame: (code: number) => boolean): boolean => former.errors.some((error) => isSame(error.code));
  const isHabit = ({ code }: TypeError): boolean =>
    FOREIGN_SYNTAX.has(code)
      ? has((each) => FOREIGN_SYNTAX.has(each))
      : SPELLING.has(code) && (has((each) => each === code) || (code === TS_EXTENSION && before.importsTsExtensions()));
  const fresh = added.filter((error) => !isHabit(error));
  const isAsBefore = isLastWord && fresh.length > 0 && before.textOf(file) === after.textOf(file);
  // What the compiler says of one state may depend on what it was asked before.
  const home = isAsBefore ? atHome(file) : undefined;
  return { added: home ? compareErrors(home, { errors: fresh, text: home.text }).added : fresh, reworded };
}

export function haveTheSameFiles(one: ProjectState, other: ProjectState): boolean {
  const files = new Set(one.ownFiles());
  const others = other.ownFiles();
  return files.size === others.length && others.every((file) => files.has(file));
}

/**
 * Whether a compiler meets the files of a cycle of imports in another order: which of two generic types that name each other it compares first
 * decides which fit.
 */
export function isReordered(before: ProjectState, after: ProjectState): boolean {
  const common = (one: ProjectState, other: ProjectState): string[] => one.ownFiles().filter((file) => other.has(file));
  const [former, now] = [common(before, after), common(after, before)];
  if (former.every((file, index) => now[index] === file)) return false;
  const circling = amongCycles(after);
  const inCycles = now.filter((file) => circling.has(file));
  return former.filter((file) => circling.has(file)).some((file, index) => inCycles[index] !== file);
}

/** The files in cycles of imports, or on a way from one to another. */
function amongCycles(state: ProjectState): ReadonlySet<string> {
  const left = new Set(state.ownFiles());
  const lead = (to: readonly string[] | ReadonlySet<string>): boolean => [...to].some((file) => left.has(file));
  for (let size = -1; size !== left.size;) {
    size = left.size;
    for (const file of left) if (!lead(state.importsOf(file)) || !lead(state.importersOf(file))) left.delete(file);
  }
  return left;
}

/** The files that imports have brought into a project. */
export function broughtBy(before: ProjectState, after: ProjectState): readonly string[] {
  return after.ownFiles().filter((file) => !before.has(file));
}

/** The files of a state whose text is another one now. */
export function differing(
  state: ProjectState,
  files: readonly string[],
  texts: { get(file: string): string | undefined },
): readonly string[] {
  return files.filter((file) => state.textOf(file) !== texts.get(file));
}
