import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { expect } from "vitest";
import type { Consumer } from "./consumer.js";
import { readmeSnippets } from "./snippets.js";

const ESLINT = "node_modules/eslint/bin/eslint.js";
const GODWIT = "node_modules/godwit/bin/godwit.mjs";
const TSC = "node_modules/typescript/bin/tsc";
const SOURCE = "src/auth/sessions.ts";

interface LintResult {
  readonly messages: readonly { readonly ruleId: string | null; readonly line: number; readonly message: string }[];
}

/** What differs between projects: the ESLint config, and how an import of `src/ids.ts` is written. */
export interface ProjectHabits {
  readonly config?: string;
  readonly specifier?: string;
}

/** The README's steps, as typed: contract, config, check, fix. */
export async function expectReadmeWorks(
  consumer: Consumer,
  node: string,
  { config = "eslint.config.mjs", specifier = "../ids.js" }: ProjectHabits = {},
): Promise<void> {
  const { files, after } = readmeSnippets();
  const fixedSource = after.get(SOURCE)!.replace('"../ids.js"', `"${specifier}"`);
  consumer.write(SOURCE, files.get(SOURCE)!);
  const validated = await consumer.run(node, GODWIT, "contracts", "validate");
  expect(validated, validated.stderr).toMatchObject({ code: 0 });
  const tested = await consumer.run(node, GODWIT, "contracts", "test");
  expect(tested, tested.stdout + tested.stderr).toMatchObject({ code: 0 });
  expect(tested.stdout).toMatch(/1 example/);

  const checked = await consumer.run(node, GODWIT, "check", "--format", "json");
  expect(checked.code, checked.stderr).toBe(1);
  const { violations } = JSON.parse(checked.stdout) as { violations: { line: number; message: string; level: string }[] };
  expect(violations).toMatchObject([
    { line: 4, level: "fix", message: expect.stringContaining('Use newId("session") instead of') },
  ]);

  const linted = await consumer.run(node, ESLINT, "--config", config, "src", "--format", "json");
  expect(linted.code, linted.stderr).toBe(1);
  const messages = (JSON.parse(linted.stdout) as LintResult[]).flatMap((result) => result.messages);
  expect(messages).toMatchObject([{ ruleId: "one-id/no-raw-uuid", line: 4, message: violations[0]!.message }]);

  const fixed = await consumer.run(node, ESLINT, "--config", config, "src", "--fix");
  expect(fixed, fixed.stdout + fixed.stderr).toMatchObject({ code: 0, stdout: "" });
  expect(readFileSync(path.join(consumer.folder, SOURCE), "utf8")).toBe(fixedSource);

  consumer.write(SOURCE, files.get(SOURCE)!);
  const bulk = await consumer.run(node, GODWIT, "check", "--fix");
  expect(bulk, bulk.stdout + bulk.stderr).toMatchObject({ code: 0 });
  expect(readFileSync(path.join(consumer.folder, SOURCE), "utf8")).toBe(fixedSource);
}

/** A migration with its type checker, which is on a thread with an entry of its own. */
export async function expectMigrateWorks(consumer: Consumer, node: string): Promise<void> {
  const { files } = readmeSnippets();
  const config = path.join(consumer.folder, "tsconfig.json");
  consumer.write(SOURCE, files.get(SOURCE)!);
  consumer.write("tsconfig.json", JSON.stringify({ compilerOptions: { module: "nodenext", noEmit: true }, include: ["src"] }));
  const { code, stdout, stderr } = await consumer.run(node, GODWIT, "migrate", "one-id", "--dry-run");
  rmSync(config);
  expect(code, stdout + stderr).toBe(0);
  expect(stdout).toContain(`+++ b/${SOURCE}`);
  expect(stderr).toContain("1 site in 1 file would change");
}

/** Checks that every package can be loaded from ES modules and from CommonJS, and has its exports. */
export async function expectPackagesLoad(consumer: Consumer, node: string): Promise<void> {
  const use = `
    const names = [
      typeof contracts.loadContracts, typeof engine.createEngine, typeof cli.check,
      typeof plugin.migrations, Object.keys(plugin.rules).length, plugin.meta.name,
    ];
    console.log(JSON.stringify(names));`;
  const sources = {
    "load.mjs": `import * as contracts from "@godwit/core/contracts";
import * as engine from "@godwit/core/engine";
import * as cli from "godwit";
import plugin from "eslint-plugin-godwit";
import { migrations } from "eslint-plugin-godwit/oxlint";
import schema from "@godwit/core/contract.schema.json" with { type: "json" };
if (schema.title !== "godwit contract") throw new Error("schema");
if (migrations().rules["godwit/errors"] !== "error") throw new Error("oxlint");${use}`,
    "load.cjs": `const contracts = require("@godwit/core/contracts");
const engine = require("@godwit/core/engine");
const cli = require("godwit");
const plugin = require("eslint-plugin-godwit");${use}`,
  };
  for (const [file, text] of Object.entries(sources)) {
    consumer.write(file, text);
    const { code, stdout, stderr } = await consumer.run(node, file);
    expect(code, `${file}: ${stderr}`).toBe(0);
    expect(JSON.parse(stdout), file).toEqual(["function", "function", "function", "function", 11, "eslint-plugin-godwit"]);
  }
}

/** Checks that `defineConfig` accepts the result of `migrations()`, under strict settings and without skipping library checks of ours. */
export async function expectTypesFit(consumer: Consumer, node: string): Promise<void> {
  consumer.write(
    "types/config.mts",
    `import { defineConfig } from "eslint/config";
import godwit, { type MigrationsOptions } from "eslint-plugin-godwit";
import { loadContracts, type Contract } from "@godwit/core/contracts";
import { createEngine, ruleDescriptions, type Violation } from "@godwit/core/engine";
import { check, type CheckResult } from "godwit";

const options: MigrationsOptions = { root: "..", strict: true, parser: false };
export default defineConfig([...godwit.migrations(options), godwit.configs.recommended, { plugins: { godwit } }]);
export const titles: string[] = loadContracts("..", ruleDescriptions).contracts.map((contract: Contract) => contract.title);
export const levels = (violations: readonly Violation[]): ("fix" | "suggestion" | "hint")[] => violations.map(({ level }) => level);
export const made: [typeof createEngine, typeof check] = [createEngine, check];
export const version = (result: CheckResult): 1 => result.version;
// @ts-expect-error An option that is not there is a mistake; it shows that the types are not \`any\`.
godwit.migrations({ rot: ".." });
`,
  );
  consumer.write(
    "types/config.cts",
    `import godwit = require("eslint-plugin-godwit");
module.exports = [...godwit.migrations({ root: ".." })];
// @ts-expect-error
godwit.migrations({ rot: ".." });
`,
  );
  const compilerOptions = {
    ...{ target: "es2022", lib: ["es2022"], module: "nodenext", strict: true, exactOptionalPropertyTypes: true, noEmit: true },
    ...{ types: ["node"], skipLibCheck: true },
  };
  consumer.write("types/tsconfig.json", JSON.stringify({ compilerOptions, include: ["."] }));
  const { code, stdout } = await consumer.run(node, TSC, "--project", "types");
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
}
