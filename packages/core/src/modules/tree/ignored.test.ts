import fc from "fast-check";
import createRules from "ignore";
import { expect, test } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { IgnoreRules } from "./ignored.js";

const PATTERNS = [
  "a",
  "b",
  "*.ts",
  "a/",
  "/a",
  "a/b",
  "a/*",
  "**/b",
  "!**/c.ts",
  "**/a/",
  "**/*.ts",
  "**/a/b",
  "**/**",
  "a/**",
  "/b/",
  "!a",
  "!b",
  "!a/b",
  "*",
  "\\!a",
  "#a",
  "",
  " a",
  "a?",
  "?.ts",
  "a**",
  "a/**/b",
  "!a/*/b",
  "a/?.ts",

  "[ab]",
  "[!a]",
  "[a-c].ts",
  "[]a]",
  "[a",
  "a/b/",
  "a ",
  "b\\ ",
];
const NAMES = ["a", "b", "c.ts", "a.ts", "!a"];

/** The paths in some folders, each with what the package says of it; nothing is looked at in a folder that is left out. */
function reached(leavesOut: (path: string, isFolder: boolean) => boolean, folder = "", depth = 3): string[] {
  return NAMES.flatMap((name) => {
    const path = `${folder}${name}`;
    const isFile = !leavesOut(path, false);
    const inside = depth > 1 && !leavesOut(path, true) ? [`${path}/`, ...reached(leavesOut, `${path}/`, depth - 1)] : [];
    return isFile ? [path, ...inside] : inside;
  });
}

test("says of every path what the package for ignore files says", () => {
  assertProperty(
    fc.property(fc.array(fc.constantFrom(...PATTERNS), { maxLength: 6 }), fc.constantFrom("\n", "\r\n"), (patterns, newline) => {
      const text = patterns.join(newline);
      const whole = createRules({ ignorecase: false }).add(text);
      const rules = IgnoreRules.NONE.inside("/r", text);
      const expected = reached((path, isFolder) => whole.ignores(isFolder ? `${path}/` : path));
      expect(reached((path, isFolder) => rules.leaveOut(`/r/${path}`, isFolder))).toEqual(expected);
    }),
    500,
  );
});
