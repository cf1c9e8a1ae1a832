import { applyTextEdits } from "@godwit/engine";
import fc from "fast-check";
import { expect, test } from "vitest";
import { textChanges } from "./text-changes.js";

const text = fc.array(fc.constantFrom("a\n", "b\n", "c\r\n", "\n", "d"), { maxLength: 12 }).map((lines) => lines.join(""));

test("turn one text into the other, in order", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const edits = textChanges(before, after);
      expect(applyTextEdits(before, edits)).toBe(after);
      expect(edits.every(({ range }, index) => index === 0 || edits[index - 1]!.range[1] <= range[0])).toBe(true);
    }),
  );
});

test("leave the lines between two changes alone", () => {
  expect(textChanges("a\nb\nc\nd\n", "x\nb\nc\ny\nd\n")).toEqual([
    { range: [0, 2], text: "x\n" },
    { range: [6, 6], text: "y\n" },
  ]);
});
