import type { CallGraph, NeedPlace } from "./call-graph.js";
import { Solution, type StopPoint } from "./solve.js";
import type { WantedValue } from "./wanted.js";

/** Where the way up from sites stops: a person who gives the value to it frees sites. */
export interface ContextRoot {
  readonly value: string;
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Why it can't take the value by itself. */
  readonly reason: string;
  /** How many sites it alone would free. */
  readonly frees: number;
  /** How many sites need it, some of them others too. */
  readonly sites: number;
  /** The functions from the first of these sites up to it. */
  readonly chain: readonly string[];
  /** Whether it is a test file, with all places in it. */
  readonly isTest: boolean;
  /** A line to complete in it: `const logger: Logger = …;`. */
  readonly write: string | null;
}

/** What is asked of a graph. */
export interface RootQuery {
  readonly value: Pick<WantedValue, "name" | "from" | "type">;
  /** The functions that do not hold, and why. */
  readonly refused: ReadonlyMap<string, string>;
  isTest(file: string): boolean;
}

interface FoundStop {
  readonly stop: StopPoint;
  readonly chain: readonly string[];
  readonly isTest: boolean;
  /** The places that have to get the value. */
  readonly keys: Set<string>;
  readonly sites: Set<NeedPlace>;
}

/** The roots of the sites that a solution leaves, those first that free most, and how many sites those in tests free together. */
export function findRoots(
  graph: CallGraph,
  left: readonly NeedPlace[],
  query: RootQuery,
): { readonly roots: readonly ContextRoot[]; readonly freedByTests: number } {
  const found = findStops(graph, left, query);
  const freedBy = (keys: ReadonlySet<string>): number => {
    const then = new Solution(graph, query.refused, keys);
    return left.filter((site) => then.canHave(site)).length;
  };
  const roots = found.map(({ stop, chain, isTest, keys, sites }): ContextRoot => {
    const frees = freedBy(keys);
    const { file, line, column } = stop.at;
    const place = { value: query.value.name, name: isTest ? file : stop.name, file, line, column, reason: stop.reason };
    return { ...place, frees, sites: Math.max(sites.size, frees), chain, isTest, write: lineFor(query) };
  });
  const inTests = found.filter(({ isTest }) => isTest);
  return {
    roots: roots.sort((a, b) => b.frees - a.frees || b.sites - a.sites || a.file.localeCompare(b.file) || a.line - b.line),
    freedByTests: inTests.length === 0 ? 0 : freedBy(new Set(inTests.flatMap(({ keys }) => [...keys]))),
  };
}

/** Where the ways up from sites stop, one for each test file. */
function findStops(graph: CallGraph, left: readonly NeedPlace[], { refused, isTest }: RootQuery): readonly FoundStop[] {
  const solution = new Solution(graph, refused);
  const found = new Map<string, FoundStop>();
  for (const site of left)
    for (const [key, { stop, chain }] of solution.stopsOf(site)) {
      const isInTest = isTest(stop.at.file);
      const group = isInTest ? `test ${stop.at.file}` : key;
      const known = found.get(group) ?? { stop, chain, isTest: isInTest, keys: new Set<string>(), sites: new Set<NeedPlace>() };
      found.set(group, known);
      known.keys.add(key);
      known.sites.add(site);
    }
  return [...found.values()];
}

function lineFor({ value: { name, from, type } }: RootQuery): string {
  const own = from.find((path) => path !== "this" && !path.includes(".")) ?? name;
  return `const ${own}${type ? `: ${type.name}` : ""} = …;`;
}
