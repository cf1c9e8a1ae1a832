import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import type { Change } from "../syntax/ranges.js";
import { touches, findOverlaps } from "./conflicts.js";

test("finds for each change the others that touch it, and no more", () => {
  const change = fc
    .tuple(fc.nat(40), fc.nat(8))
    .map(([start, length]): Change => ({ range: [start, start + length], parts: [] }));
  assertProperty(
    fc.property(fc.array(change, { maxLength: 30 }), (changes) => {
      const overlaps = findOverlaps(changes);
      for (const each of changes) {
        const expected = changes.filter((other) => other !== each && touches(other.range, each.range));
        expect(new Set(overlaps(each))).toEqual(new Set(expected));
      }
    }),
  );
});
