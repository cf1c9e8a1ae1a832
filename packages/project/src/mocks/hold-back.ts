import { type ExportUse, GLOBAL_PATH, type MockedModule, type Violation } from "@godwit/core/engine";
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
  /** Whether edits across files may come to write it, so that it has to wait like a fix; others do not count on it. */
  readonly mayBeWritten: boolean;
  /** Whether it is a mock, or only serves one. */
  readonly isMock: boolean;
  readonly left: readonly ExportUse[];
  readonly needed: readonly ExportUse[];
  /** What the replacement itself gives on: a mock of it still counts. */
  readonly givenOn: readonly ExportUse[];
  /** What is left and stays the same object: a spy on it still counts. */
  readonly same: readonly ExportUse[];
}

/** A violation in a file (relative to the root) as far as mocks are concerned. */
export function siteOfExports(violation: Violation, file: string, isWritten: boolean): SiteOfExports {
  const { contract, rule, isMock, needsAsync = false } = violation;
  const mayBeWritten = needsAsync && !isMock;
  return { ...violation.exportsChanged(), file, rule: `${contract}/${rule}`, isMock, isWritten, mayBeWritten };
}

/**
 * Finds the fixes that would part a test from its subject: of code that the test imports itself, where it mocks what the code leaves and
 * can't follow, and of mocks whose code can't follow. Each that is held back may hold back others, so it goes on until nothing changes.
 */
export function findHeldBack(sites: readonly SiteOfExports[], mockers: readonly Mocker[]): ReadonlyMap<SiteOfExports, HeldBack> {
  const held = new Map<SiteOfExports, HeldBack>();
  if (mockers.length === 0) return held;
  const isWritten = (site: SiteOfExports) => site.isWritten && !held.has(site);
  const candidates = sites.filter((site) => site.isWritten || site.mayBeWritten);
  const run: Run = { sites, byFile: groupBy(sites, ({ file }) => file), mockers, isWritten };
  for (;;) {
    const before = held.size;
    for (const site of candidates) {
      const reason = held.has(site) ? undefined : reasonFor(site, run);
      if (reason) held.set(site, reason);
    }
    if (held.size === before) return held;
  }
}

/** All that the fixes of one run are compared with. */
interface Run {
  readonly sites: readonly SiteOfExports[];
  /** A repository has tens of thousands of sites, and most questions are about those of one file. */
  readonly byFile: ReadonlyMap<string, readonly SiteOfExports[]>;
  readonly mockers: readonly Mocker[];
  isWritten(site: SiteOfExports): boolean;
}

/** What is the same for a violation before and after other fixes moved it. */
export function kindOfSite({ file, rule, left, needed }: Pick<SiteOfExports, "file" | "rule" | "left" | "needed">): string {
  const list = (uses: readonly ExportUse[]) => uses.map(({ module, exported }) => `${module}#${exported}`).sort();
  return JSON.stringify([file, rule, list(left), list(needed)]);
}

/** Why an export is not there for code of a file (relative to the root) in a test that mocks its module; undefined where it is. */
export function whyMockLacks(file: string, used: ExportUse, mockers: readonly Mocker[]): string | undefined {
  for (const mocker of mockers) {
    const lacking = mocker.mocksOf([used]).find((mock) => !mock.has(used.exported));
    if (lacking && (mocker.file === file || mocker.imports(file)))
      return `the mock of "${lacking.specifier}" in ${mocker.file} lacks ${used.exported}`;
  }
  return undefined;
}

function reasonFor(site: SiteOfExports, run: Run): HeldBack | undefined {
  const own = run.mockers.find(({ file }) => file === site.file);
  for (const mocker of run.mockers) {
    if (mocker === own) continue;
    const reason = whyMockStays(site, mocker, run) ?? whyLoadsMuch(site, mocker);
    if (reason !== undefined) return { by: mocker.file, reason };
  }
  if (!own) return undefined;
  const isSpiedOn = own
    .mocksOf(site.left)
    .some((mock) => mock.isSpied && site.left.some((use) => isOf(mock, use) && mock.replaces(use.exported)));
  return (site.isMock || isSpiedOn ? heldByCode(site, own, run) : undefined) ?? heldByOwnMock(site, run);
}

