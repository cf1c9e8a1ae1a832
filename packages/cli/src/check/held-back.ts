import path from "node:path";
import {
  concerning,
  contractsFor,
  findAskers,
  findHeldBack,
  findMockers,
  groupBy,
  includesUse,
  indexLoaders,
  indexMockers,
  isLacking,
  isStillGiven,
  kindOfSite,
  mayBeAskedFor,
  outsideSites,
  sharesExport,
  readSource,
  siteOfExports,
  type ActiveContract,
  type HeldBack,
  type ListedFile,
  type Mocker,
  MockerSearch,
  type SiteOfExports,
} from "@godwit/project";
import { type ExportUse, GLOBAL_PATH, isTestFile, keyOfModule, loadsManyFiles, type MockedModule } from "@godwit/core/engine";
import { openSource, withSource } from "../host/source-file.js";
import { findForCheck, isAsked, type FindHeldBack, type Search } from "./finding.js";

/** The files of a root, and those of them that may be written. */
export interface FixedFiles {
  readonly root: string;
  readonly all: readonly ListedFile[];
  readonly selected: readonly ListedFile[];
  /** What is found in some files (relative to the root), where that is known already. */
  readonly sited?: ReadonlyMap<string, readonly SiteOfExports[]>;
  /** Whether the run may write any file of the root. */
  readonly areAllSelected?: boolean;
  /** The files that mock modules, where they are known already. */
  readonly mockers?: readonly Mocker[];
  /** All violations, those that comments hide included, where they are known already. */
  readonly sites?: readonly SiteOfExports[];
}

/** What mocks have to do with the fixes of a run. */
export interface MocksOfRun {
  /** The files in which something is held back. */
  readonly holdingIn: ReadonlySet<string>;
  /** Why fixes are held back, by what is the same for a violation wherever it moves. */
  readonly held: ReadonlyMap<string, HeldBack>;
  readonly heldBack: FindHeldBack;
  /** The mocks, in files that their contracts leave out, of what the fixes that were asked about so far take away. */
  followers(): readonly SiteOfExports[];
  /** How many of these fixes take away what some test mocks, and the tests. */
  near(): NearMocks;
  /** The tests without mocks that these fixes let load many more files; only before they are written. */
  loading(): LoadingTests | undefined;
}

/** Tests that load many more files with what some fixes import, the most of them `files`. */
export interface LoadingTests {
  readonly fixes: number;
  readonly tests: readonly string[];
  readonly files: number;
}

/** Written fixes whose code tests reach with mocks of what it had. */
export interface NearMocks {
  readonly fixes: number;
  readonly tests: readonly string[];
  /** Those of the tests whose mocks were all changed along. */
  readonly followed: readonly string[];
}

