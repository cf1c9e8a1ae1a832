import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { copyRepository, linkDependencies } from "../support/copy-repository.js";

const NAME = "no-sample-way";
const FOLDER = `packages/core/src/rules/${NAME}`;
const WRITTEN = [
  `${FOLDER}/rule.ts`,
  `${FOLDER}/options.ts`,
  `${FOLDER}/options.test.ts`,
  `${FOLDER}/laws.test.ts`,
  `test/conformance/${NAME}.test.ts`,
  `test/conformance/contracts/${NAME}.md`,
  `test/conformance/contracts/${NAME}/src/old-way.ts`,
  `test/conformance/contracts/${NAME}/src/new-way.ts`,
  `test/conformance/cases/${NAME}/replaces-what-matches.md`,
  `docs/rules/${NAME}.md`,
  "packages/core/src/rules/index.ts",
];

const copy = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-new-rule-")));

/** Runs a tool in the copy as a person would; `FORCE_COLOR` and the like of this run are no part of it. */
function run(...args: string[]): { readonly code: number | null; readonly output: string } {
  const { FORCE_COLOR: _, VITEST: __, NODE_ENV: ___, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: copy,
    encoding: "utf8",
    env: { ...env, NO_COLOR: "1" },
  });
  return { code: status, output: `${stdout}${stderr}` };
}

function expectToPass(...args: string[]): string {
  const { code, output } = run(...args);
  expect(code, `${args.join(" ")}\n${output}`).toBe(0);
  return output;
}

const bin = (name: string) => path.join("node_modules", name);
const runCases = () => run(bin("vitest/vitest.mjs"), "run", `test/conformance/${NAME}.test.ts`);

beforeAll(() => {
  copyRepository(copy);
  linkDependencies(copy);
});

afterAll(() => rmSync(copy, { recursive: true, force: true }), 120_000);

test("npm run new:rule makes a rule that passes its checks, and whose case fails without it", () => {
  const output = expectToPass("scripts/new-rule.mjs", NAME);
  const written = [...output.matchAll(/^wrote (.+)$/gm)].map(([, file]) => file);
  expect(written).toEqual(WRITTEN);

  expectToPass(bin("typescript/bin/tsc"), "-b");
  const generated = expectToPass("scripts/generate.mjs");
  expect(generated).toContain(`wrote docs/rules/${NAME}.md`);
  expectToPass("scripts/generate.mjs", "--check");
  expectToPass(bin("typescript/bin/tsc"), "-p", "tsconfig.test.json");
  const sources = WRITTEN.filter((file) => file.endsWith(".ts") && !file.includes("conformance/contracts/"));
  expectToPass(bin("eslint/bin/eslint.js"), "--max-warnings", "0", ...sources);
  expectToPass(bin("prettier/bin/prettier.cjs"), "--check", ...WRITTEN);
  expectToPass(
    bin("vitest/vitest.mjs"),
    "run",
    FOLDER,
    "packages/core/src/rules/index.test.ts",
    "packages/eslint-plugin/src/rules.test.ts",
  );
  expectToPass(
    bin("vitest/vitest.mjs"),
    "run",
    "test/rule-pages",
    "test/conformance/suite.test.ts",
    "-t",
    `${NAME}|every folder of cases`,
  );

  const passing = runCases();
  expect(passing.code, passing.output).toBe(0);
  expect(passing.output).toContain("1 passed");

  const rule = path.join(copy, FOLDER, "rule.ts");
  const text = readFileSync(rule, "utf8");
  const emptied = text.replace(
    /(\*find\(file, compiled\) \{\n).*?(\n {2}\},)/s,
    "$1    if (file === compiled) yield undefined as never;$2",
  );
  expect(emptied).not.toBe(text);
  writeFileSync(rule, emptied);
  const failing = runCases();
  expect(failing.code).toBe(1);
  expect(failing.output).toContain(`${NAME}/replaces-what-matches`);
});

test("a name that is taken, or is no rule's name, is refused", () => {
  expect(run("scripts/new-rule.mjs", "no-raw-uuid")).toMatchObject({
    code: 2,
    output: expect.stringContaining("is there already"),
  });
  expect(run("scripts/new-rule.mjs", "NoRaw")).toMatchObject({
    code: 2,
    output: expect.stringContaining("Write the rule's name"),
  });
});
