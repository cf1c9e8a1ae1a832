import { expect, test } from "vitest";
import { coloursFor } from "../../terminal.js";
import { codeFrame } from "./stylish.js";

const frame = (text: string, site: string, columns?: number): string[] =>
  codeFrame(7, text, [text.indexOf(site), text.indexOf(site) + site.length], { colours: coloursFor(false), columns });

test("underlines the site", () => {
  expect(frame("const userId = v4();", "v4()")).toEqual(["    7 │ const userId = v4();", "      │                ^^^^"]);
});

test("gives tabs and wide characters their columns", () => {
  expect(frame("\tx('名前', v4());", "v4()")).toEqual(["    7 │   x('名前', v4());", "      │             ^^^^"]);
});

test("shows the part of a long line around the site", () => {
  const [line, mark] = frame(`${"a".repeat(5000)}v4()${"b".repeat(5000)}`, "v4()");
  expect(line!.length).toBeLessThan(120);
  expect(line!.indexOf("v4()")).toBe(mark!.indexOf("^^^^"));
});

test("keeps a line within the terminal", () => {
  const lines = frame(`${"a ".repeat(30)}v4()${" b".repeat(30)}`, "v4()", 80);
  expect(Math.max(...lines.map((line) => line.length))).toBe(80);
  expect(lines[0]!.indexOf("v4()")).toBe(lines[1]!.indexOf("^^^^"));
});

test("never sends a source's control characters to the terminal", () => {
  expect(frame("v4('\u001B[2J')", "v4(").join("")).not.toContain("\u001B");
});
