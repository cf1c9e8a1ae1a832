import {
  type Engine,
  type ExportUse,
  GLOBAL_PATH,
  isSetupFile,
  judgeOf,
  type MethodLeft,
  type MockedModule,
  type Violation,
} from "@godwit/core/engine";
import { remember } from "@godwit/core/modules";
import { groupBy } from "../group-by.js";
import type { Mocker } from "./mocker.js";

/** Why a safe fix is not written: what it would break, by the file where that is. */
export interface HeldBack {
  /** Relative to the root. */
  readonly by: string;
  readonly reason: string;
}

/** One violation as far as mocks are concerned. */
export interface SiteOfExports {
  /** Relative to the root. */
  readonly file: string;
  /** `unified-ids/no-raw-uuid`. */
  readonly rule: string;
  /** Whether the run would write a fix of it. */
  readonly isWritten: boolean;
  /** Who can judge its suggestion, if it has one. */
  readonly suggestedTo?: ReturnType<typeof judgeOf> | undefined;
  /** Whether edits across files may come to write it, so that it has to wait like a fix; others do not count on it. */
  readonly mayBeWritten: boolean;
  /** Whether it is a mock, or only serves one. */
  readonly isMock: boolean;
  readonly left: readonly ExportUse[];
  readonly needed: readonly ExportUse[];
  /** What the replacement itself gives on: a mock of it still counts. */
  readonly givenOn: readonly ExportUse[];
  /** The class of which the fix makes no instance any more. */
  readonly classes?: readonly ExportUse[];
  /** The method of what the code is given that the fix calls no more. */
  readonly methodLeft?: MethodLeft;
  /** What is left and stays the same object: a spy on it still counts. */
  readonly same: readonly ExportUse[];
  /** What is left gives something else each time; `kept`: what replaces it still calls it. */
  readonly random?: "kept" | "left";
  /** The function that what replaces it calls with other arguments. */
  readonly reshaped?: string;
}

/** A violation in a file (relative to the root) as far as mocks are concerned. */
export function siteOfExports(violation: Violation, file: string, isWritten: boolean): SiteOfExports {
  const { contract, rule, isMock, level, reasonCode, disabled, needsAsync = false } = violation;
  const suggestedTo = level === "suggestion" && !disabled ? judgeOf(reasonCode) : undefined;
  const mayBeWritten = needsAsync && !isMock;
  return { ...violation.exportsChanged(), file, rule: `${contract}/${rule}`, isMock, isWritten, suggestedTo, mayBeWritten };
}

/**
 * Finds the fixes that would part a test from its subject: of code that the test imports itself, where it mocks what the code leaves and
 * can't follow, and of mocks whose code can't follow. Each that is held back may hold back others, so it goes on until nothing changes.
 */
export function findHeldBack(
  sites: readonly SiteOfExports[],
  mockers: readonly Mocker[],
  askers: Askers = NO_ASKERS,
): ReadonlyMap<SiteOfExports, HeldBack> {
  const held = new Map<SiteOfExports, HeldBack>();
  if (mockers.length === 0 && !sites.some(mayBeAskedFor)) return held;
  const candidates = sites.filter((site) => site.isWritten || site.mayBeWritten);
  const mockerOf = new Map(mockers.map((mocker) => [mocker.file, mocker]));
  const mocksOf = indexLeft(sites.filter(({ isMock }) => isMock));
  const run: Run = {
    askers,
    mockerOf,
    sitesIn: groupBy(sites, ({ file }) => file),
    leaving: indexLeft(sites),
    mocksOf,
    mockersNear: indexNear(indexMockers(mockers), mockerOf, mocksOf),
    loadersOf: indexLoaders(mockers),
    isWritten: (site) => site.isWritten && !held.has(site),
  };
  for (;;) {
    const before = held.size;
    for (const site of candidates) {
      const reason = held.has(site) ? undefined : reasonFor(site, run);
      if (reason) held.set(site, reason);
    }
    if (held.size === before) return held;
  }
}

/** The files (relative to the root) that ask for what code makes and calls, whatever it imports. */
export interface Askers {
  /** The first that asks whether something is an instance of a class. */
  ofClass(use: ExportUse): string | undefined;
  /** What gives tests of a file's code a double with a method, and without what is called or read instead: the test, or what it loads for that. */
  ofMethod(
    method: MethodLeft,
    file: string,
  ): readonly { readonly file: string; readonly makes: ReturnType<Engine["doublesMethod"]> }[];
}

