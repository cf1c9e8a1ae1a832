import type { ScopeManager, Variable } from "@typescript-eslint/scope-manager";

/** Somebody asked for what was left out of a tree: the file has to be looked at with all of it. */
export class NeedsWholeTree extends Error {
  override readonly name = "NeedsWholeTree";
}

let isAnalysing = false;

/** A node that was read without what is in it. Only whoever computes scopes may see it as empty. */
export class PrunedNode {
  readonly isPruned = true;
  readonly range: readonly [number, number];
  constructor(
    readonly type: string,
    readonly start: number,
    readonly end: number,
  ) {
    this.range = [start, end];
  }
}

for (const key of ["body", "properties", "elements", "members", "openingElement", "openingFragment", "children"])
  Object.defineProperty(PrunedNode.prototype, key, {
    get(): readonly [] {
      if (isAnalysing) return [];
      throw new NeedsWholeTree();
    },
  });
for (const key of ["closingElement", "closingFragment"]) Object.defineProperty(PrunedNode.prototype, key, { value: null });

/** Which parts of a text are read: those with one of some places (in order) inside. */
export class Pruning {
  readonly #places: readonly number[];
  readonly #cuts: (readonly [number, number])[] = [];

  constructor(places: readonly number[]) {
    this.#places = places;
  }

  /** A node in place of one that has none of the places; undefined where it has to be read. */
  cut(type: string, start: number, end: number): PrunedNode | undefined {
    const [places, next] = [this.#places, this.#after(start)];
    if (next < places.length && places[next]! < end) return undefined;
    this.#cuts.push([start, end]);
    return new PrunedNode(type, start, end);
  }

  /** The index of the first place at or behind an offset. */
  #after(offset: number): number {
    let [low, high] = [0, this.#places.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#places[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Computes scopes that refuse what only the whole tree could answer: the uses of a name that is in a cut, and all scopes. */
  analyse(text: string, compute: () => ScopeManager): ScopeManager {
    isAnalysing = true;
    try {
      const manager = compute();
      for (const variable of manager.variables) this.#guard(text, variable);
      Object.defineProperty(manager, "scopes", { get: needWhole });
      return manager;
    } finally {
      isAnalysing = false;
    }
  }

  #guard(text: string, variable: Variable): void {
    const { name, references } = variable;
    Object.defineProperty(variable, "references", {
      get: () => (this.#isCut(text, name) ? needWhole() : references),
    });
  }

  /** Whether a cut has a name, as a word of its own. */
  #isCut(text: string, name: string): boolean {
    for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
      if (!isWordAt(text, at, name.length)) continue;
      if (this.#cuts.some(([start, end]) => start < at && at < end)) return true;
    }
    return false;
  }
}

function isWordAt(text: string, at: number, length: number): boolean {
  return !IN_WORDS.test(text.charAt(at - 1)) && !IN_WORDS.test(text.charAt(at + length));
}

const IN_WORDS = /[\p{ID_Continue}$]/u;

function needWhole(): never {
  throw new NeedsWholeTree();
}
