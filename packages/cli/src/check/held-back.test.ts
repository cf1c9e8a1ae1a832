import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { renderStylish } from "../reporters/check/stylish.js";
import { checkResultSchema } from "./check-result.js";
import { check, type CheckOutcome } from "./check.js";

const CONTRACT = `---
title: Loggers
imports: { logger: ./src/log.ts, getLogger: ./src/log.ts }
rules:
  no-deprecated-call: { replace: [{ match: logger, with: getLogger() }] }
---
`;
const LOG = "const own = { error: (text: string) => text };\nexport const getLogger = () => own;\nexport const logger = own;\n";
const RUN = 'import { logger } from "./log.js";\nexport const run = () => logger.error("x");\n';
const FIXED = 'import { getLogger } from "./log.js";\nexport const run = () => getLogger().error("x");\n';
const testOf = (mock: string) =>
  `import { expect, test, vi } from "vitest";\nimport { run } from "./run.js";\n${mock}\ntest("runs", () => expect(run()).toBe(1));\n`;

interface Ran {
  readonly outcome: CheckOutcome;
  /** `file: by, reason` of what is held back. */
  readonly held: readonly string[];
  read(file: string): string;
}

function fix(files: Record<string, string>, paths: readonly string[] = []): Ran {
  const root = writeTree({
    "package.json": '{ "name": "x", "type": "module", "godwit": {} }',
    "migrations/loggers.md": CONTRACT,
    "src/log.ts": LOG,
    "src/run.ts": RUN,
    ...files,
  });
  const outcome = check({ cwd: root, fix: true, paths });
  const held = outcome.result.violations.flatMap(({ file, heldBack }) =>
    heldBack ? [`${file}: ${heldBack.by}, ${heldBack.reason}`] : [],
  );
  return { outcome, held, read: (file) => readFileSync(path.join(root, file), "utf8") };
}

const CANT_FOLLOW = 'src/run.ts: src/run.test.ts, it mocks "./log.js", and the mock can\'t follow';

test("code and the mock of its test are written in the same run", () => {
  const { held, read } = fix({ "src/run.test.ts": testOf('vi.mock("./log.js", () => ({ logger: { error: vi.fn() } }));') });
  expect(held).toEqual([]);
  expect(read("src/run.ts")).toBe(FIXED);
  expect(read("src/run.test.ts")).toContain("getLogger: () => ({ error: vi.fn() })");
});

test("a fix waits for a factory that gives the default export as a whole", () => {
  const { held } = fix({
    "migrations/loggers.md":
      "---\ntitle: Loggers\nrules: { no-deprecated-import: { from: ./src/log.ts, name: default, to: ./src/log.ts, as: logger } }\n---\n",
    "src/log.ts": `${LOG}export default logger;\n`,
    "src/run.ts": RUN.replace("{ logger }", "logger"),
    "src/run.test.ts":
      'import { run } from "./run.js";\njest.mock("./log.js", () => ({ error: jest.fn() }));\ntest("runs", () => run());\n',
  });
  expect(held).toEqual(['src/run.ts: src/run.test.ts, its mock of "./log.js" lacks logger, which the fix uses']);
});

test.each([
  ["an automock", 'vi.mock("./log.js");'],
  ["a factory that can't be read", 'vi.mock("./log.js", () => makeMocks());'],
  [
    "a disabled one",
    '// eslint-disable-next-line loggers/no-deprecated-call\nvi.mock("./log.js", () => ({ logger: { error: vi.fn() } }));',
  ],
  [
    "one whose handle the test uses",
    'import { logger } from "./log.js";\nvi.mock("./log.js", () => ({ logger: { error: vi.fn() } }));\nvi.mocked(logger.error);',
  ],
])("a fix waits for a test with %s", (_, mock) => {
  const { held, read, outcome } = fix({ "src/run.test.ts": testOf(mock) });
  expect(held).toContain(CANT_FOLLOW);
  expect(read("src/run.ts")).toBe(RUN);
  expect(read("src/run.test.ts")).toBe(testOf(mock));
  expect(checkResultSchema.safeParse(outcome.result).error).toBeUndefined();
  expect(outcome.result.violations.find(({ file }) => file === "src/run.ts")?.level).toBe("fix");
  const print = (isSummary: boolean) => renderStylish(outcome, { hasColour: false, isQuiet: false, isSummary });
  expect(print(false)).toContain("held back by src/run.test.ts: it mocks");
  expect(print(false)).toContain("which holds fixes back for the reason above,");
  expect(print(true)).toContain('src/run.test.ts by hand, which holds fixes back (it mocks "./log.js", and');
  // What waits is by hand, so that the columns add up.
  const [, all, fixable, suggestion, byHand] = /^loggers +(\d+) +(\d+) +(\d+) +(\d+) /m.exec(print(true))!.map(Number);
  expect(fixable! + suggestion! + byHand!).toBe(all);
});

test.each([
  ["jest.mock", "", ['src/run.ts: src/run.test.ts, its mock of "./store.js" lacks getLogger, which the fix uses']],
  // Neither has a default export, so that the tests run no code that asks for one.
  ["jest.mock", "__esModule: true, ", []],
  ["vi.mock", "", []],
])("a factory of %s with keys %j stands for the default export or not", (mock, keys, expected) => {
  const { held } = fix({
    "migrations/loggers.md": CONTRACT.replace("logger: ./src/log.ts", "Store: './src/store.ts#default'")
      .replace("./src/log.ts", "./src/store.ts")
      .replace("match: logger", "match: Store.instance"),
    "src/store.ts":
      "export default class Store {\n  static instance = new Store();\n  error(text: string) {\n    return text;\n  }\n}\nexport const getLogger = () => Store.instance;\n",
    "src/run.ts": 'import Store from "./store.js";\nexport const run = () => Store.instance.error("x");\n',
    "src/run.test.ts": testOf(`${mock}("./store.js", () => ({ ${keys}instance: { error: () => 1 } }));`),
  });
  expect(held).toEqual(expected);
});

test("a fix of code that a test only loads waits where the mock gives what it leaves and lacks what it needs", () => {
  const near = { "src/near.ts": 'import { run } from "./run.js";\nexport const near = run;\n' };
  const far = (mock: string) => ({ "src/run.test.ts": testOf(mock).replace("./run.js", "./near.js"), ...near });
  // A handle keeps the mock as it is.
  const kept =
    'import { logger } from "./log.js";\nvi.mock("./log.js", () => ({ logger: { error: vi.fn() } }));\nvi.mocked(logger.error);';
  expect(fix(far(kept)).held).toContain(CANT_FOLLOW);
  expect(fix(far('vi.mock("./log.js", () => ({ other: 1 }));')).held).toEqual([]);
  expect(fix(far('vi.mock("./log.js");')).held).toEqual([]);
});

test("a mock that gives both, a manual mock that does, and a test of other code hold nothing back", () => {
  const both = 'vi.mock("./log.js", () => ({ logger: {}, getLogger: () => ({ error: vi.fn() }) }));';
  expect(fix({ "src/run.test.ts": testOf(both) }).held).toEqual([]);
  const manual = { "src/__mocks__/log.ts": "export const getLogger = () => ({ error: () => 1 });\n" };
  expect(fix({ ...manual, "src/run.test.ts": testOf('vi.mock("./log.js");') }).held).toEqual([]);
  const other = 'import { test, vi } from "vitest";\nvi.mock("./log.js");\ntest("a", () => undefined);\n';
  expect(fix({ "src/other.test.ts": other }).held).toEqual([]);
});

test("a file that was not selected is never written, and what needs it waits", () => {
  const files = { "src/run.test.ts": testOf('vi.mock("./log.js", () => ({ logger: { error: vi.fn() } }));') };
  const code = fix(files, ["src/run.ts"]);
  expect(code.held).toEqual([CANT_FOLLOW]);
  expect([code.read("src/run.ts"), code.read("src/run.test.ts")]).toEqual([RUN, files["src/run.test.ts"]]);
  const mock = fix(files, ["src/run.test.ts"]);
  expect(mock.held).toEqual(["src/run.test.ts: src/run.ts, it still uses what the mock gives"]);
  expect(mock.read("src/run.test.ts")).toBe(files["src/run.test.ts"]);
});

test("a mock waits for what code takes by a pattern, which is left to a person", () => {
  const { held } = fix({
    "migrations/loggers.md":
      "---\ntitle: T\nimports: { Settings: ./src/log.ts, settings: ./src/settings.ts }\nignores: [src/settings.ts]\nrules:\n  no-singleton-access:\n" +
      '    classes: [Settings]\n    accessors: [values]\n    replace: [{ match: Settings.values, with: "settings()" }]\n---\n',
    "src/log.ts": "export class Settings {\n  static values = { a: 1, b: 2 };\n}\n",
    "src/settings.ts": 'import { Settings } from "./log.js";\nexport const settings = () => ({ ...Settings.values });\n',
    "src/run.ts":
      'import { Settings } from "./log.js";\nexport const run = () => Settings.values.a;\nexport const b = ({ values } = Settings) => values.b;\n',
    "src/run.test.ts": testOf('vi.mock("./log.js", () => ({ Settings: { values: { a: 1, b: 2 } } }));'),
  });
  expect(held).toContain("src/run.test.ts: src/run.ts, it still uses what the mock gives");
});

test("the fix of a random source waits for each test that loads it with a source of its own", () => {
  const files = {
    "migrations/loggers.md":
      "---\ntitle: T\nimports: { newId: ./src/ids.ts }\nrules: { no-raw-uuid: { replace: [{ with: newId() }] } }\n---\n",
    "src/ids.ts": 'export const newId = () => "1";\n',
    "src/run.ts": 'import { v4 } from "uuid";\nexport const run = () => v4();\n',
    "src/far.ts": 'import { run } from "./run.js";\nexport const far = run;\n',
  };
  const mocking = (mock: string) => fix({ ...files, "src/far.test.ts": testOf(mock).replace("./run.js", "./far.js") }).held;
  expect(mocking('vi.mock("uuid", () => ({ v4: () => "stable" }));')).toHaveLength(1);
  expect(mocking('import * as uuid from "uuid";\nvi.spyOn(uuid, "v4").mockReturnValue("stable");')).toHaveLength(1);
  expect(mocking('vi.mock("other", () => ({ v4: () => "stable" }));')).toEqual([]);
});

test("what is held back holds back what goes with it, and nothing else", () => {
  const { held, read } = fix({
    "src/a.test.ts": testOf('vi.mock("./log.js", () => ({ logger: { error: vi.fn() } }));'),
    "src/b.test.ts": testOf('vi.mock("./log.js");'),
    "src/alone.ts": RUN,
  });
  expect(held).toEqual([
    "src/a.test.ts: src/run.ts, it still uses what the mock gives",
    'src/run.ts: src/b.test.ts, it mocks "./log.js", and the mock can\'t follow',
  ]);
  expect(read("src/alone.ts")).toBe(FIXED);
});

