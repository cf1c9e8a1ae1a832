import type { FileTree } from "./file-tree.js";
import { certainLoadsIn, possibleLoadsIn } from "./loads.js";
import { remember } from "./recording.js";
import type { Resolver } from "./resolve.js";

/** Finds which files a file loads, directly and through others; a file loads itself. */
export interface Reach {
  /** Whether it may load the other, `import()` included. */
  mayLoad(from: string, file: string): boolean;
  /** Whether it loads the other for certain before its own code runs. */
  surelyLoads(from: string, file: string): boolean;
}

/** Creates the search. It has no limit: thousands of closures of thousands of files each are kept, one bit for a file. */
export function createReach(tree: Pick<FileTree, "read">, resolver: Pick<Resolver, "resolve">): Reach {
  const numbers = new Map<string, number>();
  const numberOf = (path: string) => remember(numbers, path, () => numbers.size);
  const possible = createClosures(numberOf, (path) => filesOf(path, possibleLoadsIn));
  const certain = createClosures(numberOf, (path) => filesOf(path, certainLoadsIn));

  const filesOf = (path: string, specifiersIn: (text: string) => readonly string[]): string[] =>
    specifiersIn(tree.read(path) ?? "").flatMap((specifier) => {
      const module = resolver.resolve(path, specifier);
      return module.kind === "file" ? [module.path] : [];
    });

  return { mayLoad: possible, surelyLoads: certain };
}

/** Answers whether a file leads to another, by what each file leads to. */
function createClosures(
  numberOf: (path: string) => number,
  nextOf: (path: string) => readonly string[],
): (from: string, file: string) => boolean {
  const next = new Map<string, readonly string[]>();
  const closures = new Map<string, Uint8Array>();
  const closureOf = (start: string): Uint8Array => {
    const found = new Set([start]);
    // The set grows during the loop.
    for (const path of found) for (const other of remember(next, path, () => nextOf(path))) found.add(other);
    const bits = [...found].map(numberOf);
    const closure = new Uint8Array((bits.reduce((most, bit) => Math.max(most, bit), 0) >> 3) + 1);
    for (const bit of bits) closure[bit >> 3]! |= 1 << (bit & 7);
    return closure;
  };
  return (from, file) => {
    const bit = numberOf(file);
    return ((remember(closures, from, () => closureOf(from))[bit >> 3] ?? 0) & (1 << (bit & 7))) !== 0;
  };
}
