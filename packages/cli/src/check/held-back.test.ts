import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { renderStylish } from "../reporters/stylish.js";
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
  expect(renderStylish(outcome, { hasColour: false, isQuiet: false })).toContain("held back by src/run.test.ts: it mocks");
});

test("a mock that gives both, a manual mock that does, and a test of other code hold nothing back", () => {
  const both = 'vi.mock("./log.js", () => ({ logger: {}, getLogger: () => ({ error: vi.fn() }) }));';
  expect(fix({ "src/run.test.ts": testOf(both) }).held).toEqual([]);
  const manual = { "src/__mocks__/log.ts": "export const getLogger = () => ({ error: () => 1 });\n" };
  expect(fix({ ...manual, "src/run.test.ts": testOf('vi.mock("./log.js");') }).held).toEqual([]);
  const other = 'import { test, vi } from "vitest";\nvi.mock("./log.js");\ntest("a", () => undefined);\n';
  expect(fix({ "src/other.test.ts": other }).held).toEqual([]);
});

test("the mocks of a setup file are those of every test", () => {
  const { held } = fix({ "test/setup.ts": 'import { vi } from "vitest";\nvi.mock("../src/log.js");\n' });
  expect(held).toEqual(['src/run.ts: test/setup.ts, it mocks "../src/log.js", and the mock can\'t follow']);
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
  expect(lacking.held).toEqual(['src/run.ts: src/run.test.ts, its mock of "./new.js" lacks what the fix uses']);
  const spying = fix({ ...files, "src/run.test.ts": testOf('import * as old from "./old.js";\nvi.spyOn(old, "createUser");') });
  expect(spying.held).toEqual(["src/run.ts: src/run.test.ts, it spies on what the fix replaces"]);
  const moved = fix({ ...files, "src/run.test.ts": testOf('vi.mock("./old.js", () => ({ createUser: vi.fn(() => 1) }));') });
  expect(moved.held).toEqual([]);
  expect(moved.read("src/run.test.ts")).toContain('vi.mock("./new.js", () => ({ makeUser: vi.fn(() => 1) }));');
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
  const lacking = { ...files, "src/run.test.ts": testOf('vi.mock("./new/log.js", () => ({ other: 1 }));') };
  expect(fix(lacking).held).toEqual(['src/run.ts: src/run.test.ts, its mock of "./new/log.js" lacks what the fix uses']);
});