test("a mock of the new module has to have what the fix uses, and spies on the old one hold its code", () => {
  const contract = `---
title: Users
imports: { createUser: ./src/old.ts, makeUser: ./src/new.ts }
rules:
  no-deprecated-call: { replace: [{ match: createUser($name), with: makeUser($name) }] }
---
`;
  const code = 'import { createUser } from "./old.js";\nexport const run = () => createUser("a");\n';
  const files = {
    "migrations/loggers.md": contract,
    "src/old.ts": "export const createUser = (name: string) => name;\n",
    "src/new.ts": "export const makeUser = (name: string) => name;\nexport const other = 1;\n",
    "src/run.ts": code,
  };
  const lacking = fix({ ...files, "src/run.test.ts": testOf('vi.mock("./new.js", () => ({ other: 2 }));') });
  const reasons = ['src/run.ts: src/run.test.ts, its mock of "./new.js" lacks makeUser, which the fix uses'];
  expect(lacking.held).toEqual(reasons);
  const through = (mock: string) => {
    const far = { "src/far.ts": 'import { run } from "./run.js";\nexport const far = run;\n' };
    return fix({
      ...files,
      ...far,
      "src/run.test.ts": testOf(mock).replace('{ run } from "./run.js"', '{ far as run } from "./far.js"'),
    });
  };
  expect(through('vi.mock("./new.js", () => ({ other: 2 }));').held).toEqual(reasons);
  expect(through('vi.mock("./new.js", () => ({ makeUser: () => 1 }));').held).toEqual([]);
  expect(through('vi.mock("./new.js", async (original) => ({ ...(await original()), other: 2 }));').held).toEqual([]);
  expect(through('vi.mock("./new.js");').held).toEqual([]);
  expect(through('vi.mock("./run.js", () => ({ run: () => 1 }));\nvi.mock("./new.js", () => ({ other: 2 }));').held).toEqual([]);
  const spying = fix({ ...files, "src/run.test.ts": testOf('import * as old from "./old.js";\nvi.spyOn(old, "createUser");') });
  expect(spying.held).toEqual(["src/run.ts: src/run.test.ts, it spies on what the fix replaces"]);
  const moved = fix({ ...files, "src/run.test.ts": testOf('vi.mock("./old.js", () => ({ createUser: vi.fn(() => 1) }));') });
  expect(moved.held).toEqual([]);
  expect(moved.read("src/run.test.ts")).toContain('vi.mock("./new.js", () => ({ makeUser: vi.fn(() => 1) }));');
});

test.each([
  [
    "a spread behind declarations",
    "class Fake {}\n  function fake() {\n    return 1;\n  }\n  return { ...original, Fake, fake };",
  ],
  ["a helper", "return withFakes(original, { other: 2 });"],
  ["a copy", "return Object.assign({}, original, { other: 2 });"],
])("a mock that gives on the real module by %s has what the fix uses", (_, given) => {
  const files = {
    "migrations/loggers.md": `---
title: Users
imports: { createUser: ./src/old.ts, makeUser: ./src/new.ts }
rules:
  no-deprecated-call: { replace: [{ match: createUser($name), with: makeUser($name) }] }
---
`,
    "src/old.ts": "export const createUser = (name: string) => name;\n",
    "src/new.ts": "export const makeUser = (name: string) => name;\nexport const other = 1;\n",
    "src/run.ts": 'import { createUser } from "./old.js";\nexport const run = () => createUser("a");\n',
  };
  const mock = `vi.mock("./new.js", async (importOriginal) => {\n  const original = await importOriginal();\n  ${given}\n});`;
  expect(fix({ ...files, "src/run.test.ts": testOf(mock) }).held).toEqual([]);
});

test("a spy on the default import of a module holds the code that reads the same export from it", () => {
  const files = {
    "migrations/loggers.md": `---
title: Reads
imports: { readFileSync: "node:fs", readFile: "node:fs/promises" }
rules:
  no-deprecated-call: { replace: [{ match: "readFileSync($path, $encoding)", with: "await readFile($path, $encoding)" }] }
---
`,
    "src/run.ts": 'import fs from "node:fs";\nexport const run = async () => fs.readFileSync("a", "utf8");\n',
  };
  for (const whole of ["fs", "* as fs", "{ default as fs }", "fs, { existsSync }"]) {
    const test = testOf(`import ${whole} from "node:fs";\nvi.spyOn(fs, "readFileSync").mockReturnValue("b");`);
    expect([whole, fix({ ...files, "src/run.test.ts": test }).held]).toEqual([
      whole,
      ["src/run.ts: src/run.test.ts, it spies on what the fix replaces"],
    ]);
  }
  const other = testOf('import fs from "node:fs";\nvi.spyOn(fs, "existsSync");');
  expect(fix({ ...files, "src/run.test.ts": other }).held).toEqual([]);
});

test("imports of a module that moves wait for its mocks", () => {
  const files = {
    "migrations/loggers.md":
      "---\ntitle: T\nrules: { no-deprecated-import: [{ from: ./src/log.ts, to: ./src/new/log.ts }] }\n---\n",
    "src/new/log.ts": LOG,
    "src/run.test.ts": testOf('vi.mock("./log.js");'),
  };
  expect(fix(files).held).toEqual([]);
  expect(fix(files).read("src/run.test.ts")).toContain('vi.mock("./new/log.js");');
  expect(fix(files, ["src/run.ts"]).held).toEqual([CANT_FOLLOW]);
  const actual = (from: string) =>
    testOf(`vi.mock("${from}", async () => ({ ...(await vi.importActual<typeof import("${from}")>("${from}")), logger: 1 }));`);
  const partial = { ...files, "src/run.test.ts": actual("./log.js") };
  expect(fix(partial).read("src/run.test.ts")).toBe(actual("./new/log.js"));
  expect(fix(partial, ["src/run.test.ts"]).read("src/run.test.ts")).toBe(actual("./log.js"));
  const manual = fix({ ...files, "src/__mocks__/log.ts": LOG });
  expect(manual.held).toEqual([CANT_FOLLOW]);
  expect(manual.read("src/run.test.ts")).toBe(files["src/run.test.ts"]);
  const lacking = { ...files, "src/run.test.ts": testOf('vi.mock("./new/log.js", () => ({ other: 1 }));') };
  expect(fix(lacking).held).toEqual(['src/run.ts: src/run.test.ts, its mock of "./new/log.js" lacks logger, which the fix uses']);
});

test("a spy moves with the import of what it is on and with the code of its test, or all of them wait", () => {
  const spying = (from: string) => testOf(`import * as log from "${from}";\nvi.spyOn(log, "logger", "get");`);
  const files = {
    "migrations/loggers.md":
      "---\ntitle: T\nrules: { no-deprecated-import: [{ from: ./src/log.ts, to: ./src/new/log.ts }] }\n---\n",
    "src/new/log.ts": LOG,
    "src/run.test.ts": spying("./log.js"),
    "src/more.test.ts": testOf('vi.mock("./log.js", async () => ({ ...(await vi.importActual("./log.js")), logger: 1 }));'),
  };
  const all = fix(files);
  expect(all.held).toEqual([]);
  expect([all.read("src/run.ts"), all.read("src/run.test.ts")]).toEqual([
    RUN.replace("./log.js", "./new/log.js"),
    spying("./new/log.js"),
  ]);
  expect(fix(files, ["src/run.test.ts"]).held).toEqual(["src/run.test.ts: src/run.ts, it still uses what the mock gives"]);
  const hidden = "// eslint-disable-next-line loggers/no-deprecated-import\nimport * as log";
  const waiting = fix({ ...files, "src/run.test.ts": spying("./log.js").replace("import * as log", hidden) });
  expect(waiting.held).toContain("src/run.ts: src/run.test.ts, it spies on what the fix replaces");
  expect(waiting.read("src/more.test.ts")).toBe(files["src/more.test.ts"]);
});

test.each([
  ["log", ["suggestion", "hint", "suggestion", "hint"]],
  ["(log as any)", ["suggestion", "suggestion"]],
])("what a test gives an export of %s in place of a spy holds the code and the test's own reads", (object, expected) => {
  const test = `const { test } = require("node:test");
const log = require("./log.js");
const { run } = require("./run.js");
test("runs", () => {
  const was = log.logger;
  ${object}.logger = { error: () => 1 };
  log.logger.error("x");
  run();
  ${object}.logger = was;
});
`;
  const files = {
    "package.json": '{ "name": "x", "godwit": {} }',
    "migrations/loggers.md":
      "---\ntitle: T\nrules: { no-deprecated-import: [{ from: ./src/log.ts, name: logger, to: ./src/new.ts }] }\n---\n",
    "src/new.ts": LOG,
    "src/run.ts": 'const log = require("./log.js");\nexports.run = () => log.logger.error("x");\n',
    "src/run.test.ts": test,
  };
  const { held, read, outcome } = fix(files);
  expect(held).toEqual(["src/run.ts: src/run.test.ts, it spies on what the fix replaces"]);
  expect(read("src/run.test.ts")).toBe(test);
  const levels = outcome.result.violations.filter(({ file }) => file === "src/run.test.ts").map(({ level }) => level);
  expect(levels).toEqual(expected);
});

test("what a test gives a member of an export in place of a spy holds the code that calls it", () => {
  const files = {
    "package.json": '{ "name": "x", "type": "module", "godwit": {} }',
    "migrations/loggers.md": `---
title: Loggers
imports: { logger: ./src/log.ts, tell: ./src/log.ts }
rules: { no-deprecated-call: { replace: [{ match: logger.error($text), with: tell($text) }] } }
---
`,
    "src/log.ts": `${LOG}export const tell = (text: string) => text;\n`,
    "src/run.test.ts": testOf('import { logger } from "./log.js";\nlogger.error = () => "no";'),
  };
  expect(fix(files).held).toEqual(["src/run.ts: src/run.test.ts, it spies on what the fix replaces"]);
  const reset = testOf('import { logger } from "./log.js";\n(logger as any).error = undefined;');
  expect(fix({ ...files, "src/run.test.ts": reset }).held).toEqual([]);
});

