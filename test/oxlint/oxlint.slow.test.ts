import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { REPOSITORY } from "../support/copy-repository.js";
import { OXLINT, OxlintServer } from "../support/oxlint-server.js";
import { fillTree, writeTree, type TreeContent } from "../support/temporary-tree.js";

const MAIN = path.join(REPOSITORY, "packages/cli/dist/main.js");
const PLUGIN = path.join(REPOSITORY, "packages/eslint-plugin");

const contract = (more = ""): string => `---
title: One ID generator
${more}imports:
  newId: ./src/ids.ts
rules:
  no-raw-uuid:
    replace:
      - with: newId($entity)
---
`;
const CONFIG = {
  jsPlugins: ["eslint-plugin-godwit/oxlint"],
  categories: { correctness: "off" },
  rules: { "godwit/errors": "error", "godwit/warnings": "warn" },
};
const IDS = "export const newId = (entity: string): string => entity;\n";
const USER = 'import { v4 } from "uuid";\n\nexport const userId = v4();\nexport const planId = v4();\n';

/** A project that runs oxlint with the plugin as it is published: by its package's name. */
/** What `oxlint --print-config` of 1.94 does, in short. */
const PRINTS_CONFIG = `const { readFileSync } = require("node:fs");
const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const { extends: bases = [], ...config } = read(".oxlintrc.json");
console.log(JSON.stringify(Object.assign({}, ...bases.map(read), config)));
`;

function createProject(files: Readonly<Record<string, TreeContent>> = {}): string {
  const root = writeTree({
    "package.json": { name: "linted", private: true, type: "module" },
    ".gitignore": "node_modules\n",
    ".oxlintrc.json": CONFIG,
    "migrations/unified-ids.md": contract(),
    "src/ids.ts": IDS,
    "src/user.ts": USER,
    ...files,
  });
  mkdirSync(path.join(root, "node_modules"));
  symlinkSync(PLUGIN, path.join(root, "node_modules/eslint-plugin-godwit"));
  symlinkSync(path.join(REPOSITORY, "node_modules/oxlint"), path.join(root, "node_modules/oxlint"));
  spawnSync("git", ["init", "--quiet"], { cwd: root });
  return root;
}

