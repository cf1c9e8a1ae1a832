import type { Callable, CallPlace, ContextGraph, NeedPlace, Timing } from "./call-graph.js";
import { textOfExpression } from "./expressions.js";
import type { WantedExpression } from "./wanted.js";

/** A place that needs the value, and the expression that it has now. */
export interface ExpressedPlace {
  readonly place: NeedPlace;
  readonly file: string;
  readonly expression: WantedExpression | undefined;
}

/** How sites are reached from calls of a function. */
interface Reached {
  /** The texts of the sites' expressions; undefined where a site has none that means the same elsewhere. */
  readonly texts: Set<string | undefined>;
  readonly timings: Set<Timing>;
}

/** Decides for each call in a test whether it may pass the expression that all sites behind it have, and says why if not. */
export function planRepeats(graph: ContextGraph, sites: readonly ExpressedPlace[], isTest: (file: string) => boolean): void {
  const expressions = new Map(
    sites.flatMap(({ expression }) => (expression ? [[textOfExpression(expression), expression]] : [])),
  );
  const reached = findReached(graph, sites);
  const files = new Set([
    ...sites.map(({ file }) => file),
    ...[...graph.callables.values()].flatMap(({ declarations }) => [...declarations].map((key) => key.split("\0")[0]!)),
  ]);
  for (const callable of graph.callables.values()) {
    const own = reached.get(callable.key);
    const [text, ...others] = own?.texts ?? [];
    const expression = text !== undefined && others.length === 0 ? expressions.get(text) : undefined;
    if (!own || !expression || isTest(callable.at.file)) continue;
    for (const [key, call] of callable.calls) {
      if (call.candidate !== undefined || !call.test) continue;
      const reason = obstacleOf(callable, call, { expression, timings: own.timings, files });
      const container = { ...call.container, reason: `a test that has none: ${reason}` };
      callable.calls.set(key, reason === undefined ? { ...call, repeats: expression } : { ...call, container });
    }
  }
}

interface Asked {
  readonly expression: WantedExpression;
  readonly timings: ReadonlySet<Timing>;
  /** The files of what needs the value. */
  readonly files: ReadonlySet<string>;
}

function obstacleOf(
  { name, declarations }: Callable,
  { test }: CallPlace,
  { expression, timings, files }: Asked,
): string | undefined {
  const text = textOfExpression(expression);
  const facts = test?.get(text);
  if (!facts) return "what the sites have means nothing there";
  if (facts.obstacle !== undefined) return facts.obstacle;
  const mocked = facts.mocked.filter((file) => files.has(file));
  if (mocked.some((file) => [...declarations].some((key) => key.startsWith(`${file}\0`))))
    return `it mocks the module of ${name}`;
  if (mocked.length > 0 && !facts.hasRoot) return `it would load the module of ${expression.root.name}`;
  if (timings.has("changed")) return `code before the site may change what ${text} gives`;
  const isCertain = timings.has("always") && mocked.length === 0;
  if (!isCertain && facts.mayThrow !== undefined) return `${facts.mayThrow}, and ${name} may not come to it`;
  return timings.has("later") ? facts.changed : undefined;
}

/** Goes from the sites upwards through the functions that may give them the value. */
function findReached(graph: ContextGraph, sites: readonly ExpressedPlace[]): ReadonlyMap<string, Reached> {
  const reached = new Map<string, Reached>();
  const queue: string[] = [];
  const add = (place: NeedPlace, texts: Iterable<string | undefined>, timings: Iterable<Timing>): void => {
    for (const { callable, timing } of place.holders) {
      let known = reached.get(callable);
      if (!known) reached.set(callable, (known = { texts: new Set(), timings: new Set() }));
      const size = known.texts.size + known.timings.size;
      for (const each of texts) known.texts.add(each);
      for (const each of timings) known.timings.add(joined(timing, each));
      if (known.texts.size + known.timings.size > size) queue.push(callable);
    }
  };
  for (const { place, expression } of sites) add(place, [expression && textOfExpression(expression)], ["always"]);
  for (const key of queue) {
    const { texts, timings } = reached.get(key)!;
    for (const call of graph.callables.get(key)?.calls.values() ?? []) add(call, [...texts], [...timings]);
  }
  return reached;
}

const ORDER: readonly Timing[] = ["always", "maybe", "later", "changed"];

/** When what is reached in one way is reached behind another. */
function joined(a: Timing, b: Timing): Timing {
  return ORDER[Math.max(ORDER.indexOf(a), ORDER.indexOf(b))]!;
}