test.each([
  'const LOG = "./log.js";\nvi.doMock(LOG, () => ({ logger: 1 }));',
  'test.each(["./log.js"])("%s", (file) => {\n  vi.doMock(file, () => ({ logger: 1 }));\n});',
])("a mock by a name that is no text there holds the code that uses what the name means: %s", (mock) => {
  const moves = (file: string) =>
    `---\ntitle: T\nrules: { no-deprecated-import: [{ from: ./src/${file}.ts, to: ./src/new/${file}.ts }] }\n---\n`;
  const files = { "src/new/log.ts": LOG, "src/old.ts": LOG, "src/new/old.ts": LOG, "src/run.test.ts": testOf(mock) };
  expect(fix({ ...files, "migrations/loggers.md": moves("log") }).held).toEqual([CANT_FOLLOW]);
  const reading = { ...files, "src/run.test.ts": testOf(`import { logger } from "./log.js";\n${mock}\nlogger.error("x");`) };
  expect(fix({ ...reading, "migrations/loggers.md": moves("log") }).held).toEqual([
    "src/run.test.ts: src/run.ts, it still uses what the mock gives",
    CANT_FOLLOW,
  ]);
  const other = { ...files, "migrations/loggers.md": moves("old"), "src/run.ts": RUN.replace("log.js", "old.js") };
  expect(fix(other).held).toEqual([]);
});

test("a mock that only changes what the real exports do replaces none of them", () => {
  const mock = (change: string) =>
    `vi.mock("./log.js", async (importOriginal) => {\n  const actual = await importOriginal();\n  ${change};\n  return actual;\n});`;
  const code = { "src/log.ts": `${LOG}export class Storage {}\n` };
  expect(fix({ ...code, "src/run.test.ts": testOf(mock("actual.Storage.prototype.read = vi.fn()")) }).held).toEqual([]);
  expect(fix({ "src/run.test.ts": testOf(mock("actual.logger.error = vi.fn()")) }).held).toEqual([
    "src/run.ts: src/run.test.ts, it spies on what the fix replaces",
  ]);
  expect(fix({ "src/run.test.ts": testOf(mock("actual.logger = { error: vi.fn() }")) }).held).toEqual([CANT_FOLLOW]);
  const spread = mock("actual.logger.error = vi.fn()").replace("return actual", "return { ...actual }");
  const moved = {
    "migrations/loggers.md":
      "---\ntitle: T\nrules: { no-deprecated-import: [{ from: ./src/log.ts, name: logger, to: ./src/new/log.ts }] }\n---\n",
    "src/new/log.ts": LOG,
    "src/run.test.ts": testOf(`import { logger } from "./log.js";\n${spread}\nlogger.error("x");`),
  };
  expect(fix(moved).held).toEqual([
    "src/run.test.ts: src/run.ts, it still uses what the mock gives",
    "src/run.ts: src/run.test.ts, it spies on what the fix replaces",
  ]);
});

test.each([
  "const { ipc } = window;\n  return ipc.invoke(text);",
  "if (!window.ipc) return Promise.reject(new Error('no'));\n  return window.ipc.invoke(text);",
  "const { ipc } = window;\n  if (!ipc) {\n    throw new Error('no');\n  }\n  return ipc.invoke(text);",
])("a replacement that reads %s gives that on too", (body) => {
  const { held, read } = fix({
    "migrations/loggers.md": `---
title: One way
ignores: [src/ipc.js]
imports: { callIpc: ./src/ipc.js }
rules:
  no-deprecated-call: { replace: [{ match: "window.ipc.invoke($text)", with: "callIpc($text)" }] }
---
`,
    "src/ipc.js": `export const callIpc = (text) => {\n  ${body}\n};\n`,
    "src/run.ts": 'export const run = () => window.ipc.invoke("x");\n',
    "src/run.test.ts": testOf("global.window = { ipc: { invoke: vi.fn() } };"),
  });
  expect(held).toEqual([]);
  expect(read("src/run.ts")).toContain('callIpc("x")');
});

test("a replacement that gives on what a test mocks or spies on waits for nothing", () => {
  const contract = (names: string, match: string, replacement: string) =>
    `---\ntitle: T\nimports: { ${names} }\nrules: { no-deprecated-call: { replace: [{ match: ${match}, with: "${replacement}" }] } }\n---\n`;
  const logger = {
    "migrations/loggers.md": contract("logger: ./src/log.ts, getLogger: ./src/get-log.ts", "logger", "getLogger()"),
    "src/get-log.ts": 'import { logger } from "./log.js";\nexport const getLogger = () => logger;\n',
    "src/log.ts": "export const logger = { error: (text: string) => text };\n",
  };
  const spied = 'import { logger } from "./log.js";\nvi.spyOn(logger, "error");';
  for (const mock of ['vi.mock("./log.js");', 'vi.mock("./log.js", () => makeMocks());', spied]) {
    const { held, read } = fix({ ...logger, "src/run.test.ts": testOf(mock) });
    expect([mock, held]).toEqual([mock, []]);
    expect(read("src/run.ts")).toContain("getLogger().error");
  }
  const own = {
    ...logger,
    "src/get-log.ts": "const own = { error: (text: string) => text };\nexport const getLogger = () => own;\n",
  };
  expect(fix({ ...own, "src/run.test.ts": testOf(spied) }).held).toEqual([
    "src/run.ts: src/run.test.ts, it spies on what the fix replaces",
  ]);
  const both = { ...logger, "src/run.test.ts": testOf('vi.mock("./log.js");\nvi.mock("./get-log.js");') };
  expect(fix(both).held).toEqual(['src/run.ts: src/run.test.ts, its mock of "./get-log.js" lacks getLogger, which the fix uses']);
  const entry = {
    ...logger,
    "src/index.ts": 'export * from "./log.js";\n',
    "src/run.ts": RUN.replace("./log.js", "./index.js"),
    "src/run.test.ts": testOf('vi.mock("./index.js");'),
  };
  expect(fix(entry).held).toEqual(['src/run.ts: src/run.test.ts, it mocks "./index.js", and the mock can\'t follow']);
});

test.each([
  ["now", 'import "../src/get-log.js";\n', true],
  ["by other code that the run may change", 'import { other } from "../src/other.js";\nother();\n', true],
  ["never", 'import { logger } from "../src/log.js";\nlogger.error("x");\n', false],
])(
  "a fix waits for a test whose setup file loads the replacement, %s, before it mocks what that gives on",
  (_, setup, isHeld) => {
    const { held } = fix({
      "migrations/loggers.md": CONTRACT.replace("getLogger: ./src/log.ts", "getLogger: ./src/get-log.ts"),
      "src/get-log.ts": 'import { logger } from "./log.js";\nexport const getLogger = () => logger;\n',
      "src/log.ts": "export const logger = { error: (text: string) => text };\n",
      "src/other.ts": RUN.replace("run", "other"),
      "src/run.test.ts": testOf('vi.mock("./log.js", () => makeMocks());'),
      "test/setup.ts": setup,
    });
    const reason = 'test/setup.ts loads what the fix uses before its mock of "./log.js" counts';
    expect(held).toEqual(isHeld ? [`src/run.ts: src/run.test.ts, ${reason}`] : []);
  },
);

test("a replacement that makes what a test mocks waits for nothing", () => {
  const { held } = fix({
    "migrations/loggers.md":
      '---\ntitle: T\nimports: { Oops: ./src/oops.ts, oops: ./src/make.ts }\nrules: { no-deprecated-call: { replace: [{ match: "new Oops($text)", with: "oops($text)" }] } }\n---\n',
    "src/oops.ts": "export class Oops extends Error {}\n",
    "src/make.ts":
      'import { Oops } from "./oops.js";\n// godwit-disable-next-line no-deprecated-call -- the one place\nexport const oops = (text: string) => new Oops(text);\n',
    "src/run.ts": 'import { Oops } from "./oops.js";\nexport const run = () => new Oops("x");\n',
    "src/run.test.ts": testOf('vi.mock("./oops.js");'),
  });
  expect(held).toEqual([]);
});

test("a spy on what a replacement gives on is no reason, however the test imports it", () => {
  const { held } = fix({
    "migrations/loggers.md":
      '---\ntitle: T\nimports: { logger: ./src/log.ts, getLogger: ./src/get-log.ts }\nrules: { no-singleton-access: { objects: [logger], declarations: false, replace: [{ match: logger, with: "getLogger()" }] } }\n---\n',
    "src/get-log.ts": 'import { logger } from "./log.js";\nexport const getLogger = () => logger;\n',
    "src/log.ts": "export const logger = { error: (text: string) => text };\n",
    "src/index.ts": 'export * from "./run.js";\nexport * from "./log.js";\nexport * from "./get-log.js";\n',
    "src/run.test.ts":
      'import { test, vi } from "vitest";\nimport { run } from "./index.js";\nvi.mock("./other.js");\ntest("a", async () => {\n  const { logger } = await import("./index.js");\n  const spy = vi.spyOn(logger, "error").mockImplementation(() => "");\n  run();\n  spy.mockRestore();\n});\n',
    "src/other.ts": "export const other = 1;\n",
  });
  expect(held).toEqual([]);
});

const LOOKS = "it looks at the arguments of error, and the fix gives it others";
const passing = (log: string, mock: string) => {
  const { held } = fix({
    "migrations/loggers.md":
      '---\ntitle: T\nimports: { logger: ./src/log.ts, logError: ./src/log-error.ts }\nrules:\n  no-deprecated-call:\n    replace:\n      - { match: "logger.error($text, $context)", with: "logError($context, $text)" }\n      - { match: "logger.error($text)", with: "logError(undefined, $text)" }\n---\n',
    "src/log.ts": "export const logger = { error: (text: string, context?: object) => [text, context] };\n",
    "src/log-error.ts": `import { logger } from "./log.js";\nexport const logError = ${log};\n`,
    "src/run.ts": 'import { logger } from "./log.js";\nexport const run = () => logger.error("x", { a: 1 });\n',
    "src/run.test.ts": testOf(`import { logger } from "./log.js";\n${mock}`),
  });
  return held.map((each) => each.replace("src/run.ts: src/run.test.ts, ", ""));
};
const SAME = "(context: object | undefined, text: string) => logger.error(text, context)";
const OTHER = "(context: object | undefined, text: string) => logger.error(`app: ${text}`, context)";
const ASKING = [
  'vi.mock("./log.js", () => ({ logger: { error: vi.fn() } }));\nexpect(logger.error).toHaveBeenCalledWith("x", { a: 1 });',
  'const mocks = vi.hoisted(() => ({ error: vi.fn() }));\nvi.mock("./log.js", () => ({ logger: { error: mocks.error } }));\nexpect(mocks.error).toHaveBeenCalledWith("x", { a: 1 });',
  'const mockError = jest.fn();\njest.mock("./log.js", () => ({ logger: { error: mockError } }));\nexpect(mockError.mock.calls[0]).toEqual(["x", { a: 1 }]);',
  'jest.mock("./log.js", () => ({ logger: { error: jest.fn((text: string) => text) } }));',
  'vi.mock("./log.js");\nvi.mocked(logger.error).mockImplementation((text) => [text]);',
  'jest.spyOn(logger, "error").mockImplementation((text) => [text, undefined]);',
  // Mocked by a setup file.
  'jest.mocked(logger.error);\nexpect(logger.error).toHaveBeenCalledWith("x", { a: 1 });',
];

