import { exists, findUnreadable } from "@godwit/core/disk";
import type { Project, Snapshot } from "typescript-7/unstable/sync";
import { guardedSystem, type ProjectConfig } from "../configs.js";
import { foldersOf } from "../disk-looks.js";
import type { Texts } from "../project-state.js";
import { bundledTypeScript } from "../typescript.js";
import {
  NativeCompiler,
  NativeFailure,
  findRefusal,
  type NativeChanges,
  type NativeFiles,
  type NativeLimits,
} from "./compiler.js";
import { nativeConfigText, nativePathOf } from "./native-config.js";
import type { SourceManifests } from "./source-manifest.js";

/** How many states the compiler keeps: what was kept last, and the change that is judged. */
const MOST_STATES = 2;
/** How often a compiler that fails is started anew. */
const MOST_STARTS = 2;
/** How many projects are open at a time: one that is asked again after others is opened again, which takes seconds. */
const MOST_PROJECTS = 4;
/** So many files with other texts are told one after the other, at some milliseconds each; a program that is made anew takes up to a second. */
const MOST_STEPS = 25;
/** More are, as long as they list so few files: their syntax is what an open project keeps in memory. */
const MOST_FILES = 8000;

/** One state that the compiler has. */
interface OpenState {
  readonly texts: Texts;
  readonly snapshot: Snapshot;
}

/** How a session works. */
interface SessionOptions {
  readonly limits: NativeLimits;
  /** Told of each process that is started; 0 where it ended. */
  readonly onStart: (pid: number) => void;
}

/**
 * The native compiler as states are asked for by their texts. It keeps a few of them, makes others again, and starts again if its process
 * dies or hangs: who asks does not notice. Throws `NativeFailure` where that does not help.
 */
export class NativeSession {
  readonly #folder: string;
  readonly #manifests: SourceManifests;
  readonly #options: SessionOptions;
  #compiler: NativeCompiler | undefined;
  #starts = 0;
  /** The states of now, the one that was asked last at the end. */
  #states: OpenState[] = [];
  /** The open projects, by the paths of their configs, the one that was asked last at the end. */
  readonly #projects = new Map<string, ProjectConfig>();
  /** Those that will be asked soon: the next state has them, as far as so many may be open. */
  #expected: readonly ProjectConfig[] = [];
  /** The paths of those of them that are open and were not asked yet. */
  readonly #early = new Set<string>();
  /** The paths of configs that the compiler still has to be told to close. */
  readonly #closed = new Set<string>();
  readonly #refusals = new Map<ProjectConfig, string | undefined>();
  /** The texts that the compiler reads. */
  #shown: Texts = new Map();
  /** The files that others have changed on disk. */
  readonly #stale = new Set<string>();
  #folders: ReadonlySet<string> = new Set();
  #configs = new Map<string, string>();
  /** Whether any source is read in place of the declarations that are built from it. */
  hasStandIns = false;
  /** Whether files have been shown that the disk does not have. */
  #hasAdded = false;
  /** What the compilers have read, over all of their lives: absolute paths. */
  readonly reads = new Set<string>();
  /** Counts the compilers: what one of them said of types means nothing to the next. */
  generation = 0;
  hasAnswered = false;

  constructor(folder: string, manifests: SourceManifests, options: SessionOptions) {
    this.#folder = folder;
    this.#manifests = manifests;
    this.#options = options;
  }

  /** Why a project that was asked for is not opened. */
  refusalOf(config: ProjectConfig): string | undefined {
    return this.#refusals.get(config);
  }

