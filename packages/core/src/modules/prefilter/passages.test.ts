import { join } from "node:path";
import { expect, it } from "vitest";
import { parseWithOxc } from "../../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../../test/support/temporary-tree.js";
import { createModules } from "../create-modules.js";
import { listedExports } from "./passages.js";

/** Whether a file with this text may receive `make` or the default export of the package `maker` from modules of a repository. */
function receiver(files: Readonly<Record<string, string>>): (text: string) => boolean {
  const root = writeTree(files);
  const modules = createModules({ root, parse: parseWithOxc });
  const query = {
    isTarget: (module: ReturnType<typeof modules.resolve>) => module.kind === "package" && module.name === "maker",
    names: listedExports(["make", "default"]),
  };
  return (text) => modules.mayReceive(join(root, "src/user.ts"), text, query);
}

it("asks the tables of exports, since a module that imports something and exports something may pass nothing on", () => {
  const may = receiver({
    "src/index.ts": 'export * from "./own.js";\nexport { type Kind as Sort } from "./kind.js";\n',
    "src/own.ts":
      'import { make as create } from "maker";\nconst own = 1;\nexport { own as create2, type Own };\ntype Own = 1;\nexport default { create };\n',
    "src/kind.ts": "export type Kind = 1;\n",
  });
  expect(may('import { make } from "./index.js";')).toBe(false);
  expect(may('import own from "./own.js";')).toBe(false);
});

it("follows names and stars through any number of modules, in circles too", () => {
  const may = receiver({
    "src/index.ts": 'export * from "./a.js";\n',
    "src/a.ts": 'export * from "./b.js";\nexport * from "./index.js";\n',
    "src/b.ts": 'import { make } from "maker";\nexport { make };\n',
  });
  expect(may('import { make } from "./index.js";')).toBe(true);
  expect(may('import { other } from "./index.js";')).toBe(false);
});

it.each([
  ["another name", 'export { make as create } from "maker";'],
  ["a default export", 'export { default } from "maker";'],
  ["the module as a whole", 'module.exports = wrap(require("maker"));'],
])("takes every importer of a module that gives %s", (_, text) => {
  const may = receiver({ "src/barrel.js": text });
  expect(may('import anything from "./barrel.js";')).toBe(true);
});

it.each([
  ...[
    'exports.make = require("maker").make;',
    'exports\n  .make = require("maker").make;',
    'exports["make"] = require("maker").make;',
  ],
  ...['__exportStar(require("maker"), exports);', '(function (exports) { exports.make = require("maker"); })(exports || {});'],
  ...['const out = exports\nout.make = require("maker")', 'register({ exports }, require("maker"));'],
  ...['exports = module.exports = require("maker");', 'const out = exports;\nout.make = require("maker");'],
  ...['exports/* all */.make = require("maker").make;', 'module.exports/**/= require("maker");'],
])("takes %s for a module that passes on what it loads", (text) => {
  expect(receiver({ "src/barrel.js": text })('import { make } from "./barrel.js";')).toBe(true);
});

it.each([
  "// The batch exports end here.",
  'import { make } from "maker";\n/** How many exports to keep */\nexport const kept = make("exports");',
  'import { make } from "maker";\nconst batchExports = 1;\nexport const a = { exports: make(batchExports) };',
])("takes a module that only speaks of exports for none: %s", (text) => {
  expect(receiver({ "src/barrel.ts": text })('import anything from "./barrel.js";')).toBe(false);
});