test.each(ASKING)(
  "a fix waits where what replaces the old function gives it other arguments, and a test looks at them: %s",
  (mock) => {
    expect(passing(OTHER, mock)).toEqual([LOOKS]);
    expect(passing(SAME, mock)).toEqual([]);
  },
);

test.each([
  'vi.mock("./log.js", () => ({ logger: { error: vi.fn(() => []) } }));\nexpect(logger.error).toHaveBeenCalledTimes(1);',
  'const { mockError } = vi.hoisted(() => ({ mockError: vi.fn() }));\nvi.mock("./log.js", () => ({ logger: { error: mockError } }));\nmockError.mockReturnValue([]);',
  'jest.mock("./log.js");\njest.mocked(logger.error).mockReturnValue(["x", undefined]);',
  'jest.spyOn(logger, "error");',
])("a fix does not wait for a test that looks at no arguments: %s", (mock) => {
  expect(passing(OTHER, mock)).toEqual([]);
});

test("a fix waits for what nobody can follow, and where the mock is of the replacement's module too", () => {
  const [asking] = ASKING as [string];
  const steps = "(context: object | undefined, text: string) => {\n  if (text) logger.error(text, context);\n}";
  expect(passing(steps, asking)).toHaveLength(1);
  expect(passing(SAME, `${asking}\nvi.mock("./log-error.js");`)).toHaveLength(1);
});

const IDS = `---
title: IDs
imports: { newId: ./src/id.ts }
ignores: [src/id.ts]
rules:
  no-raw-uuid: { replace: [{ with: newId($entity) }] }
---
`;
const MAKE = "export const make = () => ({ user: { id: crypto.randomUUID() } });\n";
const idFiles = (files: Record<string, string>) => ({
  "migrations/ids.md": IDS,
  "src/id.ts": "export const newId = (of: string) => of + Math.random();\n",
  "src/make.ts": MAKE,
  ...files,
});
const idTest = (stub: string) => ({
  "src/make.test.ts": `import { expect, test, vi } from "vitest";\nimport { make } from "./make.js";\n${stub}\ntest("makes", () => expect(make().user.id).toBe("1"));\n`,
});

test.each([
  'vi.stubGlobal("crypto", { randomUUID: vi.fn(() => "1") });',
  'vi.stubGlobal("crypto", makeCrypto());',
  'import { fake } from "./id.js";\nvi.stubGlobal("crypto", fake);',
  'globalThis.crypto = { ...crypto, randomUUID: () => "1" };',
  '(global as any).crypto.randomUUID = () => "1";',
  'Object.defineProperty(globalThis, "crypto", { value: { randomUUID: () => "1" } });',
  'Object.defineProperty(globalThis, "crypto", { get: () => ({ randomUUID: () => "1" }) });',
  'Object.assign(globalThis.crypto, { randomUUID: () => "1" });',
  'vi.spyOn(globalThis, "crypto", "get").mockReturnValue({ randomUUID: () => "1" });',
  'jest.replaceProperty(crypto, "randomUUID", () => "1");',
])("a fix waits for a test that replaces the global: %s", (stub) => {
  const { held, read } = fix(idFiles(idTest(stub)));
  expect(held.filter((each) => each.startsWith("src/make.ts: src/make.test.ts, it "))).toHaveLength(1);
  expect(read("src/make.ts")).toBe(MAKE);
});

test.each([
  ["uuid", []],
  ["./other.js", ['src/make.ts: test/setup.ts, it mocks "uuid", and the mock can\'t follow']],
])("a fix waits for no setup file that mocks what the replacement calls, here %s", (source, waits) => {
  const { held, outcome } = fix(
    idFiles({
      "package.json": '{ "name": "x", "type": "module", "godwit": {}, "dependencies": { "uuid": "9.0.0" } }',
      "src/id.ts": `import { v4 } from "${source}";\nexport const newId = (of: string) => of + v4();\n`,
      "src/other.ts": "export const v4 = () => 1;\n",
      "src/make.ts": 'import { v4 } from "uuid";\nexport const make = () => ({ user: { id: v4() } });\n',
      "test/setup.ts":
        'import { vi } from "vitest";\nimport { make } from "../src/make.js";\nvi.mock("uuid", () => ({ v4: () => "1" }));\nmake();\n',
    }),
  );
  expect(held).toEqual(waits);
  expect(outcome.result.mocks).toBeUndefined();
});

test("a fix waits for a test with mocks that would load many files with what the fix imports, and does not mock it", () => {
  const names = Array.from({ length: 9 }, (_, index) => `part${index}`);
  const parts = Object.fromEntries(names.map((name) => [`src/${name}.ts`, `export const ${name} = 1;\n`]));
  const imports = names.map((name) => `export { ${name} } from "./${name}.js";\n`).join("");
  const files = (mock: string, loaded = "", setup: Record<string, string> = {}) =>
    idFiles({
      ...setup,
      ...parts,
      "src/id.ts": `${imports}export const newId = (of: string) => of + Math.random();\n`,
      "src/types.ts": `${imports}export type Part = string;\n`,
      "src/make.ts": `import { Part } from "./types.js";\n${MAKE}export let part: Part;\n`,
      "src/run.ts": `${loaded}export { make as run } from "./make.js";\n`,
      "src/run.test.ts": testOf(mock),
      "src/other.ts": "export const other = 1;\n",
    });
  const other = 'vi.mock("./other.js", () => ({ other: 2 }));';
  const waits =
    "it does not mock newId, which the fix imports, and would load 10 files more with it: mock it there, or change the code by hand";
  expect(fix(files(other)).held).toEqual([`src/make.ts: src/run.test.ts, ${waits}`]);
  expect(fix(files(other, 'import "./id.js";\n')).held).toEqual([]);
  expect(fix(files('vi.mock("./id.js", () => ({ newId: () => "1" }));')).held).toEqual([]);
  expect(fix(files('vi.mock("./make.js", () => ({ make: () => "1" }));')).held).toEqual([]);
  // The test's own fix imports it there.
  const own = fix(files(`import { v4 } from "uuid";\n${other}\nexport const user = { user: { id: v4() } };`));
  expect(own.held).toEqual([]);
  expect(own.read("src/make.ts")).toContain('newId("user")');
  // A setup file mocks for all tests of its package, and the rest is only named.
  const mocking = (text: string) => `import { vi } from "vitest";\n${text}\n`;
  const withSetup = (file: string, text: string) => fix(files("", "", { [file]: mocking(text) }));
  for (const file of ["vitest.setup.ts", "test/setupTests.ts", "src/__tests__/jest-setup.ts"])
    expect(withSetup(file, other.replace("./", "any-")).held, file).toEqual([`src/make.ts: src/run.test.ts, ${waits}`]);
  expect(withSetup("setup.ts", 'vi.mock("./src/id.js", () => ({ newId: () => "1" }));').held).toEqual([]);
  expect(withSetup("setup.ts", 'vi.stubGlobal("scroll", vi.fn());').held).toEqual([]);
  expect(withSetup("test/set-up.test.ts", other).held).toEqual([]);
  const apart = { "other/package.json": "{}", "other/setup.ts": mocking(other) };
  const { held, outcome } = fix(files("", "", apart));
  expect(held).toEqual([]);
  expect(outcome.loading).toEqual({
    ...{ fixes: 1, tests: ["src/run.test.ts"], files: 10 },
    command: "npx vitest run src/run.test.ts",
  });
  expect(renderStylish(outcome, { hasColour: false, isQuiet: false })).toContain(
    "1 fix lets src/run.test.ts load 10 more files: run npx vitest run src/run.test.ts.",
  );
  expect(fix(files("", 'import "./id.js";\n')).outcome.loading).toBeUndefined();
  expect(fix(files("// Calls the method (once).\nconst done = vi.fn().mockReturnValue(1);")).held).toEqual([]);
});

test("a fix waits for no test that spies on what its wrapper still calls", () => {
  const { held, read } = fix({
    "package.json": '{ "name": "x", "type": "module", "godwit": {}, "dependencies": { "http-lib": "1.0.0" } }',
    "migrations/client.md": `---
title: One client
imports: { http: http-lib#default, createClient: ./src/client.ts }
rules:
  no-deprecated-call: { replace: [{ match: http.create($$$options), with: createClient($$$options) }] }
---
`,
    "src/client.ts": 'import http from "http-lib";\nexport const createClient = (options = {}) => http.create(options);\n',
    "src/run.ts": 'import http from "http-lib";\nexport const run = () => http.create({ a: 1 });\n',
    "src/run.test.ts": testOf('import http from "http-lib";\nvi.spyOn(http, "create").mockReturnThis();'),
  });
  expect(held).toEqual([]);
  expect(read("src/run.ts")).toContain("createClient({ a: 1 })");
});

test("a fix that imports a type waits for no test: nothing is loaded for it", () => {
  const names = Array.from({ length: 9 }, (_, index) => `part${index}`);
  const imports = names.map((name) => `export * from "./${name}.js";\n`).join("");
  const { held, read } = fix({
    "migrations/types.md":
      "---\ntitle: Types\nrules: { no-deprecated-import: { from: ./src/old.ts, name: Size, to: ./src/new.ts } }\n---\n",
    "src/old.ts": "export interface Size { width: number }\n",
    "src/new.ts": `${imports}export interface Size { width: number }\n`,
    ...Object.fromEntries(names.map((name) => [`src/${name}.ts`, `export const ${name} = 1;\n`])),
    "src/run.ts": 'import { Size } from "./old.js";\nexport const run = (size: Size) => size.width;\n',
    "src/other.ts": "export const other = 1;\n",
    "src/run.test.ts": testOf('vi.mock("./other.js", () => ({ other: 2 }));'),
  });
  expect(held).toEqual([]);
  expect(read("src/run.ts")).toContain('from "./new.js"');
});

