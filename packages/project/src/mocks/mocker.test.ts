import path from "node:path";
import { createEngine, GLOBAL_PATH } from "@godwit/core/engine";
import { expect, test } from "vitest";
import { openSource } from "../../test-support/open-source.js";
import { parseWithOxc } from "../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { type Mocker, MockerSearch } from "./mocker.js";

const AROUND = {
  "package.json": { name: "x", type: "module" },
  "src/log.ts": "export const logger = 1;\n",
  "src/my log.ts": "export const logger = 1;\n",
  "src/barrel.ts": 'export * from "./log.js";\n',
  "src/other.ts": "export const other = 1;\n",
};

interface Opened {
  readonly mocker: Mocker;
  readonly root: string;
  /** How often the text was parsed. */
  parses(): number;
}

function open(text: string): Opened {
  const root = writeTree({
    ...AROUND,
    "src/a.test.ts": `import { expect, test, vi } from "vitest";\n${text}\ntest("it", () => undefined);\n`,
  });
  const engine = createEngine({ root, host: { parse: parseWithOxc } });
  let parses = 0;
  const search = new MockerSearch(engine, (file, own, use) => {
    parses++;
    return use(openSource(file, own));
  });
  const mocker = search.open("src/a.test.ts");
  return { mocker: mocker!, root, parses: () => parses };
}

const log = (root: string) => ({ module: `file:${path.join(root, "src/log.ts")}`, exported: "logger" });
const CRYPTO = { module: GLOBAL_PATH, exported: "crypto.randomUUID" };

test.each([
  'vi.mock("./log.js", () => ({ logger: 2 }));',
  "vi.mock('./log.js');",
  "vi.mock(`./log.js`);",
  'vi.mock(import("./log.js"), () => ({ logger: 2 }));',
  'vi.mock(import(/* the real one */ "./log.js"));',
  'vi.mock<typeof import("./log.js")>("./log.js", () => ({ logger: 2 }));',
  'vi.mock<Partial<typeof import("./log.js")>>(\n  "./log.js",\n);',
  'vi.mock(\n  // by its path\n  "./log.js",\n  () => ({}),\n);',
  'vi.mock(("./log.js"));',
  'jest.mock("./other.js").doMock("./log.js", () => ({}));',
  'jest.unstable_mockModule("./log.js", () => ({}));',
  'import { mock } from "node:test";\nmock.module("./log.js", { namedExports: {} });',
  'test("a", (t) => { t.mock.module("./log.js"); });',
  'const LOG = "./log.js";\nvi.doMock(LOG, () => ({ logger: 2 }));',
  'test.each(["./log.js"])("%s", (file) => {\n  jest.doMock<object>(file, () => ({}));\n});',
  'jest.mock(require.resolve("./log.js"), () => ({}));',
  'const files = { log: "./log.js" };\nmock.module(files.log, {});',
  'import * as log from "./log.js";\nvi.spyOn(log, "logger");',
  'import all, * as log from "./log.js";\nvi.spyOn(log, "logger");',
  'const log = await import("./log.js");\nvi.spyOn(log, "logger");',
  'const log = require("./log.js");\nsinon.stub(log, "logger");',
  'const log = require("./log.js");\nlog.logger = () => 2;',
  'const log = await import("./log.js");\nlog["logger"] = 2;',
  'import * as log from "./log.js";\n(log as any).logger = vi.fn();',
  'const log = jest.requireActual<typeof import("./log.js")>("./log.js");\njest.spyOn(log, "logger");',
])("a mock of a module is found by the text: %s", (text) => {
  const { mocker, root } = open(text);
  const module = log(root).module;
  expect(mocker.mocksOf([log(root)])).toHaveLength(mocker.mocks().filter((mock) => mock.module === module).length);
  expect(mocker.mocksOf([log(root)])).not.toEqual([]);
});

test.each([
  'vi.stubGlobal("crypto", { randomUUID: () => "1" });',
  'vi.stubGlobal(\n  "crypto",\n  { randomUUID: () => "1" },\n);',
  'vi.spyOn(globalThis, "crypto", "get").mockReturnValue({ randomUUID: () => "1" });',
  'vi.spyOn(crypto, "randomUUID");',
  'vi.spyOn(globalThis.crypto, "randomUUID");',
  'Object.defineProperty(globalThis, "crypto", { value: vi.fn() });',
  "Object.assign(globalThis, { crypto: vi.fn() });",
  'globalThis["crypto"] = vi.fn();',
  "crypto.randomUUID = vi.fn();",
  'const all = { own:crypto };\nvi.spyOn(all.own, "randomUUID");\nvi.stubGlobal("crypto", vi.fn());',
])("a stub of a global is found by the text: %s", (text) => {
  const { mocker } = open(text);
  expect(mocker.mocksOf([CRYPTO]).length).toBe(mocker.mocks().length);
  expect(mocker.mocks()).not.toEqual([]);
});

test.each([
  'vi.mock("./other.js", () => ({ other: 2 }));',
  'const LOG = "./log.js";\nfetchMock.mock("./other.js", LOG);',
  'import { logger } from "./log.js";\nvi.mock("./other.js");\nexpect(logger).toBe(1);',
  'import * as log from "./log.js";\nvi.mock("./other.js");\nexpect(log.logger).toBe(1);',
  'import * as other from "./other.js";\nvi.spyOn(other, "other").mockReturnValue("some text (or two)");',
  'import { randomUUID } from "node:crypto";\nimport c from "crypto";\nvi.mock("crypto");\nvi.fn(() => randomUUID());',
])("a text that mocks something else is not parsed: %s", (text) => {
  const { mocker, root, parses } = open(text);
  expect(mocker.mocksOf([log(root), CRYPTO])).toEqual([]);
  expect(parses()).toBe(0);
});

test("a test that gives only its own object another value is none that mocks", () => {
  expect(open('import * as log from "./log.js";\nconst own = { logger: 1 };\nown.logger = log.logger;').mocker).toBeUndefined();
});

test("a mock of a module that passes an export on counts as one of the export", () => {
  const { mocker, root, parses } = open('vi.mock("./barrel.js", () => ({ logger: 2 }));');
  const isAsked = (file: string) => mocker.mayMock((module) => module.kind === "file" && module.path === path.join(root, file));
  expect([isAsked("src/barrel.ts"), isAsked("src/log.ts"), parses()]).toEqual([true, false, 0]);
});

test("a file that does not parse mocks nothing", () => {
  const { mocker, root } = open('vi.mock("./log.js", () => ({ logger: 2 ));');
  expect([mocker.mocksOf([log(root)]), mocker.imports("src/log.ts"), mocker.loads("src/log.ts")]).toEqual([[], false, false]);
});
