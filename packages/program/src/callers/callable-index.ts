/** What is known of something that is called, in all programs. */
interface Indexed {
  readonly key: string;
  /** The keys of its declarations. */
  readonly declarations: ReadonlySet<string>;
  obstacle: string | undefined;
}

/** The things that are called, found by their declarations. */
export class CallableIndex<Callable extends Indexed> {
  readonly #callables = new Map<string, Callable>();
  readonly #owners = new Map<string, Callable>();

  get callables(): ReadonlyMap<string, Callable> {
    return this.#callables;
  }

  /** The files with the declarations of what may change. */
  *files(): Generator<string> {
    for (const [key, { obstacle }] of this.#owners) if (obstacle === undefined) yield key.split("\0")[0]!;
  }

  /** The callable of a declaration, which is made when it is first met. */
  of(key: string, make: () => Callable): Callable {
    const known = this.#owners.get(key);
    if (known) return known;
    const callable = make();
    this.#callables.set(callable.key, callable);
    this.own(callable);
    return callable;
  }

  /** Takes note of all declarations of a callable. */
  own(callable: Callable): void {
    for (const each of callable.declarations) {
      const other = this.#owners.get(each);
      if (other && other !== callable) other.obstacle = callable.obstacle ??= "its declarations differ between projects";
      this.#owners.set(each, callable);
    }
  }
}