test.each([
  ["whole", 'vi.mock("./old.js", () => ({ find: () => "1" }));', []],
  [
    "and keeps the rest",
    'vi.mock("./old.js", async (original) => ({ ...(await original()), find: () => "1" }));',
    ["src/run.test.ts: src/run.ts, it still uses what the mock gives"],
  ],
])("a fix that brings many files waits for no test whose mock moves with it, %s", (_, mock, waits) => {
  const names = Array.from({ length: 9 }, (_, index) => `part${index}`);
  const { held } = fix({
    "migrations/moves.md":
      "---\ntitle: Moves\nrules: { no-deprecated-import: [{ from: ./src/old.ts, to: ./src/new.ts }] }\n---\n",
    "src/old.ts": "export const find = () => 1;\nexport const rest = 1;\n",
    "src/new.ts": `${names.map((name) => `import "./${name}.js";\n`).join("")}export const find = () => 1;\nexport const rest = 1;\n`,
    ...Object.fromEntries(names.map((name) => [`src/${name}.ts`, "export {};\n"])),
    "src/run.ts": 'import { find } from "./old.js";\nexport const run = find;\n',
    "src/run.test.ts": testOf(mock),
  });
  expect(held.filter((each) => each.startsWith("src/run.test.ts"))).toEqual(waits);
  expect(held).toHaveLength(2 * waits.length);
});

test.each([
  'import { webcrypto } from "node:crypto";\nvi.stubGlobal("crypto", webcrypto);',
  'import nodeCrypto from "node:crypto";\nglobalThis.crypto = { randomUUID: () => nodeCrypto.randomUUID() };',
  'global.crypto = require("crypto");',
  'vi.stubGlobal("crypto", { subtle: { digest: vi.fn() } });',
  'vi.spyOn(crypto, "getRandomValues");',
  'vi.stubGlobal("fetch", vi.fn());',
])("a fix does not wait for a test that gives the real global or replaces another one: %s", (stub) => {
  expect(fix(idFiles(idTest(stub))).held).toEqual([]);
});

test("a spy on one member of a global holds back the fixes of that member alone", () => {
  const contract = `---
title: Logs
imports: { logger: ./src/log.ts }
rules:
  no-deprecated-call:
    replace:
      - { match: console.warn($message), with: logger.error($message) }
      - { match: console.error($message), with: logger.error($message) }
---
`;
  const { held, read } = fix({
    "migrations/loggers.md": contract,
    "src/run.ts": 'export const warn = () => console.warn("a");\nexport const run = () => console.error("b");\n',
    "src/run.test.ts": testOf('vi.spyOn(console, "error").mockReturnValue();'),
  });
  expect(held).toEqual(["src/run.ts: src/run.test.ts, it spies on what the fix replaces"]);
  expect(read("src/run.ts")).toContain('warn = () => logger.error("a")');
  expect(read("src/run.ts")).toContain('run = () => console.error("b")');
});

test.each([
  ["its package can't import what replaces it", "logger.error($message)", "app"],
  ["what replaces it asks for an argument of the call", "getLogger($message).error($message)", "app"],
  ["its package does not depend on what replaces it", "logger.error($message)", "log"],
])("a spy that can't follow, as %s, holds a fix back", (_, written, home) => {
  const contract = `---
title: Logs
imports: { engine: ./packages/app/src/engine.ts, logger: ./packages/${home}/src/log.ts, getLogger: ./packages/${home}/src/log.ts }
rules:
  no-deprecated-call: { replace: [{ match: engine.error($message), with: ${written} }] }
---
`;
  const { held } = fix({
    "package.json": '{ "private": true, "workspaces": ["packages/*"], "godwit": {} }',
    "migrations/loggers.md": contract,
    "packages/app/package.json":
      '{ "name": "@acme/app", "type": "module", "exports": "./src/run.ts", "dependencies": { "@acme/log": "*" } }',
    "packages/log/package.json": '{ "name": "@acme/log", "type": "module", "exports": "./src/log.ts" }',
    [`packages/${home}/src/log.ts`]:
      "export const logger = { error: (text: string) => text };\nexport const getLogger = (_: string) => logger;\n",
    "packages/app/src/engine.ts": "export const engine = { error: (text: string) => text };\n",
    "packages/app/src/run.ts":
      'import { engine } from "./engine.js";\nexport { engine };\nexport const run = () => engine.error("x");\n',
    "packages/e2e/package.json": '{ "name": "@acme/e2e", "type": "module", "dependencies": { "@acme/app": "*" } }',
    "packages/e2e/run.test.ts": testOf('vi.spyOn(engine, "error");').replace(
      '{ run } from "./run.js"',
      '{ engine, run } from "@acme/app"',
    ),
  });
  expect(held).toEqual(["packages/app/src/run.ts: packages/e2e/run.test.ts, it spies on what the fix replaces"]);
});

test.each([
  ["a setup file", "test/setup.ts", 'import { vi } from "vitest";\nvi.mock("../src/log.js");\n'],
  [
    "a test that reaches the code through others",
    "src/far.test.ts",
    testOf('vi.mock("./log.js");').replace("./run.js", "./far.js"),
  ],
  ["a test that mocks the code itself", "src/run.test.ts", testOf('vi.mock("./log.js");\nvi.mock("./run.js");')],
  [
    "a test whose mocks alone load the code",
    "src/far.test.ts",
    'import { test, vi } from "vitest";\nimport "./far.js";\nvi.mock("./log.js");\nvi.mock("./far.js", async () => ({ ...(await import("./run.js")) }));\ntest("a", () => undefined);\n',
  ],
  ["a polyfill", "src/polyfill.ts", 'import "./run.js";\nglobalThis.log = () => 1;\n'],
])("%s holds nothing back", (_, file, text) => {
  const { held, read } = fix({ "src/far.ts": 'export { run as far } from "./wrapper.js";\n', [file]: text });
  expect(held).toEqual([]);
  expect(read("src/run.ts")).toBe(FIXED);
});

test.each([
  ["through a barrel", 'import { run } from "./index.js";', "run();"],
  ["on demand", "", 'const { run } = await import("./run.js");'],
  ["by the real one beside its mock", 'vi.mock("./run.js");', 'const { run } = await vi.importActual("./run.js");'],
])("a test imports the code itself %s", (_, top, inside) => {
  const { held } = fix({
    "src/index.ts": 'export * from "./run.js";\n',
    "src/run.test.ts": `import { test, vi } from "vitest";\n${top}\nvi.mock("./log.js");\ntest("a", async () => {\n  ${inside}\n});\n`,
  });
  expect(held).toEqual([CANT_FOLLOW]);
});

test("a spy on what the fix keeps holds nothing back, and one on what it takes away does", () => {
  const files = (spied: string) => ({
    "migrations/loggers.md":
      '---\ntitle: T\nimports: { made: ./src/new.ts, old: ./src/old.ts }\nrules: { no-deprecated-call: { replace: [{ match: "old($x, Math.random())", with: made($x) }] } }\n---\n',
    "src/old.ts": "export const old = (...x: unknown[]) => x;\n",
    "src/new.ts": "export const made = (x: unknown) => x;\n",
    "src/run.ts": 'import { old } from "./old.js";\nexport const run = () => old(Date.now(), Math.random());\n',
    "src/run.test.ts": testOf(`vi.spyOn(${spied});`),
  });
  expect(fix(files('Date, "now"')).held).toEqual([]);
  expect(fix(files('Math, "random"')).held).toEqual(["src/run.ts: src/run.test.ts, it spies on what the fix replaces"]);
});

test.each([
  ['vi.spyOn(Date, "now")', 0],
  ['vi.spyOn(Date.prototype, "toISOString")', 1],
  ['vi.spyOn(globalThis, "Date")', 1],
  ["globalThis.Date = class extends Date {};", 1],
])("an instance holds a fix back by what replaces its class or a member of it: %s", (stub, count) => {
  const { held } = fix({
    "migrations/loggers.md":
      "---\ntitle: T\nimports: { stamp: ./src/stamp.ts }\nrules: { no-deprecated-call: { replace: [{ match: new Date().toISOString(), with: stamp() }] } }\n---\n",
    "src/stamp.ts": 'export const stamp = () => "";\n',
    "src/run.ts": "export const run = (): string => new Date().toISOString();\n",
    "src/run.test.ts": testOf(stub),
  });
  expect(held).toHaveLength(count);
});

const SERVICE = (getter: string) => `import { Logger } from "./log.js";

export class Service {
  get logger(): Logger {
    ${getter}
  }
  run() {
    Logger.getInstance().error("x");
  }
}
`;
const SINGLETON = `---
title: Loggers
imports: { Logger: ./src/log.ts }
scope: { logger: { from: [this.logger], type: Logger } }
rules:
  no-singleton-access: { classes: [Logger], declarations: false, replace: [{ match: Logger.getInstance(), with: $logger }] }
---
`;

test.each([
  ["waits for a mock", "const own = new Logger();\n    return own;", 1],
  ["does not wait for a mock of what its own getter reads as the site did", "return Logger.getInstance();", 0],
])("a fix to a member %s", (_, getter, count) => {
  const { held, read } = fix({
    "migrations/loggers.md": SINGLETON,
    "src/log.ts": "export class Logger {\n  static getInstance() {\n    return new Logger();\n  }\n  error(text: string) {}\n}\n",
    "src/run.ts": SERVICE(getter),
    "src/run.test.ts": testOf('vi.mock("./log.js", () => ({ Logger: { getInstance: () => ({ error: vi.fn() }) } }));'),
  });
  expect(held).toHaveLength(count);
  expect(read("src/run.ts").includes('this.logger.error("x")')).toBe(count === 0);
});

const MOVE =
  "---\ntitle: T\nfiles: [src/**]\nignores: ['**/*.test.ts']\nrules: { no-deprecated-import: [{ from: ./src/log.ts, to: ./src/new/log.ts }] }\n---\n";

test("mocks follow what they mock in files that the contract leaves out, and only there", () => {
  const mocking = testOf('vi.mock("./log.js", () => ({ logger: { error: vi.fn() } }));');
  const files = {
    "migrations/loggers.md": MOVE,
    "src/new/log.ts": LOG,
    "src/run.test.ts": mocking,
    "src/far.test.ts": testOf('vi.mock("./log");').replace("./run.js", "./far.js"),
    "src/far.ts": 'export { run } from "./run.js";\n',
    "test/setup.ts": 'import { vi } from "vitest";\nvi.mock("../src/log.js");\n',
    "test/other.ts": 'import { logger } from "../src/log.js";\nlogger.error("x");\n',
    "test/uses.test.ts":
      'import { vi } from "vitest";\nimport { logger } from "../src/log.js";\nvi.mock("../src/log.js", () => ({ logger: 1 }));\ntest("a", () => logger);\n',
  };
  const { held, read, outcome } = fix(files);
  expect(held).toEqual([]);
  expect(read("src/run.ts")).toContain('from "./new/log.js"');
  expect(read("src/run.test.ts")).toContain('vi.mock("./new/log.js", ');
  expect(read("src/far.test.ts")).toContain('vi.mock("./new/log");');
  expect(read("test/setup.ts")).toContain('vi.mock("../src/new/log.js");');
  expect(read("test/other.ts")).toBe(files["test/other.ts"]);
  expect(read("test/uses.test.ts")).toContain('import { logger } from "../src/new/log.js";\nvi.mock("../src/new/log.js"');
  expect(outcome.result.mocks?.moved).toEqual(["src/far.test.ts", "src/run.test.ts", "test/setup.ts", "test/uses.test.ts"]);
  expect(checkResultSchema.safeParse(outcome.result).error).toBeUndefined();
  const one = fix(files, ["src/run.ts"]);
  expect(one.held).toHaveLength(1);
  expect(one.read("src/run.test.ts")).toBe(mocking);
});

