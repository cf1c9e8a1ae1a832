import { expect, test } from "vitest";
import { LineIndex } from "./line-index.js";

test("counts lines by every line end of ECMAScript and columns from 1", () => {
  const text = "a\nbc\r\nd\re\u2028f";
  const lines = new LineIndex(text);
  expect([0, 1, 2, 3, 6, 8, 10].map((offset) => Object.values(lines.positionAt(offset)).join(":"))).toEqual([
    ...["1:1", "1:2", "2:1", "2:2", "3:1", "4:1", "5:1"],
  ]);
});

test("gives a line without its end", () => {
  const lines = new LineIndex("a\r\nbc\n");
  expect([lines.lineText(1), lines.lineText(2), lines.lineText(3)]).toEqual(["a", "bc", ""]);
});

test("counts U+2028 as a part of the line where the text is not ECMAScript", () => {
  const lines = new LineIndex("a\u2028b\nc", "plain");
  expect([lines.lineOf(2), lines.lineOf(4), lines.lineText(1)]).toEqual([1, 2, "a\u2028b"]);
});

test("gives a byte order mark no column", () => {
  const lines = new LineIndex("\ufeffa\nb");
  expect([lines.positionAt(0).column, lines.positionAt(1).column, lines.positionAt(3).column]).toEqual([1, 1, 1]);
});
