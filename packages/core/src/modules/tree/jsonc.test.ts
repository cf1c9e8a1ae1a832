import { describe, expect, test } from "vitest";
import { isBlank, parseJsonc } from "./file-tree.js";

describe("parseJsonc", () => {
  test.each([
    ['\uFEFF{"a": 1}', { a: 1 }],
    ['{ // "b": [,]\n "a": "/* no */ //comment, }", /* , */ }', { a: "/* no */ //comment, }" }],
    ['{"a": [1, 2, /* x */ // y\n ],}', { a: [1, 2] }],
    [String.raw`{"a": "\"/*", "b": "*/",}`, { a: '"/*', b: "*/" }],
    ["null", null],
    ['{"a": 1 /* open', undefined],
    ['{"a": "open', undefined],
    ["{{name}}", undefined],
  ])("reads %j", (text, value) => {
    expect(parseJsonc(text)).toEqual(value);
  });

  // Texts for which a regular expression that goes back has to try every way to divide the text: it would take hours.
  test.each([
    ["comments behind a comma", `{"a": 1,${"/**/".repeat(100_000)}x`],
    ["comments that are not closed", "/*".repeat(1_000_000)],
    ["quotes behind backslashes", '\\"'.repeat(1_000_000)],
    ["a text that is not closed", `"${"a\\n".repeat(1_000_000)}`],
    ["commas", ", ".repeat(1_000_000)],
    ["blanks behind a comma", `,${" ".repeat(4_000_000)}x`],
  ])("gives up on %s", (_, text) => {
    expect(parseJsonc(text)).toBeUndefined();
  });

  test("takes what is nested deeply as it is", () => {
    expect(parseJsonc(`${"[".repeat(100_000)}1${"]".repeat(100_000)}`)).toBeInstanceOf(Array);
  });
});

test("a text of blanks and comments is blank", () => {
  expect(["", "\uFEFF\n", "// a\n/* b */ /* open"].filter((text) => !isBlank(text))).toEqual([]);
  expect(isBlank("{}")).toBe(false);
});