test("the summary tells which tests still mock what written fixes left, and what runs them", () => {
  const far = testOf('vi.mock("./log.js");').replace("./run.js", "./far.js");
  const { outcome } = fix({ "src/far.ts": 'import { run } from "./run.js";\nexport const far = run;\n', "src/far.test.ts": far });
  expect(outcome.result.mocks).toEqual({
    ...{ moved: [], fixes: 1, tests: ["src/far.test.ts"], followed: [] },
    command: "npx vitest run src/far.test.ts",
  });
  expect(renderStylish(outcome, { hasColour: false, isQuiet: false })).toContain(
    "1 test file still mocks what fixed code no longer uses: src/far.test.ts. Run npx vitest run src/far.test.ts.",
  );
});

test("the summary tells which mocks followed, and nothing of mocks of what the replacement passes on", () => {
  const summary = (files: Record<string, string>): string =>
    renderStylish(fix(files).outcome, { hasColour: false, isQuiet: false });
  const factory = 'vi.mock("./log.js", () => ({ logger: { error: vi.fn() } }));';
  const followed = summary({ "src/run.test.ts": testOf(factory) });
  expect(followed).toContain("  The mocks of 1 test file followed. Run npx vitest run src/run.test.ts.");
  const far = testOf('vi.mock("./log.js");').replace("./run.js", "./far.js");
  const mixed = { "src/far.ts": 'import { run } from "./run.js";\nexport const far = run;\n', "src/far.test.ts": far };
  expect(summary({ ...mixed, "src/also.test.ts": testOf(factory) })).toContain(
    "  The mocks of 1 test file followed. 1 test file still mocks what fixed code no longer uses: src/far.test.ts. Run npx",
  );
  const passing = {
    "migrations/loggers.md": CONTRACT.replace("getLogger: ./src/log.ts", "getLogger: ./src/get-log.ts"),
    "src/get-log.ts": 'import { logger } from "./log.js";\nexport const getLogger = () => logger;\n',
    "src/run.test.ts": testOf('vi.mock("./log.js", () => makeMocks());'),
  };
  expect(fix(passing).outcome.result.mocks).toBeUndefined();
  expect(fix(passing).read("src/run.ts")).toContain("getLogger().error");
});

test("tests are run in their package, where the root has no runner", () => {
  const far = testOf('vi.mock("../log.js");').replace("./run.js", "./far.js");
  const { outcome } = fix({
    "src/app/package.json": '{ "name": "app", "devDependencies": { "vitest": "4" } }',
    "src/app/far.ts": 'import { run } from "../run.js";\nexport const far = run;\n',
    "src/app/far.test.ts": far,
  });
  expect(outcome.result.mocks).toMatchObject({
    tests: ["src/app/far.test.ts"],
    command: "cd src/app && npx vitest run far.test.ts",
  });
});

test.each([
  [
    "lacks it",
    "src/run.test.ts",
    testOf(""),
    ['src/run.ts: test/setup.ts, its mock of "../src/fresh.js" lacks getLogger, which the fix uses'],
  ],
  ["lacks it, of tests that load other code", "src/other.test.ts", testOf("").replace("./run.js", "./other.js"), []],
  ["lacks it, of another package's tests", "more/src/run.test.ts", testOf(""), []],
])("a fix waits for a setup file whose mock %s", (_, test, text, waits) => {
  const { held } = fix({
    "migrations/loggers.md": CONTRACT.replace("getLogger: ./src/log.ts", "getLogger: ./src/fresh.ts"),
    "src/fresh.ts": "export const getLogger = () => ({ error: (text: string) => text });\nexport const other = 1;\n",
    "src/other.ts": "export const run = () => 1;\n",
    "more/package.json": "{}",
    "more/src/run.ts": "export const run = () => 1;\n",
    "test/setup.ts": 'import { vi } from "vitest";\nvi.mock("../src/fresh.js", () => ({ other: 2 }));\n',
    [test]: text,
  });
  expect(held).toEqual(waits);
});

test("what sets up the tests is not run as one", () => {
  const { outcome } = fix({ "test/setup.ts": 'import { vi } from "vitest";\nvi.mock("../src/log.js");\n' });
  expect(outcome.result.mocks).toMatchObject({ tests: ["test/setup.ts"], command: "npx vitest run" });
  expect(renderStylish(outcome, { hasColour: false, isQuiet: false })).toContain(
    "no longer uses: test/setup.ts. Run npx vitest run.",
  );
});

test("the summary names no test that loads none of the written code", () => {
  const other = testOf('vi.mock("./log.js");').replace("./run.js", "./other.js");
  const { outcome } = fix({ "src/other.ts": "export const run = () => 1;\n", "src/other.test.ts": other });
  expect(outcome.result.mocks).toBeUndefined();
  // A file that sets up the tests mocks for all of them.
  const setup = 'import { vi } from "vitest";\nvi.mock("../src/log.js");\n';
  expect(fix({ "test/setup.ts": setup }).outcome.result.mocks?.tests).toEqual(["test/setup.ts"]);
});

test("what a check calls fixable is what --fix writes", () => {
  const files = {
    "package.json": '{ "name": "x", "type": "module", "godwit": {} }',
    "migrations/loggers.md": CONTRACT,
    "src/log.ts": LOG,
    "src/run.ts": RUN,
    "src/run.test.ts": testOf('vi.mock("./log.js");'),
    "src/alone.ts": RUN,
  };
  for (const paths of [[], ["src/run.ts", "src/alone.ts"]]) {
    const cwd = writeTree(files);
    const seen = check({ cwd, paths, foreseesHeldBack: true });
    const text = renderStylish(seen, { hasColour: false, isQuiet: false });
    expect(text).toContain("held back by src/run.test.ts: it mocks");
    expect(text).toContain("Next: 1 violation can be fixed with godwit check --fix");
    expect(seen.result.violations.filter(({ level }) => level === "fix")).toHaveLength(2);
    expect(check({ cwd, paths, fix: true }).result.fixed).toBe(1);
    expect(renderStylish(check({ cwd, paths, foreseesHeldBack: true }), { hasColour: false, isQuiet: false })).not.toContain(
      "can be fixed",
    );
  }
});

test("a contract gives the same answer alone as among others that claim the same place", () => {
  const contract = (to: string) => CONTRACT.replaceAll("getLogger", to);
  const cwd = writeTree({
    "package.json": '{ "name": "x", "type": "module", "godwit": {} }',
    "migrations/a.md": contract("getLogger"),
    "migrations/b.md": contract("otherLogger"),
    "src/log.ts": `${LOG}export const otherLogger = getLogger;\n`,
    "src/run.ts": RUN,
  });
  const levels = (contracts: readonly string[]) =>
    check({ cwd, contracts }).result.violations.map((each) => [each.contract, each.level, each.reason]);
  expect(levels([])).toEqual([
    ["a", "fix", null],
    ["b", "suggestion", "a changes the same place"],
  ]);
  expect([...levels(["a"]), ...levels(["b"])]).toEqual(levels([]));
  expect(check({ cwd, contracts: ["b"], fix: true }).result.fixed).toBe(0);
  expect(check({ cwd, fix: true }).result.fixed).toBe(2);
  expect(check({ cwd, fix: true }).result).toMatchObject({ fixed: 0, violations: [] });
});

test("a contract that moves an import takes no fix of another one along", () => {
  const cwd = writeTree({
    "package.json": '{ "name": "x", "type": "module", "godwit": {}, "dependencies": { "old-kit": "1", "new-kit": "1" } }',
    "migrations/move.md": "---\ntitle: Move\nrules: { no-deprecated-import: { from: old-kit, to: new-kit } }\n---\n",
    "migrations/native.md":
      "---\ntitle: Native\nimports: { copy: old-kit }\nrules: { no-deprecated-call: { replace: [{ match: copy($x), with: structuredClone($x) }] } }\n---\n",
    "src/a.ts": 'import { copy } from "old-kit";\nexport const again = (x: object) => copy(x);\n',
  });
  const { result } = check({ cwd, contracts: ["move"], fix: true });
  expect(result.violations.map(({ level, reason }) => [level, reason])).toEqual([
    ["suggestion", "native changes a use of it: fix both, or that one first"],
  ]);
  expect(readFileSync(path.join(cwd, "src/a.ts"), "utf8")).toContain("copy(x)");
  expect(check({ cwd, fix: true }).result).toMatchObject({ fixed: 2, violations: [] });
});

test("the summary says where a fix closed a circle of imports", () => {
  const files = {
    "migrations/loggers.md": CONTRACT.replace("getLogger: ./src/log.ts", "getLogger: ./src/new.ts"),
    "src/new.ts": `import { other } from "./run.js";\n${LOG}export const again = () => other;\n`,
  };
  const run = `${RUN.replace("const run", "const start")}export const other = 1;\n`;
  const said = (more: Record<string, string>) =>
    renderStylish(fix({ ...files, ...more }).outcome, { hasColour: false, isQuiet: false });
  const circle = "A fix closed a circle of imports, which no module needs at load, in src/run.ts.";
  expect(said({ "src/run.ts": run })).toContain(circle);
  expect(said({ "src/run.ts": `import "./new.js";\n${run}` })).not.toContain(circle);
  expect(said({ "src/run.ts": run, "src/new.ts": LOG })).not.toContain(circle);
  // The new module passes on what the old one has, which leads to the file already.
  const old = `import { other } from "./run.js";\n${LOG}export const again = () => other;\n`;
  const passing = 'import "./log.js";\n' + LOG;
  expect(said({ "src/run.ts": run, "src/log.ts": old, "src/new.ts": passing })).not.toContain(circle);
});

test.each([
  ["in its own copy", [], []],
  [
    "in the copy of another package",
    ["web", "src"],
    ['web/run.ts: web/run.test.ts, it mocks "uuid", and the mock can\'t follow'],
  ],
])("a generator that calls what a test mocks, %s", (_, packages, expected) => {
  const { held } = fix({
    ...Object.fromEntries(
      packages.map((name) => [`${name}/package.json`, `{ "name": "${name}", "dependencies": { "src": "file:../src" } }`]),
    ),
    "migrations/loggers.md":
      "---\ntitle: IDs\nimports: { newId: ./src/ids.ts }\nrules: { no-raw-uuid: { replace: [{ with: newId($entity) }] } }\n---\n",
    "src/ids.ts": 'import { v4 } from "uuid";\nexport const newId = (kind: string): string => v4();\n',
    "web/run.ts": 'import { v4 } from "uuid";\nexport const run = () => { const userId = v4(); return userId; };\n',
    "web/run.test.ts": testOf('import { v4 } from "uuid";\nvi.mock("uuid");\nvi.mocked(v4).mockReturnValue("1" as never);'),
  });
  expect(held).toEqual(expected);
});

