import { describe, expect, it } from "vitest";
import type { Callable, CallPlace, ContextGraph, NeedPlace } from "./call-graph.js";
import { findContextRoots } from "./context-roots.js";
import { planRepeats } from "./expressions.js";
import { Solution } from "../callers/solve.js";
import type { WantedExpression } from "./wanted.js";

const expression: WantedExpression = {
  root: { name: "Logger", exported: "Logger", module: { file: "logger.ts" } },
  rest: ".getInstance()",
};
const other: WantedExpression = { ...expression, rest: ".other()" };
const isTest = (file: string): boolean => file.includes(".test.");

/** A place inside of functions. */
function place(inside: readonly string[], file = "a.ts"): CallPlace {
  const at = { file, start: 0, line: 1, column: 1 };
  const holders = inside.map((callable) => ({ callable, inside: callable }));
  const container = { key: `test ${file}`, name: file, reason: "a test that has none", at };
  return { at, candidate: undefined, holders, container, write: { file, at: 0, before: "", after: "" }, isInTest: isTest(file) };
}

function graphOf(calls: Readonly<Record<string, readonly CallPlace[]>>): ContextGraph {
  const at = { file: "a.ts", start: 0, line: 1, column: 1 };
  const callables = Object.entries(calls).map(([key, own]): [string, Callable] => [
    key,
    {
      ...{ key, name: key, at, declarations: new Set([`a.ts\0${key}`]), obstacle: undefined, parameter: "x" },
      ...{ modifiers: "private readonly", injected: undefined, isCalled: false, reach: "importers", ancestors: [] },
      ...{ signatures: new Map(), calls: new Map(own.map((each, index) => [String(index), each])) },
    },
  ]);
  return { callables: new Map(callables) };
}

/** Why the only test, which calls `b` that calls `a` with the sites, can't pass what they have; undefined if it does. */
function reasonFor(expressions: readonly WantedExpression[], missing?: string): string | undefined {
  const graph = graphOf({ a: [place(["b"])], b: [place([], "b.test.ts")] });
  const site = place(["a"]);
  const sites = expressions.map((each) => ({ place: site, expression: each }));
  planRepeats(graph, { sites, isTest, whyMissing: () => missing });
  const call = graph.callables.get("b")!.calls.get("0")!;
  expect(new Solution<NeedPlace>(graph).canHave(site)).toBe(call.repeats !== undefined);
  return call.repeats ? undefined : call.container.reason;
}

describe("what a test passes itself", () => {
  it("is what all sites behind its call have", () => {
    expect(reasonFor([expression])).toBeUndefined();
    expect(reasonFor([expression, other])).toBe("a test that has none");
  });

  it("is there in the test", () => {
    expect(reasonFor([expression], "its mock lacks Logger")).toBe("a test that has none: its mock lacks Logger");
  });
});

it("lists a test file once, with all places in it, and what all of them free together", () => {
  const tests = ["one.test.ts", "one.test.ts", "two.test.ts"].map((file) => place([], file));
  const graph = graphOf({ a: tests });
  const site = place(["a"]);
  const value = { name: "logger", from: ["this.logger", "log"], type: { ...expression.root } };
  const { roots, freedByTests } = findContextRoots(graph, [site], { value, refused: new Map(), isTest });
  expect(roots.map(({ name, frees, write }) => [name, frees, write])).toEqual([
    ["one.test.ts", 0, "const log: Logger = …;"],
    ["two.test.ts", 0, "const log: Logger = …;"],
  ]);
  expect(freedByTests).toBe(1);
});
