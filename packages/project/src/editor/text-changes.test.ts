import { applyTextEdits } from "@godwit/core/engine";
import fc from "fast-check";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../test/support/properties.js";
import { textChanges } from "./text-changes.js";

const text = fc.array(fc.constantFrom("a\n", "b\n", "c\r\n", "\n", "d"), { maxLength: 12 }).map((lines) => lines.join(""));

test("turn one text into the other, in order", () => {
  assertProperty(
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

test("touch no line that stays", () => {
  assertProperty(
    fc.property(text, text, (before, after) => {
      for (const { range, text: written } of textChanges(before, after)) {
        const removed = new Set(before.slice(...range).match(/[^\n]*\n|[^\n]+$/g));
        // A line that one edit removes and writes again could have stayed.
        expect((written.match(/[^\n]*\n|[^\n]+$/g) ?? []).filter((line) => removed.has(line))).toEqual([]);
      }
    }),
    1_000,
  );
});

test("take little time for 10,000 lines", () => {
  const before = Array.from({ length: 10_000 }, (_, index) => `line ${index}\n`);
  const few = before.map((line, index) => (index % 20 === 0 ? `new ${line}` : line)).join("");
  const all = before.map((line) => `new ${line}`).join("");
  const start = process.cpuUsage().user;
  expect(textChanges(before.join(""), few)).toHaveLength(500);
  expect(textChanges(before.join(""), all)).toHaveLength(1);
  expect((process.cpuUsage().user - start) / 1_000).toBeLessThan(5_000);
});
