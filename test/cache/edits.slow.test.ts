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

test("so does a run over some paths, between others", () => {
  const turns = [{ paths: ["src/agents"] }, { paths: ["src/routes/*.ts", "src/main.ts"] }, {}];
  assertProperty(
    fc.property(fc.array(edits, { minLength: 2, maxLength: 3 }), (steps) => void expectSameAsCold(steps, turns)),
    5,
    { endOnFailure: true },
  );
}, 900_000);
