import { expect, test } from "vitest";
import { REASONS, reasonIn, type ReasonCode } from "./reasons.js";

const all = Object.entries<(...parts: string[]) => string>(REASONS).map(([code, words]) => ({
  code: code as ReasonCode,
  text: words("a", "b"),
}));

test.each(all)("finds $code in its own words, and among others", ({ code, text }) => {
  expect(reasonIn(text)).toBe(code);
  expect(reasonIn(`another thing; ${text} here`)).toBe(code);
});

test("finds none in other words", () => {
  expect(reasonIn("it may get strings")).toBeUndefined();
});
