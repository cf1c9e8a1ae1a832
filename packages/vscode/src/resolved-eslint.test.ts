import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { runsGodwit } from "./resolved-eslint.js";

const MODULES = path.join(import.meta.dirname, "../../../node_modules");

let folder: string | undefined;
afterEach(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
});

/** A plugin that calls itself what godwit's does, so that the test needs no build. */
const PLUGIN = 'const plugin = { meta: { name: "eslint-plugin-godwit" }, rules: { r: { create: () => ({}) } } };\n';

test.each([
  ["only a comment says godwit", "// godwit comes later\nexport default [{ rules: { eqeqeq: 2 } }];\n", false],
  ["its plugin is there", `${PLUGIN}export default [{ plugins: { ids: plugin }, rules: { "ids/r": "warn" } }];\n`, true],
  ["its rules are off", `${PLUGIN}export default [{ plugins: { ids: plugin }, rules: { "ids/r": "off" } }];\n`, false],
  [
    "its rules are for other files",
    `${PLUGIN}export default [{ files: ["lib/**"], plugins: { ids: plugin }, rules: { "ids/r": 2 } }];\n`,
    false,
  ],
])("ESLint is asked, not the text of its config: %s", async (_, config, expected) => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-eslint-")));
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(path.join(folder, "eslint.config.js"), config);
  mkdirSync(path.join(folder, "node_modules"));
  symlinkSync(path.join(MODULES, "eslint"), path.join(folder, "node_modules/eslint"));
  expect(await runsGodwit(folder, [path.join(folder, "src/a.js")])).toBe(expected);
});

test("an ESLint that is not there is no answer", async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-eslint-")));
  writeFileSync(path.join(folder, "package.json"), "{}");
  await expect(runsGodwit(folder, [path.join(folder, "a.js")])).rejects.toThrow();
});
