import type { ContextGraph, NeedPlace } from "./call-graph.js";
import { textOfExpression } from "./expressions.js";
import type { WantedExpression } from "./wanted.js";

/** What is known of the sites and of tests. */
export interface RepeatsSetting {
  /** What each site has now, as far as it means the same in every file. */
  readonly sites: readonly { readonly place: NeedPlace; readonly expression: WantedExpression | undefined }[];
  isTest(file: string): boolean;
  /** Why code of a file finds no expression there; undefined if it does. */
  whyMissing(file: string, expression: WantedExpression): string | undefined;
}

/** Lets each call in a test pass the expression that all sites behind it have, so that the test's mocks serve them as before. */
export function planRepeats(graph: ContextGraph, { sites, isTest, whyMissing }: RepeatsSetting): void {
  const reached = findReached(graph, sites);
  for (const callable of graph.callables.values()) {
    const [expression, ...others] = [...(reached.get(callable.key)?.values() ?? [])];
    if (!expression || others.length > 0 || isTest(callable.at.file)) continue;
    for (const [key, call] of callable.calls) {
      if (call.candidate !== undefined || !call.isInTest) continue;
      const reason = whyMissing(call.at.file, expression);
      const container = { ...call.container, reason: `a test that has none: ${reason}` };
      callable.calls.set(key, reason === undefined ? { ...call, repeats: expression } : { ...call, container });
    }
  }
}

/** For each function the expressions that the sites behind it have, by their texts. */
function findReached(
  graph: ContextGraph,
  sites: RepeatsSetting["sites"],
): ReadonlyMap<string, ReadonlyMap<string, WantedExpression | undefined>> {
  const reached = new Map<string, Map<string, WantedExpression | undefined>>();
  const queue = sites.map(({ place, expression }) => ({ place, expression }));
  for (const { place, expression } of queue)
    for (const { callable } of place.holders) {
      const known = reached.get(callable) ?? new Map<string, WantedExpression | undefined>();
      reached.set(callable, known);
      const text = expression ? textOfExpression(expression) : "";
      if (known.has(text)) continue;
      known.set(text, expression);
      for (const call of graph.callables.get(callable)?.calls.values() ?? []) queue.push({ place: call, expression });
    }
  return reached;
}
