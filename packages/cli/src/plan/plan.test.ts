import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Plan } from "@godwit/project";
import { describe, expect, test } from "vitest";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { fillTree, writeTree, type TreeContent } from "../../../../test/support/temporary-tree.js";

const CONTRACT = `---
title: One ID generator
owner: "@acme/core"
imports:
  newId: ./src/ids.ts
rules:
  no-raw-uuid:
    replace:
      - with: newId($entity)
phases:
  - { name: Users first, files: ["src/users/**"] }
  - { name: The rest }
gates:
  - { name: No uuid is left, when: { rules: [no-raw-uuid] } }
  - { name: Tests pass, when: { run: npm test } }
validate:
  each: ["npm test -- {files}"]
---
`;
const USE = 'import { v4 } from "uuid";\nexport const userId = v4();\n';
const HARD = 'import { v4 } from "uuid";\nexport function thing(): unknown {\n  return v4({ random: [] });\n}\n';
const FILES: Record<string, TreeContent> = {
  "package.json": { name: "x", type: "module", godwit: {} },
  "packages/api/package.json": { name: "api" },
  "migrations/ids.md": CONTRACT,
  "migrations/later.md": "---\ntitle: Later\ndependsOn: [ids]\nrules:\n  no-raw-uuid: {}\nfiles: [src/**]\n---\n",
  "src/ids.ts": "export const newId = (entity: string): string => entity;\n",
  "src/users/user.ts": USE,
  "src/other.ts": USE,
  "src/hard.ts": HARD,
  "packages/api/a.ts": USE,
  "tests/user.test.ts": 'import { userId } from "../src/users/user.js";\ntest(userId, () => {});\n',
  ".github/CODEOWNERS": "src/users/ @acme/users\n",
};

function repository(files: Record<string, TreeContent> = FILES): string {
  const root = writeTree(files);
  execFileSync("git", ["init", "-q"], { cwd: root });
  return root;
}

const planOf = async (root: string, ...args: string[]): Promise<Plan> =>
  JSON.parse((await runGodwit(root, "plan", "--format", "json", ...args)).out) as Plan;

