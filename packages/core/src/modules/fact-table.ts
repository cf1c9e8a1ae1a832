/**
 * What can be asked of the disk, by an absolute path: `e` what a directory has under a name (file, directory or nothing), `l` the names in
 * a directory, `o` its outline, `n` what a directory has under a name with any extension, `t` a file's text, `r` where a path leads with
 * links followed.
 */
export type FactKind = "e" | "l" | "o" | "n" | "t" | "r";

/** One thing that was asked of the disk; `?` is an answer whose facts are not known. */
export type Fact = `${FactKind}${string}` | "?";

/** A fact with its value as a cache keeps it. */
export interface KeptFact {
  readonly fact: Fact;
  readonly value: string;
}

/** All facts that were asked for, by number. */
export class FactTable {
  readonly #kinds = { e: new Map(), l: new Map(), o: new Map(), n: new Map(), t: new Map(), r: new Map() } as Readonly<
    Record<FactKind, Map<string, number>>
  >;
  readonly #facts: (readonly [kind: FactKind, path: string] | undefined)[] = [];
  readonly #seen: (string | undefined)[] = [];
  readonly #values = new Map<number, string>();
  readonly #marks: number[] = [];
  #mark = 0;
  #unknown: number | undefined;

  /** The number of a fact; what is seen is kept when it is first asked for. */
  numberOf(kind: FactKind, path: string, seen?: () => string): number {
    const numbers = this.#kinds[kind];
    const known = numbers.get(path);
    if (known !== undefined) return known;
    const number = this.#add([kind, path], seen?.());
    numbers.set(path, number);
    return number;
  }

  /** The number of a text; one that was another one when it was read before is a fact that nobody knows. */
  numberOfText(path: string, digest: string): number {
    const number = this.numberOf("t", path, () => digest);
    const seen = this.#seen[number];
    if (seen === digest) return number;
    if (seen !== undefined) return this.unknown;
    // An earlier process kept its value; what is there now counts.
    this.#values.delete(number);
    this.#seen[number] = digest;
    return number;
  }

  /** The number of a fact of an earlier process that still has its value, as that process kept it. */
  numberOfKept(kind: FactKind, path: string, value: string): number {
    const number = this.numberOf(kind, path);
    // A text that was read here a moment before would have to have changed back since to be another one.
    if (this.#seen[number] === undefined) this.#values.set(number, value);
    return number;
  }

  /** The number of the fact that nobody knows. */
  get unknown(): number {
    return (this.#unknown ??= this.#add(undefined, undefined));
  }

  /** A fact by its number. */
  factAt(number: number): Fact {
    const fact = this.#facts[number];
    return fact ? `${fact[0]}${fact[1]}` : "?";
  }

  /** What was seen when a fact was first asked for: a kind, sorted names, a real path, or the digest of a text. */
  seenAt(number: number): string | undefined {
    return this.#seen[number];
  }

  /** The value with which a fact was kept; undefined if nothing was, or this process has seen what is there. */
  keptValueAt(number: number): string | undefined {
    return this.#values.get(number);
  }

  /** A mark for facts that no other trace has. */
  nextMark(): number {
    return (this.#mark += 1);
  }

  /** Marks a fact; whether it did not have the mark. */
  isFirst(fact: number, mark: number): boolean {
    if (this.#marks[fact] === mark) return false;
    this.#marks[fact] = mark;
    return true;
  }

  #add(fact: readonly [FactKind, string] | undefined, seen: string | undefined): number {
    this.#facts.push(fact);
    this.#seen.push(seen);
    this.#marks.push(0);
    return this.#facts.length - 1;
  }
}
