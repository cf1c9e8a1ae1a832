import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { type TreeContent, writeTree } from "../../../../test/support/temporary-tree.js";
import { runGodwit, type GodwitRun } from "../../../../test/support/run-godwit.js";
import { formatFiles } from "./format-files.js";

/** A formatter that records its arguments, and adds a first line to each file. */
const FORMATTER = `import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
const files = process.argv.slice(2);
appendFileSync("calls.txt", JSON.stringify(files) + "\\n");
for (const file of files) writeFileSync(file, "// formatted\\n" + readFileSync(file, "utf8"));
`;
const CONTRACT = `---
title: One ID generator
imports:
  newId: ./src/ids.ts
rules:
  no-raw-uuid:
    replace:
      - with: newId($entity)
---
`;
const OLD = 'import { v4 } from "uuid";\nexport const userId = v4();\n';
const FIXED = 'import { newId } from "./ids.js";\nexport const userId = newId("user");\n';

function project(format: unknown, files: Readonly<Record<string, TreeContent>>): string {
  return writeTree({
    "package.json": { type: "module", godwit: { ...(format !== undefined && { format }) } },
    "format.mjs": FORMATTER,
    "migrations/ids.md": CONTRACT,
    "src/ids.ts": "export const newId = (entity: string): string => entity;\n",
    ...files,
  });
}

const fix = (root: string, ...args: string[]): Promise<GodwitRun> => runGodwit(root, "check", "--fix", ...args);

const calls = (root: string): unknown[] =>
  existsSync(path.join(root, "calls.txt"))
    ? readFileSync(path.join(root, "calls.txt"), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown)
    : [];
const read = (root: string, file: string): string => readFileSync(path.join(root, file), "utf8");

test("check --fix formats the changed files, once, and says so first", async () => {
  const root = project("node format.mjs {files}", { "src/a.ts": OLD, "src/b.ts": OLD, "src/clean.ts": "export {};\n" });
  const { code, err, out } = await fix(root);
  expect(out.trim().split("\n").at(-1)).toBe("Formatted the changed files with node format.mjs {files}.");
  expect({ code, err }).toEqual({ code: 0, err: "Running node format.mjs {files} ({files}: src/a.ts and 1 more)\n" });
  expect(calls(root)).toEqual([["src/a.ts", "src/b.ts"]]);
  expect(read(root, "src/a.ts")).toBe(`// formatted\n${FIXED}`);
  await fix(root);
  expect(calls(root)).toHaveLength(1);
});

test("a command of a folder runs there, with the changed files below it", async () => {
  const format = [{ run: "node ../../format.mjs {files}", in: "packages/web" }, "node format.mjs {files}"];
  const root = project(format, { "packages/web/src/a.ts": OLD, "src/b.ts": OLD });
  const { code, err, out } = await fix(root);
  expect({ code, err }).toMatchObject({ code: 0 });
  expect(err).toContain("Running node ../../format.mjs {files} in packages/web ({files}: src/a.ts)\n");
  expect(out.trim().split("\n").at(-1)).toContain("node ../../format.mjs {files} in packages/web and node format.mjs {files}.");
  expect(read(root, "packages/web/calls.txt")).toBe('["src/a.ts"]\n');
  expect(calls(root)).toEqual([["packages/web/src/a.ts", "src/b.ts"]]);
});

test("several commands run one after the other", async () => {
  const root = project(["node format.mjs {files}", "node format.mjs {files}"], { "src/a.ts": OLD });
  await fix(root);
  expect(read(root, "src/a.ts")).toBe(`// formatted\n// formatted\n${FIXED}`);
});

test("without a command, check --fix says which one to set, and nothing where nothing is to be found", async () => {
  const root = project(undefined, { "src/a.ts": OLD });
  expect((await fix(root)).out).not.toContain("format");
  const formatted = project(undefined, { "src/a.ts": OLD, ".prettierrc": "{}" });
  expect((await fix(formatted)).out.trim().split("\n").at(-1)).toBe(
    'The changed files are not formatted: set "godwit": { "format": "npx prettier --write {files}" } in package.json, and fixes will be.',
  );
});

test("files that were not selected are never passed", async () => {
  const root = project("node format.mjs {files}", { "src/a.ts": OLD, "src/b.ts": OLD });
  await fix(root, "src/a.ts");
  expect(calls(root)).toEqual([["src/a.ts"]]);
});

test("a contract whose violations are all fixed and formatted matched something", async () => {
  const root = project(undefined, {
    "package.json": { dependencies: { uuid: "1" }, godwit: { format: "node format.mjs {files}" } },
    "migrations/old.md": "---\ntitle: Old\nrules: { no-deprecated-import: { from: old-lib, to: ./src/new.js } }\n---\n",
    "src/new.ts": "export const a = 1;\n",
    "src/a.ts": 'import { a } from "old-lib";\n\nexport const b = a;\n',
  });
  expect(JSON.parse((await fix(root, "--format", "json")).out)).toMatchObject({ fixed: 1, violations: [], warnings: [] });
});

test("what is left is reported where it is after formatting", async () => {
  const root = project("node format.mjs {files}", { "src/a.ts": `${OLD}export const seedId = v4({ seed: 1 });\n` });
  const { out } = await fix(root, "--format", "json");
  expect(JSON.parse(out)).toMatchObject({ fixed: 1, violations: [{ line: 5, level: "hint" }] });
});

test("a file's name is one argument, and never a command, an option or a pattern", async () => {
  const names = ["a b.ts", "$(touch pwned).ts", "; touch pwned.ts", "'q\".ts", "-o.ts", "!a.ts", "`x`.ts"];
  const root = project("node format.mjs {files}", Object.fromEntries(names.map((name) => [name, OLD])));
  expect((await fix(root)).code).toBe(0);
  expect((calls(root)[0] as string[]).sort()).toEqual(names.map((name) => (name === "a b.ts" ? name : `./${name}`)).sort());
  expect(existsSync(path.join(root, "pwned"))).toBe(false);
});

test("many files go in batches that the system takes", () => {
  const root = project(undefined, { "src/a.ts": OLD });
  const files = Array.from({ length: 3_000 }, (_, index) => `src/${"deep/".repeat(10)}${index}.ts`);
  expect(formatFiles({ root, commands: [{ run: 'node -e "0" {files}' }], files })).toBeUndefined();
  const seen: string[] = [];
  formatFiles({ root, commands: [{ run: 'node -e "0" {files}' }], files, onCommand: (description) => seen.push(description) });
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.length).toBeLessThan(60);
});

test.each([
  ["fails", 'node -e "console.error(`no such style`);process.exit(3)" {files}', /ended with exit code 3:\s+no such style/],
  ["is missing", "godwit-no-such-command {files}", /can't be started: there is no godwit-no-such-command/],
  ["has no place for the files", "node format.mjs", /has no word \{files\}/],
  ["needs a shell", "node format.mjs {files} && echo done", /run without a shell, which && needs/],
])("a command that %s leaves the fixes in place, and the exit code is 2", async (_, format, said) => {
  const root = project(format, { "src/a.ts": OLD });
  const { code, out } = await fix(root);
  expect(code).toBe(2);
  expect(out).toMatch(said);
  expect(read(root, "src/a.ts")).toBe(FIXED);
});

test("a command that hangs is stopped", () => {
  const root = project(undefined, { "src/a.ts": OLD });
  const run = { root, commands: [{ run: 'node -e "setInterval(() => {}, 1e6)" {files}' }], files: ["src/a.ts"], timeoutMs: 500 };
  expect(formatFiles(run)?.message).toMatch(/was stopped: it took more than/);
});
