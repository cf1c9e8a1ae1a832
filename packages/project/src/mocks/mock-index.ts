import path from "node:path";
import {
  type CompiledRule,
  type Engine,
  type ExportUse,
  mayHaveTests,
  type MethodLeft,
  type MockingFile,
  type SourceFile,
  type Violation,
} from "@godwit/core/engine";
import { escapePattern, remember } from "@godwit/core/modules";
import { isTestCode } from "../consumers/consumers.js";
import { type ListedFile, listFiles } from "../files/list-files.js";
import { readSource, type SourceText } from "../files/read-source.js";
import { concerning, contractsFor, type Finding, findInSource, type SourceFindings } from "../findings.js";
import { groupBy } from "../group-by.js";
import { isMinified } from "@godwit/core/contracts";
import {
  type Askers,
  findHeldBack,
  type HeldBack,
  indexLoaders,
  isAbout,
  mayBeAskedFor,
  NO_ASKERS,
  sharesExport,
  siteOfExports,
  type SiteOfExports,
} from "./hold-back.js";
import { type Mocker, MockerSearch, type WithSource } from "./mocker.js";
import type { ActiveContract } from "../project.js";

/** Says for one file after another which fixes wait for a test; reads the root once, when a file first has a fix. */
export class MockIndex {
  readonly #question: MockQuestion;
  #files: readonly ListedFile[] = [];
  #mockers: readonly Mocker[] | undefined;
  /** By file and rule. */
  readonly #sites = new Map<string, readonly SiteOfExports[]>();

  constructor(question: MockQuestion) {
    this.#question = question;
  }

