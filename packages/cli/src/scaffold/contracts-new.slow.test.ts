import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { parseContract, type Example } from "@godwit/core/contracts";
import { ruleDescriptions } from "@godwit/core/engine";
import { describe, expect, test } from "vitest";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { fillTree, writeTree } from "../../../../test/support/temporary-tree.js";

const REPOSITORY = path.resolve(import.meta.dirname, "../../../..");
const RECIPES = path.join(REPOSITORY, "packages/cli/recipes");
const recipes = readdirSync(RECIPES).map((file) => file.replace(/\.md$/, ""));

/** Every package that a recipe writes. */
const NEW_PACKAGES = {
  ...{
    "@nestjs/common": "11",
    "@prisma/client": "6",
    "date-fns": "4",
    dayjs: "1",
    "es-toolkit": "1",
    next: "15",
    "next-auth": "5",
  },
  ...{ uuid: "11", vitest: "4", zod: "4" },
  ...{ "@mui/material": "7", immer: "11", "styled-components": "6", typeorm: "0.3", zustand: "5" },
};

function examplesOf(recipe: string): readonly Example[] {
  const text = readFileSync(path.join(RECIPES, `${recipe}.md`), "utf8");
  const { contract, problems } = parseContract(text, { id: recipe, file: `migrations/${recipe}.md` }, ruleDescriptions);
  expect(problems).toEqual([]);
  return contract!.examples;
}

describe.each(recipes)("the recipe %s", (recipe) => {
  test("holds its examples, and does the same in real files", async () => {
    const root = writeTree({ "package.json": { name: "shop", type: "module", godwit: {}, dependencies: NEW_PACKAGES } });
    const text = readFileSync(path.join(RECIPES, `${recipe}.md`), "utf8");
    for (const [, file, module] of text.matchAll(/^```ts file=(\S+)\n(.*?)^```$/gms)) fillTree(root, { [file!]: module! });
    expect(await runGodwit(root, "contracts", "new", "--recipe", recipe)).toMatchObject({ code: 0, err: "" });
    const examples = examplesOf(recipe);
    expect(examples.length).toBeGreaterThan(1);
    expect((await runGodwit(root, "contracts", "test")).out).toMatch(/^✔ \d+ examples of 1 contract hold/);
    for (const { path: file, before } of examples) fillTree(root, { [file!]: before });
    const { violations } = JSON.parse((await runGodwit(root, "check", "--fix", "--format", "json")).out) as {
      violations: { readonly file: string; readonly level: string }[];
    };
    for (const { path: file, before, after, kind } of examples) {
      expect(readFileSync(path.join(root, file!), "utf8")).toBe(kind === "fix" ? after : before);
      expect([file, violations.some((each) => each.file === file)]).toEqual([file, kind === "report"]);
    }
  });
});

test("a recipe says what it waits for, takes another id, and is found by a near name", async () => {
  const root = writeTree({ "package.json": { name: "shop", type: "module", godwit: {} } });
  expect((await runGodwit(root, "contracts", "new", "tools", "--recipe", "lodash-to-es-toolkit")).out).toContain(
    "waits for the package",
  );
  expect(existsSync(path.join(root, "migrations/tools.md"))).toBe(true);
  const wrong = await runGodwit(root, "contracts", "new", "--recipe", "lodash-to-es-tookit");
  expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining("Did you mean lodash-to-es-toolkit?") as string });
  const list = await runGodwit(root, "contracts", "new", "--list-recipes");
  for (const recipe of recipes) expect(list.out).toContain(recipe);
});

/** Runs the scaffold's test with a runner, which may use this repository's packages. */
function runTest(root: string, command: readonly [string, ...string[]]): string {
  return execFileSync(command[0], command.slice(1), { cwd: root, encoding: "utf8", env: { ...process.env, NODE_OPTIONS: "" } });
}

