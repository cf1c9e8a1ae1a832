import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { writeTree } from "../../../../../test/support/temporary-tree.js";
import { findFormatCommands } from "./format-commands.js";

const roots: string[] = [];
afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

const ESLINT = "eslint --fix --fix-type layout,suggestion --quiet {files}";

test.each<[string, Record<string, string>, readonly string[]]>([
  ["Prettier", { "package.json": '{ "devDependencies": { "prettier": "3" } }' }, ["npx prettier --write {files}"]],
  ["Prettier's settings alone", { "package.json": "{}", ".prettierrc": "{}" }, ["npx prettier --write {files}"]],
  ["Biome", { "package.json": "{}", "biome.json": "{}" }, ["npx biome check --write --linter-enabled=false {files}"]],
  [
    "a Biome that has no --write yet",
    { "package.json": '{ "devDependencies": { "@biomejs/biome": "1.7.2" } }' },
    ["npx biome check --apply --linter-enabled=false {files}"],
  ],
  [
    "the formatter that has settings, beside another that is only a dependency",
    { "package.json": '{ "devDependencies": { "prettier": "3", "@biomejs/biome": "2" } }', "biome.json": "{}" },
    ["npx biome check --write --linter-enabled=false {files}"],
  ],
  ["oxfmt", { "package.json": "{}", ".oxfmtrc.json": "{}" }, ["npx oxfmt {files}"]],
  ["dprint", { "package.json": "{}", "dprint.json": "{}" }, ["npx dprint fmt {files}"]],
  [
    "a sorter in ESLint, before the formatter",
    {
      "package.json": '{ "packageManager": "pnpm@9.0.0", "devDependencies": { "prettier": "3" } }',
      "eslint.config.js": 'export default [{ rules: { "simple-import-sort/imports": "error" } }];',
    },
    [`pnpm exec ${ESLINT}`, "pnpm exec prettier --write {files}"],
  ],
  [
    "a sorter in package.json",
    { "package.json": '{ "eslintConfig": { "rules": { "import/order": "warn" } } }' },
    [`npx ${ESLINT}`],
  ],
  ["ESLint without a sorter", { "package.json": "{}", "eslint.config.js": "export default [];" }, []],
])("finds %s", (_, files, commands) => {
  const root = mkdtempSync(path.join(tmpdir(), "format-commands-"));
  roots.push(root);
  mkdirSync(path.join(root, ".git"));
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(root, file), text);
  expect(findFormatCommands(root)).toEqual(commands.map((run) => ({ run })));
});

test("finds a sorter in the settings of a package, which runs there", () => {
  const root = writeTree({
    "package.json": '{ "devDependencies": { "prettier": "3" } }',
    "packages/cli/eslint.config.js": 'export default [{ rules: { "import/order": "error" } }];',
    "packages/web/eslint.config.js": "export default [];",
  });
  expect(findFormatCommands(root, ["packages/cli", "packages/web"])).toEqual([
    { run: `npx ${ESLINT}`, in: "packages/cli" },
    { run: "npx prettier --write {files}" },
  ]);
});

test("asks the Biome that is installed for what it knows", () => {
  const root = writeTree({
    "package.json": '{ "devDependencies": { "@biomejs/biome": "^1.5.0" } }',
    "node_modules/@biomejs/biome/package.json": '{ "version": "1.9.4" }',
  });
  expect(findFormatCommands(root)).toEqual([{ run: "npx biome check --write --linter-enabled=false {files}" }]);
});

test("finds a formatter that packages depend on, and not the root, which runs there", () => {
  const root = writeTree({
    "package.json": '{ "packageManager": "pnpm@10.0.0" }',
    ".prettierrc": "{}",
    "packages/cli/package.json": "{}",
    "packages/web/package.json": '{ "devDependencies": { "prettier": "3" } }',
  });
  const run = "pnpm exec prettier --write {files}";
  expect(findFormatCommands(root, ["packages/cli", "packages/web"])).toEqual([{ run, in: "packages/web" }]);
  expect(findFormatCommands(root, ["packages/cli"])).toEqual([{ run }]);
});
