import type { CallGraph, Callable, Container, Holder, NeedPlace } from "./call-graph.js";

/** A function, or code outside of functions, where the way up stops. */
export interface StopPoint {
  readonly key: string;
  readonly name: string;
  readonly reason: string;
  readonly at: Container["at"];
}

/** Which functions can take a value so that each of their callers passes it. */
export class Solution {
  readonly #graph: CallGraph;
  readonly #refused: ReadonlyMap<string, string>;
  /** Stops that have the value, if it is asked what would be then. */
  readonly #given: ReadonlySet<string>;
  readonly #able: Set<string>;

  constructor(graph: CallGraph, refused: ReadonlyMap<string, string> = new Map(), given: ReadonlySet<string> = new Set()) {
    this.#graph = graph;
    this.#refused = refused;
    this.#given = given;
    this.#able = new Set(
      [...graph.callables.values()].filter((each) => this.#obstacleOf(each) === undefined).map(({ key }) => key),
    );
    this.#settle();
  }

  /** Whether a place has the value, or gets it from a function around it. */
  canHave(place: NeedPlace): boolean {
    return (
      place.candidate !== undefined || place.repeats !== undefined || this.#isGiven(place) || this.holderOf(place) !== undefined
    );
  }

  /** The function that gives the value to a place which has none. */
  holderOf({ candidate, holders }: NeedPlace): Holder | undefined {
    return candidate === undefined ? holders.find(({ callable }) => this.#able.has(callable)) : undefined;
  }

  /** All functions that take the value for some places. */
  takersFor(places: readonly NeedPlace[]): ReadonlySet<string> {
    const takers = new Set<string>();
    const queue = [...places];
    for (const place of queue) {
      const holder = this.holderOf(place);
      if (!holder || takers.has(holder.callable)) continue;
      takers.add(holder.callable);
      queue.push(...this.#graph.callables.get(holder.callable)!.calls.values());
    }
    return takers;
  }

  /** Where the way up from a place stops, each with the names on the way to it. */
  stopsOf(place: NeedPlace): ReadonlyMap<string, { readonly stop: StopPoint; readonly chain: readonly string[] }> {
    const stops = new Map<string, { stop: StopPoint; chain: readonly string[] }>();
    const seen = new Set<string>();
    const queue: { place: NeedPlace; chain: readonly string[] }[] = [{ place, chain: [] }];
    for (const { place: at, chain } of queue) {
      if (this.canHave(at)) continue;
      const callables = at.holders.map(({ callable }) => this.#graph.callables.get(callable)!);
      const holder = callables.find(({ calls }) => calls.size > 0) ?? callables[0];
      if (!holder) {
        if (!stops.has(at.container.key)) stops.set(at.container.key, { stop: at.container, chain });
        continue;
      }
      if (seen.has(holder.key)) continue;
      seen.add(holder.key);
      const own = [...chain, holder.name];
      const without = [...holder.calls.values()].filter((call) => !this.canHave(call));
      const obstacle = this.#obstacleOf(holder) ?? (without.length === 0 ? "nothing in the program calls it" : undefined);
      if (obstacle !== undefined)
        stops.set(holder.key, { stop: { key: holder.key, name: holder.name, reason: obstacle, at: holder.at }, chain: own });
      else queue.push(...without.map((call) => ({ place: call, chain: own })));
    }
    // Functions that call only each other are called by nobody else.
    const [first] = place.holders.flatMap(({ callable }) => this.#graph.callables.get(callable) ?? []);
    if (stops.size === 0 && first && !this.canHave(place))
      stops.set(first.key, { stop: { ...first, reason: "nothing in the program calls it" }, chain: [first.name] });
    return stops;
  }

  #obstacleOf({ key, obstacle }: Callable): string | undefined {
    return obstacle ?? this.#refused.get(key);
  }

  #isGiven({ holders, container }: NeedPlace): boolean {
    return this.#given.has(container.key) || holders.some(({ callable }) => this.#given.has(callable));
  }

  /** Takes out what some caller can't pass the value to, and what nobody calls in the end. */
  #settle(): void {
    for (let isChanged = true; isChanged;) {
      isChanged = false;
      for (const key of this.#able) {
        const { calls } = this.#graph.callables.get(key)!;
        if ([...calls.values()].every((call) => this.canHave(call))) continue;
        this.#able.delete(key);
        isChanged = true;
      }
      if (isChanged) continue;
      const grounded = this.#grounded();
      for (const key of [...this.#able].filter((each) => !grounded.has(each))) {
        this.#able.delete(key);
        isChanged = true;
      }
    }
  }

  /** Those to which the value really comes from somewhere, and not only from each other. */
  #grounded(): ReadonlySet<string> {
    const grounded = new Set<string>();
    const comes = (call: NeedPlace): boolean => {
      if (call.candidate !== undefined || this.#isGiven(call)) return true;
      const holder = this.holderOf(call);
      return holder === undefined ? call.repeats !== undefined : grounded.has(holder.callable);
    };
    for (let size = -1; size !== grounded.size;) {
      size = grounded.size;
      for (const key of this.#able) {
        const { calls, injected } = this.#graph.callables.get(key)!;
        if (injected !== undefined || [...calls.values()].some(comes)) grounded.add(key);
      }
    }
    return grounded;
  }
}