/** Why a test would fail after the fix of what it loads; undefined where it would not. */
function whyMockStays(site: SiteOfExports, mocker: Mocker, { byFile, isWritten }: Run): string | undefined {
  const inTest = byFile.get(mocker.file) ?? [];
  const mocks = mocker.mocksOf([...site.left, ...site.needed]);
  // Most tests mock something else, which their texts show: what they import is the dearer question.
  const isAbout = mocks.length > 0 || inTest.some(({ isMock }) => isMock);
  if (!isAbout || !mocker.imports(site.file)) return undefined;
  const related = inTest.filter((other) => other.rule === site.rule && sharesExport(other.left, site.left));
  const isGiven =
    site.needed.length > 0 && site.needed.every((use) => mocks.some((mock) => isOf(mock, use) && mock.gives(use.exported)));
  const spy = related.find((other) => other.isMock && !isWritten(other) && !staysSpied(other, site));
  const parted = site.left.filter((use) => !includesUse(site.givenOn, use));
  const replacing = mocks.filter((mock) => parted.some((use) => isOf(mock, use) && mock.replaces(use.exported)));
  const replaced = replacing.find(({ isSpied }) => !isSpied);
  const follows = related.some((other) => other.isMock) && related.every(isWritten);
  if (replaced && !follows && !isGiven) return `it mocks "${replaced.specifier}", and the mock can't follow`;
  const moves = (mock: MockedModule) =>
    follows && related.some((other) => other.isMock && other.left.some((use) => isOf(mock, use)));
  if (!replaced && (spy || !replacing.every(moves)) && !isGiven) return "it spies on what the fix replaces";
  // What the mock lacks already is not what the tests run.
  const lackedBefore = (mock: MockedModule) => site.left.some((use) => isOf(mock, use) && !mock.has(use.exported));
  const lacks = (mock: MockedModule) => site.needed.some((use) => isOf(mock, use) && !mock.has(use.exported));
  const lacking = follows ? undefined : mocks.find((mock) => lacks(mock) && !lackedBefore(mock));
  return lacking && `its mock of "${lacking.specifier}" lacks what the fix uses`;
}

/** A test that mocks what its code imports may not be able to load what the fix would bring. */
function whyLoadsMuch({ file, needed }: SiteOfExports, mocker: Mocker): string | undefined {
  const loads = needed.map(({ module, exported }) => ({ exported, count: mocker.loadsAnew(file, module) }));
  const [most] = loads.sort((a, b) => b.count - a.count);
  if (!most || most.count === 0) return undefined;
  const what = /^(?:default|\*)$/u.test(most.exported) ? "what the fix imports" : `${most.exported}, which the fix imports`;
  return `it does not mock ${what}, and would load ${most.count} files more with it: mock it there, or change the code by hand`;
}

/** A mock stays as long as code that its test imports stays. */
function heldByCode(site: SiteOfExports, mocker: Mocker, { sites, isWritten }: Run): HeldBack | undefined {
  const left = sites.find(
    (other) =>
      other.file !== site.file &&
      other.rule === site.rule &&
      !other.isMock &&
      !isWritten(other) &&
      sharesExport(other.left, site.left) &&
      mocker.imports(other.file),
  );
  return left && { by: left.file, reason: "it still uses what the mock gives" };
}

/** A test's own uses stay with its mock, and one mock of an export with another. */
function heldByOwnMock(site: SiteOfExports, { byFile, isWritten }: Run): HeldBack | undefined {
  const mock = byFile
    .get(site.file)
    ?.find(
      (other) =>
        other.rule === site.rule && other.isMock && other.isWritten && !isWritten(other) && sharesExport(other.left, site.left),
    );
  return mock && { by: site.file, reason: "its mock is held back" };
}

/** Whether what a spy is on stays the same object after the fix. */
function staysSpied(spy: SiteOfExports, { left, same }: SiteOfExports): boolean {
  return left.filter((use) => sharesExport([use], spy.left)).every((use) => includesUse(same, use));
}

function includesUse(uses: readonly ExportUse[], { module, exported }: ExportUse): boolean {
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