  /** The violations of a file (relative to the root) whose fix would part a test from what it mocks. */
  heldBackIn(file: string, violations: readonly Violation[]): ReadonlyMap<Violation, HeldBack> {
    const held = new Map<Violation, HeldBack>();
    if (!violations.some(isFix)) return held;
    const own = new Map(violations.map((violation) => [siteOfExports(violation, file, isFix(violation)), violation]));
    const sites = [...own.keys()];
    const needed = new Set(sites.flatMap((site) => site.needed.map(({ module }) => module)));
    const touched = sites.flatMap(({ left, needed, classes = [] }) => [...left, ...needed, ...classes]);
    // Most tests mock nothing of it, which their text tells.
    const isNear = (mocker: Mocker): boolean =>
      mocker.file === file ||
      (mocker.mocksOf(touched).length > 0 && sites.some((site) => isAbout(mocker, site))) ||
      [...needed].some((module) => this.#loadersOf(file, module).has(mocker));
    const near = this.#readMockers().filter(isNear);
    if (near.length === 0 && !sites.some(mayBeAskedFor)) return held;
    const rules = new Set(sites.map(({ rule }) => rule));
    const sitesOf = (other: ListedFile): readonly SiteOfExports[] => (other.path === file ? sites : this.#sitesOf(other, rules));
    // What a test has of the rules decides by itself, unless it waits for the code that the test loads.
    const waits = (mocker: Mocker, { isMock, left }: SiteOfExports): boolean => isMock || mocker.mocksOf(left).length > 0;
    const tests = this.#files.flatMap((test) => {
      const mocker = near.find((each) => each.file === test.path);
      return mocker ? [{ mocker, test, sites: sitesOf(test) }] : [];
    });
    const waiting = tests.flatMap(({ mocker, sites: inTest }) => (inTest.some((site) => waits(mocker, site)) ? [mocker] : []));
    const runs = (mocker: Mocker, other: string): boolean =>
      mocker.file !== other && (mocker.imports(other) || mocker.loads(other));
    const code = this.#files.filter(({ path: other }) => other !== file && waiting.some((mocker) => runs(mocker, other)));
    const around = new Set([...tests.map(({ test }) => test), ...code].filter(({ path: other }) => other !== file));
    const reasons = findHeldBack([...sites, ...[...around].flatMap(sitesOf)], near, this.#askers);
    for (const [site, violation] of own) {
      const reason = isFix(violation) ? reasons.get(site) : undefined;
      if (reason) held.set(violation, reason);
    }
    return held;
  }

  #askers = NO_ASKERS;
  #loadersOf = indexLoaders([]);

  #readMockers(): readonly Mocker[] {
    if (this.#mockers) return this.#mockers;
    const { engine, open } = this.#question;
    this.#files = listFiles(engine.root);
    this.#askers = findAskers(engine, this.#files, openingWith(open));
    this.#mockers = findMockers(engine, this.#files, openingWith(open));
    this.#loadersOf = indexLoaders(this.#mockers);
    return this.#mockers;
  }

  /** The sites of some rules in a file. */
  #sitesOf({ path: file, isLink }: ListedFile, rules: ReadonlySet<string>): readonly SiteOfExports[] {
    if (isLink) return [];
    const keyOf = (rule: string): string => `${file}\0${rule}`;
    const unread = new Set([...rules].filter((rule) => !this.#sites.has(keyOf(rule))));
    if (unread.size > 0) {
      for (const rule of unread) this.#sites.set(keyOf(rule), []);
      for (const [rule, sites] of groupBy(this.#readSites(file, unread), (site) => site.rule))
        this.#sites.set(keyOf(rule), sites);
    }
    return [...rules].flatMap((rule) => this.#sites.get(keyOf(rule)) ?? []);
  }

  #readSites(file: string, asked: ReadonlySet<string>): readonly SiteOfExports[] {
    const { engine, contracts, open } = this.#question;
    const isAsked = ({ contract, rule }: CompiledRule): boolean => asked.has(`${contract.id}/${rule}`);
    const own = contractsFor(contracts, file).filter(({ contract }) => contract.status !== "planned");
    const absolute = path.join(engine.root, file);
    try {
      const read = readSource(absolute);
      const concerned = read.kind === "text" ? concerning(own, absolute, read.bytes) : [];
      const rules = concerned.flatMap((active) => active.rules.filter(isAsked));
      if (read.kind !== "text" || rules.length === 0) return [];
      return engine
        .analyse(open(absolute, read.text), rules)
        .violations.map((violation) => siteOfExports(violation, file, isFix(violation)));
    } catch {
      // A file that can't be read or parsed is reported by who lints it.
      return [];
    }
  }
}

function isFix({ level, disabled }: Violation): boolean {
  return level === "fix" && !disabled;
}

/**
 * Files that move together: a test with the code that it imports and whose exports it mocks. A mock `outside`, in a file that the
 * contract leaves out, has no move of its own: where its test imports none of the code, it goes with the last file that leaves its export.
 */
export function groupByMocks(
  sites: readonly SiteOfExports[],
  mockers: readonly Mocker[],
  outside: readonly SiteOfExports[] = [],
): readonly (readonly string[])[] {
  const groups = new Map<string, Set<string>>();
  const join = (a: string, b: string): void => {
    const all = new Set([...(groups.get(a) ?? [a]), ...(groups.get(b) ?? [b])]);
    for (const file of all) groups.set(file, all);
  };
  const isMocked = (site: SiteOfExports, mock: SiteOfExports): boolean =>
    !site.isMock && mock.rule === site.rule && sharesExport(mock.left, site.left);
  for (const mocker of mockers) {
    const mocks = [...sites, ...outside].filter(({ file, isMock }) => isMock && file === mocker.file);
    if (mocks.length === 0) continue;
    for (const site of sites) {
      if (site.file === mocker.file || groups.get(site.file)?.has(mocker.file)) continue;
      if (mocks.some((mock) => isMocked(site, mock)) && mocker.imports(site.file)) join(site.file, mocker.file);
    }
  }
  for (const mock of outside) {
    const code = groups.has(mock.file) ? undefined : sites.findLast((site) => site.isWritten && isMocked(site, mock));
    if (code) join(code.file, mock.file);
  }
  return [...new Set(groups.values())].map((group) => [...group].sort());
}

/** Where the files of a root and their tests are read. */
export interface MockQuestion {
  readonly engine: Engine;
  readonly contracts: readonly ActiveContract[];
  /** Opens a text as a file (absolute path); throws if it does not parse. */
  open(file: string, text: string): SourceFile;
}

/** Mocks in a file of which a contract says nothing, and the text that they are in. */
interface OutsideMocks extends Pick<SourceFindings, "editAll"> {
  readonly read: SourceText;
  /** Those with a safe fix. */
  readonly found: readonly Finding[];
}

/** The mocks in a file (relative to the root) of what contracts replace that leave the file out; undefined where there are none. */
export function findOutsideMocks({ engine, contracts, open }: MockQuestion, file: string): OutsideMocks | undefined {
  const own = new Set(contractsFor(contracts, file));
  const others = contracts.filter((each) => each.contract.status !== "planned" && !own.has(each));
  if (others.length === 0) return undefined;
  const absolute = path.join(engine.root, file);
  try {
    const read = readSource(absolute);
    const concerned = read.kind === "text" ? concerning(others, absolute, read.bytes) : [];
    if (read.kind !== "text" || concerned.length === 0) return undefined;
    const findings = findInSource(engine, open(absolute, read.text), file, concerned);
    const found = findings.open.filter(isMovable);
    return found.length === 0 ? undefined : { read, found, editAll: (chosen) => findings.editAll(chosen) };
  } catch {
    // `check` names the files that it can't read or parse.
    return undefined;
  }
}

/** The same in all files that mock: they follow the code that moves. */
export function outsideSites(question: MockQuestion, mockers: readonly Mocker[]): readonly SiteOfExports[] {
  return mockers.flatMap((mocker) => {
    const found = findOutsideMocks(question, mocker.file)?.found ?? [];
    // Its mocks take its whole tree to know.
    return found.length > 0 && mocker.mayFollow()
      ? found.map(({ violation }) => siteOfExports(violation, mocker.file, true))
      : [];
  });
}

/** Whether a finding in a file that its contract leaves out is a mock that follows what it mocks. */
export function isMovable({ violation }: Finding): boolean {
  return violation.isMock && violation.level === "fix";
}

/** What may ask for the instances of a class, by the text alone. */
const ASKS = /\binstanceof\b|(?:nstance_?[oO]f|[tT]hrow\w*|[rR]eject\w*|\bCatch|\.any)\s*\(/u;

/** Finds the files that ask for instances of classes, and make doubles; reads them when a class or a method is first asked about. */
export function findAskers(engine: Engine, files: readonly ListedFile[], withSource: WithSource): Askers {
  let askers: Map<string, string> | undefined;
  const read = (): Map<string, string> => {
    const found = new Map<string, string>();
    for (const { path: file } of files)
      for (const { module, exported } of classesAskedIn(engine, file, withSource))
        found.set(`${module}#${exported}`, found.get(`${module}#${exported}`) ?? file);
    return found;
  };
  const codeOf = ({ path: file }: ListedFile, method?: MethodLeft) => readTestCode(engine, { file, method }, withSource);
  const doublers = new Map<string, readonly TestCode[]>();
  let known: readonly TestCode[] | undefined;
  const tests = () => (known ??= files.flatMap((file) => codeOf(file)).filter(({ hasTests }) => hasTests));
  return {
    ofClass: ({ module, exported }) => (askers ??= read()).get(`${module}#${exported}`),
    ofMethod(method, file) {
      const code = path.join(engine.root, file);
      const isOfCode = (test: TestCode): boolean =>
        test.file === file || (test.makes === "spy" ? test.imports(code) : test.loads(code));
      const find = () => files.flatMap((each) => codeOf(each, method));
      const reaches = (maker: TestCode): boolean =>
        maker.hasTests
          ? isOfCode(maker)
          : tests().some((test) => isOfCode(test) && test.loads(path.join(engine.root, maker.file)));
      return remember(doublers, `${method.from} ${method.to}`, find).filter(reaches);
    },
  };
}

/** A file with tests, or one that makes doubles for them. */
interface TestCode extends Pick<MockingFile, "hasTests" | "imports" | "loads"> {
  /** Relative to the root. */
  readonly file: string;
  /** A spy only looks at calls of the real method, so that it is about what its test calls. */
  readonly makes: ReturnType<Engine["doublesMethod"]>;
}

/** Reads a file (relative to the root) if it is one of these, and makes a double of the method that is asked about. */
function readTestCode(
  engine: Engine,
  { file, method }: { readonly file: string; readonly method?: MethodLeft | undefined },
  withSource: WithSource,
): readonly TestCode[] {
  const absolute = path.join(engine.root, file);
  try {
    const read = readSource(absolute);
    if (read.kind !== "text" || isMinified(file)) return [];
    const helpsTests = isTestCode(file) || MAKES_FAKES.test(read.text);
    if (!(helpsTests || mayHaveTests(read.text)) || (method && !mayDouble(read.text, method.from))) return [];
    return withSource(absolute, read.text, (source) => {
      const makes = method && engine.doublesMethod(source, method);
      if (method && !makes) return [];
      const { hasTests, imports, loads } = engine.readMocks(source);
      return hasTests || helpsTests ? [{ file, makes, hasTests, imports, loads }] : [];
    });
  } catch {
    // `check` names the files that it can't read or parse.
    return [];
  }
}

/** What only tests, and what helps them, call. */
const MAKES_FAKES = /\b(?:vi|jest|sinon|mock|td)\s*\.\s*(?:fn|stub|spy|mocked|func)\b/u;

/** Whether a text may make a double of a method: by a key, by a spy, or by what it says of it as a mock. */
function mayDouble(text: string, method: string): boolean {
  if (!text.includes(method)) return false;
  const name = escapePattern(method);
  const key = String.raw`(?<![.\w$])(?:async\s+)?["']?${name}["']?\s*[=:(]|["']${name}["']\s*[,)]`;
  const mock = String.raw`\.${name}\)?(?:\s+as\s[^;\n]*?)?\)?\s*(?:=(?!=)|[?!]?\.\s*(?:mock|returns|resolves|rejects|calledWith|to))`;
  return new RegExp(`${key}|${mock}|\\b(?:mocked|expect|when)\\([^\n)]*\\.${name}\\b`, "u").test(text);
}

function classesAskedIn(engine: Engine, file: string, withSource: WithSource): readonly ExportUse[] {
  const absolute = path.join(engine.root, file);
  try {
    const read = readSource(absolute);
    if (read.kind !== "text" || isMinified(file) || !ASKS.test(read.text)) return [];
    return withSource(absolute, read.text, (source) => engine.classesAskedFor(source));
  } catch {
    // `check` names the files that it can't read or parse.
    return [];
  }
}

/** The same where files that were opened stay readable. */
export function openingWith(open: (file: string, text: string) => SourceFile): WithSource {
  return (file, text, use) => use(open(file, text));
}

/** Finds the files that mock modules by one look at the text of each, and the tests for which setup files may. */
export function findMockers(engine: Engine, files: readonly ListedFile[], withSource: WithSource): Mocker[] {
  const search = new MockerSearch(engine, withSource);
  const mockers = files.flatMap(({ path: file }) => search.open(file) ?? []);
  return [...mockers, ...search.tests(files, mockers)];
}
