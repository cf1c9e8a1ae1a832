import type { Trace } from "@godwit/modules";

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

/** Collects traces into a table. */
export class TraceTable {
  readonly #facts: string[] = [];
  readonly #values: string[] = [];
  readonly #traces: (readonly [readonly number[], readonly number[]])[] = [];
  readonly #factIds = new Map<string, number>();
  readonly #traceIds = new Map<string, number>();
  /** By the number that the recorder gave to a fact. */
  readonly #asked: number[] = [];
  readonly #added = new Map<Trace, number>();
  readonly #adopted = new Map<number, number>();
  readonly #readFact: (fact: number) => ReadFact;

  /** `readFact` reads a fact by the number that the recorder gave to it. */
  constructor(readFact: (fact: number) => ReadFact) {
    this.#readFact = readFact;
  }

  get data(): TraceData {
    return { facts: this.#facts, values: this.#values, traces: this.#traces };
  }

  /** The facts with their values. */
  rows(): (readonly [fact: string, value: string])[] {
    return this.#facts.map((fact, index) => [fact, this.#values[index]!]);
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

  /** The index here of a trace of an earlier table that still holds. */
  adopt(earlier: TraceData, index: number): number {
    const known = this.#adopted.get(index);
    if (known !== undefined) return known;
    const [facts, parts] = earlier.traces[index]!;
    const own = this.#indexOf(
      facts.map((fact) => this.#idOf({ fact: earlier.facts[fact]!, value: earlier.values[fact]! })),
      parts.map((part) => this.adopt(earlier, part)),
    );
    this.#adopted.set(index, own);
    return own;
  }

  /** The index of a trace that consists of others. */
  join(parts: readonly number[]): number {
    return this.#indexOf([], [...parts]);
  }

  /** Sorts its arguments. */
  #indexOf(facts: number[], parts: number[]): number {
    facts.sort(byNumber);
    parts.sort(byNumber);
    const key = `${facts.join()};${parts.join()}`;
    const known = this.#traceIds.get(key);
    if (known !== undefined) return known;
    this.#traceIds.set(key, this.#traces.length);
    return this.#traces.push([facts, parts]) - 1;
  }

  #idOfAsked(asked: number): number {
    return (this.#asked[asked] ??= this.#idOf(this.#readFact(asked)));
  }

  #idOf({ fact, value }: ReadFact): number {
    const known = this.#factIds.get(fact);
    if (known !== undefined) return known;
    this.#factIds.set(fact, this.#facts.length);
    this.#values.push(value);
    return this.#facts.push(fact) - 1;
  }
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