export const NO_ASKERS: Askers = { ofClass: () => undefined, ofMethod: () => [] };

/** All that the fixes of one run are compared with: a repository has tens of thousands of sites, and thousands of tests. */
interface Run {
  readonly askers: Askers;
  /** By their files. */
  readonly mockerOf: ReadonlyMap<string, Mocker>;
  readonly sitesIn: ReadonlyMap<string, readonly SiteOfExports[]>;
  /** The sites of a site's own rule that leave an export of the same module, and the mocks of them. */
  readonly leaving: (site: SiteOfExports) => readonly SiteOfExports[];
  readonly mocksOf: (site: SiteOfExports) => readonly SiteOfExports[];
  /** The tests that mock what a fix leaves or needs, and are about its code. */
  readonly mockersNear: (site: SiteOfExports) => readonly Mocker[];
  /** The tests with mocks that would load many files anew if code of a file imported a module, and how many. */
  readonly loadersOf: (file: string, module: string) => ReadonlyMap<Mocker, number>;
  isWritten(site: SiteOfExports): boolean;
}

/** The tests that mock the module of an export; many fixes of a run leave and need the same. */
export function indexMockers(mockers: readonly Mocker[]): (use: ExportUse) => readonly Mocker[] {
  const known = new Map<string, readonly Mocker[]>();
  return (use) =>
    remember(known, `${use.module}#${use.exported}`, () => mockers.filter((mocker) => mocker.mocksOf([use]).length > 0));
}

/** Finds the tests near a fix, once for all fixes of a file that leave and need the same. */
function indexNear(
  mockersOf: (use: ExportUse) => readonly Mocker[],
  mockerOf: Run["mockerOf"],
  mocksOf: Run["mocksOf"],
): Run["mockersNear"] {
  const known = new Map<string, readonly Mocker[]>();
  return (site) =>
    remember(known, kindOfSite(site), () => {
      const following = mocksOf(site).flatMap(({ file }) => mockerOf.get(file) ?? []);
      const about = new Set([...[...site.left, ...site.needed].flatMap((use) => mockersOf(use)), ...following]);
      return [...about].filter((mocker) => isAbout(mocker, site));
    });
}

/** Finds the tests, with mocks or without, that would load many files anew if code of a file imported a module, and how many. */
export function indexLoaders(mockers: readonly Mocker[], haveMocks = true): Run["loadersOf"] {
  const known = new Map<string, ReadonlyMap<Mocker, number>>();
  const find = (file: string, module: string): ReadonlyMap<Mocker, number> => {
    if (!mockers[0]?.isHeavy(module)) return new Map();
    const counts = mockers
      .filter((mocker) => mocker.file !== file && mocker.mocksModules() === haveMocks)
      .map((mocker) => [mocker, mocker.loadsAnew(file, module)] as const);
    return new Map(counts.filter(([, count]) => count > 0));
  };
  return (file, module) => remember(known, `${file}#${module}`, () => find(file, module));
}

/** Sites by their rule and each module that they leave an export of. */
function indexLeft(sites: readonly SiteOfExports[]): (site: SiteOfExports) => readonly SiteOfExports[] {
  const keysOf = ({ rule, left }: SiteOfExports) => [...new Set(left.map(({ module }) => `${rule}#${module}`))];
  const all = groupBy(
    sites.flatMap((site) => keysOf(site).map((key) => ({ key, site }))),
    ({ key }) => key,
  );
  const known = new Map([...all].map(([key, group]) => [key, group.map(({ site }) => site)]));
  return (site) => keysOf(site).flatMap((key) => known.get(key) ?? []);
}

/** What is the same for a violation before and after other fixes moved it. */
export function kindOfSite({ file, rule, left, needed, classes = [], methodLeft }: KindOfSite): string {
  const list = (uses: readonly ExportUse[]) => uses.map(({ module, exported }) => `${module}#${exported}`).sort();
  return JSON.stringify([file, rule, list(left), list(needed), list(classes), methodLeft?.from]);
}

type KindOfSite = Pick<SiteOfExports, "file" | "rule" | "left" | "needed" | "classes" | "methodLeft">;

