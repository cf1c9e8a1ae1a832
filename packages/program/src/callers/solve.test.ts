import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import type { CalledPlace, CallGraph, Container } from "./call-graph.js";
import { findRoots } from "./roots.js";
import { Solution } from "./solve.js";

const at = { file: "a.ts", start: 0, line: 1, column: 1 };
const top: Container = { key: "top", name: "top", reason: "it runs when the module is loaded", at };

/** A call inside of functions, or at the top level; with `candidate` the value is there. */
function call(inside: readonly string[], candidate?: string): CalledPlace {
  return { at, candidate, holders: inside.map((callable) => ({ callable })), container: top };
}

function graphOf(
  calls: Readonly<Record<string, readonly CalledPlace[]>>,
  obstacles: Readonly<Record<string, string>> = {},
): CallGraph<CalledPlace> {
  const callables = Object.entries(calls).map(([key, own]) => {
    const called = { key, name: key, at, obstacle: obstacles[key], injected: undefined };
    return [key, { ...called, calls: new Map(own.map((each, index) => [String(index), each])) }] as const;
  });
  return { callables: new Map(callables) };
}

describe("which functions take a value", () => {
  it("takes all functions up to where it is", () => {
    const graph = graphOf({ a: [call(["b"])], b: [call(["main"], "logger")] });
    expect([...new Solution(graph).takersFor([call(["a"])])]).toEqual(["a", "b"]);
  });

  it("takes none if one call can't pass it", () => {
    const graph = graphOf({ a: [call(["b"]), call([])], b: [call([], "logger")] });
    expect(new Solution(graph).canHave(call(["a"]))).toBe(false);
  });

  it("takes none that call only each other", () => {
    const graph = graphOf({ a: [call(["b"])], b: [call(["a"])] });
    expect(new Solution(graph).canHave(call(["a"]))).toBe(false);
  });

  it("takes another function around a place if the first can't", () => {
    const graph = graphOf({ outer: [call([])], inner: [call([], "logger")] });
    expect(new Solution(graph).holderOf(call(["outer", "inner"]))?.callable).toBe("inner");
  });

  it("lists where the way stops with what each stop frees", () => {
    const graph = graphOf(
      { a: [call(["b"])], b: [call(["c"]), call(["d"])], c: [], d: [call([], "x")] },
      { d: "it is a component" },
    );
    const { roots } = findRoots(graph, [call(["a"]), call(["c"])], {
      refused: new Map(),
      isTest: () => false,
    });
    expect(roots.map(({ name, frees, sites, chain }) => ({ name, frees, sites, chain }))).toEqual([
      { name: "c", frees: 1, sites: 2, chain: ["a", "b", "c"] },
      { name: "d", frees: 0, sites: 1, chain: ["a", "b", "d"] },
    ]);
  });
});

test("it is the largest set in which every call has the value, and comes from somewhere", () => {
  const names = ["a", "b", "c", "d"];
  const place = fc
    .record({ inside: fc.subarray(names), has: fc.boolean() })
    .map(({ inside, has }) => call(inside, has ? "x" : undefined));
  assertProperty(
    fc.property(
      fc.array(fc.array(place, { maxLength: 3 }), { minLength: 4, maxLength: 4 }),
      fc.subarray(names),
      (calls, blocked) => {
        const own = Object.fromEntries(names.map((name, index) => [name, calls[index]!]));
        const graph = graphOf(own, Object.fromEntries(blocked.map((name) => [name, "blocked"])));
        const solution = new Solution(graph);
        const found = names.filter((name) => solution.canHave(call([name])));
        const best = largest(names, own, blocked);
        // Where a call is inside of several functions the first that can is taken, which may spare one that could.
        if (calls.flat().every(({ holders }) => holders.length < 2)) expect(found).toEqual(best);
        expect(best).toEqual(expect.arrayContaining(found));
        expect(holds(found, own)).toBe(true);
      },
    ),
  );
});

/** By trying all sets. */
function largest(
  names: readonly string[],
  calls: Readonly<Record<string, readonly CalledPlace[]>>,
  blocked: readonly string[],
): string[] {
  let best: string[] = [];
  for (let bits = 0; bits < 1 << names.length; bits++) {
    const set = names.filter((_, index) => bits & (1 << index));
    if (set.length > best.length && set.every((name) => !blocked.includes(name)) && holds(set, calls)) best = set;
  }
  return best;
}

function holds(set: readonly string[], calls: Readonly<Record<string, readonly CalledPlace[]>>): boolean {
  const has = (each: CalledPlace, some: readonly string[]): boolean =>
    each.candidate !== undefined || each.holders.some(({ callable }) => some.includes(callable));
  if (!set.every((name) => calls[name]!.every((each) => has(each, set)))) return false;
  const reached: string[] = [];
  for (let size = -1; size !== reached.length;) {
    size = reached.length;
    for (const name of set) if (!reached.includes(name) && calls[name]!.some((each) => has(each, reached))) reached.push(name);
  }
  return reached.length === set.length;
}
