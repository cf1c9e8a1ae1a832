import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { parseCase } from "./case.js";
import { faultOf } from "./laws.js";

test("every folder of cases has a test file, which lets them run side by side", () => {
  const rules = readdirSync(path.join(import.meta.dirname, "cases"));
  const files = readdirSync(import.meta.dirname);
  expect(rules.filter((rule) => !files.includes(`${rule}.test.ts`))).toEqual([]);
});

const CASE = (front: string, fences: string): string => `---\ncontract: c\nrule: r\n${front}---\n\nsays so.\n\n${fences}`;
const fence = (info: string, text = "a;\n"): string => `\`\`\`ts ${info}\n${text}\`\`\`\n`;

test.each([
  ["an unknown key", CASE("report: []\n", fence("before=a.ts")), "unknown key report"],
  ["a case without a file", CASE("", ""), "no before or valid fence"],
  ["a word of a fence that nobody reads", CASE("", fence('before=a.ts at="1:1"')), "a before fence has at, which nobody reads"],
  ["an after without its before", CASE("", fence("after")), "after fence without its before"],
  ["two fences for one path", CASE("", fence("valid=a.ts") + fence("valid=a.ts")), "two fences for a.ts"],
  ["an unquoted place", CASE("reports: [{ at: 1:2:x }]\n", fence("before=a.ts")), "line:column"],
  [
    "a place without path among several files",
    CASE('reports: [{ at: "1:2" }]\n', fence("before=a.ts") + fence("before=b.ts")),
    "path:line:column",
  ],
])("%s is refused", (_, markdown, reason) => {
  expect(() => parseCase("r/x", markdown)).toThrow(reason);
});

test("a text that does not parse, or has a name that nothing declares, is a fault", () => {
  expect(faultOf("a.ts", "b();", "b(;")).toContain("does not parse");
  expect(faultOf("a.ts", "b();", "newId(b());")).toBe("uses newId without declaring it");
  expect(faultOf("a.ts", "b();", 'import { newId } from "./x.js";\nnewId(b, crypto);')).toBeUndefined();
});
