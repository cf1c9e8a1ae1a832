import path from "node:path";
import {
  type Engine,
  type ExportUse,
  GLOBAL_PATH,
  isSetupFile,
  isTestFile,
  keyOfModule,
  loadsManyFiles,
  mayLoadUser,
  mayHaveTests,
  type MockedModule,
  type MockingFile,
  type SetUp,
  type SourceFile,
} from "@godwit/core/engine";
import { isMinified } from "@godwit/core/contracts";
import { escapePattern, type ModuleIdentity, oncePer, remember } from "@godwit/core/modules";
import { createPackageFinder, type ListedFile } from "../files/list-files.js";
import { readSource } from "../files/read-source.js";

/** The specifiers of modules that a text may mock; undefined where only its tree tells. */
interface NamedInMocks {
  /** `vi.mock("./a", …)` and kin. */
  readonly mocked: readonly string[] | undefined;
  /** Modules that it has as a whole, so that it may spy on their exports: `import * as a from "./a"`, `import fs from "node:fs"`. */
  readonly spied: readonly string[] | undefined;
}

/** A text without one of these mocks and spies on nothing. */
const MOCKS =
  /\b(?:mock|doMock|setMock|unstable_mockModule|module|spyOn|mocked|stub|method|stubGlobal|replaceProperty|(?<!\.)mock[A-Z]\w*)\s*(?:<|\()/u;
/** What replaces a global by plain code; of production code, where it is common, it is no mock. */
const REPLACES_GLOBALS =
  /\b(?:defineProperty|assign)\s*\(|\b(?:globalThis|global|window|self|crypto|Math|Date|process|performance|navigator|location|console)\b[^\n;=]{0,320}[^=!<>\n]=(?![=>])/u;

const REPLACING = /\b(?:mock|doMock|setMock|unstable_mockModule|module|(?<!\.)mock[A-Z]\w*)(?=\s*[<(])/gu;
/** The module has a name that is no text there: `vi.doMock(file, …)`. */
const BY_VALUE =
  /(?:\.\s*(?:mock|doMock|setMock|unstable_mockModule|module)|\bmock(?:Esm|Module)\w*)\s*(?:<[^>\n]*>\s*)?\(\s*(?!import\b)[A-Za-z_$][\w$.]*\s*[,()[]/u;
const LOADING = /\b(?:import|require|(?:import|require)(?:Actual|Mock)|(?:create|gen)MockFromModule)(?=\s*[<(])/gu;
const WHOLE = /(?:(?:\*|\bdefault)\s*as\s+[^;"'`]*?|\bimport\s+[\w$]+\s*(?:,[^;"'`]*?)?)\bfrom\s*(["'`])([^"'`\s\\]{1,300})\1/gu;
const SPYING = /\b(?:spyOn|stub|method|replace|fake|spy)\b/u;

const ASSIGNED = /(?<![\w$.])([\w$]+)(?:\s+as\s[^)\n]*)?\)?(?:\.[\w$]+|\[["'`][\w$]+["'`]\])+\s*=(?![=>])/gu;

/** Whether a test gives a member of what it has from a module another value: `users.createUser = fake`. */
function mayAssign(text: string): boolean {
  if (!mayHaveTests(text)) return false;
  const names = new Set([...text.matchAll(ASSIGNED)].map(([, name]) => escapePattern(name!)));
  const all = [...names].join("|");
  const taken = String.raw`(?:=\s*(?:await\s+)?(?:[\w$]+\.)?(?:require|import)|\bfrom\s*["'])`;
  return names.size > 0 && new RegExp(String.raw`(?<![\w$.])(?:${all})(?![\w$])[^;=()]{0,400}${taken}`, "u").test(text);
}

/** Whether a text may mock a module or replace a global; bytes that were read as latin1 will do. */
function mayMockAnything(text: string): boolean {
  return MOCKS.test(text) || (mayHaveTests(text) && REPLACES_GLOBALS.test(text)) || mayAssign(text);
}

/** The modules that a text may mock; more than that is found, which does no harm. */
function namedInMocks(text: string): NamedInMocks {
  const mocked = BY_VALUE.test(text) ? undefined : namedInCalls(text, REPLACING);
  // `spyOn(Mailer.prototype, "send")` has a class by its name.
  if (text.includes(".prototype")) return { mocked, spied: undefined };
  if (!SPYING.test(text) && !mayAssign(text)) return { mocked, spied: [] };
  const imported = [...text.matchAll(WHOLE)].map(([, , specifier]) => specifier!);
  const loaded = namedInCalls(text, LOADING);
  return { mocked, spied: loaded && [...imported, ...loaded] };
}

/** Whether a text may replace a global of this name, or a member of it. */
function mayStub(text: string, name: string): boolean {
  const own = escapePattern(name);
  // `from "crypto"` and `vi.mock("crypto")` name a module, `vi.stubGlobal("crypto", …)` and `vi.spyOn(globalThis, "crypto")` the global.
  return new RegExp(
    `(?<![\\w$"'\`]|\\bnode:)${own}(?![\\w$"'\`])|(?:[,[]|\\bstubGlobal\\b[^"'\`]{0,100})\\s*["'\`]${own}["'\`]`,
    "u",
  ).test(text);
}

/** The texts that calls of some functions have as their first argument; undefined where such an argument can't be told by the text. */
function namedInCalls(text: string, names: RegExp): readonly string[] | undefined {
  const found: string[] = [];
  for (const { 0: name, index } of text.matchAll(names)) {
    const argument = firstArgument(text, index + name.length);
    if (argument === undefined) return undefined;
    if (argument !== "") found.push(argument);
  }
  return found;
}

const SPACE = String.raw`(?:\s|/\*[^]*?\*/|//[^\n]*\n)*`;
const QUOTED = /(["'`])((?:(?!\1)[^\\])*)\1/.source;
const ARGUMENT = new RegExp(
  String.raw`${SPACE}(?:<[^>\n]*>${SPACE})?\(${SPACE}(?:import${SPACE}\(${SPACE})?(?:${QUOTED}|(?!import\b)[^"'\x60/<(\s])`,
  "uy",
);

/** The text that a call at a place has first; "" where that is no name of a module, undefined where it takes a parser to see. */
function firstArgument(text: string, at: number): string | undefined {
  ARGUMENT.lastIndex = at;
  const found = ARGUMENT.exec(text);
  if (!found) return undefined;
  const [, , quoted = ""] = found;
  return /[\s$]/u.test(quoted) ? "" : quoted;
}

/** Reads a text as a file (absolute path), which may be read only in the meantime; throws if it does not parse. */
export type WithSource = <T>(file: string, text: string, use: (source: SourceFile) => T) => T;

/** A file that may mock modules, by its text: most are never parsed, as they mock nothing that a run moves. */
export interface Mocker {
  /** Relative to the root. */
  readonly file: string;
  /** All that it mocks. */
  mocks(): readonly MockedModule[];
  /** The mocks of the modules of some exports. */
  mocksOf(uses: readonly ExportUse[]): readonly MockedModule[];
  /** Whether it looks at the arguments of a mock that it calls by some name. */
  asks(name: string): boolean;
  /** Whether it mocks a module in place of spying on what it has: only such a mock can follow what moves. */
  mayFollow(): boolean;
  /** Whether it may mock one of some modules so, as its text looks; no is sure. */
  mayMock(isAsked: (module: ModuleIdentity) => boolean): boolean;
  /** Whether it imports a file (relative to the root) itself, so that it is about that file's code. */
  imports(file: string): boolean;
  /** Whether its tests load a file (relative to the root), itself or through others that they don't mock. */
  loads(file: string): boolean;
  /** Whether tests load a file (relative to the root) with its mocks: a setup file's are those of each test of its package. */
  isRunWith(file: string): boolean;
  /** Whether its tests run with a mock of a module, its own or a setup file's. */
  mocksModules(): boolean;
  /** The setup file that loads, or may load after the run, the user of a module before a mock of that counts (both texts of a `MockedModule`). */
  setupThatLoads(user: string, module: string): string | undefined;
  /** Whether to import a module loads many files. */
  isHeavy(module: string): boolean;
  /** How many files its tests would load anew if a file that they load (relative to the root) imported a module; 0 where these are few. */
  loadsAnew(file: string, module: string): number;
}

/** A setup file of an app may load all of it, and no test does. */
const OF_TESTS = /^(?!.*global).*(?:test|jest)/iu;

const NO = (): boolean => false;
const NOTHING: MockingFile = { mocks: [], hasTests: false, asks: NO, imports: NO, loads: NO, loadsAnew: () => 0 };

/** Finds the files of a root that may mock modules, each by one look at its text, and the tests for which only setup files may. */
export class MockerSearch {
  readonly #engine: Engine;
  readonly #withSource: WithSource;
  readonly #packageOf: (file: string) => string;
  readonly #setups: Mocker[] = [];
  readonly #tests: Mocker[] = [];

  constructor(engine: Engine, withSource: WithSource) {
    this.#engine = engine;
    this.#withSource = withSource;
    this.#packageOf = createPackageFinder(engine.root);
  }

  /** Finds out by its text whether a file (relative to the root) may mock modules. */
  open(file: string): Mocker | undefined {
    if (isMinified(file)) return undefined;
    const read = readSource(path.join(this.#engine.root, file));
    // `check` names the files that it can't read or parse.
    if (read.kind !== "text") return undefined;
    const mocker = mayMockAnything(read.raw) ? this.#mocker(file, read.text) : undefined;
    if (isTestFile(file)) this.#tests.push(mocker ?? this.#mocker(file));
    if (isSetupFile(file) && (mocker || OF_TESTS.test(file))) this.#setups.push(mocker ?? this.#mocker(file));
    return mocker;
  }

  /** Those of some files that are tests, by their names, and none of the mockers: where a setup file may mock for them, or all. */
  tests(files: readonly ListedFile[], mockers: readonly Mocker[], areAll = false): Mocker[] {
    const known = new Set(mockers.map(({ file }) => file));
    const isMeant = (file: string): boolean =>
      isTestFile(file) && !known.has(file) && (areAll || this.#setupsOf(file).some((setup) => setup.mocksModules()));
    return files.flatMap(({ path: file }) => (isMeant(file) ? [this.#mocker(file)] : []));
  }

  #mocker(file: string, text?: string): Mocker {
    const setUp = (): readonly MockedModule[] => this.#setupsOf(file).flatMap((setup) => setup.mocks());
    const { root, modules } = this.#engine;
    const setupThatLoads: Mocker["setupThatLoads"] = (user, module) =>
      this.#setupsOf(file).find((setup) => mayLoadUser(path.join(root, setup.file), user, module, modules))?.file;
    const isLoadedByTests = (other: string): boolean =>
      isSetupFile(file) && this.#tests.some((test) => this.#setsUp(file, test.file) && test.loads(other));
    return new MockerByText(this.#engine, { file, text, setUp, setupThatLoads, isLoadedByTests, withSource: this.#withSource });
  }

  /** The setup files of the packages around a file. */
  #setupsOf(file: string): readonly Mocker[] {
    return this.#setups.filter((setup) => this.#setsUp(setup.file, file));
  }

  #setsUp(setup: string, file: string): boolean {
    const folder = this.#packageOf(setup);
    return setup !== file && (folder === "." || file.startsWith(`${folder}/`));
  }
}

interface OpenedMocker {
  readonly file: string;
  /** Undefined for a test that mocks nothing: it is read once it counts what it loads. */
  readonly text: string | undefined;
  readonly setUp: SetUp;
  readonly setupThatLoads: Mocker["setupThatLoads"];
  /** Whether a test that the file sets up loads another one. */
  readonly isLoadedByTests: (file: string) => boolean;
  readonly withSource: WithSource;
}

/** The absolute paths of files that all tests are asked about. */
const pathsIn = oncePer((_: Engine) => new Map<string, string>());

class MockerByText implements Mocker {
  readonly file: string;
  readonly setupThatLoads: Mocker["setupThatLoads"];
  readonly #engine: Engine;
  readonly #opened: OpenedMocker;
  readonly #text: string | undefined;
  #known: MockingFile | undefined;
  #named: NamedInMocks | undefined;
  readonly #modules = new Map<string, ModuleIdentity>();

  constructor(engine: Engine, opened: OpenedMocker) {
    this.file = opened.file;
    this.setupThatLoads = opened.setupThatLoads;
    this.#text = opened.text;
    this.#engine = engine;
    this.#opened = opened;
  }

  mocks(): readonly MockedModule[] {
    return this.#text === undefined ? [] : this.#whole.mocks;
  }

  mocksOf(uses: readonly ExportUse[]): readonly MockedModule[] {
    if (this.#text === undefined) return [];
    const touched = new Set(uses.filter((use) => this.#mayTouch(use)).map(({ module }) => module));
    return touched.size === 0 ? [] : this.mocks().filter(({ module }) => touched.has(module));
  }

  asks(name: string): boolean {
    return this.#text?.includes(name) === true && this.#whole.asks(name);
  }

  mayFollow(): boolean {
    return this.mocks().some(({ isSpied }) => !isSpied);
  }

  mayMock(isAsked: (module: ModuleIdentity) => boolean): boolean {
    const { mocked } = this.#namedInMocks;
    return !mocked || mocked.some((specifier) => isAsked(this.#moduleOf(specifier)));
  }

  imports(file: string): boolean {
    return this.#text !== undefined && this.#whole.imports(this.#absolute(file));
  }

  loads(file: string): boolean {
    return this.#whole.loads(this.#absolute(file));
  }

  isRunWith(file: string): boolean {
    return this.loads(file) || this.#opened.isLoadedByTests(file);
  }

  mocksModules(): boolean {
    return [this.mocks(), this.#opened.setUp()].some((mocks) =>
      mocks.some((each) => !each.isSpied && each.module !== GLOBAL_PATH),
    );
  }

  isHeavy(module: string): boolean {
    return loadsManyFiles(module, this.#engine.modules);
  }

  loadsAnew(file: string, module: string): number {
    return this.isHeavy(module) ? this.#whole.loadsAnew(this.#absolute(file), module) : 0;
  }

  #mayTouch({ module, exported }: ExportUse): boolean {
    if (module === GLOBAL_PATH) return mayStub(this.#text!, exported.split(".")[0]!);
    const isAsked = (specifier: string): boolean => keyOfModule(this.#moduleOf(specifier)) === module;
    const { mocked, spied } = this.#namedInMocks;
    return !mocked || !spied || mocked.some(isAsked) || spied.some(isAsked);
  }

  get #namedInMocks(): NamedInMocks {
    return (this.#named ??= namedInMocks(this.#text ?? ""));
  }

  get #whole(): MockingFile {
    return (this.#known ??= this.#readOrNothing());
  }

  #readOrNothing(): MockingFile {
    try {
      const absolute = this.#absolute(this.file);
      const read = this.#text === undefined ? readSource(absolute) : { kind: "text", text: this.#text };
      if (read.kind !== "text") return NOTHING;
      const { setUp, withSource } = this.#opened;
      return withSource(absolute, read.text, (source) => this.#engine.readMocks(source, setUp));
    } catch {
      // `check` names the files that do not parse.
      return NOTHING;
    }
  }

  #moduleOf(specifier: string): ModuleIdentity {
    return remember(this.#modules, specifier, () => this.#engine.modules.resolve(this.#absolute(this.file), specifier));
  }

  #absolute(file: string): string {
    return remember(pathsIn(this.#engine), file, () => path.join(this.#engine.root, file));
  }
}