/** Finds the fixes that would part code from its tests' mocks, or from what asks for a class; undefined where there is neither. */
export function holdBack(search: Search, { root, all, selected, ...known }: FixedFiles): MocksOfRun | undefined {
  const mockers = known.mockers ?? findMockers(search.engine, all, withSource);
  const mayHaveAskers = search.contracts.some((each) => makesAnew(each) || callsGiven(each));
  const bringsMuch = search.contracts.some(({ contract }) => search.engine.bringsManyFiles(contract));
  if (mockers.length === 0 && !mayHaveAskers && !bringsMuch) return undefined;
  const written = new Set(selected.filter(({ isLink }) => !isLink).map((file) => file.path));
  const ownMockers = mockers.filter(({ file }) => written.has(file));
  const isHeavy = (module: string): boolean => loadsManyFiles(module, search.engine.modules);
  const loadsMuch = ({ needed }: SiteOfExports): boolean => needed.some(({ module }) => isHeavy(module));
  const successors = search.contracts
    .flatMap(({ contract }) => search.engine.factsOf(contract).written)
    .map(({ module, exported }) => ({ module: keyOfModule(module), exported }));
  const lacking = new Set(mockers.filter((mocker) => isLacking(mocker, successors)));
  const random = search.contracts
    .flatMap(({ contract }) => search.engine.factsOf(contract).bans)
    .flatMap((ban) => (ban.random ? { module: keyOfModule(ban.random.module), exported: ban.random.exported } : []));
  const sources = random.length > 0 ? [...random, { module: GLOBAL_PATH, exported: "crypto.randomUUID" }] : [];
  const standIns = new Set(mockers.filter((mocker) => mocker.mocksOf(sources).length > 0));
  const mockersOf = indexMockers(mockers);
  const withMocks = new Set(
    [...(known.sited ?? [])].flatMap(([file, sites]) => (sites.some(({ isMock }) => isMock) ? [file] : [])),
  );
  // To know what a test imports costs its tree.
  const nearTo = (sites: readonly SiteOfExports[]): ((mocker: Mocker) => boolean) => {
    const touching = new Set(sites.flatMap(({ left, needed }) => [...left, ...needed].flatMap(mockersOf)));
    return (mocker) => touching.has(mocker) || withMocks.has(mocker.file);
  };
  // A file that no test with mocks runs can neither wait nor let others wait; one that is not written lets only the mocks of its tests wait.
  const isConcerned = (file: string, sites?: readonly SiteOfExports[]): boolean => {
    if (!written.has(file)) return ownMockers.some((mocker) => mocker.imports(file));
    if (mayHaveAskers && (!sites || sites.some(mayBeAskedFor))) return true;
    const isNear = sites && nearTo(sites);
    if (mockers.some((mocker) => mocker.file === file || (isNear?.(mocker) !== false && mocker.imports(file)))) return true;
    const runsWith = (mocker: Mocker): boolean =>
      lacking.has(mocker) ? mocker.isRunWith(file) : standIns.has(mocker) && mocker.loads(file);
    if (mockers.some(runsWith)) return true;
    return (
      bringsMuch && (!sites || sites.some(loadsMuch)) && mockers.some((mocker) => mocker.mocksModules() && mocker.loads(file))
    );
  };
  const sitesWhere = (isMeant: typeof isConcerned): readonly SiteOfExports[] =>
    all.flatMap(({ path: file }) => {
      if (!written.has(file) && !isMeant(file)) return [];
      const seen = known.sited?.get(file);
      if (seen && (seen.length === 0 || !isMeant(file, seen))) return [];
      const sites = seen ?? sitesIn(search, path.join(root, file), file, isMeant);
      return written.has(file) ? sites : sites.map((site) => ({ ...site, isWritten: false }));
    });
  const near = known.sites ?? sitesWhere(isConcerned);
  // A mock that moves waits also for what its test loads through others.
  const moving = new Set(near.flatMap(({ file, isMock, isWritten }) => (isMock && isWritten ? [file] : [])));
  const movers = known.sites ? [] : ownMockers.filter(({ file }) => moving.has(file));
  const isFar = (file: string, sites?: readonly SiteOfExports[]): boolean =>
    movers.some((mocker) => mocker.loads(file)) && !isConcerned(file, sites);
  const own = [...near, ...(movers.length > 0 ? sitesWhere(isFar) : [])];
  const outside = known.areAllSelected ? outsideSites({ ...search, open: openSource }, mockers) : [];
  const held = new Map<string, HeldBack>();
  const found = findHeldBack([...own, ...outside], mockers, findAskers(search.engine, all, withSource));
  // What a test has of its own mock, and only another rule's edit of that makes safe, comes with its code, in the next run.
  const tests = new Map(ownMockers.map((mocker) => [mocker.file, mocker]));
  const fixed = new Set(own.filter(({ isWritten }) => isWritten).map(kindOfSite));
  for (const site of own) {
    const { file: by, left } = site;
    const isMocked = tests
      .get(by)
      ?.mocksOf(left)
      .some((mock) => left.some((use) => isReplacedBy(mock, use)));
    if (isMocked && !fixed.has(kindOfSite(site))) held.set(kindOfSite(site), { by, reason: NEXT_RUN });
  }
  for (const [site, reason] of found) held.set(kindOfSite(site), reason);
  const fixes = new Map<string, SiteOfExports>();
  const followers = (): readonly SiteOfExports[] =>
    outside.filter((mock) => {
      const isMoved = [...fixes.values()].some((fix) => fix.rule === mock.rule && sharesExport(fix.left, mock.left));
      return isMoved && !held.has(kindOfSite(mock));
    });
  return {
    held,
    holdingIn: new Set([...found.keys()].map(({ file }) => file)),
    heldBack: heldBackBy(held, false, (site, start) => fixes.set(`${start} ${kindOfSite(site)}`, site)),
    followers,
    near: () => nearMocks([...fixes.values()], [...fixes.values(), ...followers()], mockers),
    loading() {
      const tests = [...mockers, ...new MockerSearch(search.engine, withSource).tests(all, mockers, true)];
      return loadingTests(
        [...fixes.values()],
        tests.filter(({ file }) => isTestFile(file)),
      );
    },
  };
}

function loadingTests(fixes: readonly SiteOfExports[], tests: readonly Mocker[]): LoadingTests | undefined {
  const loadersOf = indexLoaders(tests, false);
  const counts = new Map<string, number>();
  const loaded = fixes.filter(({ file, needed }) => {
    const loaders = needed.flatMap(({ module }) => [...loadersOf(file, module)]);
    for (const [test, count] of loaders) counts.set(test.file, Math.max(count, counts.get(test.file) ?? 0));
    return loaders.length > 0;
  });
  if (loaded.length === 0) return undefined;
  return { fixes: loaded.length, tests: [...counts.keys()].sort(), files: Math.max(...counts.values()) };
}

