import { describe, expect, it } from "vitest";
import type { Callable, CallPlace, ContextGraph, NeedPlace, TestFacts, Timing } from "./call-graph.js";
import { findContextRoots } from "./context-roots.js";
import { planRepeats } from "./repeats.js";
import { Solution } from "../callers/solve.js";
import type { WantedExpression } from "./wanted.js";

const expression: WantedExpression = {
  root: { name: "Logger", exported: "Logger", module: { file: "logger.ts" } },
  rest: ".getInstance()",
};
const other: WantedExpression = { ...expression, rest: ".other()" };
const free: TestFacts = { obstacle: undefined, mayThrow: undefined, changed: undefined, mocked: [], hasRoot: true };
const isTest = (file: string): boolean => file.includes(".test.");

/** A place inside of functions, each reached at some time; in a test with what is known of it there. */
function place(inside: Readonly<Record<string, Timing>>, file = "a.ts", facts?: TestFacts): CallPlace {
  const at = { file, start: 0, line: 1, column: 1 };
  const holders = Object.entries(inside).map(([callable, timing]) => ({ callable, inside: callable, timing }));
  const container = { key: `test ${file}`, name: file, reason: "a test that has none", at };
  const test = facts && new Map([["Logger.getInstance()", facts]]);
  return { at, candidate: undefined, holders, container, write: { file, at: 0, before: "", after: "" }, test };
}

function graphOf(calls: Readonly<Record<string, readonly CallPlace[]>>): ContextGraph {
  const at = { file: "a.ts", start: 0, line: 1, column: 1 };
  const callables = Object.entries(calls).map(([key, own]): [string, Callable] => [
    key,
    {
      ...{
        key,
        name: key,
        at,
        declarations: new Set([`a.ts\0${key}`]),
        obstacle: undefined,
        parameter: "x",
        modifiers: "private readonly",
        injected: undefined,
        isCalled: false,
        reach: "importers",
        ancestors: [],
      },
      ...{ signatures: new Map(), calls: new Map(own.map((each, index) => [String(index), each])) },
    },
  ]);
  return { callables: new Map(callables) };
}

/** Why the only test, which calls `b` that calls `a` with the site, can't pass the expression; undefined if it does. */
function reasonFor(
  facts: TestFacts,
  [inA, inB]: readonly [Timing, Timing],
  more: readonly WantedExpression[] = [],
): string | undefined {
  const graph = graphOf({ a: [place({ b: inB })], b: [place({}, "b.test.ts", facts)] });
  const site = place({ a: inA });
  const sites = [expression, ...more].map((each) => ({ place: site, file: "a.ts", expression: each }));
  planRepeats(graph, sites, isTest);
  const call = graph.callables.get("b")!.calls.get("0")!;
  expect(new Solution<NeedPlace>(graph).canHave(site)).toBe(call.repeats !== undefined);
  return call.repeats ? undefined : call.container.reason;
}

describe("what a test passes itself", () => {
  it("is what all sites behind its call have", () => {
    expect(reasonFor(free, ["always", "always"])).toBeUndefined();
    expect(reasonFor(free, ["always", "always"], [other])).toBe("a test that has none");
  });

  it("may throw only where the call comes to a site in any case", () => {
    const facts = { ...free, mayThrow: "it may throw" };
    expect(reasonFor(facts, ["always", "always"])).toBeUndefined();
    expect(reasonFor(facts, ["always", "maybe"])).toContain("b may not come to it");
    expect(reasonFor(facts, ["maybe", "always"])).toContain("b may not come to it");
  });

  it("is not changed before it is used", () => {
    const facts = { ...free, changed: "it may change" };
    expect(reasonFor(facts, ["maybe", "always"])).toBeUndefined();
    expect(reasonFor(facts, ["later", "always"])).toContain("it may change");
    expect(reasonFor(free, ["always", "changed"])).toContain("code before the site may change");
  });

  it("is not asked of a function that the test mocks, and loads no module anew", () => {
    expect(reasonFor({ ...free, mocked: ["a.ts"] }, ["always", "always"])).toContain("it mocks the module of b");
    expect(reasonFor({ ...free, obstacle: "no" }, ["always", "always"])).toContain("no");
  });
});

it("lists a test file once, with all places in it, and what all of them free together", () => {
  const tests = ["one.test.ts", "one.test.ts", "two.test.ts"].map((file) => place({}, file));
  const graph = graphOf({ a: tests });
  const site = place({ a: "always" });
  const value = { name: "logger", from: ["this.logger", "log"], type: { ...expression.root } };
  const { roots, freedByTests } = findContextRoots(graph, [site], { value, refused: new Map(), isTest });
  expect(roots.map(({ name, frees, write }) => [name, frees, write])).toEqual([
    ["one.test.ts", 0, "const log: Logger = …;"],
    ["two.test.ts", 0, "const log: Logger = …;"],
  ]);
  expect(freedByTests).toBe(1);
});