const CLASSES = `---
title: Errors
imports: { OldError: ./src/old.ts, badRequest: ./src/new.ts, fail: ./src/new.ts }
rules:
  no-deprecated-call:
    replace:
      - { match: new OldError($text), with: badRequest($text) }
      - { match: "new OldError($text, $code)", with: "fail($text, $code)" }
---
`;
const CLASS_FILES = {
  "migrations/errors.md": CLASSES,
  "src/old.ts": "export class OldError extends Error {}\n",
  "src/new.ts":
    'import { OldError } from "./old.js";\nexport const badRequest = (text: string) => new Error(text);\nexport const fail = (text: string, code: number) => {\n  void code;\n  return new OldError(text);\n};\n',
  "src/find.ts":
    'import { OldError } from "./old.js";\nexport const find = (text: string) => {\n  if (text === "") throw new OldError("none");\n  throw new OldError("other", 1);\n};\n',
};

test.each([
  ["src/answer.ts", "export const answer = (error: unknown) => (error instanceof OldError ? 400 : 500);"],
  ["src/find.test.ts", 'test("fails", () => expect(() => find("")).toThrow(OldError));'],
  ["src/chai.test.ts", 'test("fails", () => expect(error).to.be.an.instanceOf(OldError));'],
  ["src/filter.ts", "@Catch(OldError)\nexport class Filter {}"],
])("a fix that makes another class waits for what asks for instances of the old one: %s", (file, code) => {
  const { held, read } = fix({ ...CLASS_FILES, [file]: `import { OldError } from "./old.js";\n${code}\n` });
  expect(held).toEqual([`src/find.ts: ${file}, it asks for instances of OldError, and the fix makes another class's`]);
  expect(read("src/find.ts")).toContain('throw new OldError("none")');
  expect(read("src/find.ts")).toContain('throw fail("other", 1)');
});

test.each([
  ["vi.spyOn(OldError.prototype, 'toString')", "./run.js"],
  ["sinon.stub(OldError.prototype)", "./find.js"],
  ["OldError.prototype.toString = vi.fn()", "./find.js"],
])("a fix that makes another class waits for a test with a spy on instances of the old one: %s", (code, loaded) => {
  const { held, read } = fix({
    ...CLASS_FILES,
    "src/run.ts": 'export { find as run } from "./find.js";\n',
    "src/run.test.ts": `import { run } from "${loaded}";\nimport { OldError } from "./old.js";\ntest("runs", () => {\n  ${code};\n  run("");\n});\n`,
    "src/old.test.ts": 'import { OldError } from "./old.js";\ntest("says", () => void vi.spyOn(OldError.prototype, "name"));\n',
  });
  expect(held).toEqual(["src/find.ts: src/run.test.ts, it spies on instances of OldError, and the fix makes another class's"]);
  expect(read("src/find.ts")).toContain('throw fail("other", 1)');
});

test.each(["export const make = (Class: unknown) => Class;\nmake(OldError);", "export class Sub extends OldError {}"])(
  "a fix that makes another class waits for nothing else: %s",
  (code) => {
    const { held, read } = fix({ ...CLASS_FILES, "src/use.ts": `import { OldError } from "./old.js";\n${code}\n` });
    expect(held).toEqual([]);
    expect(read("src/find.ts")).toContain('throw badRequest("none")');
  },
);

test.each([
  ["(...args: unknown[]): void => console.error(...args)", []],
  ["(text: string): void => console.error(text)", []],
  [
    '(...args: unknown[]): void => console.error("[app]", ...args)',
    ["src/run.ts: src/run.test.ts, it looks at the arguments of error, and the fix gives it others"],
  ],
])("a spy on a global that the new function %s calls", (error, expected) => {
  const { held } = fix({
    "migrations/loggers.md": `---\ntitle: Logger\nimports: { logger: ./src/log.ts }\nignores: [src/log.ts]\nrules: { no-deprecated-call: { replace: [{ match: "console.error($$$args)", with: "logger.error($$$args)" }] } }\n---\n`,
    "src/log.ts": `export const logger = { error: ${error} };\n`,
    "src/run.ts": 'export const run = () => console.error("x");\n',
    "src/run.test.ts": testOf('expect(vi.spyOn(console, "error")).toHaveBeenCalledWith("x");'),
  });
  expect(held).toEqual(expected);
});

const METHOD = {
  "migrations/loggers.md": `---
title: Config
rules:
  no-deprecated-call:
    replace:
      - { match: "this.config.get($key)", with: "this.config.getOrThrow($key)" }
      - { match: "this.config.old($key)", with: "String($key)" }
      - { match: "this.get($key)", with: "this.getOrThrow($key)" }
---
`,
  "src/run.ts": `export class Run {
  constructor(private readonly config: { get(key: string): string; getOrThrow(key: string): string; old(key: string): string; all: Record<string, string> }) {}
  run() {
    return this.config.get("a");
  }
  other() {
    return this.config.old("b");
  }
}
`,
};
const runTest = (body: string) =>
  `import { expect, test, vi } from "vitest";\nimport { Run } from "./run.js";\ntest("runs", () => {\n  ${body}\n});\n`;

test.each([
  ['new Run({ get: () => "a" } as any);', "get has no getOrThrow"],
  ["const providers = [Run, { provide: Config, useValue: { get: vi.fn() } }];", "get has no getOrThrow"],
  ["const useFactory = () => ({ get(key: string) { return key; } });", "get has no getOrThrow"],
  ['const config = mock<Config>();\n  config.get.mockReturnValue("a");', "get has no getOrThrow"],
  ["config.get = vi.fn();", "get has no getOrThrow"],
  ['vi.spyOn(config, "get").mockReturnValue("a");', "get has no getOrThrow"],
  ['const spy = vi.spyOn(config, "get");\n  spy.mockReturnValue("a");', "get has no getOrThrow"],
  ["vi.mocked(config.get).mockReturnValue(1);", "get has no getOrThrow"],
  ["class Fake { get(key: string) { return key; } }", "get has no getOrThrow"],
  ["class Fake { get = (key: string) => key; }", "get has no getOrThrow"],
  ["new Run({ old: vi.fn() } as any);", "old would not be called"],
])("a fix that calls another method waits for a test with a double of it: %s", (body, reason) => {
  const { held, read } = fix({ ...METHOD, "src/run.test.ts": runTest(body) });
  expect(held).toEqual([`src/run.ts: src/run.test.ts, its double of ${reason}`]);
  expect(read("src/run.ts").includes("String(")).toBe(reason.startsWith("get"));
});

test.each([
  "new Run({ get: vi.fn(), getOrThrow: vi.fn() } as any);",
  "config.get.mockReturnValue(1);\n  config.getOrThrow.mockReturnValue(1);",
  'Object.defineProperty(globalThis, "x", { get: () => 1 });',
  "expect(new Map().get(1)).toBe(1);",
  "const size = { get: 3 };",
])("a fix that calls another method waits for no test without such a double: %s", (body) => {
  const { held } = fix({ ...METHOD, "src/run.test.ts": runTest(body) });
  expect(held).toEqual([]);
  const other = runTest("new Run({ get: vi.fn() } as any);").replace("./run.js", "./other.js");
  expect(fix({ ...METHOD, "src/run.test.ts": other }).held).toEqual([]);
});

test.each([
  ['vi.spyOn(config, "get");', ["src/run.ts: src/run.test.ts, it looks at the calls of get"]],
  [
    'const spy = vi.spyOn(config, "get");\n  expect(spy).toHaveBeenCalled();',
    ["src/run.ts: src/run.test.ts, it looks at the calls of get"],
  ],
])(
  "a fix that calls another method waits for a test that looks at the old one, and imports the code itself: %s",
  (body, expected) => {
    expect(fix({ ...METHOD, "src/run.test.ts": runTest(body) }).held).toEqual(expected);
    const through = { "src/all.ts": 'import "./run.js";\n', "src/run.test.ts": runTest(body).replace("./run.js", "./all.js") };
    expect(fix({ ...METHOD, ...through }).held).toEqual([]);
  },
);

const MEMBER = {
  ...METHOD,
  "migrations/loggers.md":
    '---\ntitle: Config\nrules: { no-deprecated-call: { replace: [{ match: $config.get($key), with: "$config.all[$key] ?? null" }] } }\n---\n',
};

test.each([
  ['new Run({ get: () => "a" } as any);', ["src/run.ts: src/run.test.ts, its double of get has no all"]],
  ['new Run({ get: () => "a", all: { a: "a" } } as any);', []],
  ['class Fake { get = () => "a"; get all() { return { a: "a" }; } }', []],
])("a fix that reads a member in place of a method waits for a test whose double lacks it: %s", (body, expected) => {
  const { held } = fix({ ...MEMBER, "src/run.test.ts": runTest(body) });
  expect(held).toEqual(expected);
});

test.each([
  ["src/fake.ts", "export const fakeConfig = () => ({ get: vi.fn() }) as any;", "has no getOrThrow"],
  ["test/config.ts", 'export class FakeConfig { get() { return "a"; } }', "has no getOrThrow"],
  ["src/config.mock.ts", 'export const configMock = { get: () => "a" };', "has no getOrThrow"],
  ["src/fake.ts", "export const fakeConfig = () => ({ get: vi.fn(), getOrThrow: vi.fn() }) as any;", undefined],
  ["src/config.ts", 'export const config = { get: () => "a" };', undefined],
  ["test/client.ts", 'export class TestClient { get() { return "a"; } }', undefined],
])("a fix that calls another method waits for a double that its test has from elsewhere: %s", (file, code, expected) => {
  const { held } = fix({
    ...METHOD,
    [file]: `${code}\n`,
    "src/all.ts": `export * from "../${file.replace(".ts", ".js")}";\n`,
    "src/factory.ts": 'export * from "./run.js";\n',
    "src/run.test.ts": runTest("fakeConfig();")
      .replace("test, vi }", "test }")
      .replace("./run.js", "./factory.js")
      .replace("\n", '\nimport "./all.js";\n'),
    "src/other.test.ts": runTest("").replace("./run.js", "./all.js"),
  });
  expect(held).toEqual(expected === undefined ? [] : [`src/run.ts: ${file}, its double of get ${expected}`]);
});

