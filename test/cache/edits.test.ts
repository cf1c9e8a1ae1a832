import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../support/properties.js";
import { createRepository, edits, expectSameAsCold, findCached } from "./edits.js";

test("a run with a cache finds what a cold one finds, whatever was edited", { tags: "slow", timeout: 180_000 }, () => {
  let cached = 0;
  assertProperty(
    fc.property(fc.array(edits, { minLength: 2, maxLength: 3 }), (steps) => {
      cached += expectSameAsCold(steps).cached;
    }),
    1,
    { endOnFailure: true },
  );
  expect(cached).toBeGreaterThan(0);
});

test("so does a run over some paths, between others", { tags: "slow", timeout: 180_000 }, () => {
  const turns = [{ paths: ["src/agents"] }, { paths: ["src/routes/*.ts", "src/main.ts"] }, {}];
  assertProperty(
    fc.property(fc.array(edits, { minLength: 1, maxLength: 2 }), (steps) => void expectSameAsCold(steps, turns)),
    1,
    { endOnFailure: true },
  );
});

test("the second run has everything from the cache", () => {
  const repository = createRepository();
  const cold = findCached(repository);
  const warm = findCached(repository);
  expect(cold.cached).toBe(0);
  expect(warm.cached).toBe(warm.considered);
  expect(warm.found).toEqual(cold.found);
  repository.remove();
});