const NEXT_RUN = "its mock changes in this run, and it follows in the next one";

function isReplacedBy(mock: MockedModule, { module, exported }: ExportUse): boolean {
  return mock.module === module && mock.replaces(exported);
}

/** Whether a contract replaces what makes instances of a class that it imports: what asks for these may be anywhere. */
function makesAnew({ contract: { rules, imports } }: ActiveContract): boolean {
  const made = JSON.stringify(rules).matchAll(/"match":"\s*new\s+([\w$]+)/gu);
  return [...made].some(([, name = ""]) => name in imports);
}

/** Whether a contract replaces what is called of what code is given, which tests may double: `this.config.get($key)`. */
function callsGiven({ contract: { rules } }: ActiveContract): boolean {
  return /"match":"\s*(?:await\s+)?(?:this\.|\$\w+\.)/u.test(JSON.stringify(rules));
}

/** Says of one edit after another that is to be written whether it is held back; `onFree` is told of those that are not, and where they start. */
export function heldBackBy(
  held: ReadonlyMap<string, HeldBack>,
  takesSuggestions: boolean,
  onFree: (site: SiteOfExports, start: number) => void = () => undefined,
): FindHeldBack {
  return (file, { violation }) => {
    if (violation.level === "hint" || (violation.level === "suggestion" && !takesSuggestions)) return undefined;
    const site = siteOfExports(violation, file, true);
    const reason = held.get(kindOfSite(site));
    if (!reason) onFree(site, violation.range[0]);
    return reason;
  };
}

/**
 * Fixes that change what a test mocks which loads their code, though it may not import it itself; what is no test sets up all of them. A mock
 * counts on where the replacement passes on what is mocked.
 */
function nearMocks(fixes: readonly SiteOfExports[], changed: readonly SiteOfExports[], mockers: readonly Mocker[]): NearMocks {
  const followed = new Map<string, boolean>();
  const mockersOf = indexMockers(mockers);
  const movedIn = groupBy(
    changed.filter(({ isMock }) => isMock),
    ({ file }) => file,
  );
  const isNear = (fix: SiteOfExports): boolean => {
    const others = [...new Set(fix.left.flatMap((use) => mockersOf(use)))].filter(
      (mocker) =>
        mocker.file !== fix.file &&
        !isStillGiven(mocker, fix) &&
        replacedBy(mocker, fix).length > 0 &&
        (!isTestFile(mocker.file) || mocker.loads(fix.file)),
    );
    for (const mocker of others) {
      const moved = (movedIn.get(mocker.file) ?? []).filter(({ rule }) => rule === fix.rule);
      const follows = replacedBy(mocker, fix).every(({ module }) =>
        moved.some(({ left }) => left.some((use) => use.module === module)),
      );
      followed.set(mocker.file, follows && followed.get(mocker.file) !== false);
    }
    return others.length > 0;
  };
  const near = fixes.filter((fix) => !fix.isMock && isNear(fix)).length;
  const tests = [...followed.keys()].sort();
  return { fixes: near, tests, followed: tests.filter((file) => followed.get(file)) };
}

/** The mocks of a test that a fix makes idle; of what its replacement passes on, only where they give the replacement too. */
function replacedBy(mocker: Mocker, { left, needed, givenOn }: SiteOfExports): readonly MockedModule[] {
  const replaces = (uses: readonly ExportUse[]) => (mock: MockedModule) => uses.some((use) => isReplacedBy(mock, use));
  const isPassedOn = !mocker.mocksOf(needed).some(replaces(needed));
  const parted = isPassedOn ? left.filter((use) => !includesUse(givenOn, use)) : left;
  return mocker.mocksOf(parted).filter(replaces(parted));
}

/** What is found in a file that was not looked at yet; nothing where no test with mocks has to do with it. */
function sitesIn(
  search: Search,
  absolute: string,
  file: string,
  isConcerned: (file: string) => boolean,
): readonly SiteOfExports[] {
  const { contracts } = search;
  const own = contractsFor(contracts, file).filter((each) => each.contract.status !== "planned" && isAsked(search, each, file));
  if (own.length === 0) return [];
  try {
    const read = readSource(absolute);
    if (read.kind !== "text") return [];
    const concerned = concerning(own, absolute, read.bytes);
    if (concerned.length === 0 || !isConcerned(file)) return [];
    return withSource(absolute, read.text, (source) => findForCheck({ ...search, contracts: concerned }, source, file).sites());
  } catch {
    // `check` names the files that it can't read or parse.
    return [];
  }
}
