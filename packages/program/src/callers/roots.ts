import type { CalledPlace, CallGraph, CodePlace } from "./call-graph.js";
import { Solution, type StopPoint } from "./solve.js";

/** Where the way up from sites stops: a person who changes it frees sites. */
export interface CallerRoot extends Omit<CodePlace, "start"> {
  readonly name: string;
  /** Why it can't change by itself. */
  readonly reason: string;
  /** How many sites it alone would free. */
  readonly frees: number;
  /** How many sites need it, some of them others too. */
  readonly sites: number;
  /** The functions from the first of these sites up to it. */
  readonly chain: readonly string[];
  /** Whether it is a test file, with all places in it. */
  readonly isTest: boolean;
}

/** What is asked of a graph. */
export interface RootQuery {
  /** The functions that do not hold, and why. */
  readonly refused: ReadonlyMap<string, string>;
  isTest(file: string): boolean;
}

interface FoundStop<Place> {
  readonly stop: StopPoint;
  readonly chain: readonly string[];
  readonly isTest: boolean;
  /** The places that have to change. */
  readonly keys: Set<string>;
  readonly sites: Set<Place>;
}

/** The roots of the sites that a solution leaves, those first that free most, and how many sites those in tests free together. */
export function findRoots<Place extends CalledPlace>(
  graph: CallGraph<Place>,
  left: readonly Place[],
  query: RootQuery,
): { readonly roots: readonly CallerRoot[]; readonly freedByTests: number } {
  const found = findStops(graph, left, query);
  const freedBy = (keys: ReadonlySet<string>): number => {
    const then = new Solution<Place>(graph, query.refused, keys);
    return left.filter((site) => then.canHave(site)).length;
  };
  const roots = found.map(({ stop, chain, isTest, keys, sites }): CallerRoot => {
    const frees = freedBy(keys);
    const { file, line, column } = stop.at;
    const place = { name: isTest ? file : stop.name, file, line, column, reason: stop.reason };
    return { ...place, frees, sites: Math.max(sites.size, frees), chain, isTest };
  });
  const inTests = found.filter(({ isTest }) => isTest);
  return {
    roots: roots.sort((a, b) => b.frees - a.frees || b.sites - a.sites || a.file.localeCompare(b.file) || a.line - b.line),
    freedByTests: inTests.length === 0 ? 0 : freedBy(new Set(inTests.flatMap(({ keys }) => [...keys]))),
  };
}

/** Where the ways up from sites stop, one for each test file. */
function findStops<Place extends CalledPlace>(
  graph: CallGraph<Place>,
  left: readonly Place[],
  { refused, isTest }: RootQuery,
): readonly FoundStop<Place>[] {
  const solution = new Solution<Place>(graph, refused);
  const found = new Map<string, FoundStop<Place>>();
  for (const site of left)
    for (const [key, { stop, chain }] of solution.stopsOf(site)) {
      const isInTest = isTest(stop.at.file);
      const group = isInTest ? `test ${stop.at.file}` : key;
      const known = found.get(group) ?? { stop, chain, isTest: isInTest, keys: new Set<string>(), sites: new Set<Place>() };
      found.set(group, known);
      known.keys.add(key);
      known.sites.add(site);
    }
  return [...found.values()];
}