describe("contracts new writes what works as it is", () => {
  test("with vitest and TypeScript: compiles in strict mode, and passes", async () => {
    const root = writeTree({
      "package.json": { name: "shop", type: "module", godwit: {}, devDependencies: { vitest: "4", typescript: "6" } },
      "src/index.ts": "export {};\n",
      "tsconfig.json": {
        compilerOptions: {
          ...{ strict: true, module: "nodenext", target: "es2022", noEmit: true, types: [], skipLibCheck: true },
          ...{ noUncheckedIndexedAccess: true, noPropertyAccessFromIndexSignature: true, verbatimModuleSyntax: true },
        },
        include: ["src"],
      },
    });
    symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(root, "node_modules"));
    const { code, out, err } = await runGodwit(root, "contracts", "new", "user-store");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("1 example holds");
    expect((await runGodwit(root, "contracts", "validate")).out).toBe("✔ 1 contract works\n");
    expect((await runGodwit(root, "check")).code).toBe(0);
    runTest(root, [process.execPath, "node_modules/typescript/bin/tsc", "-p", "."]);
    expect(runTest(root, [process.execPath, "node_modules/vitest/vitest.mjs", "run"])).toMatch(/3 passed/);
  });

  test("with node:test and JavaScript: passes, and fails when both ways differ", async () => {
    const root = writeTree({ "package.json": { name: "shop", godwit: {} } });
    expect((await runGodwit(root, "contracts", "new", "user-store")).code).toBe(0);
    const run = (): string => runTest(root, [process.execPath, "--test", "tests/user-store.test.mjs"]);
    expect(run()).toMatch(/pass 3/);
    fillTree(root, { "src/user-store/new-way.mjs": "export const userStore = (input) => input;\n" });
    expect(run).toThrow();
  });

  test.each([
    ["jest", {}, "tests/user-store.test.js", 'require("../src/user-store/adapter.js")'],
    ["jest", { "ts-jest": "1", typescript: "5" }, "tests/user-store.test.ts", 'from "../src/user-store/adapter"'],
    ["mocha", {}, "tests/user-store.test.mjs", 'import assert from "node:assert/strict"'],
    ["mocha", { tsx: "4", typescript: "5" }, "tests/user-store.test.ts", 'from "../src/user-store/adapter.js"'],
  ])("with %s and %j: in the runner's own words", async (runner, more, file, part) => {
    const root = writeTree({ "package.json": { name: "shop", godwit: {}, devDependencies: { [runner]: "1", ...more } } });
    expect((await runGodwit(root, "contracts", "new", "user-store")).out).toContain(`npx ${runner}`);
    expect(readFileSync(path.join(root, file), "utf8")).toContain(part);
    expect((await runGodwit(root, "contracts", "validate")).code).toBe(0);
  });

  test("numbers the decision record after those that are there", async () => {
    const root = writeTree({ "package.json": { godwit: {} }, "docs/decisions/041-a.md": "", "docs/decisions/README.md": "" });
    await runGodwit(root, "contracts", "new", "user-store");
    expect(readdirSync(path.join(root, "docs/decisions"))).toContain("042-user-store.md");
  });

  test("overwrites nothing: one file that is there, and none is written", async () => {
    const root = writeTree({ "package.json": { godwit: {} }, "src/user-store/adapter.mjs": "mine\n" });
    const refused = await runGodwit(root, "contracts", "new", "user-store");
    expect(refused).toMatchObject({
      code: 2,
      err: expect.stringContaining("src/user-store/adapter.mjs is there already") as string,
    });
    expect(existsSync(path.join(root, "migrations"))).toBe(false);
    expect((await runGodwit(root, "contracts", "new", "other", "--dry-run")).out).toContain("○ migrations/other.md");
    expect(existsSync(path.join(root, "migrations"))).toBe(false);
  });

  test.each([
    [[], "godwit contracts new ID"],
    [["../x"], "kebab-case"],
    [["User Store"], "kebab-case"],
    [["jest"], "well-known ESLint plugin"],
  ])("refuses %j", async (args, sentence) => {
    const root = writeTree({ "package.json": { godwit: {} } });
    expect(await runGodwit(root, "contracts", "new", ...args)).toMatchObject({
      code: 2,
      err: expect.stringContaining(sentence) as string,
    });
  });
});
