import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { largestAccepted } from "./edit-elements.js";

test("one bad element costs only itself, in few tests", async () => {
  const elements = Array.from({ length: 154 }, (_, index) => index);
  const bad = new Set([3, 77, 150]);
  let tests = 0;
  const result = await largestAccepted(elements, (candidate) => {
    tests++;
    return candidate.some((each) => bad.has(each)) ? { reason: "TS2345" } : undefined;
  });
  expect(result.kept).toHaveLength(151);
  expect(result.refused.map(({ element }) => element)).toEqual([3, 77, 150]);
  expect(tests).toBeLessThan(60);
});

test("what needs a later element is kept with it", async () => {
  const needs = (candidate: readonly string[]) => candidate.includes("call") && !candidate.includes("declaration");
  const isBad = (candidate: readonly string[]) => candidate.includes("bad");
  const result = await largestAccepted(["call", "bad", "x", "declaration"], (candidate) =>
    needs(candidate) || isBad(candidate) ? { reason: "no" } : undefined,
  );
  expect(result.kept).toEqual(["call", "x", "declaration"]);
  expect(result.refused).toEqual([{ element: "bad", reason: "no" }]);
});

test("what is kept is accepted, and nothing of the rest can be added, where elements do not help each other", async () => {
  const pairs = fc.array(fc.tuple(fc.nat(11), fc.nat(11)), { maxLength: 10 });
  await assertProperty(
    fc.asyncProperty(pairs, fc.boolean(), async (conflicts, blames) => {
      const fails = (candidate: readonly number[]) => conflicts.some(([a, b]) => candidate.includes(a) && candidate.includes(b));
      const elements = Array.from({ length: 12 }, (_, index) => index);
      const result = await largestAccepted(elements, (candidate) =>
        fails(candidate) ? { reason: "conflict", ...(blames && { blames: (each: number) => each % 2 === 0 }) } : undefined,
      );
      expect(fails(result.kept)).toBe(false);
      for (const { element } of result.refused) expect(fails([...result.kept, element])).toBe(true);
      expect([...result.kept, ...result.refused.map(({ element }) => element)].sort((a, b) => a - b)).toEqual(elements);
    }),
  );
});
