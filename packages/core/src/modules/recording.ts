import { FactTable, type FactKind, type KeptFact } from "./fact-table.js";

/** What an answer was made of, for those who keep answers: facts of the disk by their numbers, and larger answers that it used; each once. */
export interface Trace {
  readonly facts: readonly number[];
  readonly parts: readonly Trace[];
}

/** What is used more often than it is large is named as a part, and its facts are not copied. */
const MOST_COPIED = 2;

/** A trace that is finished. */
class ClosedTrace implements Trace {
  /** The last trace that was found to contain this one. */
  mark = 0;
  constructor(
    readonly table: FactTable,
    readonly facts: readonly number[],
    readonly parts: readonly ClosedTrace[],
  ) {}

  get isCopied(): boolean {
    return this.parts.length === 0 && this.facts.length <= MOST_COPIED;
  }
}

/** A trace while the answer is looked for; what is noted twice is in it twice. */
class OpenTrace {
  readonly facts: number[] = [];
  readonly parts: ClosedTrace[] = [];

  get isEmpty(): boolean {
    return this.facts.length + this.parts.length === 0;
  }

  close(table: FactTable): ClosedTrace {
    if (this.facts.length === 0 && this.parts.length === 1) return this.parts[0]!;
    const mark = table.nextMark();
    const facts = this.facts.filter((fact) => table.isFirst(fact, mark));
    const parts: ClosedTrace[] = [];
    for (const part of this.parts) {
      if (part.mark === mark) continue;
      part.mark = mark;
      if (!part.isCopied) parts.push(part);
      else for (const fact of part.facts) if (table.isFirst(fact, mark)) facts.push(fact);
    }
    return new ClosedTrace(table, facts, parts);
  }
}

/** What all answers share; it grows to the end, so that it holds everything once. */
class SharedTrace {
  readonly #facts = new Set<number>();
  readonly #parts = new Set<ClosedTrace>();

  add({ facts, parts }: OpenTrace): void {
    for (const fact of facts) this.#facts.add(fact);
    for (const part of parts) this.addClosed(part);
  }

  addClosed(trace: ClosedTrace): void {
    if (!trace.isCopied) this.#parts.add(trace);
    else for (const fact of trace.facts) this.#facts.add(fact);
  }

  get trace(): Trace {
    return { facts: [...this.#facts], parts: [...this.#parts] };
  }
}

interface Recording {
  readonly table: FactTable;
  readonly shared: SharedTrace;
  /** What is being recorded; a question that is asked meanwhile has its own for a while. */
  open: OpenTrace;
  /** The file whose answers are recorded; undefined for those that all files share. */
  readonly file: string | undefined;
}

let current: Recording | undefined;

/** Records what answers about files are made of; nothing is recorded outside its methods. */
export class Recorder {
  readonly #shared = new SharedTrace();
  /** The facts that traces name by number. */
  readonly table = new FactTable();

  /** What every file's answers depend on, so far. */
  get shared(): Trace {
    return this.#shared.trace;
  }

  /** Records for all files, such as while contracts are compiled. */
  forAll<T>(run: () => T): T {
    const open = new OpenTrace();
    try {
      return within({ table: this.table, shared: this.#shared, open, file: undefined }, run);
    } finally {
      this.#shared.add(open);
    }
  }

  /** Records for one file (an absolute path). */
  forFile<T>(file: string, run: () => T): { readonly value: T; readonly trace: Trace } {
    const open = new OpenTrace();
    const value = within({ table: this.table, shared: this.#shared, open, file }, run);
    return { value, trace: open.close(this.table) };
  }
}

function within<T>(recording: Recording | undefined, run: () => T): T {
  const outer = current;
  current = recording;
  try {
    return run();
  } finally {
    current = outer;
  }
}

/** Whether anybody wants to know what answers are made of. */
export function isRecording(): boolean {
  return current !== undefined;
}

/** Notes a fact that is being asked for, and what is seen, where that is known. */
export function note(kind: FactKind, path: string, seen?: () => string): void {
  current?.open.facts.push(current.table.numberOf(kind, path, seen));
}

/** Notes that a file's text was read, with the digest of what was read; "" where it could not be. */
export function noteText(path: string, digest: string): void {
  current?.open.facts.push(current.table.numberOfText(path, digest));
}

/** Notes facts on which an answer of an earlier process stands, and that hold. */
export function noteKeptFacts(facts: readonly KeptFact[]): void {
  for (const { fact, value } of facts)
    if (fact !== "?") current?.open.facts.push(current.table.numberOfKept(fact[0] as FactKind, fact.slice(1), value));
}

/** Notes what the same recorder has recorded for another file. */
export function noteTrace(trace: Trace): void {
  if (current && trace instanceof ClosedTrace) noteKnown(current, trace);
}

/**
 * Runs a question that a contract asks, whose answer may be kept for all files: what it is made of counts for all of them and is named
 * in no trace of its own, unless it is about the file itself.
 */
export function askForAll<T>(from: string | undefined, run: () => T): T {
  if (!current || current.file === undefined || current.file === from) return run();
  const recording = current;
  const outer = recording.open;
  const own = spares.pop() ?? new OpenTrace();
  recording.open = own;
  try {
    return run();
  } finally {
    recording.open = outer;
    if (own.isEmpty) spares.push(own);
    else recording.shared.addClosed(own.close(recording.table));
  }
}

/** Most questions that contracts ask were asked before, or ask nothing of the disk. */
const spares: OpenTrace[] = [];

/** Runs a lookup in facts of the disk that the caller notes in another way. */
export function unrecorded<T>(run: () => T): T {
  return within(undefined, run);
}

const traces = new WeakMap<ReadonlyMap<unknown, unknown>, Map<unknown, ClosedTrace>>();

/** The cached value of a key, or else a computed one; records what it is made of. */
export function remember<K, V>(cache: Map<K, V>, key: K, compute: () => V): V {
  const known = cache.get(key);
  if (known !== undefined || cache.has(key)) {
    if (current) noteKnown(current, traces.get(cache)?.get(key));
    return known as V;
  }
  const own = inOwnMemory(key);
  const value = current ? computeWithin(current, cache, own, compute) : compute();
  cache.set(own, value);
  return value;
}

/** V8 keeps the whole text for a part of it, so that keys with specifiers would keep the texts of all files. */
function inOwnMemory<K>(key: K): K {
  return typeof key === "string" ? (JSON.parse(JSON.stringify(key)) as K) : key;
}

function noteKnown({ open, table }: Recording, known: ClosedTrace | undefined): void {
  if (known?.table === table) open.parts.push(known);
  else open.facts.push(table.unknown);
}

function computeWithin<K, V>(recording: Recording, cache: Map<K, V>, key: K, compute: () => V): V {
  const outer = recording.open;
  const own = (recording.open = new OpenTrace());
  try {
    return compute();
  } finally {
    recording.open = outer;
    const closed = own.close(recording.table);
    outer.parts.push(closed);
    const known = traces.get(cache) ?? new Map<unknown, ClosedTrace>();
    traces.set(cache, known.set(key, closed));
  }
}