describe("godwit plan", () => {
  test("names as places that free most only those that lack a value", async () => {
    const root = repository({
      "package.json": { name: "x", type: "module", godwit: {} },
      "migrations/log.md":
        "---\ntitle: Log\nimports: { Context: ./src/log.ts }\nscope: { ctx: { from: ctx } }\nrules:\n  no-deprecated-call:\n    replace:\n      - { match: console.log($$$a), with: $ctx.log($$$a) }\n      - { match: console.warn($x), with: $x.warn(), fix: suggest }\n---\n",
      "src/log.ts": "export interface Context { log(...all: unknown[]): void }\n",
      "src/use.ts":
        'export function lacks() {\n  console.log("a");\n  console.log("b");\n}\nexport function warns(x: string, y: string) {\n  console.warn(x);\n  console.warn(y);\n}\n',
    });
    const [log] = (await planOf(root)).contracts;
    expect(log!.manual.map(({ sites }) => sites)).toEqual([2, 2]);
    expect(log!.levers.map(({ line, frees }) => [line, frees])).toEqual([[2, 2]]);
  });

  test("says what a dry run costs, by the files that the type checker may look at; nothing where no edit is to be had", async () => {
    const [ids, later] = (await planOf(repository())).contracts;
    // All files of the root's package; that of the API has no edit.
    expect(ids!.cost).toEqual({ seconds: 3, megabytes: 605, files: 5 });
    expect(later!.cost).toBeUndefined();
  });

  test("counts what loads the files of a type for edits across files, which cost more", async () => {
    const typed =
      "---\ntitle: Typed\nimports: { UserId: ./packages/api/ids.ts }\nrules: { no-string-id: [{ type: UserId }] }\n---\n";
    const root = repository({
      ...FILES,
      "migrations/typed.md": typed,
      "packages/api/ids.ts":
        "export type UserId = string & { readonly brand: unique symbol };\nexport const UserId = (id: string): UserId => id as UserId;\n",
      "packages/api/a.ts": "export const find = (userId: string): string => userId;\n",
      "packages/web/package.json": { name: "web" },
      "packages/web/page.ts": 'import { find } from "../api/a.js";\nexport const page = find("1");\n',
      "packages/web/other.ts": "export const other = 1;\n",
    });
    const { contracts } = await planOf(root, "typed");
    expect(contracts[0]!.cost).toMatchObject({ files: 3 });
    const { out } = await runGodwit(root, "plan", "typed");
    expect(out).toMatch(/A dry run takes about 10 s of CPU and 1\.2 GB\./u);
  });

  test("counts what check counts, and has batches by owner and package", async () => {
    const root = repository();
    const [ids] = (await planOf(root)).contracts;
    const checked = JSON.parse((await runGodwit(root, "check", "--format", "json")).out) as {
      contracts: { id: string; violations: number }[];
    };
    expect(ids!.counts.total).toBe(checked.contracts.find(({ id }) => id === "ids")!.violations);
    expect(
      ids!.phases.map(({ name, batches }) => [name, batches.map(({ id, consumers }) => [id, consumers.map(({ file }) => file)])]),
    ).toEqual([
      ["Users first", [["ids/users-first/acme-users", ["src/users/user.ts"]]]],
      [
        "The rest",
        [
          ["ids/the-rest/acme-core/packages-api", ["packages/api/a.ts"]],
          ["ids/the-rest/acme-core", ["src/other.ts", "src/hard.ts"]],
        ],
      ],
    ]);
  });

  test("knows the tests that reach a file, and what makes it risky", async () => {
    const consumers = (await planOf(repository())).contracts[0]!.phases.flatMap(({ batches }) =>
      batches.flatMap((batch) => batch.consumers),
    );
    expect(consumers.map(({ file, tests, risk, complexity }) => [file, tests, risk, complexity])).toEqual([
      ["src/users/user.ts", ["tests/user.test.ts"], "low", "low"],
      // What the root has, a package can't import.
      ["packages/api/a.ts", [], "high", "high"],
      ["src/other.ts", [], "medium", "low"],
      ["src/hard.ts", [], "high", "high"],
    ]);
  });

  test("has what waits for another contract later, and says for what", async () => {
    const root = repository();
    expect((await planOf(root)).contracts.map(({ id, round }) => [id, round])).toEqual([
      ["ids", 1],
      ["later", 2],
    ]);
    expect((await runGodwit(root, "plan")).out).toContain("Later\n  - later 3 left, waits for ids\n");
    expect((await runGodwit(root, "plan", "later")).out).toContain(
      "Blocked by ids: 4 violations are left in Users first and The rest",
    );
  });

  test("fits a screen of 40 lines with twenty contracts of ten phases", async () => {
    const phases = Array.from({ length: 10 }, (_, index) => `  - { name: Part ${index}, files: ["src/${index}/**"] }\n`).join("");
    const files: Record<string, TreeContent> = { ...FILES };
    for (let index = 0; index < 10; index++) files[`src/${index}/a.ts`] = USE;
    for (let index = 0; index < 20; index++) {
      const waits = index > 6 ? "dependsOn: [c1]\n" : "";
      files[`migrations/c${index}.md`] =
        `---\ntitle: Contract ${index}\n${waits}rules:\n  no-raw-uuid: {}\nphases:\n${phases}---\n`;
    }
    const { out } = await runGodwit(repository(files), "plan");
    expect(out.trimEnd().split("\n").length).toBeLessThanOrEqual(40);
    expect(out).toContain("more contract");
  });

  test("says once what makes most files of a batch risky", async () => {
    const names = Array.from({ length: 30 }, (_, index) => `m${index}`);
    const files: Record<string, TreeContent> = { ...FILES };
    for (const [index, name] of names.entries())
      files[`src/ring/${name}.ts`] = `import "./${names[(index + 1) % names.length]!}.js";\n${USE}`;
    const { out } = await runGodwit(repository(files), "plan", "later");
    expect(out).toMatch(/32 files: 32 by hand; high risk; most of them: no test reaches it, 1 by hand, 29 files depend on it/);
    expect(out.match(/files depend on it/g)).toHaveLength(1);
  });

  test("shows one contract in full, with gates, checkpoints and the next command", async () => {
    const { out, code } = await runGodwit(repository(), "plan", "ids");
    expect(code).toBe(0);
    const parts = [
      "godwit migrate ids --batch ids/users-first/acme-users",
      "Tests pass",
      'no evidence: godwit gates record ids "Tests pass"',
      "npm test -- {files}",
    ];
    for (const part of parts) expect(out).toContain(part);
    expect(out).not.toContain("later");
    expect(out).not.toContain("moves with");
  });

  test("says which files move together, mocks in files that the contract leaves out among them", async () => {
    const log = "export const logger = { error: (text: string): string => text };\n";
    const out = await runGodwit(
      repository({
        "package.json": { name: "x", type: "module", godwit: {} },
        "migrations/log.md":
          "---\ntitle: Log\nignores: ['**/*.test.ts']\nrules: { no-deprecated-import: [{ from: ./src/log.ts, to: ./src/new/log.ts }] }\n---\n",
        "src/log.ts": log,
        "src/new/log.ts": log,
        "src/run.ts": 'import { logger } from "./log.js";\nexport const run = () => logger.error("x");\n',
        "src/run.test.ts":
          'import { vi } from "vitest";\nimport { run } from "./run.js";\nvi.mock("./log.js", () => ({ logger: {} }));\nrun();\n',
        "src/alone.ts": 'import { logger } from "./log.js";\nlogger.error("x");\n',
      }),
      ...["plan", "log"],
    );
    expect(out.out).toMatch(/moves with\n[^]*src\/run\.ts .* src\/run\.test\.ts\n/u);
    expect(out.out.match(/src\/run\.test\.ts$/gmu)).toHaveLength(1);
  });

  test("gives the same text for the same code, in every format", async () => {
    const root = repository();
    for (const format of ["stylish", "md", "json", "html"]) {
      const first = (await runGodwit(root, "plan", "--format", format)).out;
      expect((await runGodwit(root, "plan", "--format", format)).out).toBe(first);
      expect(first).toContain("ids/users-first/acme-users");
    }
  });

  test("writes a file, and keeps what a contract says from being obeyed as Markdown, HTML or by a terminal", async () => {
    const title = 'title: "<img src=x onerror=alert(1)> | **x** \\u001B[31m \\u202E"\nrules:\n  no-raw-uuid: {}\n';
    const root = repository({ ...FILES, "migrations/bad.md": `---\n${title}---\n` });
    const { code } = await runGodwit(root, "plan", "--format", "md", "-o", "PLAN.md");
    const text = readFileSync(path.join(root, "PLAN.md"), "utf8");
    expect(code).toBe(0);
    expect(text).not.toMatch(/<img|\u001B|\u202E|[^\\]\*\*x/);
    expect((await runGodwit(root, "plan", "--format", "html")).out).not.toMatch(/<img|\u001B|\u202E/);
    expect((await runGodwit(root, "plan")).out).not.toMatch(/\u001B|\u202E/);
    expect(await runGodwit(root, "plan", "-o", "no/such/folder.md")).toMatchObject({
      code: 2,
      err: expect.stringContaining("mkdir -p") as string,
    });
  });

  test("says which files it could not count, and exits 2", async () => {
    const root = repository({ ...FILES, "src/broken.ts": 'import { v4 } from "uuid";\nconst = v4();\n' });
    const { code, err, out } = await runGodwit(root, "plan");
    expect(code).toBe(2);
    expect(err).toContain("src/broken.ts: It does not parse: 2:");
    expect(out).toContain("ids One ID generator");
  });

  test("does not call work done that it could not count", async () => {
    const { "migrations/later.md": _, ...files } = FILES;
    const root = repository({ ...files, "migrations/ids.md": CONTRACT.replace("no-raw-uuid:", "no-raw-uuids:") });
    for (const command of ["plan", "status"]) {
      const { code, out, err } = await runGodwit(root, command);
      expect(code).toBe(2);
      expect(err).toContain("no-raw-uuids");
      expect(out).not.toMatch(/✔|done/);
      expect(out).toMatch(/^ *Whether anything is left .*is not known/m);
    }
  });

  test("says which contract is near an unknown one", async () => {
    expect(await runGodwit(repository(), "plan", "idz")).toMatchObject({
      code: 2,
      err: expect.stringContaining("Did you mean ids?") as string,
    });
  });

  test("reads the CODEOWNERS of a root that is a folder of a repository, where the repository has none", async () => {
    const outer = writeTree({ "outer.txt": "" });
    execFileSync("git", ["init", "-q"], { cwd: outer });
    const root = path.join(outer, "app");
    fillTree(root, FILES);
    expect((await planOf(root)).contracts[0]!.phases[0]!.batches[0]!.owners).toEqual(["@acme/users"]);
    fillTree(outer, { CODEOWNERS: "app/src/ @acme/everybody\n" });
    expect((await planOf(root)).contracts[0]!.phases[0]!.batches[0]!.owners).toEqual(["@acme/everybody"]);
  });

  test("works without git, and where there is no contract says so", async () => {
    const { ".github/CODEOWNERS": _, ...files } = FILES;
    expect((await planOf(writeTree(files))).contracts).toHaveLength(2);
    expect(await runGodwit(writeTree({ "package.json": { godwit: {} } }), "plan")).toMatchObject({ code: 2 });
  });
});
