import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { ESLint } from "eslint";
import { afterEach, beforeEach, expect, test } from "vitest";
import godwit from "./index.js";

const CONTRACT = `---
title: One way to make IDs
imports:
  newId: ./src/ids.ts
files: ["src/**/*.ts"]
rules:
  no-raw-uuid:
    replace:
      - with: newId($entity)
---
`;
const USER = 'import { v4 } from "uuid";\n\nexport const makeUser = () => ({ userId: v4() });\n';
const FIXED = 'import { newId } from "./ids.js";\n\nexport const makeUser = () => ({ userId: newId("user") });\n';
/** A test of `makeUser` in a folder, whose mock of uuid is written as a statement. */
const testOf = (from: string, mock: string): string =>
  `import { expect, test, vi } from "vitest";\nimport { makeUser } from "${from}";\n\n${mock}\n\ntest("makes", () => expect(makeUser()).toEqual({ userId: "1" }));\n`;
const MOCK = 'vi.mock("uuid", () => ({ v4: () => "1" }));';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-held-")));
  write("package.json", '{ "name": "held", "private": true, "type": "module", "godwit": {} }');
  write("migrations/one-id.md", CONTRACT);
  write("src/ids.ts", "export const newId = (entity: string): string => entity;\n");
  write("src/user.ts", USER);
  execFileSync("git", ["init", "--quiet"], { cwd: root });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

/** What ESLint's `--fix` leaves: the text of src/user.ts, and the messages there. */
async function fix(...files: string[]): Promise<{ text: string; messages: string[]; offered: (string | undefined)[] }> {
  const configs = godwit.migrations({ root });
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: configs, fix: true });
  const results = await eslint.lintFiles(files);
  await ESLint.outputFixes(results);
  const { messages } = results.find(({ filePath }) => filePath.endsWith("user.ts"))!;
  return {
    text: readFileSync(path.join(root, "src/user.ts"), "utf8"),
    messages: messages.map(({ message }) => message),
    offered: messages.map(({ suggestions }) => suggestions?.[0]?.desc),
  };
}

test("a fix waits for a test outside of the contract that imports its file and mocks what it leaves", async () => {
  write("test/user.test.ts", testOf("../src/user.js", MOCK));
  const { text, messages, offered } = await fix("src");
  expect(text).toBe(USER);
  expect(messages).toEqual([
    expect.stringMatching(/\(not fixed: in test\/user\.test\.ts it mocks "uuid", and the mock can't follow\)$/),
  ]);
  expect(offered).toEqual(['Fix it all the same, though it mocks "uuid", and the mock can\'t follow (test/user.test.ts).']);
});

test("a mock in a file of the contract moves with the code", async () => {
  const moves = "title: Time moved\nrules:\n  no-deprecated-import:\n    - from: ./src/old.ts\n      to: ./src/clock.ts\n";
  write("migrations/clock.md", `---\n${moves}---\n`);
  write("src/clock.ts", "export const now = () => 1;\n");
  write("src/user.ts", 'import { now } from "./old.js";\n\nexport const makeUser = () => ({ userId: String(now()) });\n');
  write("src/user.test.ts", testOf("./user.js", 'vi.mock("./old.js", () => ({ now: () => 1 }));'));
  const { text, messages } = await fix("src");
  expect(messages).toEqual([]);
  expect(text).toContain('from "./clock.js"');
  expect(readFileSync(path.join(root, "src/user.test.ts"), "utf8")).toContain('vi.mock("./clock.js", () => ({ now: () => 1 }))');
});

test("a fix waits for a mock in a file of the contract that can't follow", async () => {
  write("src/user.test.ts", testOf("./user.js", 'const all = await load();\nvi.mock("uuid", () => all);'));
  expect((await fix("src")).text).toBe(USER);
});

test("a test that loads the file through another holds back what it mocks there, and nothing else", async () => {
  write("src/app.ts", 'import * as user from "./user.js";\n\nexport const makeUser = () => user.makeUser();\n');
  write("test/user.test.ts", testOf("../src/app.js", MOCK));
  expect((await fix("src")).text).toBe(USER);
  write("test/user.test.ts", testOf("../src/app.js", MOCK.replace("uuid", "nanoid")));
  expect((await fix("src")).text).toBe(FIXED);
});
