import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { check } from "./check.js";

const CONTRACT = `---
title: The results have moved
imports: { Entry: ./src/report.ts }
rules:
  no-deprecated-import: [{ from: ./src/old-result.ts, to: ./src/result.ts }]
  no-duplicate-type: { canonical: [Entry] }
---
`;
const RESULT = 'export interface Result { entries: Array<{ id: string; at: number; kind: "a" | "b" }> }\n';
const REPORT = (module: string) =>
  `import type { Result } from "./${module}.js";\n\nexport type Entry = Result["entries"][number];\n`;
const CHECK = `import type { Result } from "./result.js";

type Entry = Result["entries"][number];

export const first = (all: Result): Entry | undefined => all.entries[0];
`;

function tree(files: Record<string, string>): string {
  return writeTree({
    "package.json": '{ "name": "x", "type": "module", "workspaces": ["packages/*"], "godwit": {} }',
    "tsconfig.json": '{ "compilerOptions": { "module": "nodenext", "strict": true } }',
    "migrations/results.md": CONTRACT,
    "src/result.ts": RESULT,
    "src/report.ts": REPORT("old-result"),
    "src/check.ts": CHECK,
    ...files,
  });
}

test("a fix that another file's fix proves is written in the same run, and a second run changes nothing", () => {
  const root = tree({});
  const read = () => ["src/check.ts", "src/report.ts"].map((file) => readFileSync(path.join(root, file), "utf8"));
  const before = check({ cwd: root }).result.violations.map(({ file, level }) => `${file} ${level}`);
  expect(before).toEqual(["src/check.ts suggestion", "src/report.ts fix"]);
  const { result } = check({ cwd: root, fix: true });
  expect(result.violations).toEqual([]);
  expect(result.fixed).toBe(2);
  const [checked, report] = read();
  expect(report).toBe(REPORT("result"));
  expect(checked).toContain('import type { Entry } from "./report.js";');
  expect(checked).not.toContain("type Entry =");
  check({ cwd: root, fix: true });
  expect(read()).toEqual([checked, report]);
});

test("what only a person can decide is left, and said once", () => {
  const root = tree({ "src/other.ts": "export type Entry = { id: string; at: number };\n" });
  const { result } = check({ cwd: root, fix: true });
  expect(result.violations.map(({ file }) => file)).toEqual(["src/other.ts"]);
  expect(readFileSync(path.join(root, "src/other.ts"), "utf8")).toBe("export type Entry = { id: string; at: number };\n");
});

test("files that were not asked for stay as they are", () => {
  const root = tree({});
  check({ cwd: root, fix: true, paths: ["src/report.ts"] });
  expect(readFileSync(path.join(root, "src/check.ts"), "utf8")).toBe(CHECK);
});

test("what the fixes of other files end is no longer counted", () => {
  const root = tree({
    "migrations/results.md": `---
title: Pads have moved
rules:
  no-deprecated-import: { from: ./packages/core/legacy.ts, name: legacyPad, to: ./packages/util/strings.ts, as: pad }
---
`,
    "packages/core/package.json": '{ "name": "@m/core", "exports": "./index.ts", "dependencies": { "@m/util": "*" } }',
    "packages/core/index.ts": 'export { legacyPad } from "./legacy.js";\n',
    "packages/core/legacy.ts": "export const legacyPad = (text: string) => text;\n",
    "packages/util/package.json": '{ "name": "@m/util", "exports": { "./*": "./*.ts" } }',
    "packages/util/strings.ts": "export const pad = (text: string) => text;\n",
    "packages/ui/package.json": '{ "name": "@m/ui", "dependencies": { "@m/core": "*" } }',
    "packages/ui/button.ts": 'import { legacyPad } from "@m/core";\nexport const text = legacyPad("x");\n',
  });
  const found = check({ cwd: root }).result.violations.map(({ file, level }) => `${file} ${level}`);
  expect(found).toEqual(["packages/core/index.ts fix", "packages/ui/button.ts suggestion"]);
  const { result } = check({ cwd: root, fix: true });
  expect(result.fixed).toBe(1);
  expect(result.violations).toEqual(check({ cwd: root }).result.violations);
  expect(result.violations).toEqual([]);
});
