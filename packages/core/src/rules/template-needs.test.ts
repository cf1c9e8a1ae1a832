import { expect, it } from "vitest";
import { DOTS } from "../modules/index.js";
import { ContentScan } from "../scan/content-scan.js";
import { namesModuleBy, namesPackage } from "./template-needs.js";

const mayName = new ContentScan().prepare(namesModuleBy(["time"]));

it.each([
  'import { now } from "./time.js";',
  'import "time";',
  'import/* a */"./time";',
  'export * from\n  // why\n  "../lib/time";',
  'import old = require("./time");',
  "const { now } = await import(/* webpackChunkName: 'a' */ './time');",
  "jest.requireActual<Time>('./time');",
  'vi["mock"]("./time");',
  "vi.mock((`./time`));",
  "mock.module('./time');",
  "require?.('./time');",
  "import.meta.resolve('a folder/time');",
  'import { now } from ".\\/t\\x69me";',
  '/** @type {import("./time").Now} */',
  `const all = [${"1, ".repeat(500)}require("./time")];`,
])("may be a specifier: %s", (text) => {
  expect(mayName(text)).toBe(true);
});

it.each([
  "const time = 1;",
  'it("keeps the time", () => {});',
  'const label = { text: "start time" };',
  'log("time");',
  'formatter.resolveAll("time");',
  'import { now } from "./clock.js";\nconst unit = "time";',
])("is no specifier: %s", (text) => {
  expect(mayName(text)).toBe(false);
});

const mayBeDots = new ContentScan().prepare(namesModuleBy(["time", DOTS]));

it.each([".", "./", "..", "../", "../..", "../../", "\\x2e"])("may name the index of a folder: %s", (specifier) => {
  expect(["'", '"', "`"].map((quote) => mayBeDots(`require(${quote}${specifier}${quote});`))).toEqual([true, true, true]);
});

it("takes no other string for dots", () => {
  expect(mayBeDots('import a from "./a.js";\nlog("A sentence.", "…", 1.5);')).toBe(false);
});

const mayNamePackage = new ContentScan().prepare(namesPackage("time"));

it.each(['import "time";', 'import "time/";', 'import x from "#time";', 'import x from "my/time";', 'import x from "time?raw";'])(
  "may name the package: %s",
  (text) => {
    expect(mayNamePackage(text)).toBe(true);
  },
);

it.each(['import "time-zone";', 'import "time/zone";', 'import "times";', 'import "time.js";', 'log("time");'])(
  "names another package, or none: %s",
  (text) => {
    expect(mayNamePackage(text)).toBe(false);
  },
);
