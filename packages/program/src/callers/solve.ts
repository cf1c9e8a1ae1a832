import type { Called, CalledPlace, CallGraph, Container } from "./call-graph.js";

/** A function, or code outside of functions, where the way up stops. */
export interface StopPoint {
  readonly key: string;
  readonly name: string;
  readonly reason: string;
  readonly at: Container["at"];
}

/** Which functions can change so that each of their callers can go along: take a value that it passes, or become async so that it waits. */
export class Solution<Place extends CalledPlace> {
  readonly #graph: CallGraph<Place>;
  readonly #refused: ReadonlyMap<string, string>;
  /** Stops that are done, if it is asked what would be then. */
  readonly #given: ReadonlySet<string>;
  readonly #able: Set<string>;

  constructor(graph: CallGraph<Place>, refused: ReadonlyMap<string, string> = new Map(), given: ReadonlySet<string> = new Set()) {
    this.#graph = graph;
    this.#refused = refused;
    this.#given = given;
    this.#able = new Set(
      [...graph.callables.values()].filter((each) => this.#obstacleOf(each) === undefined).map(({ key }) => key),
    );
    this.#settle();
  }

  /** Whether a place is served as it is, or by a function around it. */
  canHave(place: Place): boolean {
    return (
      place.candidate !== undefined || place.repeats !== undefined || this.#isGiven(place) || this.holderOf(place) !== undefined
    );
  }

  /** The function that changes for a place which nothing serves yet. */
  holderOf({ candidate, holders }: Place): Place["holders"][number] | undefined {
    return candidate === undefined ? holders.find(({ callable }) => this.#able.has(callable)) : undefined;
  }

  /** All functions that change for some places. */
  takersFor(places: readonly Place[]): ReadonlySet<string> {
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
  stopsOf(place: Place): ReadonlyMap<string, { readonly stop: StopPoint; readonly chain: readonly string[] }> {
    const stops = new Map<string, { stop: StopPoint; chain: readonly string[] }>();
    const seen = new Set<string>();
    const queue: { place: Place; chain: readonly string[] }[] = [{ place, chain: [] }];
    for (const { place: at, chain } of queue) {
      if (this.canHave(at)) continue;
      const callables = at.holders.map(({ callable }) => this.#graph.callables.get(callable)!);
      const holder = callables.find(({ calls, isCalled }) => isCalled || calls.size > 0) ?? callables[0];
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

  #obstacleOf({ key, obstacle }: Called<Place>): string | undefined {
    return obstacle ?? this.#refused.get(key);
  }

  #isGiven({ holders, container }: Place): boolean {
    return this.#given.has(container.key) || holders.some(({ callable }) => this.#given.has(callable));
  }

  /** Takes out what some caller can't go along with, and what nobody calls in the end. */
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

  /** Those that are called from somewhere, and not only by each other. */
  #grounded(): ReadonlySet<string> {
    const grounded = new Set<string>();
    const comes = (call: Place): boolean => {
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
