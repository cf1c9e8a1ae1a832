import type { CallGraph, CodePlace, NeedPlace } from "./call-graph.js";
import { Solution } from "./solve.js";

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
}

/** The roots of the sites that a solution leaves, those first that free most. */
export function findRoots(
  graph: CallGraph,
  left: readonly NeedPlace[],
  { value, refused }: { readonly value: string; readonly refused: ReadonlyMap<string, string> },
): readonly ContextRoot[] {
  const solution = new Solution(graph, refused);
  const found = new Map<
    string,
    { stop: { name: string; reason: string; at: CodePlace }; chain: readonly string[]; sites: number }
  >();
  for (const site of left)
    for (const [key, { stop, chain }] of solution.stopsOf(site)) {
      const known = found.get(key);
      found.set(key, known ? { ...known, sites: known.sites + 1 } : { stop, chain, sites: 1 });
    }
  const roots = [...found].map(([key, { stop, chain, sites }]): ContextRoot => {
    const then = new Solution(graph, refused, new Set([key]));
    const { file, line, column } = stop.at;
    const frees = left.filter((site) => then.canHave(site)).length;
    return { value, name: stop.name, file, line, column, reason: stop.reason, frees, sites: Math.max(sites, frees), chain };
  });
  return roots.sort((a, b) => b.frees - a.frees || b.sites - a.sites || a.file.localeCompare(b.file) || a.line - b.line);
}
