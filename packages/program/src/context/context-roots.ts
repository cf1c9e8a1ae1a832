import type { CallGraph } from "../callers/call-graph.js";
import { findRoots, type CallerRoot, type RootQuery } from "../callers/roots.js";
import type { NeedPlace } from "./call-graph.js";
import type { WantedValue } from "./wanted.js";

/** Where the way up from sites stops: a person who gives the value to it frees sites. */
export interface ContextRoot extends CallerRoot {
  readonly value: string;
  /** A line to complete in it: `const logger: Logger = …;`. */
  readonly write: string | null;
}

/** What the wave asks for its roots: those of one value. */
interface ContextRootQuery extends RootQuery {
  readonly value: Pick<WantedValue, "name" | "from" | "type">;
}

/** The roots of the sites that a solution leaves without a value, those first that free most. */
export function findContextRoots(
  graph: CallGraph<NeedPlace>,
  left: readonly NeedPlace[],
  query: ContextRootQuery,
): { readonly roots: readonly ContextRoot[]; readonly freedByTests: number } {
  const { roots, freedByTests } = findRoots(graph, left, query);
  const toContext = (root: CallerRoot): ContextRoot => ({
    ...root,
    value: query.value.name,
    write: lineFor(query),
  });
  return { roots: roots.map(toContext), freedByTests };
}

function lineFor({ value: { name, from, type } }: ContextRootQuery): string {
  const own = from.find((path) => path !== "this" && !path.includes(".")) ?? name;
  return `const ${own}${type ? `: ${type.name}` : ""} = …;`;
}
