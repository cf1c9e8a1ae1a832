import { join } from "node:path";
import { digestOf, findBytes, type FileStats } from "@godwit/core/disk";
import type { KeptFact, Recorder, Trace } from "@godwit/core/modules";
import { parsePart, readCache, toPart, writeCache, type CachePart } from "./cache-file.js";
import { DiskFacts, type StampedFacts } from "./disk-facts.js";
import { settledStamp, stampOf } from "./stamp.js";
import { createHolds, reachedFrom, TraceTable, type TraceData } from "./trace-table.js";

/** Which answers are kept where. */
export interface AnswerCacheOptions {
  /** Absolute path. */
  readonly root: string;
  readonly folder: string;
  /** A digest of everything that all answers depend on besides files: the version, the contracts, what was asked. */
  readonly key: string;
  /** When the run began, by `Date.now()`. */
  readonly startedAt: number;
}

/** A file with what the disk says of it, taken before its content was read. */
export interface CachedFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  readonly stats: FileStats;
}

/** One file's row: its path or a name, digest of its content, stamp, trace, answer (-1: the usual one). */
type Row = readonly [file: string, digest: string, stamp: string, trace: number, answer: number];

interface Stored {
  readonly files: readonly Row[];
  readonly answers: readonly unknown[];
  /** Of all on which facts stand, besides the files whose rows have the same content. */
  readonly stamps: Readonly<Record<string, string>>;
  /** The facts on which no stamp tells anything, with their values. */
  readonly unstamped: readonly (readonly [fact: string, value: string])[];
  /** Trace of what all answers depend on. */
  readonly shared: number;
}

/** An answer that was kept; undefined is the usual one. */
export interface KeptAnswer<A> {
  readonly answer: A | undefined;
}

/** An answer to keep; undefined is the usual one. */
export interface NewAnswer {
  readonly answer: unknown;
  readonly trace: Trace;
}

interface Kept {
  readonly digest: string;
  readonly stamp: string;
  readonly answer: unknown;
  readonly trace: Trace | number;
  /** Another trace, of an earlier run. */
  readonly besides?: number | undefined;
}

/**
 * Answers about files that an earlier run kept, each with what it was made of: an answer is given again only if the file's content and all
 * of that are as they were. `undefined` is the usual answer, which takes no room.
 */
export class AnswerCache {
  readonly #options: AnswerCacheOptions;
  readonly #stored: Stored | undefined;
  readonly #rows: ReadonlyMap<string, Row>;
  readonly #facts: DiskFacts;
  readonly #traces: CachePart | undefined;
  #traceData: TraceData | undefined;
  #holds: ((trace: number) => boolean) | undefined;
  readonly #kept = new Map<string, Kept>();
  #isChanged: boolean;
  #stamped: StampedFacts | undefined;

  private constructor(options: AnswerCacheOptions, stored?: Stored, traces?: CachePart) {
    this.#options = options;
    this.#stored = stored;
    this.#rows = new Map(stored?.files.map((row) => [row[0], row]));
    this.#traces = traces;
    this.#facts = new DiskFacts(options.root, options.startedAt, stampsIn(stored));
    this.#isChanged = stored === undefined;
  }

  /** Opens the cache; an unusable one is like none. */
  static open(options: AnswerCacheOptions): AnswerCache {
    const parts = readCache(options.folder, options.key);
    const stored = parts && parsePart<Stored>(parts.answers);
    const cache = new AnswerCache(options, stored, parts?.traces);
    return stored && !cache.#traceHolds(stored.shared) ? new AnswerCache(options) : cache;
  }

