import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createFileTree } from "./file-tree.js";
import { createLineWidths } from "./line-widths.js";

let root: string;
beforeEach(() => void (root = realpathSync(mkdtempSync(join(tmpdir(), "godwit-widths-")))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function widthIn(files: Readonly<Record<string, string>>, of = "src/a.ts"): number | undefined {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return createLineWidths(createFileTree())(join(root, of));
}

test("says nothing of a package.json that does not parse", () => {
  writeFileSync(join(root, "package.json"), "{ prettier");
  const tree = createFileTree();
  expect(createLineWidths(tree)(join(root, "src/a.ts"))).toBe(undefined);
  expect([tree.faults.size, tree.misspelled.size]).toEqual([0, 0]);
});

test.each([
  ["Prettier's JSON", { ".prettierrc": '{ "printWidth": 100 }' }, 100],
  ["Prettier's YAML", { ".prettierrc": "semi: false\nprintWidth: 110\n" }, 110],
  ["Prettier's TOML", { ".prettierrc.toml": "printWidth = 90\n" }, 90],
  ["a module", { "prettier.config.mjs": "/** @type {import('prettier').Config} */\nexport default { printWidth: 120 };\n" }, 120],
  ["package.json", { "package.json": '{ "prettier": { "printWidth": 95 } }' }, 95],
  ["Prettier's default", { ".prettierrc.json": "{}" }, 80],
  ["Prettier's default in package.json", { "package.json": '{ "prettier": { "semi": false } }' }, 80],
  ["a shared configuration", { "package.json": '{ "prettier": "@company/prettier" }' }, undefined],
  ["a file that names a shared one", { ".prettierrc": '"@company/prettier"\n' }, undefined],
  ["a module that takes it from another", { "prettier.config.cjs": 'module.exports = { ...require("shared") };' }, undefined],
  ["Biome", { "biome.json": '{ "formatter": { "lineWidth": 100 } }' }, 100],
  [
    "Biome for JavaScript",
    { "biome.jsonc": '{ "formatter": { "lineWidth": 100 }, "javascript": { "formatter": { "lineWidth": 110 } } } // x' },
    110,
  ],
  ["Biome's default", { "biome.json": '{ "linter": {} }' }, 80],
  ["Biome that does not format", { "biome.json": '{ "formatter": { "enabled": false } }' }, undefined],
  ["Biome that extends another file", { "biome.json": '{ "extends": ["./base.json"] }' }, undefined],
  ["Biome that does not parse", { "biome.json": "{ lineWidth" }, undefined],
  ["the nearest", { ".prettierrc": "printWidth: 100", "src/.prettierrc": "printWidth: 60" }, 60],
  ["neither", { "package.json": "{}", ".editorconfig": "[*]\nmax_line_length = 90\n" }, undefined],
])("reads %s", (_, files, width) => {
  expect(widthIn(files as Record<string, string>)).toBe(width);
});