  /** Whether it can open a project; throws `NativeFailure` where it can open none. */
  canOpen(config: ProjectConfig, texts: Texts): boolean {
    // Texts have no say in it: the state at hand will do.
    if (!this.#refusals.has(config))
      this.#refusals.set(config, this.ask(config, this.#states.at(-1)?.texts ?? texts, findRefusal));
    return this.#refusals.get(config) === undefined;
  }

  /** Whether the compiler has a project as it is with some texts. */
  isAtHand(config: ProjectConfig, texts: Texts): boolean {
    return this.#stateOf(nativePathOf(config), texts) !== undefined;
  }

  /** Whether a project is open and was asked, so that every state has it. */
  isOpen(config: ProjectConfig): boolean {
    const file = nativePathOf(config);
    return this.#projects.has(file) && !this.#early.has(file);
  }

  /** Has projects opened together, with the next state that is made: each state takes as long as all open projects do. */
  expect(configs: readonly ProjectConfig[]): void {
    this.#expected = configs;
  }

  /** Leaves a project out of the states to come, until it is asked again. */
  close(config: ProjectConfig): void {
    const file = nativePathOf(config);
    if (this.#projects.delete(file)) this.#closed.add(file);
  }

  /** Asks a project as it is with some texts. */
  ask<Answer>(config: ProjectConfig, texts: Texts, question: (project: Project) => Answer): Answer {
    for (;;) {
      try {
        const project = this.#projectOf(config, texts);
        const answer = this.#start().ask(() => question(project));
        this.hasAnswered = true;
        return answer;
      } catch (error) {
        this.end();
        if (!(error instanceof NativeFailure) || this.#starts >= MOST_STARTS) throw error;
      }
    }
  }

  /** Asks about what an answer was about, such as a type, which no other compiler and no later state knows. */
  askMore<Answer>(generation: number, question: () => Answer): Answer {
    if (generation !== this.generation || !this.#compiler) throw new NativeFailure("the compiler was started anew meanwhile");
    return this.#compiler.ask(question);
  }

  /** Reads files (absolute paths) from disk again. */
  refresh(files: readonly string[]): void {
    for (const file of files) this.#stale.add(file);
    for (const { snapshot } of this.#states) this.#compiler?.ask(() => snapshot.dispose());
    this.#states = [];
  }

  end(): void {
    if (!this.#compiler) return;
    this.#compiler.end();
    this.#compiler = undefined;
    this.#options.onStart(0);
    this.#states = [];
    this.#projects.clear();
    this.#early.clear();
    this.#closed.clear();
    this.#configs.clear();
    this.#shown = new Map();
    this.#folders = new Set();
  }

  /** Lets the compiler look for files that the disk does not have. */
  #startAnew(): void {
    this.#hasAdded = true;
    if (this.#compiler) this.#starts--;
    this.end();
  }

  #start(): NativeCompiler {
    if (this.#compiler) return this.#compiler;
    this.#starts++;
    this.generation++;
    this.#compiler = new NativeCompiler(this.#folder, this.#files(), this.#options.limits);
    this.#options.onStart(this.#compiler.pid);
    return this.#compiler;
  }

  #projectOf(config: ProjectConfig, texts: Texts): Project {
    const file = nativePathOf(config);
    this.#early.delete(file);
    const known = this.#stateOf(file, texts);
    if (known) {
      this.#states = [...this.#states.filter((state) => state !== known), known];
      return known.snapshot.getProject(file)!;
    }
    if (!this.#hasAdded && [...texts.keys()].some((each) => !exists(each))) this.#startAnew();
    const compiler = this.#start();
    const opened = this.#open(file, config);
    const closed = [...this.#closed].filter((each) => !opened.includes(each));
    this.#closed.clear();
    const steps = opened.length === 0 ? this.#stepsTo(texts) : [this.#show(texts)];
    const snapshots = steps.map((step, index) => compiler.update({ opened, closed: index === 0 ? closed : [], ...step }));
    for (const passed of snapshots.slice(0, -1)) compiler.ask(() => passed.dispose());
    const snapshot = snapshots.at(-1)!;
    this.#add(snapshot, texts);
    const found = snapshot.getProject(file);
    if (!found) throw new NativeFailure(`TypeScript 7 does not open ${config.path}`);
    return found;
  }

  /** Notes that a project is asked; returns the paths of those that have to be opened for it, and with it. */
  #open(file: string, config: ProjectConfig): readonly string[] {
    const isOpen = this.#projects.has(file);
    this.#projects.delete(file);
    this.#projects.set(file, config);
    if (isOpen) return [];
    this.#closeOldest();
    const opened = [config, ...this.#takeExpected()];
    for (const each of opened) this.#configs.set(nativePathOf(each), nativeConfigText(each));
    return opened.map(nativePathOf);
  }

  /** Notes those of the expected projects that may be open beside the others. */
  #takeExpected(): readonly ProjectConfig[] {
    const expected = this.#expected.filter((each) => !this.#projects.has(nativePathOf(each)));
    let files = this.#countFiles();
    const taken = expected.filter((each) => {
      if (this.#projects.size >= MOST_PROJECTS && files + each.fileNames.length > MOST_FILES) return false;
      files += each.fileNames.length;
      this.#projects.set(nativePathOf(each), each);
      this.#early.add(nativePathOf(each));
      return true;
    });
    this.#expected = expected.filter((each) => !taken.includes(each));
    return taken;
  }

  #countFiles(): number {
    return [...this.#projects.values()].reduce((sum, { fileNames }) => sum + fileNames.length, 0);
  }

  #stateOf(file: string, texts: Texts): OpenState | undefined {
    return this.#states.findLast((state) => isSame(state.texts, texts) && state.snapshot.getProject(file));
  }

  /** Closes the projects that were not asked for longest. */
  #closeOldest(): void {
    let files = this.#countFiles();
    for (const [file, { fileNames }] of this.#projects) {
      if (this.#projects.size <= MOST_PROJECTS || files <= MOST_FILES) break;
      this.close(this.#projects.get(file)!);
      files -= fileNames.length;
    }
  }

  #add(snapshot: Snapshot, texts: Texts): void {
    // One with more projects takes the place of the one with the same texts: the other texts are asked about again.
    const oldest = this.#states.find((state) => isSame(state.texts, texts)) ?? this.#states[0];
    const isFull = this.#states.length === MOST_STATES;
    if (isFull) this.#compiler?.ask(() => oldest!.snapshot.dispose());
    this.#states = [...this.#states.filter((state) => !isFull || state !== oldest), { texts, snapshot }];
  }

  /** Lets the compiler read other texts; says what it is told one after the other: a program of which one file has another text is taken over, else it is made anew. */
  #stepsTo(texts: Texts): readonly NativeChanges[] {
    const [former, isStale] = [this.#shown, this.#stale.size > 0];
    const all = this.#show(texts);
    const { changed, created, deleted } = all;
    if (changed.length < 2 || changed.length > MOST_STEPS || created.length + deleted.length > 0 || isStale) return [all];
    const keepsImports = (file: string): boolean =>
      importsIn(former.get(file) ?? textOnDisk(file)) === importsIn(texts.get(file) ?? textOnDisk(file));
    return changed.every(keepsImports) ? changed.map((file) => ({ changed: [file], created: [], deleted: [] })) : [all];
  }

  /** Lets the compiler read other texts; says what differs. */
  #show(texts: Texts): NativeChanges {
    const [changed, created, deleted]: [string[], string[], string[]] = [[], [], []];
    for (const [file, text] of texts)
      if (this.#shown.get(file) !== text) (this.#shown.has(file) || exists(file) ? changed : created).push(file);
    for (const file of this.#stale) if (!texts.has(file)) (exists(file) ? changed : deleted).push(file);
    this.#stale.clear();
    for (const file of this.#shown.keys()) if (!texts.has(file)) (exists(file) ? changed : deleted).push(file);
    this.#shown = texts;
    if (created.length + deleted.length > 0) this.#folders = foldersOf([...texts.keys()]);
    return { changed, created, deleted };
  }

  #files(): NativeFiles {
    return {
      read: (file) => {
        this.reads.add(file);
        return this.#configs.get(file) ?? this.#shown.get(file) ?? this.#manifest(file) ?? (isEndless(file) ? null : undefined);
      },
      added: this.#hasAdded
        ? { hasFile: (file) => this.#shown.has(file), hasFolder: (folder) => this.#folders.has(folder) }
        : undefined,
    };
  }

  /** A package.json that leads to the sources of its package. */
  #manifest(file: string): string | undefined {
    const text = this.#manifests.textOf(file);
    if (text !== undefined) this.hasStandIns = true;
    return text;
  }
}

function textOnDisk(file: string): string {
  return guardedSystem(bundledTypeScript().ts).readFile(file) ?? "";
}

/** What a text imports and references, in its order. */
function importsIn(text: string): string {
  const { importedFiles, ...references } = bundledTypeScript().ts.preProcessFile(text, true, true);
  const { referencedFiles, typeReferenceDirectives, libReferenceDirectives, ambientExternalModules = [] } = references;
  const files = [importedFiles, referencedFiles, typeReferenceDirectives, libReferenceDirectives];
  return JSON.stringify([...files.map((each) => each.map(({ fileName }) => fileName)), ambientExternalModules]);
}

/** What would keep a reader for ever, or for minutes. */
const isEndless = (file: string): boolean => /^(?:special|too-large)$/u.test(findUnreadable(file, "source")?.fault ?? "");

function isSame(one: Texts, other: Texts): boolean {
  return one === other || (one.size === other.size && [...one].every(([file, text]) => other.get(file) === text));
}