  /** The answer that is kept for a file. */
  find<A>({ path, stats }: CachedFile): KeptAnswer<A> | undefined {
    const row = this.#rowOf(path);
    if (!row || !this.#isSame(row, stats)) return undefined;
    const stamp = settledStamp(stats, this.#options.startedAt);
    if (stamp !== row[2]) this.#isChanged = true;
    else if (stamp !== "") this.#facts.noteUnchanged(path);
    return this.#take<A>(row, stamp);
  }

  /** The answer that is kept under a name for contents with this digest. */
  findNamed<A>(name: string, digest: string): KeptAnswer<A> | undefined {
    const row = this.#rowOf(named(name));
    return row?.[1] === digest ? this.#take<A>(row, "") : undefined;
  }

  /** What the answers that are kept under some names were made of, and still are. */
  factsBehind(names: readonly string[]): readonly KeptFact[] {
    const stored = this.#stored;
    if (!stored || names.length === 0) return [];
    const traces = names.flatMap((name) => this.#rowOf(named(name))?.[3] ?? []);
    const earlier = this.#earlier();
    return [...reachedFrom(earlier, [...traces, stored.shared]).facts].map((fact) => ({
      fact: this.#facts.toAbsolute(earlier.facts[fact]!),
      value: earlier.values[fact]!,
    }));
  }

  #take<A>([name, digest, , trace, index]: Row, stamp: string): KeptAnswer<A> | undefined {
    if (!this.#traceHolds(trace)) return undefined;
    const answer = index < 0 ? undefined : (this.#stored!.answers[index] as A);
    this.#kept.set(name, { digest, stamp, answer, trace });
    return { answer };
  }

  /** Keeps the answer for a file whose content had this digest. */
  keep({ path, stats }: CachedFile, digest: string, { answer, trace }: NewAnswer): void {
    this.#isChanged = true;
    this.#kept.set(path, { digest, stamp: settledStamp(stats, this.#options.startedAt), answer, trace });
  }

  /** Keeps an answer under a name, for contents with this digest. */
  keepNamed(name: string, digest: string, { answer, trace }: NewAnswer): void {
    this.#isChanged = true;
    this.#kept.set(named(name), { digest, stamp: "", answer, trace });
  }

  /** What is kept under a name about all files together; some of them may have changed since then. */
  findForAll<A>(name: string): KeptAnswer<A> | undefined {
    const row = this.#rowOf(named(name));
    if (!row || row[1] !== digestOfRows(this.#stored!.files) || !this.#traceHolds(row[3])) return undefined;
    return { answer: row[4] < 0 ? undefined : (this.#stored!.answers[row[4]] as A) };
  }

  /**
   * Keeps an answer about all files together, as they are in this run. `isBasedOnKept` says that it is made of what `findForAll` gave
   * and of what the trace has.
   */
  keepForAll(name: string, { answer, trace }: NewAnswer, isBasedOnKept: boolean): void {
    const earlier = isBasedOnKept ? this.#rowOf(named(name)) : undefined;
    const isSame = earlier !== undefined && trace.facts.length + trace.parts.length === 0;
    const kept = { digest: OF_ALL_ROWS, stamp: "", answer };
    this.#kept.set(named(name), { ...kept, ...(isSame ? { trace: earlier[3] } : { trace, besides: earlier?.[3] }) });
    this.#isChanged ||= !earlier || JSON.stringify(answer) !== JSON.stringify(this.#stored!.answers[earlier[4]]);
  }

  /** Whether this run did not find the file to be as an earlier run kept it. */
  isChanged(path: string): boolean {
    const [row, kept] = [this.#rowOf(path), this.#kept.get(path)];
    if (!row || kept?.digest !== row[1]) return true;
    // Where the content does not count for the answer nobody has read it.
    return row[1] === ANY_CONTENT && (row[2] === "" || kept.stamp !== row[2]);
  }

  /** The digest of a file's content, if this run found or kept its answer. */
  digestFor(path: string): string | undefined {
    return this.#kept.get(path)?.digest;
  }

  /**
   * Writes what is kept, if anything changed; `isThere` says which files of earlier runs still exist. Returns why it could not be
   * written, if it could not.
   */
  save(recorder: Recorder, isThere: (file: string) => boolean): string | undefined {
    const { folder, key } = this.#options;
    const others = (this.#stored?.files ?? []).filter(([file]) => !this.#kept.has(file));
    const left = others.filter(([file, , , trace]) => isThere(nameIn(file)) && this.#traceHolds(trace));
    if (this.#stored && !this.#isChanged && left.length === others.length) return this.#saveStamps(this.#stored, left.length > 0);
    const asked = recorder.table;
    const table = new TraceTable(this.#earlier(), (fact) => {
      const local = this.#facts.toRelative(asked.factAt(fact));
      // What an earlier process kept of contracts holds, however lately the file was written.
      const value = asked.keptValueAt(fact) ?? this.#facts.valueOf(local, asked.seenAt(fact));
      return { fact: local, value };
    });
    const answers: unknown[] = [];
    const indexOfAnswer = (answer: unknown): number => (answer === undefined ? -1 : answers.push(answer) - 1);
    const rows: Row[] = [];
    for (const [file, { digest, stamp, answer, trace, besides }] of this.#kept) {
      // A file of which only an older version is known is not what was looked at with all others.
      if (digest === OF_ALL_ROWS && left.some(([each]) => nameIn(each) === each)) continue;
      const noted = typeof trace === "number" ? trace : table.add(trace);
      const index = besides === undefined ? noted : table.join(noted, besides);
      rows.push([file, digest, stamp, index, indexOfAnswer(answer)]);
    }
    const own = rows.map(([, , , trace]) => trace);
    for (const [file, digest, stamp, trace, answer] of left)
      rows.push([file, digest, stamp, trace, answer < 0 ? -1 : indexOfAnswer(this.#stored!.answers[answer])]);
    const ofAll = table.add(recorder.shared);
    const shared = this.#stored ? table.join(ofAll, this.#stored.shared) : ofAll;
    const { data, indexOf } = table.only([shared, ...rows.map(([, , , trace]) => trace)]);
    const facts = data.facts.map((fact, index) => [fact, data.values[index]!] as const);
    const byFile = new Map(rows.map((row) => [row[0], row]));
    const isKept = (file: string, digest: string): boolean => {
      const row = byFile.get(file);
      return row !== undefined && row[1] === digest && row[2] !== "";
    };
    const { stamps, unstamped } = this.#facts.stampsFor(facts, isKept);
    this.#stamped = left.length === 0 ? { stamps, unstamped } : this.#stampsOfRun(table.only([shared, ...own]).data);
    const all = digestOfRows(rows);
    const files = rows.map(([file, digest, stamp, trace, answer]): Row => [
      file,
      digest === OF_ALL_ROWS ? all : digest,
      stamp,
      indexOf(trace),
      answer,
    ]);
    const stored: Stored = { files, answers, stamps: Object.fromEntries(stamps), unstamped, shared: indexOf(shared) };
    return writeCache(folder, key, { answers: toPart(stored), traces: toPart(data) });
  }

  /** Nothing is new; but with the stamps of today nobody has to look at each fact the next time. */
  #saveStamps(stored: Stored, isPart: boolean): string | undefined {
    const { folder, key } = this.#options;
    const stamps = this.#facts.refreshed(stored.stamps);
    this.#stamped = isPart ? this.#stampsOfRun(this.#earlierOf(stored)) : { stamps, unstamped: stored.unstamped };
    if (Object.entries(stored.stamps).every(([place, stamp]) => stamps.get(place) === stamp)) return undefined;
    const answers = toPart({ ...stored, stamps: Object.fromEntries(stamps) });
    return writeCache(folder, key, { answers, traces: this.#traces ?? toPart(NO_TRACES) });
  }

  /** What the answers of this run stand on, where others are kept as well, whose files it has not looked at. */
  #stampsOfRun({ facts, values }: TraceData): StampedFacts {
    const named = facts.map((fact, index) => [fact, values[index]!] as const);
    return this.#facts.stampsFor(named, (file, digest) => {
      const own = this.#kept.get(file);
      return own !== undefined && own.digest === digest && own.stamp !== "";
    });
  }

  /** What the earlier answers that this run has taken stand on. */
  #earlierOf({ shared }: Stored): TraceData {
    const table = new TraceTable(this.#earlier(), () => ({ fact: "?", value: "?" }));
    const taken = [...this.#kept.values()].map(({ trace }) => (typeof trace === "number" ? trace : table.add(trace)));
    return table.only([shared, ...taken]).data;
  }

  /** What the answers of this run that were saved depend on, with the stamps by which that can be told. */
  get stamped(): StampedFacts | undefined {
    return this.#stamped;
  }

  #rowOf(file: string): Row | undefined {
    return this.#rows.get(file);
  }

  #isSame([path, digest, stamp]: Row, stats: FileStats): boolean {
    if (digest === ANY_CONTENT || (stamp !== "" && stamp === stampOf(stats))) return true;
    const bytes = findBytes(join(this.#options.root, path), "source");
    return bytes !== undefined && digestOf(bytes) === digest;
  }

  #traceHolds(trace: number): boolean {
    this.#holds ??= this.#isAllAsItWas()
      ? () => true
      : createHolds(this.#earlier(), (fact, value) => this.#facts.holds(fact, value));
    return this.#holds(trace);
  }

  /** Whether no fact can have changed, so that nobody has to look at each: most of a cache is then not even parsed. */
  #isAllAsItWas(): boolean {
    const { unstamped = [] } = this.#stored ?? {};
    // What was too young for a stamp may have one by now.
    if (this.#facts.stampsFor(unstamped).unstamped.length < unstamped.length) this.#isChanged = true;
    return this.#facts.areAllUnchanged() && unstamped.every(([fact, value]) => this.#facts.holds(fact, value));
  }

  #earlier(): TraceData {
    return (this.#traceData ??= this.#traces ? parsePart<TraceData>(this.#traces) : NO_TRACES);
  }
}

/** All stamps that are kept, by path. */
function stampsIn(stored: Stored | undefined): ReadonlyMap<string, string> {
  const stamps = new Map<string, string>();
  for (const [file, digest, stamp] of stored?.files ?? []) if (digest !== ANY_CONTENT && stamp !== "") stamps.set(file, stamp);
  for (const [place, stamp] of Object.entries(stored?.stamps ?? {})) stamps.set(place, stamp);
  return stamps;
}

/** What no file is called. */
function named(name: string): string {
  return `\0${name}`;
}

/** The file that a row is about, or the name that it has. */
function nameIn(row: string): string {
  return row.startsWith("\0") ? row.slice(1) : row;
}

/** A digest of what the rows of files say of their contents. */
function digestOfRows(rows: readonly Row[]): string {
  const lines: string[] = [];
  for (const [file, digest, stamp] of rows)
    if (nameIn(file) === file) lines.push(`${file}\0${digest}\0${digest === ANY_CONTENT ? stamp : ""}`);
  return digestOf(lines.join("\n"));
}

/** Stands for a digest of what all rows say. */
const OF_ALL_ROWS = "*";
/** The digest for an answer that does not depend on the file's content. */
export const ANY_CONTENT = "-";

const NO_TRACES: TraceData = { facts: [], values: [], traces: [] };
