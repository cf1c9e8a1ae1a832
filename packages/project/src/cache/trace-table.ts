import type { Trace } from "@godwit/core/modules";

/** Traces as plain data: facts with their values by index, and each trace with its facts and the traces that it has parts of. */
export interface TraceData {
  readonly facts: readonly string[];
  readonly values: readonly string[];
  readonly traces: readonly (readonly [facts: readonly number[], parts: readonly number[]])[];
}

/** A fact of the disk by its path relative to the root, with its value. */
export interface ReadFact {
  readonly fact: string;
  readonly value: string;
}

/** Collects traces into a table, behind those of an earlier one, which keep their indexes. */
export class TraceTable {
  readonly #facts: string[];
  readonly #values: string[];
  readonly #traces: (readonly [readonly number[], readonly number[]])[];
  readonly #factIds = new Map<string, number>();
  /** The traces that were added, by a number that equal ones share; more of the same number follow each other in `#next`. */
  readonly #traceIds = new Map<number, number>();
  readonly #next: number[] = [];
  /** By the number that the recorder gave to a fact. */
  readonly #asked: number[] = [];
  readonly #added = new Map<Trace, number>();
  readonly #readFact: (fact: number) => ReadFact;

  /** `readFact` reads a fact by the number that the recorder gave to it. */
  constructor({ facts, values, traces }: TraceData, readFact: (fact: number) => ReadFact) {
    this.#facts = [...facts];
    this.#values = [...values];
    this.#traces = [...traces];
    this.#readFact = readFact;
    // Of a fact that has had several values the last one counts.
    for (const [id, fact] of facts.entries()) this.#factIds.set(fact, id);
  }

  /** What some of the traces stand on, with the new index of each trace: what an earlier table has besides is dropped. */
  only(indexes: Iterable<number>): { readonly data: TraceData; indexOf(trace: number): number } {
    const all: TraceData = { facts: this.#facts, values: this.#values, traces: this.#traces };
    const reached = reachedFrom(all, indexes);
    const [facts, traces] = [[...reached.facts], [...reached.traces]];
    const [factIds, traceIds] = [placesOf(facts), placesOf(traces)];
    const data = {
      facts: facts.map((fact) => this.#facts[fact]!),
      values: facts.map((fact) => this.#values[fact]!),
      traces: traces.map((trace) => {
        const [own, parts] = this.#traces[trace]!;
        return [own.map((fact) => factIds[fact]!), parts.map((part) => traceIds[part]!)] as const;
      }),
    };
    return { data, indexOf: (trace) => traceIds[trace]! };
  }

  /** The index of a trace that was recorded. */
  add(trace: Trace): number {
    const known = this.#added.get(trace);
    if (known !== undefined) return known;
    const index = this.#indexOf(
      trace.facts.map((fact) => this.#idOfAsked(fact)),
      trace.parts.map((part) => this.add(part)),
    );
    this.#added.set(trace, index);
    return index;
  }

  /** The index of a trace with all that two others have. */
  join(one: number, other: number): number {
    const [facts, parts] = [0, 1].map((at) => [...new Set([...this.#traces[one]![at]!, ...this.#traces[other]![at]!])]);
    return this.#indexOf(facts!, parts!);
  }

  /** Sorts its arguments. */
  #indexOf(facts: number[], parts: number[]): number {
    facts.sort(byNumber);
    parts.sort(byNumber);
    const key = hashOf(facts, hashOf(parts, 17));
    const first = this.#traceIds.get(key);
    for (let at = first; at !== undefined; at = this.#next[at]) {
      const [others, otherParts] = this.#traces[at]!;
      if (isSameList(others, facts) && isSameList(otherParts, parts)) return at;
    }
    const index = this.#traces.push([facts, parts]) - 1;
    this.#traceIds.set(key, index);
    if (first !== undefined) this.#next[index] = first;
    return index;
  }

  #idOfAsked(asked: number): number {
    return (this.#asked[asked] ??= this.#idOf(this.#readFact(asked)));
  }

  #idOf({ fact, value }: ReadFact): number {
    const known = this.#factIds.get(fact);
    // Traces that no longer hold keep the value that they had.
    if (known !== undefined && this.#values[known] === value) return known;
    this.#factIds.set(fact, this.#facts.length);
    this.#values.push(value);
    return this.#facts.push(fact) - 1;
  }
}

/** The traces and facts on which some traces stand, by their indexes, each once. */
interface Reached {
  readonly traces: ReadonlySet<number>;
  readonly facts: ReadonlySet<number>;
}

/** What some traces consist of. */
export function reachedFrom({ traces }: TraceData, indexes: Iterable<number>): Reached {
  const facts = new Set<number>();
  const reached = new Set(indexes);
  // The set grows while it is walked.
  for (const index of reached) {
    const [own, parts] = traces[index]!;
    for (const fact of own) facts.add(fact);
    for (const part of parts) reached.add(part);
  }
  return { traces: reached, facts };
}

/** By number: where it is in the list. */
function placesOf(list: readonly number[]): readonly number[] {
  const places: number[] = [];
  for (const [place, each] of list.entries()) places[each] = place;
  return places;
}

/** A small number for a list of numbers, the same for equal lists. */
function hashOf(list: readonly number[], start: number): number {
  let hash = start;
  for (const each of list) hash = (Math.imul(hash, 31) + each) | 0;
  return Math.imul(hash, 0x9e3779b1) ^ (hash >>> 15);
}

function isSameList(one: readonly number[], other: readonly number[]): boolean {
  return one.length === other.length && one.every((each, index) => each === other[index]);
}

function byNumber(a: number, b: number): number {
  return a - b;
}

/** Which traces still hold, given which facts do. */
export function createHolds({ facts, values, traces }: TraceData, holds: (fact: string, value: string) => boolean) {
  const knownFacts: (boolean | undefined)[] = [];
  const knownTraces: (boolean | undefined)[] = [];
  const factHolds = (index: number): boolean => (knownFacts[index] ??= holds(facts[index] ?? "?", values[index] ?? "?"));
  const traceHolds = (index: number): boolean => {
    const known = knownTraces[index];
    if (known !== undefined) return known;
    const trace = traces[index];
    const answer = trace !== undefined && trace[0].every(factHolds) && trace[1].every(traceHolds);
    knownTraces[index] = answer;
    return answer;
  };
  return traceHolds;
}
