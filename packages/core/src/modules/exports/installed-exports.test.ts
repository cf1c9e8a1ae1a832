import { join } from "node:path";
import { expect, test } from "vitest";
import { moduleRepository as repository } from "../../../test-support/module-repository.js";

const files = {
  "package.json": { name: "app" },
  "src/x.ts": "",
  "src/own.ts": 'export const a = 1;\nexport * from "./more";\n',
  "src/more.ts": "export const b = 1;\n",
  "node_modules/typed/package.json": { name: "typed", version: "1.0.0", main: "lib/index.js", types: "lib/index.d.ts" },
  "node_modules/typed/lib/index.js": "",
  "node_modules/typed/lib/index.d.ts": 'export { a } from "./a";\nexport * from "./b.js";\nexport * from "dep";\n',
  "node_modules/typed/lib/a.d.ts": "export declare const a: 1;\n",
  "node_modules/typed/lib/b.d.ts": "export declare const b: 1;\ndeclare const hidden: 1;\nexport {};\n",
  "node_modules/dep/package.json": {
    name: "dep",
    exports: { ".": { import: { types: "./index.d.mts", default: "./index.mjs" } }, "./sub": "./sub.js" },
  },
  "node_modules/dep/index.mjs": "",
  "node_modules/dep/index.d.mts": "export declare function d(): void;\n",
  "node_modules/dep/sub.js": "",
  "node_modules/dep/sub.d.ts": "export declare const s: 1;\n",
  "node_modules/plain/package.json": { name: "plain", main: "index.js" },
  "node_modules/plain/index.js": "module.exports = { p: 1 };\n",
  "node_modules/@types/plain/package.json": { name: "@types/plain", types: "index.d.ts" },
  "node_modules/@types/plain/index.d.ts": "export const p: 1;\ndeclare const implied: 1;\n",
  "node_modules/untyped/package.json": { name: "untyped", main: "index.js" },
  "node_modules/untyped/index.js": "module.exports = make();\n",
  "node_modules/assigned/package.json": { name: "assigned", types: "index.d.ts" },
  "node_modules/assigned/index.d.ts": "declare const all: { x: 1 };\nexport = all;\n",
  "node_modules/referring/package.json": { name: "referring", types: "index.d.ts" },
  "node_modules/referring/index.d.ts":
    '/// <reference path="./more.d.ts" />\nexport = _;\ndeclare const _: _.All;\ndeclare namespace _ { interface All {} }\n',
  "node_modules/reassigned/package.json": { name: "reassigned", types: "index.d.ts" },
  "node_modules/reassigned/index.d.ts": 'import all = require("typed");\nexport = all;\n',
};

test.each([
  ["./own", "a", false],
  ["./own", "b", false],
  ["./own", "c", true],
  ["typed", "a", false],
  ["typed", "b", false],
  ["typed", "d", false],
  ["typed", "s", true],
  ["dep", "d", false],
  ["dep", "e", true],
  ["dep/sub", "s", false],
  ["dep/sub", "d", true],
  ["plain", "p", false],
  ["plain", "implied", false],
  ["plain", "q", true],
  ["untyped", "q", false],
  ["assigned", "x", false],
  ["assigned", "q", true],
  ["referring", "q", false],
  ["reassigned", "q", false],
  ["not-installed", "q", false],
  ["node:fs", "q", false],
  ["typed", "default", false],
])("%s: whether it lacks %s", (specifier, name, expected) => {
  const { modules, root } = repository(files);
  const from = join(root, "src/x.ts");
  expect(modules.lacksExport(from, modules.resolve(from, specifier), specifier, name)).toBe(expected);
});
