import type { ProjectState } from "./project-state.js";
import { ANYTHING, type Around, namesThatDiffer, type Links, type TakenName } from "./shape.js";

/** How many files' declarations are compared: where more is reached, checking takes no longer than comparing. */
const FEWEST_TO_COMPARE = 100;
const SHARE_TO_COMPARE = 0.05;

/** What a change reaches. */
export interface Reach {
  /** The files whose errors it may alter. */
  readonly affected: ReadonlySet<string>;
  /** Those of them that it may alter from outside, as they take something that looks different now. */
  readonly reached: ReadonlySet<string>;
  /** The files that look different to those that import them. */
  readonly reshaped: ReadonlySet<string>;
  /** The files that take something by the name of what looks different now, of another module: where imports lead elsewhere it may be the same. */
  readonly namesakes: ReadonlySet<string>;
  /** Whether it ends where only comparing many more files could tell. */
  readonly isPartial: boolean;
}

/** Where several projects are asked about one change: what one finds out of a file serves the others. */
export interface Comparing {
  /** How many files were compared so far. */
  readonly count: number;
  /** The names by which others see a file's declarations differ, which `compare` finds out. */
  differing(file: string, around: Around | undefined, compare: () => ReadonlySet<string>): ReadonlySet<string>;
}

/** How far a change is followed. */
export interface ReachOptions {
  /** The most files whose declarations are compared, or nothing is said. */
  readonly most?: number;
  /** Whether what takes a changed name counts as unchanged, instead of changed, once comparing takes longer than checking. */
  readonly isNear?: boolean;
  /** Whether the state before is not asked for types that it would have to be made again for: such a declaration counts as changed. */
  readonly onlyKnown?: boolean;
  readonly comparing?: Comparing | undefined;
}

/**
 * The files whose errors a change may alter: the changed ones; those that import a name whose declaration looks different now; and so on
 * from each of these for the names whose own declarations differ or name such a one. All of them if a change is seen without an import. Undefined if
 * the declarations of more than `most` files would have to be compared.
 */
export function findAffected(
  before: ProjectState,
  after: ProjectState,
  changed: readonly string[],
  { most = Infinity, isNear = false, onlyKnown = false, comparing }: ReachOptions = {},
): Reach | undefined {
  if (isSeenWithoutImport(before, after, changed)) {
    const all = allOf(after);
    return { affected: all, reached: all, reshaped: all, namesakes: new Set(), isPartial: false };
  }
  if (changed.length > most) return undefined;
  const reached = new Set<string>();
  const namesakes = new Set<string>();
  /** The names by which others see something else of a file now. */
  const reshaped = new Map<string, ReadonlySet<string>>();
  const reshape = (file: string, names: ReadonlySet<string>): readonly string[] => {
    const known = reshaped.get(file) ?? new Set();
    const all = new Set([...known, ...names]);
    if (all.size === known.size) return [];
    reshaped.set(file, all);
    return [file];
  };
  const isReshaped = (module: string): boolean => reshaped.has(module);
  /** From here on what takes a reshaped name counts as reshaped itself, or as what it was. */
  const enough = changed.length + Math.max(FEWEST_TO_COMPARE, after.ownFiles().length * SHARE_TO_COMPARE);
  const beyond = isNear ? [] : [ANYTHING];
  const differing = (file: string, around?: Around): ReadonlySet<string> => {
    // To a program without it nothing of it differs, which is no answer for those that have it.
    if (!before.has(file) && !after.has(file)) return new Set();
    const compare = (): ReadonlySet<string> =>
      namesThatDiffer(onlyKnown ? before.knownShapeOf(file) : before.shapeOf(file), after.shapeOf(file), around);
    return comparing ? comparing.differing(file, around, compare) : compare();
  };
  let compared = changed.length;
  const isEnough = (): boolean => (comparing?.count ?? compared) > enough;
  let level = changed.flatMap((file) => reshape(file, differing(file)));
  while (level.length > 0) {
    const next: string[] = [];
    for (const [importer, modules] of importersOf(after, level, reshaped)) {
      if (modules.length === 0) {
        namesakes.add(importer);
        continue;
      }
      const { names, passed } = whatReaches(after.linksOf(importer), modules, reshaped);
      if (names.size + passed.size === 0) continue;
      reached.add(importer);
      if (reshaped.get(importer)?.has(ANYTHING)) continue;
      if (names.size > 0 && ++compared > most) return undefined;
      const own = names.size === 0 ? [] : isEnough() ? beyond : differing(importer, { names, isReshaped });
      next.push(...reshape(importer, new Set([...passed, ...own])));
    }
    level = next;
  }
  const isPartial = isNear && isEnough();
  return { affected: new Set([...changed, ...reached]), reached, reshaped: new Set(reshaped.keys()), namesakes, isPartial };
}

/** The files that may import one of some files by what they name, with those that they import. */
function importersOf(
  after: ProjectState,
  files: readonly string[],
  reshaped: ReadonlyMap<string, ReadonlySet<string>>,
): readonly (readonly [string, readonly string[]])[] {
  const asked = new Set(files);
  const names = new Set(files.flatMap((file) => [...reshaped.get(file)!]));
  return after
    .mayImport(files, names)
    .map((importer) => [importer, [...new Set(after.importsOf(importer))].filter((module) => asked.has(module))]);
}

/** What is another thing now for a file that imports reshaped ones: names of its own, and names that it passes on. */
function whatReaches(
  links: Links | undefined,
  modules: readonly string[],
  reshaped: ReadonlyMap<string, ReadonlySet<string>>,
): { readonly names: ReadonlySet<string>; readonly passed: ReadonlySet<string> } {
  if (!links) return { names: new Set([ANYTHING]), passed: new Set() };
  const asked = new Set(modules);
  const ofReshaped = (all: readonly TakenName[]): readonly TakenName[] =>
    all.filter(({ module, name }) => {
      const names = asked.has(module) ? reshaped.get(module)! : undefined;
      return names && (name === ANYTHING || names.has(ANYTHING) || names.has(name));
    });
  const passed = ofReshaped(links.passed).flatMap(({ local, module }) =>
    local === ANYTHING ? [...reshaped.get(module)!].filter((name) => name !== "default") : [local],
  );
  return { names: new Set(ofReshaped(links.taken).map(({ local }) => local)), passed: new Set(passed) };
}

/** The changed files, and all that import one of them, directly or not. */
export function findImporters(before: ProjectState, after: ProjectState, changed: readonly string[]): ReadonlySet<string> {
  if (isSeenWithoutImport(before, after, changed)) return allOf(after);
  const found = new Set(changed);
  for (const file of found) for (const importer of after.importersOf(file)) found.add(importer);
  return found;
}

/** The changed files that a file is or takes something from, by how many imports lead there. */
export function changedBehind(
  state: ProjectState,
  file: string,
  changed: { has(file: string): boolean },
): readonly (readonly string[])[] {
  const seen = new Set<string>();
  const found: string[][] = [];
  for (let level = [file]; level.length > 0;) {
    for (const each of level) seen.add(each);
    found.push(level.filter((each) => changed.has(each)));
    level = [...new Set(level.flatMap((each) => state.importsOf(each)))].filter((each) => each !== "" && !seen.has(each));
  }
  return found.filter((level) => level.length > 0);
}

function isSeenWithoutImport(before: ProjectState, after: ProjectState, changed: readonly string[]): boolean {
  return changed.some((file) => before.isGlobal(file) || after.isGlobal(file));
}

function allOf(after: ProjectState): ReadonlySet<string> {
  return new Set(after.ownFiles());
}
