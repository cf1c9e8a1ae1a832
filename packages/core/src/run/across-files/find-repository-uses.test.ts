import { readFileSync } from "node:fs";
import path from "node:path";
import { analyze } from "@typescript-eslint/scope-manager";
import { createModules } from "../../modules/index.js";
import { describe, expect, test } from "vitest";
import { parseWithOxc } from "../../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../../test/support/temporary-tree.js";
import { findRepositoryUses } from "./find-repository-uses.js";

/** What a script may use: exports as `file#name`, `whole`, and the names of objects. */
function usesIn(text: string, file = "scripts/run.mjs"): { exports: string[]; whole: boolean; names: string[] } | undefined {
  const root = writeTree({
    "package.json": { name: "own", type: "module", dependencies: { express: "5" } },
    "src/report.ts": "export default function report() {}\nexport function keep() {}\nexport const store = { save() {} };\n",
    "src/barrel.ts": 'export { default, keep as again } from "./report.js";\nexport * from "express";\n',
    "dist/report.js": "export function report() {}\n",
    [file]: text,
  });
  const absolute = path.join(root, file);
  const { program, comments } = parseWithOxc(absolute, readFileSync(absolute, "utf8"));
  const scopes = () => analyze(program, { sourceType: "module", lib: [] });
  const uses = findRepositoryUses(
    { path: absolute, text, program, comments: () => comments, scopes },
    createModules({ root, parse: parseWithOxc }),
    { isSource: (each) => each.startsWith(path.join(root, "src")), isOwnPackage: (name) => name === "own" },
  );
  return (
    uses && {
      exports: uses.exports.map((each) => `${path.relative(root, each.path)}#${each.name}`),
      whole: uses.takesWhole,
      names: [...uses.names].sort(),
    }
  );
}

describe("findRepositoryUses", () => {
  test.each([
    ['import { join } from "node:path";\njoin("keep");'],
    ['import express from "express";\nexpress().keep();'],
    ["globalThis.keep();"],
    ['import "virtual:pages";'],
  ])("finds nothing of the repository in %s", (text) => expect(usesIn(text)).toBeUndefined());

  test.each([
    ['import any from "../src/report.js";', ["src/report.ts#report"]],
    ['import { keep as other } from "../src/report.js";', ["src/report.ts#keep"]],
    ['import any, { again } from "../src/barrel.js";', ["src/report.ts#report", "src/report.ts#keep"]],
    ['import { Router } from "../src/barrel.js";', []],
    ['export { keep } from "../src/report.js";', ["src/report.ts#keep"]],
    ['const { keep } = require("../src/report.js");', ["src/report.ts#keep"]],
    ['const { keep } = await import("../src/report.js");', ["src/report.ts#keep"]],
    ['(await import("../src/report.js")).keep();', ["src/report.ts#keep"]],
    ['/** @type {import("../src/report.js").keep} */\nlet x;', ["src/report.ts#keep"]],
  ])("takes exports by the module that declares them: %s", (text, exports) =>
    expect(usesIn(text)).toMatchObject({ exports, whole: false }),
  );

  test.each([
    ['import * as all from "../src/report.js";\nall.keep();', ["../src/report.js", "keep"]],
    ['const all = require("../src/report.js");\nall["keep"]();', ["../src/report.js", "keep"]],
    ['export * from "../src/report.js";', ["../src/report.js"]],
  ])("knows names of objects where a module is one: %s", (text, names) =>
    expect(usesIn(text)).toMatchObject({ whole: true, names }),
  );

  test.each([
    ["const all = await import(name);\nkeep();"],
    ["const all = require(name);\nkeep();"],
    ['const all = import.meta.glob("./*.js");\nkeep();'],
    ['import any from "../dist/report.js";\nany(keep);'],
    ['import any from "@/report";\nany(keep);'],
    ['import any from "own/report";\nany(keep);'],
    ['import any from "../src/gone.js";\nany(keep);'],
    ['import { gone } from "../src/report.js";\ngone(keep);'],
  ])("takes every name where only the run shows what is loaded: %s", (text) => {
    const uses = usesIn(text);
    expect(uses).toMatchObject({ whole: true });
    expect(uses!.names).toContain("keep");
  });

  test("leaves out the members of other packages' exports, and names of variables", () => {
    const text =
      'import { store } from "../src/report.js";\nimport fs, { rm } from "node:fs";\nfs.writeFile("a");\nrm(store.save, { keep: fs });\n';
    expect(usesIn(text)!.names).toEqual(["../src/report.js", "a", "keep", "node:fs", "save"]);
  });
});