function oxlint(root: string, ...args: string[]): { status: number | null; lines: string[] } {
  const { status, stdout, stderr } = run(root, OXLINT, "--format", "unix", "--threads", "1", ...args);
  expect(stderr).toBe("");
  return { status, lines: stdout.split("\n").filter((line) => / \[(?:Error|Warning)\//.test(line)) };
}

function run(root: string, script: string, ...args: string[]): { status: number | null; stdout: string; stderr: string } {
  const { FORCE_COLOR: _, ...env } = process.env;
  return spawnSync(process.execPath, [script, ...args], { cwd: root, encoding: "utf8", env: { ...env, NO_COLOR: "1" } });
}

const read = (root: string, file: string): string => readFileSync(path.join(root, file), "utf8");

test("a JSON config names no contract; the messages do, and one --fix leaves a clean file and the exit code 0", () => {
  const root = createProject();
  expect(oxlint(root)).toEqual({
    status: 1,
    lines: [
      'src/user.ts:3:23: Use newId("user") instead of v4(). (unified-ids/no-raw-uuid) [Error/godwit(errors)]',
      'src/user.ts:4:23: Use newId("plan") instead of v4(). (unified-ids/no-raw-uuid) [Error/godwit(errors)]',
    ],
  });
  expect(oxlint(root, "--fix")).toEqual({ status: 0, lines: [] });
  expect(read(root, "src/user.ts")).toBe(
    'import { newId } from "./ids.js";\n\nexport const userId = newId("user");\nexport const planId = newId("plan");\n',
  );
});

test("migrations() is for a config that is code", () => {
  const root = createProject({
    "oxlint.config.mjs": `import { migrations } from "eslint-plugin-godwit/oxlint";
export default { categories: { correctness: "off" }, extends: [migrations()] };
`,
    "strict.mjs": `import { migrations } from "eslint-plugin-godwit/oxlint";
export default { extends: [migrations({ strict: true })] };
`,
  });
  expect(oxlint(root, "--config", "oxlint.config.mjs")).toMatchObject({ status: 1, lines: { length: 2 } });
  fillTree(root, { "migrations/broken.md": "---\ntitle: Broken\nruls: {}\n---\n" });
  const { status, stdout } = run(root, OXLINT, "--config", "strict.mjs");
  expect(status).not.toBe(0);
  expect(stdout).toContain("migrations/broken.md:3:1");
});

test("severities are the contract's and its phases', by godwit's own globs", () => {
  const phases = "severity: warn\nphases:\n  - { name: Core, files: ['src/@(core)/**'], severity: error }\n";
  const root = createProject({ "migrations/unified-ids.md": contract(phases), "src/core/user.ts": USER.replaceAll("./", "../") });
  const { status, lines } = oxlint(root);
  expect(status).toBe(1);
  expect(lines.map((line) => line.replace(/:\d.*\[/, " [")).sort()).toEqual([
    "src/core/user.ts [Error/godwit(errors)]",
    "src/core/user.ts [Error/godwit(errors)]",
    "src/user.ts [Warning/godwit(warnings)]",
    "src/user.ts [Warning/godwit(warnings)]",
  ]);
});

test("what the baseline knows is neither reported nor fixed; `baseline: false` shows it", () => {
  const root = createProject();
  expect(run(root, MAIN, "baseline", "write")).toMatchObject({ status: 0 });
  expect(oxlint(root)).toEqual({ status: 0, lines: [] });
  expect(oxlint(root, "--fix")).toEqual({ status: 0, lines: [] });
  expect(read(root, "src/user.ts")).toBe(USER);
  fillTree(root, { "src/new.ts": USER.replaceAll("plan", "order") });
  expect(oxlint(root).lines.map((line) => line.slice(0, 13))).toEqual(["src/new.ts:3:", "src/new.ts:4:"]);
  const all = { ...CONFIG, rules: { "godwit/errors": ["error", { baseline: false }] } };
  fillTree(root, { ".oxlintrc.json": all });
  expect(oxlint(root).lines).toHaveLength(4);
});

test("a comment of either linter counts in oxlint and in check", () => {
  const disabled = (comment: string, id: string): string => `// ${comment}\nexport const ${id} = v4();\n`;
  const root = createProject({
    "src/user.ts": `import { v4 } from "uuid";
${disabled("oxlint-disable-next-line unified-ids/no-raw-uuid -- as the partner has it", "aId")}
${disabled("eslint-disable-next-line unified-ids/no-raw-uuid", "bId")}
${disabled("oxlint-disable-next-line", "cId")}
${disabled("oxlint-disable-next-line other/no-raw-uuid", "reportedId")}`,
  });
  const { lines } = oxlint(root);
  expect(lines.map((line) => line.split(" (")[0])).toEqual(['src/user.ts:12:27: Use newId("reported") instead of v4().']);
  const { violations } = JSON.parse(run(root, MAIN, "check", "--format", "json").stdout) as { violations: { line: number }[] };
  expect(violations.map(({ line }) => line)).toEqual([12]);
  expect(oxlint(root, "--fix")).toEqual({ status: 0, lines: [] });
  expect(read(root, "src/user.ts").match(/v4\(\)/g)).toHaveLength(3);
});

test("a broken contract is said once, beside what the others find, and so is that there is none", () => {
  const root = createProject({ "migrations/broken.md": "---\ntitle: Broken\nruls: {}\n---\n" });
  const { status, lines } = oxlint(root);
  expect(status).toBe(1);
  expect(lines.filter((line) => line.includes("(unified-ids/no-raw-uuid)"))).toHaveLength(2);
  expect(lines.filter((line) => line.includes("migrations/broken.md:3:1"))).toHaveLength(1);
  rmSync(path.join(root, "migrations"), { recursive: true });
  expect(oxlint(root)).toEqual({
    status: 1,
    lines: [expect.stringContaining(`godwit finds no contract in ${path.join(root, "migrations")}.`)],
  });
});

test("a nested root has its own contracts", () => {
  const root = createProject({
    "packages/inner/package.json": { name: "inner", private: true, type: "module", godwit: {} },
    "packages/inner/migrations/inner-ids.md": contract("severity: warn\n"),
    "packages/inner/src/ids.ts": IDS,
    "packages/inner/src/user.ts": USER,
    "package.json": { name: "outer", private: true, type: "module", godwit: {} },
  });
  const ids = oxlint(root).lines.map((line) => `${line.split(":")[0]!} ${/\((\S+)\) \[/.exec(line)![1]!}`);
  expect([...new Set(ids)].sort()).toEqual([
    "packages/inner/src/user.ts inner-ids/no-raw-uuid",
    "src/user.ts unified-ids/no-raw-uuid",
  ]);
});

test("doctor says whether oxlint runs the contracts", () => {
  const root = createProject();
  rmSync(path.join(root, "node_modules/oxlint"));
  // oxlint 1.94 is not there for every platform, and prints what earlier ones do not.
  fillTree(root, {
    "node_modules/oxlint/package.json": { name: "oxlint", version: "1.94.0" },
    "node_modules/oxlint/bin/oxlint": PRINTS_CONFIG,
  });
  const diagnose = (): { level: string; code: string; message: string }[] => {
    const { stdout } = run(root, MAIN, "doctor", "--format", "json");
    const { findings } = JSON.parse(stdout) as { findings: { area: string; level: string; code: string; message: string }[] };
    return findings.filter(({ area }) => area === "oxlint");
  };
  expect(diagnose()).toMatchObject([{ level: "ok", code: "oxlint" }]);
  fillTree(root, { "migrations/unified-ids.md": contract("severity: warn\n") });
  fillTree(root, { ".oxlintrc.json": { ...CONFIG, rules: { "godwit/errors": "error", "godwit/warnings": "off" } } });
  expect(diagnose()).toMatchObject([{ level: "warning", message: expect.stringContaining("godwit/warnings") }]);
  fillTree(root, { "base.json": CONFIG, ".oxlintrc.json": { extends: ["./base.json"] } });
  expect(diagnose()).toMatchObject([{ level: "ok" }]);
  fillTree(root, { ".oxlintrc.json": { rules: {} } });
  expect(diagnose()).toMatchObject([{ level: "warning", code: "oxlint-without-godwit" }]);
  fillTree(root, { "node_modules/oxlint/package.json": { name: "oxlint", version: "1.75.0" } });
  expect(diagnose()).toMatchObject([{ level: "note", code: "oxlint-too-old" }]);
  fillTree(root, { ".oxlintrc.json": "{ rules" });
  expect(diagnose()).toMatchObject([{ level: "error", code: "oxlint-config-fails" }]);
});

test("doctor says of an oxlint that does not print the rules of plugins that it can't see them", () => {
  const { stdout } = run(createProject(), MAIN, "doctor", "--format", "json");
  const { findings } = JSON.parse(stdout) as { findings: { area: string; code: string; message: string }[] };
  expect(findings.filter(({ area }) => area === "oxlint")).toMatchObject([
    { code: "oxlint-loads-godwit", message: expect.stringContaining("does not tell whether godwit/errors is on") },
  ]);
});

test("oxlint's language server follows a change of the contract", async () => {
  const root = createProject();
  const file = path.join(root, "src/user.ts");
  const server = await OxlintServer.start(root);
  try {
    const before = await server.open(file, USER);
    expect(before.map(({ message }) => message)[0]).toBe('Use newId("user") instead of v4(). (unified-ids/no-raw-uuid)');
    const actions = await server.actionsAt(file, before[0]!);
    expect(actions.map(({ title }) => title)).toContain("Fix this one only.");
    server.close(file);
    writeFileSync(path.join(root, "migrations/unified-ids.md"), contract().replace("newId($entity)", "newId($entity, 2)"));
    // What was read is believed for a second.
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const after = await server.open(file, USER);
    expect(after.map(({ message }) => message)[0]).toBe('Use newId("user", 2) instead of v4(). (unified-ids/no-raw-uuid)');
  } finally {
    server.stop();
  }
});