/** Why an export is not there for code of a file (relative to the root) in a test that mocks its module; undefined where it is. */
export function whyMockLacks(file: string, used: ExportUse, mockers: readonly Mocker[]): string | undefined {
  for (const mocker of mockers) {
    const isIts = (mock: MockedModule) =>
      mocker.file === file || mocker.imports(file) || (failsFor(mock, [used]) && mocker.isRunWith(file));
    const lacking = mocker.mocksOf([used]).find((mock) => lacks(mock, [used]) && isIts(mock));
    if (lacking) return `the mock of "${lacking.specifier}" in ${mocker.file} lacks ${used.exported}`;
  }
  return undefined;
}

/** Whether the fix of a violation makes no instance of some class any more, or calls another method. */
export function mayBeAskedFor({ classes = [], methodLeft }: SiteOfExports): boolean {
  return classes.length > 0 || methodLeft !== undefined;
}

/** What asks for instances of the old class would not know what the fix makes: a branch of code, or a test, that no compiler looks at. */
function whyAskedFor({ classes = [] }: SiteOfExports, { askers }: Run): HeldBack | undefined {
  for (const use of classes) {
    const by = askers.ofClass(use);
    const reason = `it asks for instances of ${nameOfClass(use.exported)}, and the fix makes another class's`;
    if (by !== undefined) return { by, reason };
  }
  return undefined;
}

function nameOfClass(exported: string): string {
  return exported === "default" ? "the class that the fix replaces" : exported;
}

/** The class of whose instances a test replaces members, where a fix makes another class's. */
function instancesSpiedOn(mocker: Mocker, { classes = [] }: SiteOfExports): string | undefined {
  const isOfClass = (mock: MockedModule): boolean => classes.some((use) => isOf(mock, use) && mock.instancesOf === use.exported);
  return classes.length === 0 ? undefined : mocker.mocksOf(classes).find(isOfClass)?.instancesOf;
}

function whySpyStays(mocker: Mocker, site: SiteOfExports): string | undefined {
  const name = instancesSpiedOn(mocker, site);
  return name && `it spies on instances of ${nameOfClass(name)}, and the fix makes another class's`;
}

/** A test that gives the code a double, by its constructor or a container, gives it no other member than the old method. */
function whyDoubled(
  { file, rule, isMock, methodLeft }: SiteOfExports,
  { askers, sitesIn, isWritten }: Run,
): HeldBack | undefined {
  if (!methodLeft || isMock) return undefined;
  const follows = (test: string) => sitesIn.get(test)?.some((site) => site.isMock && site.rule === rule && isWritten(site));
  const maker = askers.ofMethod(methodLeft, file).find((test) => !follows(test.file));
  const { from, to } = methodLeft;
  if (!maker) return undefined;
  const lacks = to === undefined ? "would not be called" : `has no ${to}`;
  const reason = maker.makes === "spy" ? `it looks at the calls of ${from}` : `its double of ${from} ${lacks}`;
  return { by: maker.file, reason };
}

function reasonFor(site: SiteOfExports, run: Run): HeldBack | undefined {
  const asked = whyAskedFor(site, run) ?? whyDoubled(site, run);
  if (asked) return asked;
  const own = run.mockerOf.get(site.file);
  for (const mocker of run.mockersNear(site)) {
    const reason = mocker === own ? undefined : whyMockStays(site, mocker, run);
    if (reason !== undefined) return { by: mocker.file, reason };
  }
  const loading = whyLoadsMuch(site, run);
  if (loading || !own) return loading;
  const spying = whySpyStays(own, site);
  if (spying !== undefined) return { by: site.file, reason: spying };
  const isMocked = own.mocksOf(site.left).some((mock) => site.left.some((use) => isOf(mock, use) && mock.replaces(use.exported)));
  return (site.isMock || isMocked ? heldByCode(site, own, run) : undefined) ?? heldByOwnMock(site, run);
}

/**
 * Whether a test is about the code of a fix: it imports that, or loads it through others and has a factory that lacks what the fix needs, or
 * gives something in place of what is random, or spies on instances of the class that the fix leaves.
 */
