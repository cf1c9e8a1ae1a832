import { tmpdir } from "node:os";
import path from "node:path";
import { createModules } from "../../modules/index.js";
import { expect, test } from "vitest";
import { parseWithOxc } from "../../../../../test/support/parse-with-oxc.js";
import { openSource } from "../../../test-support/open-source.js";
import { FileView } from "../file-view.js";
import { hasTests, mayHaveTests } from "./test-declarations.js";

const modules = createModules({ root: tmpdir(), parse: parseWithOxc });
const tellsTests = (text: string): boolean => hasTests(new FileView(openSource(path.join(tmpdir(), "a.ts"), text), modules));

test.each([
  'test("a", () => {});',
  'describe("a", () => { it("b", () => {}); });',
  'it.only("a", () => {});',
  'describe.skip("a", () => {});',
  'test.each([1, 2])("a", () => {});',
  'it.each`a\n${1}`("a", () => {});',
  'suite("a", () => {});',
  'import { test as check } from "vitest";\ncheck("a", () => {});',
  'import { test } from "@jest/globals";\ntest.concurrent("a", () => {});',
  'import check from "node:test";\ncheck("a", () => {});',
  'import * as runner from "node:test";\nrunner.describe("a", () => {});',
  'const { it } = require("node:test");\nit("a", () => {});',
  'const check = require("tape");\ncheck("a", (t) => t.end());',
  'import { test } from "./fixtures.js";\ntest("a", () => {});',
  'import { test as base } from "@playwright/test";\nconst test = base.extend({});\ntest("a", () => {});',
  'Deno.test("a", () => {});',
  'Deno.test({ name: "a", fn() {} });',
  'QUnit.module("a");',
  'QUnit.test.each("a", [1], () => {});',
])("sees tests in %j", (text) => {
  expect(tellsTests(text)).toBe(true);
  expect(mayHaveTests(text)).toBe(true);
});

test.each([
  "// Wait until it. Then test (again).\nexport const a = 1;",
  "const it = new Map().entries();\nit.next();",
  "function test(value: string) { return value; }\ntest('a');",
  "export function f(describe: () => void) { describe(); }",
  "/a/.test('a');",
  "const pattern = /a/;\npattern.test('a');",
  'import { test } from "vitest";\nexport { test };',
  'import tape from "./tape-recorder.js";\ntape("a");',
  "Deno.readTextFile('a');",
  "const x = { constructor: 1 };\nconstructor.x();",
  'vi.mock("./a.js");',
])("sees none in %j", (text) => {
  expect(tellsTests(text)).toBe(false);
});