it.each([
  { imports: "src/other.ts", isImported: true },
  { imports: "src/mention.ts", isImported: false },
])("knows of a package whether files import it, read once or by whoever asks ($imports)", ({ imports, isImported }) => {
  const files = {
    "package.json": '{ "name": "x" }',
    "src/a.ts": "export {};\n",
    "src/mention.ts": "// maker-es is not here yet\n",
    ...(isImported && { [imports]: 'import make from "maker-es";\n' }),
  };
  const answers = [false, true].map((isReadBefore) => {
    const root = writeTree(files);
    const modules = createModules({ root, parse: parseWithOxc });
    if (isReadBefore) {
      modules.watchFor([], ["maker-es"]);
      for (const [file, text] of Object.entries(files)) modules.noteRead(join(root, file), Buffer.from(text));
      modules.allRead();
    }
    const target = { kind: "package", name: "maker-es", subpath: "" } as const;
    return modules.specifierFor(join(root, "src/a.ts"), target, { specifiers: [], commonJs: false });
  });
  expect(answers[0]).toEqual(answers[1]);
  expect(JSON.stringify(answers[0])).toMatch(isImported ? /^\{"specifier":"maker-es"\}$/ : /not a dependency/);
});

it("takes a text whose specifiers only a parser can read", () => {
  expect(receiver({})('import anything from "./b\\u0061rrel.js";')).toBe(true);
});

it.each([
  ["passes nothing on", 'import { make } from "maker";\nexport function own() {\n  return make();\n}\n', []],
  ["has a list of exports", 'import { make } from "maker";\nexport { make };\n', ["src/other.ts"]],
  ["writes its list behind other white space", 'import { make } from "maker";\nexport\u00a0{ make };\n', ["src/other.ts"]],
])("reads a file that somebody else has read only where it %s", (_, text, asked) => {
  const root = writeTree({ "src/other.ts": text });
  const readFiles: string[] = [];
  const readFile = (file: string): string => {
    readFiles.push(modules.relative(file) ?? file);
    return text;
  };
  const modules = createModules({ root, parse: parseWithOxc, readFile });
  modules.noteRead(join(root, "src/other.ts"), Buffer.from(text));
  const query = {
    isTarget: (module: ReturnType<typeof modules.resolve>) => module.kind === "package" && module.name === "maker",
    names: listedExports(["make"]),
  };
  const answer = modules.mayReceive(join(root, "src/user.ts"), 'import { make } from "./other.js";', query);
  expect(answer).toBe(asked.length > 0);
  expect([...new Set(readFiles)].filter((file) => file.endsWith(".ts"))).toEqual(asked);
});

it.each([
  ["nothing passes it on", { "src/other.ts": 'import { make } from "maker";\nexport const own = make();\n' }, false],
  ["a barrel does", { "src/other.ts": 'export { make } from "maker";\n' }, true],
  ["a barrel does by a name of the package's own", { "src/other.ts": 'export { make } from "#maker";\n' }, true],
  ["only a barrel that nobody names does", { "src/other.ts": "export {};\n", "src/b.ts": 'export * from "maker";\n' }, false],
  [
    "a barrel of a barrel does",
    { "src/other.ts": 'export * from "./in/index.js";\n', "src/in/index.ts": 'export { make } from "maker";\n' },
    true,
  ],
])("answers as before once all files were read, where %s", (_, files, isReceived) => {
  const root = writeTree({ "package.json": '{ "name": "x", "imports": { "#maker": "maker" } }', ...files });
  const modules = createModules({ root, parse: parseWithOxc });
  const query = {
    isTarget: (module: ReturnType<typeof modules.resolve>) => module.kind === "package" && module.name === "maker",
    names: listedExports(["make"]),
    tokens: ["maker"],
  };
  const ask = (): boolean => modules.mayReceive(join(root, "src/user.ts"), 'import { make } from "./other.js";', query);
  // Contracts ask before all is read.
  expect(ask()).toBe(isReceived);
  modules.watchFor([query]);
  for (const [file, text] of Object.entries(files)) modules.noteRead(join(root, file), Buffer.from(text));
  modules.allRead();
  expect(ask()).toBe(isReceived);
  expect(modules.isPassedOn(query)).toBe(Object.values(files).some((text) => /export.* from ".?maker"/.test(text)));
  expect(modules.namesPasser('import { make } from "./other.js";', query)).toBe(isReceived);
});