export function isAbout(mocker: Mocker, site: SiteOfExports): boolean {
  const { file, left, needed, random } = site;
  if (isStillGiven(mocker, site)) return false;
  if (mocker.imports(file)) return true;
  const isGiven = (mock: MockedModule) => left.some((use) => isOf(mock, use) && mock.gives(use.exported));
  if (mocker.mocksOf(needed).some((mock) => failsFor(mock, needed) && !lacks(mock, left)) && mocker.isRunWith(file)) return true;
  const isTold = (random !== undefined && mocker.mocksOf(left).some(isGiven)) || instancesSpiedOn(mocker, site) !== undefined;
  return isTold && mocker.loads(file);
}

/** Whether a setup file gives something random that the code still gets from what replaces it: tests ask for it by no fix. */
export function isStillGiven({ file }: Pick<Mocker, "file">, { random }: SiteOfExports): boolean {
  return random === "kept" && isSetupFile(file);
}

/** Whether a test has a factory without one of some exports. */
export function isLacking(mocker: Mocker, uses: readonly ExportUse[]): boolean {
  return mocker.mocksOf(uses).some((mock) => failsFor(mock, uses));
}

/** Whether all that loads with a mock fails where it reads one of some exports: what the mock gives is known, and lacks it. */
function failsFor(mock: MockedModule, uses: readonly ExportUse[]): boolean {
  return lacks(mock, uses) && mock.has("*");
}

/** Whether who loaded a module before has another value of some exports: a spy, or a stub of a global, is on what both have. */
function replacesAny(mock: MockedModule, uses: readonly ExportUse[]): boolean {
  const isIn = ({ exported }: ExportUse): boolean => mock.replaces(exported) || mock.gives(exported);
  return !mock.isSpied && mock.module !== GLOBAL_PATH && uses.some((use) => isOf(mock, use) && isIn(use));
}

function lacks(mock: MockedModule, uses: readonly ExportUse[]): boolean {
  return uses.some((use) => isOf(mock, use) && !mock.has(use.exported));
}

/** Why a test would fail after the fix of what it loads; undefined where it would not. */
function whyMockStays(site: SiteOfExports, mocker: Mocker, { sitesIn, isWritten }: Run): string | undefined {
  const spying = whySpyStays(mocker, site);
  if (spying !== undefined) return spying;
  const inTest = sitesIn.get(mocker.file) ?? [];
  const mocks = mocker.mocksOf([...site.left, ...site.needed]);
  const related = inTest.filter((other) => other.rule === site.rule && sharesExport(other.left, site.left));
  const isGiven =
    site.needed.length > 0 && site.needed.every((use) => mocks.some((mock) => isOf(mock, use) && mock.gives(use.exported)));
  // Names of one value are one double of an automock.
  const isSame = site.needed.length > 0 && site.needed.every((use) => includesUse(site.left, use));
  if ((isSame || !isGiven) && site.reshaped !== undefined && mocker.asks(site.reshaped))
    return `it looks at the arguments of ${site.reshaped === "default" ? "the default export" : site.reshaped}, and the fix gives it others`;
  const spy = related.find((other) => other.isMock && !isWritten(other) && !staysSpied(other, site));
  const parted = site.left.filter((use) => isGiven || !includesUse(site.givenOn, use));
  const bypassed = isGiven ? undefined : mocks.find((mock) => replacesAny(mock, site.givenOn));
  const setup = bypassed && site.needed.map(({ module }) => mocker.setupThatLoads(module, bypassed.module)).find(Boolean);
  if (setup) return `${setup} loads what the fix uses before its mock of "${bypassed.specifier}" counts`;
  const replacing = mocks.filter(
    (mock) => !(isSame && mock.isAutomock) && parted.some((use) => isOf(mock, use) && mock.replaces(use.exported)),
  );
  const replaced = replacing.find(({ isSpied }) => !isSpied);
  const follows = related.some((other) => other.isMock) && related.every(isWritten);
  if (replaced && !follows && !isGiven) return `it mocks "${replaced.specifier}", and the mock can't follow`;
  if (replaced && isGiven && !follows && !related.every((other) => other.isMock || isWritten(other)))
    return `it still uses what its mock of "${replaced.specifier}" gives`;
  // What follows then is the factory alone.
  if (replaced && follows && related.length < replacing.length) return "it spies on what the fix replaces";
  const moves = (mock: MockedModule) =>
    follows && related.some((other) => other.isMock && other.left.some((use) => isOf(mock, use)));
  if (!replaced && (spy || !replacing.every(moves)) && !isGiven) return "it spies on what the fix replaces";
  // What the mock lacks already is not what the tests run; a default export is left by its own name too.
  const gone = site.left.filter((use) => !includesUse(site.needed, use));
  const left = gone.length > 0 ? gone : site.left;
  const lacking = follows ? undefined : mocks.find((mock) => lacks(mock, site.needed) && !lacks(mock, left));
  const missing = lacking && site.needed.find((use) => lacks(lacking, [use]));
  return missing && `its mock of "${lacking.specifier}" lacks ${missing.exported}, which the fix uses`;
}

