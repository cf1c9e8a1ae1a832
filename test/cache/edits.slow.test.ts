import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../support/properties.js";
import { edits, expectSameAsCold } from "./edits.js";

test("a run with a cache finds what a cold one finds, after many edits", () => {
  let cached = 0;
  assertProperty(
    fc.property(fc.array(edits, { minLength: 5, maxLength: 12 }), (steps) => {
      cached += expectSameAsCold(steps).cached;
    }),
    25,
    { endOnFailure: true },
  );
  expect(cached).toBeGreaterThan(0);
}, 900_000);
