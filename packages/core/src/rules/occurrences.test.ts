import { describe, expect, it } from "vitest";
import { lastVisible, mayEndComment } from "./template-needs.js";

describe("a common word", () => {
  it.each([
    ["a /* b */ ", true],
    ["a // b\n", true],
    ["a // b ", false],
    ["// a\nb\n", false],
    [`${"a".repeat(2000)}\n`, true],
  ])("may be behind a comment in %j: %s", (text, expected) => {
    expect(mayEndComment(text, lastVisible(text, text.length), text.length)).toBe(expected);
  });
});