const READS = {
  "migrations/loggers.md":
    "---\ntitle: Load\nimports: { load: ./src/log.ts, load2: ./src/reads.ts }\nrules: { no-deprecated-call: { replace: [{ match: load($x), with: load2($x) }] } }\n---\n",
  "migrations/z-reads.md":
    "---\ntitle: Reads\nrules: { no-deprecated-import: [{ from: ./src/log.ts, name: getUser, to: ./src/reads.ts }] }\n---\n",
  "src/log.ts": 'export const getUser = (id: string) => ({ id });\nexport const load = (id: string) => "old" + id;\n',
  "src/reads.ts": 'export { getUser } from "./log.js";\nexport const load2 = (id: string) => "new" + id;\n',
  "src/run.ts": 'import { getUser, load } from "./log.js";\nexport const run = () => getUser("1").id + load("1");\n',
};
const OF_OLD = 'vi.mock("./log.js", () => ({ getUser: vi.fn(() => ({ id: "x" })), load: vi.fn(() => "m") }));';
const OF_NEW = 'vi.mock("./reads.js", () => ({ getUser: vi.fn(() => ({ id: "x" })), load2: vi.fn(() => "m") }));';
const asking = (mock: string, from: string) =>
  testOf(`import { getUser } from "${from}";\n${mock}\nvi.mocked(getUser).mockReset();`);

test.each(["z-reads", "a-reads"])("two rules that lead to one module, one of %s, make one mock of it", (name) => {
  const { "migrations/z-reads.md": moves, ...files } = { ...READS, "src/run.test.ts": asking(OF_OLD, "./log.js") };
  const mocked = asking(`${OF_OLD}\n${OF_NEW}`, "./log.js");
  const first = fix({ ...files, [`migrations/${name}.md`]: moves });
  expect(first.read("src/run.test.ts")).toBe(mocked);
  expect(first.read("src/run.ts")).toContain('{ getUser } from "./log.js"');
  expect(first.held).toEqual([
    "src/run.test.ts: src/run.test.ts, its mock changes in this run, and it follows in the next one",
    'src/run.ts: src/run.test.ts, it mocks "./log.js", and the mock can\'t follow',
  ]);
  const next = fix({ ...READS, "src/run.ts": first.read("src/run.ts"), "src/run.test.ts": mocked });
  expect(next.outcome.result.violations).toEqual([]);
  expect(next.read("src/run.test.ts")).toBe(mocked.replace('getUser } from "./log.js"', 'getUser } from "./reads.js"'));
  expect(next.read("src/run.ts")).not.toContain("./log.js");
});

test("a test's own import moves with the code where the mock of the new module is there, or both wait", () => {
  const files = { ...READS, "src/run.ts": 'import { getUser } from "./log.js";\nexport const run = () => getUser("1").id;\n' };
  const both = `${OF_OLD}\n${OF_NEW}`;
  const all = fix({ ...files, "src/run.test.ts": asking(both, "./log.js") });
  expect(all.held).toEqual([]);
  expect(all.read("src/run.test.ts")).toBe(asking(both, "./reads.js"));
  expect(all.read("src/run.ts")).toContain("./reads.js");
  const whole = asking(both, "./log.js").replace("import { getUser }", "import * as log").replace("getUser)", "log.getUser)");
  const waiting = fix({ ...files, "src/run.test.ts": `${whole}Object.keys(log);\n` });
  expect(waiting.held).toEqual(['src/run.ts: src/run.test.ts, it still uses what its mock of "./log.js" gives']);
  expect(waiting.read("src/run.ts")).toBe(files["src/run.ts"]);
  const code = fix({ ...files, "src/run.test.ts": asking(both, "./log.js") }, ["src/run.test.ts"]);
  expect(code.held).toEqual(["src/run.test.ts: src/run.ts, it still uses what the mock gives"]);
});

test("a mock waits for code that its test loads through another file", () => {
  const { held, read } = fix({
    ...READS,
    "src/service.ts":
      'import * as log from "./log.js";\nexport const names = Object.keys(log);\nexport const list = () => log.getUser("1").id;\n',
    "src/run.ts": 'import { list } from "./service.js";\nexport const run = () => list();\n',
    "src/run.test.ts": asking('vi.mock("./log.js", () => ({ getUser: vi.fn() }));', "./log.js"),
  });
  expect(held).toEqual([
    "src/run.test.ts: src/service.ts, it still uses what the mock gives",
    "src/run.test.ts: src/service.ts, it still uses what the mock gives",
  ]);
  expect(read("src/run.test.ts")).toContain('vi.mock("./log.js"');
});

const FLAG = "export const CLOUD: boolean = Math.random() > 1;\n";
const MOVED_FLAG =
  "---\ntitle: T\nignores: [src/legacy.ts]\nrules: { no-deprecated-import: [{ from: ./src/flags.ts, name: CLOUD, to: ./src/deployment.ts }] }\n---\n";
const USES_FLAG = 'import { CLOUD } from "./flags.js";\nexport const run = () => CLOUD;\n';
const MOCK_FLAG = 'vi.mock("./flags.js", () => ({ CLOUD: true }));\n';

test("the mock of a setup file stays for code that waits, and for what the contract leaves out", () => {
  const files = {
    "migrations/loggers.md": MOVED_FLAG,
    "src/flags.ts": FLAG,
    "src/deployment.ts": FLAG,
    "src/run.ts": USES_FLAG,
    "src/other.ts": USES_FLAG,
    "src/legacy.ts": USES_FLAG,
    "src/setup.ts": `import { vi } from "vitest";\n${MOCK_FLAG}`,
    "src/run.test.ts": testOf('import * as flags from "./flags.js";\nvi.spyOn(flags, "CLOUD", "get").mockReturnValue(false);'),
  };
  const { held, read } = fix(files);
  expect(held).toEqual(["src/run.ts: src/run.test.ts, it spies on what the fix replaces"]);
  expect(read("src/other.ts")).toContain('from "./deployment.js"');
  expect(read("src/setup.ts")).toBe(files["src/setup.ts"] + MOCK_FLAG.replace("flags", "deployment"));
});

test("a mock stays beside the new one for what its test loads and the contract leaves out", () => {
  const loading = 'import { run } from "./run.js";\nimport "./legacy.js";\n';
  const { held, read } = fix({
    "migrations/loggers.md": MOVED_FLAG,
    "src/flags.ts": FLAG,
    "src/deployment.ts": FLAG,
    "src/run.ts": USES_FLAG,
    "src/legacy.ts": USES_FLAG,
    "src/run.test.ts": `${loading}import { test, vi } from "vitest";\n${MOCK_FLAG}test("runs", () => run());\n`,
  });
  expect(held).toEqual([]);
  expect(read("src/run.ts")).toContain('from "./deployment.js"');
  expect(read("src/run.test.ts")).toContain(MOCK_FLAG + MOCK_FLAG.replace("flags", "deployment"));
});

test("a spy on the export of a mock that would follow holds both, as the spy does not", () => {
  const spied = testOf(
    `import * as flags from "./flags.js";\n${MOCK_FLAG}vi.spyOn(flags, "CLOUD", "get").mockReturnValue(false);`,
  );
  const { held, read } = fix({
    "migrations/loggers.md": MOVED_FLAG,
    "src/flags.ts": FLAG,
    "src/deployment.ts": FLAG,
    "src/run.ts": USES_FLAG,
    "src/run.test.ts": spied,
  });
  expect(held).toContain("src/run.ts: src/run.test.ts, it spies on what the fix replaces");
  expect(read("src/run.test.ts")).toBe(spied);
});

test("each key of a mock waits for the code that it serves alone", () => {
  const tool = (name: string, match: string) => `---
title: ${name}
ignores: [src/log.ts]
imports: { ${name}: ./src/log.ts, ${name}For: ./src/log.ts }
rules: { no-deprecated-call: { replace: [{ match: "${name}(${match})", with: "${name}For({ text: $text })" }] } }
---
`;
  const mock = 'vi.mock("./log.js", async (real) => ({ ...(await real<object>()), note: vi.fn(() => 1), fail: vi.fn() }));';
  const looked = 'expect(vi.mocked(fail)).toHaveBeenCalledWith(expect.objectContaining({ message: "x" }));';
  const { held, read } = fix({
    "migrations/loggers.md": tool("note", "$text"),
    "migrations/errors.md": tool("fail", "new Error($text)"),
    "src/log.ts": `export const note = (text: string) => text;
export const noteFor = (of: { text: string }) => of.text;
export const fail = (error: Error) => error.message;
export const failFor = (of: { text: string }) => fail(new Error(of.text));
`,
    "src/run.ts": 'import { fail, note } from "./log.js";\nexport const run = () => (fail(new Error("x")), note("y"));\n',
    "src/run.test.ts": `${testOf(mock)}import { fail } from "./log.js";\n${looked}\n`,
  });
  expect(held).toEqual([
    "src/run.test.ts: src/run.ts, it still uses what the mock gives",
    "src/run.ts: src/run.test.ts, it looks at the arguments of fail, and the fix gives it others",
  ]);
  expect(read("src/run.ts")).toContain('fail(new Error("x")), noteFor({ text: "y" })');
  expect(read("src/run.test.ts")).toContain("noteFor: vi.fn(() => 1), fail: vi.fn() }");
});

test.each([
  ["a default export", "default: (props) => props.handleConfirm()", "import Modal", ["the default export"]],
  ["a name", "Modal: (props) => props.handleConfirm()", "import { Modal }", ["Modal"]],
  ["a double that takes nothing", "default: () => null", "import Modal", []],
])("a renamed prop waits for a test whose double of the component reads the old one: %s", (_, double, imported, held) => {
  const exported = imported.includes("{") ? "export const Modal =" : "export default";
  const found = fix({
    "migrations/props.md": `---
title: Handlers are called onX
imports: { Modal: "./src/modal.tsx${imported.includes("{") ? "" : "#default"}" }
rules: { no-deprecated-call: { replace: [{ match: "<Modal handleConfirm={$x} $$$props />", with: "<Modal onConfirm={$x} $$$props />" }] } }
---
`,
    "src/modal.tsx": `${exported} (props: { onConfirm(): void }) => props.onConfirm();\n`,
    "src/page.tsx": `${imported} from "./modal.js";\nexport const run = (save: () => void) => <Modal handleConfirm={save} />;\n`,
    "src/page.test.tsx": `import { run } from "./page.js";\nvi.mock("./modal.js", () => ({ __esModule: true, ${double} }));\nit("runs", () => run(() => undefined));\n`,
  });
  expect(found.held).toEqual(
    held.map((name) => `src/page.tsx: src/page.test.tsx, it looks at the arguments of ${name}, and the fix gives it others`),
  );
});
