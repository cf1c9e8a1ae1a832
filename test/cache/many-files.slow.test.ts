import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { REPOSITORY } from "../../scripts/packages.mjs";
import { fillTree } from "../support/temporary-tree.js";

const MAIN = path.join(REPOSITORY, "packages/cli/dist/main.js");
const COUNT = 100_000;
/** One file in so many has old code. */
const OLD = 10_000;
const HEAP_MB = 1_200;

const CONTRACT = `---
title: One
imports: { newId: ./src/ids.ts }
rules:
  no-raw-uuid: { replace: [{ with: newId() }] }
---
`;

let root: string;

const fileAt = (index: number): string => `src/part${Math.floor(index / 100)}/file${index}.ts`;

/** Each imports the one before it. */
function textOf(index: number): string {
  const before = index - 1;
  const folder = Math.floor(before / 100) === Math.floor(index / 100) ? "." : `../part${Math.floor(before / 100)}`;
  const neighbour = index === 0 ? "" : `import { value${before} } from "${folder}/file${before}.js";\n`;
  const old = index % OLD === 0 ? 'import { v4 } from "uuid";\nexport const id = v4();\n' : "";
  return `${neighbour}${old}export const value${index} = ${index === 0 ? 0 : `value${before}`} + 1;\n`;
}

function write(file: string, text: string): void {
  fillTree(root, { [file]: text });
}

beforeAll(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-many-files-")));
  write("package.json", '{ "name": "many", "type": "module", "godwit": {} }');
  write("node_modules/none.txt", "");
  write("migrations/one.md", CONTRACT);
  write("src/ids.ts", "export const newId = (): string => String(1);\n");
  for (let index = 0; index < COUNT; index += 1) write(fileAt(index), textOf(index));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

interface Result {
  readonly files: { readonly considered: number; readonly cached: number };
  readonly violations: readonly { readonly file: string }[];
}

function check(...args: string[]): Result {
  const command = [`--max-old-space-size=${HEAP_MB}`, MAIN, "check", "--format", "json", ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: root, encoding: "utf8", maxBuffer: 1 << 28 });
  expect(stderr).toBe("");
  expect(status).toBe(1);
  return JSON.parse(stdout) as Result;
}

test("100,000 files that import each other are checked, kept, and checked again after a change, in bounded memory", () => {
  const cold = check("--no-cache");
  expect(cold.files.considered).toBe(COUNT + 1);
  expect(cold.violations).toHaveLength(COUNT / OLD);
  expect(check().violations).toEqual(cold.violations);
  const changed = fileAt(54_321);
  write(changed, `${textOf(54_321)}import { v4 } from "uuid";\nexport const id = v4();\n`);
  const after = check();
  expect(after.violations.map(({ file }) => file).sort()).toEqual([...cold.violations.map(({ file }) => file), changed].sort());
});