/** A test that mocks what its code imports may not be able to load what the fix would bring. */
function whyLoadsMuch(site: SiteOfExports, { loadersOf, mocksOf, sitesIn, isWritten }: Run): HeldBack | undefined {
  const { file, needed, left } = site;
  const loading = needed.map((use) => ({ ...use, loaders: loadersOf(file, use.module) }));
  const loaders = new Set(loading.flatMap((each) => [...each.loaders.keys()]));
  if (loaders.size === 0) return undefined;
  const moving = mocksOf(site).filter((mock) => isWritten(mock) && sharesExport(mock.left, left));
  const willMock = (mocker: Mocker): boolean =>
    moving.some((mock) => mock.file === mocker.file) && mocker.mocksOf(left).some(({ isWhole }) => isWhole);
  for (const mocker of loaders) {
    if (willMock(mocker)) continue;
    // What the run lets the test import itself is loaded there anyway.
    const own = (sitesIn.get(mocker.file) ?? []).filter((other) => !other.isMock && isWritten(other));
    const imported = new Set(own.flatMap((other) => other.needed.map(({ module }) => module)));
    const counts = loading.map((each) => ({ ...each, count: imported.has(each.module) ? 0 : (each.loaders.get(mocker) ?? 0) }));
    const { exported, count } = counts.reduce((a, b) => (b.count > a.count ? b : a));
    if (count === 0) continue;
    const what = /^(?:default|\*)$/u.test(exported) ? "what the fix imports" : `${exported}, which the fix imports`;
    const reason = `it does not mock ${what}, and would load ${count} files more with it: mock it there, or change the code by hand`;
    return { by: mocker.file, reason };
  }
  return undefined;
}

/** A mock stays as long as code that its test loads stays. */
function heldByCode(site: SiteOfExports, mocker: Mocker, { leaving, isWritten }: Run): HeldBack | undefined {
  const left = leaving(site).find(
    (other) =>
      other.file !== site.file &&
      !other.isMock &&
      !isWritten(other) &&
      sharesExport(other.left, site.left) &&
      (mocker.imports(other.file) || mocker.loads(other.file)),
  );
  return left && { by: left.file, reason: "it still uses what the mock gives" };
}

/** A test's own uses stay with its mock, and one mock of an export with another. */
function heldByOwnMock(site: SiteOfExports, { mocksOf, isWritten }: Run): HeldBack | undefined {
  const mock = mocksOf(site).find(
    (other) => other.file === site.file && other.isWritten && !isWritten(other) && sharesExport(other.left, site.left),
  );
  return mock && { by: site.file, reason: "its mock is held back" };
}

/** Whether what a spy is on stays the same object after the fix. */
function staysSpied(spy: SiteOfExports, { left, same }: SiteOfExports): boolean {
  return left.filter((use) => sharesExport([use], spy.left)).every((use) => includesUse(same, use));
}

export function includesUse(uses: readonly ExportUse[], { module, exported }: ExportUse): boolean {
  return uses.some((use) => use.module === module && use.exported === exported);
}

/** Whether two lists of exports have one in common; `*` is every export of its module, and a global's path all below it. */
export function sharesExport(some: readonly ExportUse[], others: readonly ExportUse[]): boolean {
  return some.some((a) => others.some((b) => a.module === b.module && (isWithin(a, b) || isWithin(b, a))));
}

function isWithin({ module, exported }: ExportUse, outer: ExportUse): boolean {
  if (exported === outer.exported || outer.exported === "*") return true;
  return module === GLOBAL_PATH && exported.startsWith(`${outer.exported}.`);
}

function isOf({ module }: MockedModule, use: ExportUse): boolean {
  return use.module === module;
}
