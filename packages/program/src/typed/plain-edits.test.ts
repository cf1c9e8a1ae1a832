import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { EditedText, type PlainEdit } from "./plain-edits.js";

const TEXT = "abcdefghijklmnopqrstuvwxyz";

/** Edits in order that do not touch each other. */
const edits = fc
  .uniqueArray(fc.nat(TEXT.length), { maxLength: 8 })
  .chain((places) =>
    fc.tuple(
      fc.constant([...places].sort((a, b) => a - b)),
      fc.array(fc.constantFrom("", "1", "22"), { minLength: 8, maxLength: 8 }),
    ),
  )
  .map(([places, texts]) =>
    Array.from({ length: Math.floor(places.length / 2) }, (_, index): PlainEdit => ({
      range: [places[2 * index]!, places[2 * index + 1]!],
      text: texts[index]!,
    })),
  );

test("a letter that no edit touches is found again in both directions", () => {
  assertProperty(
    fc.property(edits, fc.nat(TEXT.length - 1), (all, place) => {
      const edited = new EditedText(TEXT, all);
      if (all.some(({ range }) => range[0] <= place && place < range[1])) return;
      const now = edited.toNew(place);
      expect(edited.text[now]).toBe(TEXT[place]);
      expect(edited.toOriginal([now, now + 1])).toEqual([place, place + 1]);
    }),
  );
});

test("a place inside of what an edit wrote was nowhere before, and all of it was where the edit is", () => {
  const edited = new EditedText("f(x)", [{ range: [2, 3], text: "UserId(x)" }]);
  expect(edited.text).toBe("f(UserId(x))");
  expect(edited.toOriginal([9, 10])).toBeUndefined();
  expect(edited.toOriginal([2, 11])).toEqual([2, 3]);
  expect(edited.toOriginal([0, 12])).toEqual([0, 4]);
});
