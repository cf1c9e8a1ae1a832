import ts from "typescript";
import { expect, test } from "vitest";
import { isSameCode } from "./same-code.js";

const isSame = (one: string, other: string, file = "/a.tsx"): boolean => isSameCode(ts, file, [one, other]);

test.each([
  ["import { a } from 'a'; f(a, b)", 'import { a } from "a";\n\nf(\n  a,\n  b,\n);\n'],
  ["const f = x => (x + 1);;", "const f = (x) => x + 1;\n"],
  ["type A = (string) | number", "type A =\n  | string\n  | number;\n"],
  ["const a = <p>some   text<b/></p>", "const a = (\n  <p>\n    some text\n    <b />\n  </p>\n);\n"],
  ["const o = { 'a': 1, b: `x` }", "const o = {\n  'a': 1,\n  b: `x`,\n};"],
])("what a formatter writes is the same code: %s", (one, other) => {
  expect(isSame(one, other)).toBe(true);
});

test.each([
  ["import { A } from 'a'", "import type { A } from 'a'"],
  ["import { a, b } from 'a'", "import { b, a } from 'a'"],
  ["const a = (x + y) * z", "const a = x + y * z"],
  ["let a = 1", "const a = 1"],
  ["for (a; ;) f()", "for (; a;) f()"],
  ["class A extends B {}", "class A implements B {}"],
  ["a?.b", "a.b"],
  ["const a = `x ${b} y`", "const a = `x ${b}  y`"],
  ["const a = -b", "const a = +b"],
  ["export = a", "export default a"],
  ["let a!: string", "let a: string"],
  ["const a = <p>some text</p>", "const a = <p>sometext</p>"],
  ["function* f() {}", "function f() {}"],
  ["type A = typeof import('a')", "type A = import('a')"],
])("what says something else is not: %s", (one, other) => {
  expect(isSame(one, other)).toBe(false);
});

test("nothing is said where a comment or JSDoc decides", () => {
  expect(isSame("// @ts-expect-error\nf(a, b)", "// @ts-expect-error\nf(\n  a,\n  b)")).toBe(false);
  expect(isSame("f(a)", "f(a);", "/a.js")).toBe(false);
});
