import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { assertProperty } from "../../../test/support/properties.js";
import { writeTree, type TreeContent } from "../../../test/support/temporary-tree.js";
import { createTypeChecker, type ShownTypeError, type TypeChecker } from "./index.js";
import type { TypeCheckerOptions } from "./type-checker.js";

const STRICT = {
  strict: true,
  module: "NodeNext",
  moduleResolution: "NodeNext",
  target: "ES2022",
  lib: ["ES2022"],
  types: [],
  noEmit: true,
};
const TSCONFIG = { compilerOptions: STRICT, include: ["src"] };

let judgeOptions: TypeCheckerOptions = {};
const OWN = { native: false };
const opened: TypeChecker[] = [];
afterEach(() => opened.splice(0).forEach((checker) => checker.end()));

function checkerOf(
  files: Readonly<Record<string, TreeContent>>,
  options: TypeCheckerOptions = judgeOptions,
): { root: string; checker: TypeChecker } {
  const root = writeTree(files);
  const sources = Object.keys(files).filter((file) => /\.[cm]?[jt]sx?$/.test(file));
  const checker = createTypeChecker(root, sources, options);
  opened.push(checker);
  return { root, checker };
}

const judge = (checker: TypeChecker, texts: Record<string, string>) => checker.judge(new Map(Object.entries(texts)));
const shown = ({ added }: { added: readonly { file: string; code: number }[] }) =>
  added.map(({ file, code }) => `${file} TS${code}`);

const MADE = {
  "tsconfig.json": TSCONFIG,
  "package.json": { type: "module" },
  "src/id.ts": "export const make = () => 'a';\n",
};

describe.each([
  ["TypeScript 7", {}],
  ["its own TypeScript", OWN],
])("judge with %s", (_, options) => {
  beforeEach(() => void (judgeOptions = options));
  afterEach(() => void (judgeOptions = {}));

  test("a jsconfig of the root does not judge the TypeScript that a nearer tsconfig has", () => {
    const { checker } = checkerOf({
      "jsconfig.json": { compilerOptions: { baseUrl: ".", paths: { "~/*": ["./*"] } } },
      "page.js": "export const page = 1;\n",
      "a/tsconfig.json": {
        compilerOptions: { ...STRICT, module: "ESNext", moduleResolution: "Bundler", paths: { "src/*": ["./src/*"] } },
      },
      "a/src/id.ts": "export type Id = string;\n",
      "a/src/use.ts": "export const id: string = 'a';\n",
    });
    const after = "import type { Id } from 'src/id';\nexport const id: Id = 'a';\n";
    expect(shown(judge(checker, { "a/src/use.ts": after }))).toEqual([]);
  });

  test("a tsconfig of the root that others extend judges only what none of them has", () => {
    const { checker } = checkerOf({
      "tsconfig.json": { compilerOptions: { ...STRICT, noUnusedLocals: true } },
      "script.ts": "export const script = 1;\n",
      "a/tsconfig.json": { extends: "../tsconfig.json", compilerOptions: { noUnusedLocals: false } },
      "a/a.ts": "export const a = 1;\n",
      "package.json": { type: "module" },
    });
    const unused = { "script.ts": "const x = 1;\nexport const script = 1;\n", "a/a.ts": "const x = 1;\nexport const a = 1;\n" };
    expect(shown(judge(checker, unused))).toEqual(["script.ts TS6133"]);
  });

  test("a file that an import brings into another project comes with the errors that it has at home", () => {
    const { checker } = checkerOf({
      "a/tsconfig.json": { compilerOptions: STRICT },
      "a/a.ts": "export const a: number = 'old';\nexport const late = (x) => x;\n",
      "b/tsconfig.json": { compilerOptions: { ...STRICT, target: "ES2020", noImplicitAny: false } },
      "b/b.ts": "export const b = 1;\n",
      "c/tsconfig.json": { compilerOptions: { ...STRICT, noUnusedLocals: true } },
      "c/c.ts": "export const c = 1;\n",
      "d/tsconfig.json": { compilerOptions: { ...STRICT, target: "ES2020" } },
      "d/d.ts": "const unused = 1;\nexport const d = 1;\n",
      "package.json": { type: "module" },
    });
    expect(shown(judge(checker, { "b/b.ts": "import { a } from '../a/a.js';\nexport const b = a;\n" }))).toEqual([]);
    expect(shown(judge(checker, { "c/c.ts": "import { d } from '../d/d.js';\nexport const c = d;\n" }))).toEqual([
      "d/d.ts TS6133",
    ]);
  });

  const FILES = {
    ...MADE,
    "src/middle.ts": "import { make } from './id.js';\nexport const id = make();\nexport const other = 1;\n",
    "src/use.ts": "import { id } from './middle.js';\nexport const upper = id.toUpperCase();\n",
    "src/apart.ts": "export const n: number = 'wrong';\n",
  };

  test("says what a change breaks in files that it does not touch", () => {
    const { checker } = checkerOf(FILES);
    expect(shown(judge(checker, { "src/id.ts": "export const make = () => 1;\n" }))).toEqual(["src/use.ts TS2339"]);
  });

  test("says nothing of errors that were there, wherever their line has moved", () => {
    const { checker } = checkerOf(FILES);
    expect(shown(judge(checker, { "src/apart.ts": "// moved\n\nexport const n: number  =  'wrong';\n" }))).toEqual([]);
    expect(
      shown(judge(checker, { "src/apart.ts": "export const n: number = 'wrong';\nexport const m: number = 'wrong';\n" })),
    ).toEqual(["src/apart.ts TS2322"]);
  });

  test("tells of old errors that read differently, each once and where it is", () => {
    const { checker } = checkerOf({
      ...FILES,
      "src/find.ts": "export const find = (id: string) => id;\nexport const show = (id: string) => id;\n",
      "src/wrong.ts": "import { find, show } from './find.js';\nfind(1);\nshow(2);\n",
    });
    const typed = (name: string, text: string) => text.replace(`${name} = (id: string)`, `${name} = (id: string & { brand: 1 })`);
    const texts = ["find", "show"].reduce<string[]>(
      (all, name) => [...all, typed(name, all.at(-1)!)],
      ["export const find = (id: string) => id;\nexport const show = (id: string) => id;\n"],
    );
    const toPlaces = ({ reworded }: { reworded: readonly ShownTypeError[] }) =>
      reworded.map(({ file, line, code, message }) => `${file}:${line} TS${code} ${message}`);
    const message = (value: string) =>
      `TS2345 Argument of type 'number' is not assignable to parameter of type 'string & { brand: 1; }'.\n  Type 'number' is not assignable to type 'string'.`.replace(
        "number",
        value,
      );
    const first = judge(checker, { "src/find.ts": texts[1]! });
    expect([shown(first), toPlaces(first)]).toEqual([[], [`src/wrong.ts:2 ${message("number")}`]]);
    expect(toPlaces(judge(checker, { "src/id.ts": "export const make = () => 'b';\n" }))).toEqual([]);
    judge(checker, { "src/find.ts": texts[1]! }).keep();
    const second = judge(checker, {
      "src/find.ts": texts[2]!,
      "src/wrong.ts": "import { find, show } from './find.js';\n// moved\nfind(1);\nshow(2);\n",
    });
    expect([shown(second), toPlaces(second).map((each) => each.split(" ")[0])]).toEqual([
      [],
      ["src/wrong.ts:3", "src/wrong.ts:4"],
    ]);
    second.keep();
    const mended = judge(checker, { "src/wrong.ts": "import { find, show } from './find.js';\nfind(1);\n" });
    expect(toPlaces(mended).map((each) => each.split(" ")[0])).toEqual(["src/wrong.ts:2"]);
  });

  test("compares with the last change that was kept, and forgets one that was not", () => {
    const { checker } = checkerOf(FILES);
    const awaited = { "src/id.ts": "export const make = async () => 'a';\n" };
    expect(shown(judge(checker, awaited))).toEqual(["src/use.ts TS2339"]);
    const both = judge(checker, {
      ...awaited,
      "src/use.ts": "import { id } from './middle.js';\nexport const upper = id.then(String);\n",
    });
    expect(shown(both)).toEqual([]);
    both.keep();
    expect(shown(judge(checker, { "src/id.ts": FILES["src/id.ts"] }))).toEqual(["src/use.ts TS2339"]);
    expect(shown(judge(checker, { "src/middle.ts": `${FILES["src/middle.ts"]}export const z = 1;\n` }))).toEqual([]);
  });

  test("takes over what others have written", () => {
    const { root, checker } = checkerOf(FILES);
    judge(checker, { "src/apart.ts": "export const n = 1;\n" }).keep();
    writeFileSync(path.join(root, "src/id.ts"), "export const make = () => 1;\n");
    writeFileSync(path.join(root, "src/apart.ts"), "export const n = 1;\n");
    checker.refresh(["src/id.ts", "src/apart.ts"]);
    expect(shown(judge(checker, { "src/middle.ts": `${FILES["src/middle.ts"]}export const z = 1;\n` }))).toEqual([]);
    expect(
      shown(judge(checker, { "src/use.ts": "import { id } from './middle.js';\nexport const down = id.toLowerCase();\n" })),
    ).toEqual(["src/use.ts TS2339"]);
  });

  test("sees what global declarations and augmentations change", () => {
    const { checker } = checkerOf({
      ...FILES,
      "src/global.d.ts": "interface Shared { a: string }\n",
      "src/reads.ts": "export const read = (shared: Shared) => shared.a;\n",
      "src/augments.ts": "import './id.js';\ndeclare global { interface Window2 { b: string } }\n",
      "src/reads-b.ts": "export const read = (shared: Window2) => shared.b;\n",
    });
    expect(shown(judge(checker, { "src/global.d.ts": "interface Shared { c: string }\n" }))).toEqual(["src/reads.ts TS2339"]);
    expect(
      shown(judge(checker, { "src/augments.ts": "import './id.js';\ndeclare global { interface Window2 { c: string } }\n" })),
    ).toEqual(["src/reads-b.ts TS2339"]);
  });

  test("says which imports have no types, so that errors may be hidden", () => {
    const { checker } = checkerOf({ ...FILES, "src/blind.ts": "import { x } from 'not-installed';\nexport const y = x.z;\n" });
    const verdict = judge(checker, { "src/blind.ts": "import { x } from 'not-installed';\nexport const y = x.other;\n" });
    expect(verdict).toMatchObject({ added: [], blind: ["src/blind.ts"] });
  });
});

describe("the projects", () => {
  test("keeps no program of what was tried before in memory", async () => {
    const modules = path.resolve(import.meta.dirname, "../../../node_modules");
    const { checker } = checkerOf(
      {
        "tsconfig.json": TSCONFIG,
        "src/id.ts": "export const make = () => 'a';\n",
        "node_modules/typescript/package.json": { name: "typescript", version: "5.9.0", main: "index.cjs" },
        "node_modules/typescript/index.cjs": `const ts = require(${JSON.stringify(path.join(modules, "typescript"))});
const made = (globalThis.programsHeld ??= []);
module.exports = { ...ts, createProgram(options) { const program = ts.createProgram(options); made.push(new WeakRef(program)); return program; } };`,
      },
      OWN,
    );
    for (let round = 0; round < 8; round++) judge(checker, { "src/id.ts": `export const make = () => 'a${round}';\n` });
    // A weak reference holds its target until the current job ends.
    await new Promise((resolve) => setImmediate(resolve));
    setFlagsFromString("--expose-gc");
    (runInNewContext("gc") as () => void)();
    const { programsHeld } = globalThis as unknown as { programsHeld: { deref(): object | undefined }[] };
    expect(programsHeld).toHaveLength(9);
    expect(programsHeld.filter((program) => program.deref() !== undefined).length).toBeLessThan(5);
  });

  test("are those of a solution, with tests that only their own config has, and files in none", () => {
    const { checker } = checkerOf({
      "package.json": { type: "module" },
      "tsconfig.json": { files: [], references: [{ path: "./tsconfig.app.json" }, { path: "./tsconfig.test.json" }] },
      "tsconfig.base.json": { compilerOptions: STRICT },
      "tsconfig.app.json": { extends: "./tsconfig.base.json", include: ["src"] },
      "tsconfig.test.json": { extends: "./tsconfig.base.json", include: ["test"] },
      "src/a.ts": "export const a = 'a';\n",
      "test/a.test.ts": "import { a } from '../src/a.js';\na.toUpperCase();\n",
      "scripts/tool.ts": "export const tool = 1;\n",
    });
    expect(checker.projects.map(({ config }) => config)).toEqual(["tsconfig.app.json", "tsconfig.test.json"]);
    const verdict = judge(checker, {
      "src/a.ts": "export const a = 1;\n",
      "scripts/tool.ts": "export const tool: string = 2;\n",
    });
    expect(shown(verdict)).toEqual(["test/a.test.ts TS2339"]);
    expect(verdict.unseen).toEqual(["scripts/tool.ts"]);
    expect(checker.sees("scripts/tool.ts")).toBe(false);
  });

  test("that build what others check are not asked twice", () => {
    const { checker } = checkerOf({
      "tsconfig.json": { compilerOptions: STRICT, include: ["src", "test"] },
      "tsconfig.build.json": { extends: "./tsconfig.json", compilerOptions: { noEmit: false, outDir: "dist" }, include: ["src"] },
      "src/a.ts": "export const a = 'a';\n",
      "test/a.test.ts": "import { a } from '../src/a.js';\na.toUpperCase();\n",
    });
    expect(checker.projects.map(({ config }) => config)).toEqual(["tsconfig.json"]);
  });

  test("that import a package through its built declarations see a change of its source", () => {
    const { checker } = checkerOf({
      "tsconfig.json": { files: [], references: [{ path: "./lib" }, { path: "./app" }] },
      "lib/tsconfig.json": {
        compilerOptions: { ...STRICT, noEmit: false, composite: true, rootDir: "src", outDir: "dist" },
        include: ["src"],
      },
      "lib/package.json": { name: "lib", type: "module", exports: { types: "./dist/index.d.ts", default: "./dist/index.js" } },
      "lib/src/index.ts": "export const a = 'a';\n",
      "app/tsconfig.json": {
        compilerOptions: { ...STRICT, noEmit: false, composite: true, outDir: "dist" },
        include: ["src"],
        references: [{ path: "../lib" }],
      },
      "app/package.json": { name: "app", type: "module" },
      "app/node_modules/lib": { link: "../../lib" },
      "app/src/main.ts": "import { a } from 'lib';\nexport const b = a.toUpperCase();\n",
    });
    expect(shown(judge(checker, { "lib/src/index.ts": "export const a = 1;\n" }))).toEqual(["app/src/main.ts TS2339"]);
  });

  const LIB = {
    "lib/tsconfig.json": { compilerOptions: STRICT, include: ["src"] },
    "lib/package.json": { name: "lib", type: "module", exports: { types: "./dist/index.d.ts", default: "./dist/index.js" } },
    "lib/src/index.ts": "export * from './a.js';\n",
    "lib/src/a.ts": "export const a = 'a';\n",
    "app/tsconfig.json": { compilerOptions: STRICT, include: ["src"] },
    "app/package.json": { name: "app", type: "module" },
    "app/node_modules/lib": { link: "../../lib" },
    "app/src/middle.ts": "import { a } from 'lib';\nexport const get = () => a;\n",
    "app/src/main.ts": "import { get } from './middle.js';\nexport const b = get().toUpperCase();\n",
  };

  test.each([
    ["that are built", { "lib/dist/index.d.ts": "export declare const a = 'a';\n" }],
    ["that are not built yet", {}],
  ])("without references see the source of a package of the workspace through its declarations %s", (_, built) => {
    const { checker } = checkerOf({ ...LIB, ...built });
    const verdict = judge(checker, { "lib/src/a.ts": "export const a = 1;\n" });
    expect(shown(verdict)).toEqual(["app/src/main.ts TS2339"]);
    expect(verdict.blind).toEqual([]);
  });

  test.each([
    ["what its exports name", { exports: { "./more": "./dist/sub/more.js" } }, "lib/more"],
    ["its main file", { types: "dist/sub/more.d.ts", main: "dist/sub/more.js" }, "lib"],
    ["a file inside of it", {}, "lib/dist/sub/more.js"],
  ])("see the source of a package that is not built yet through %s", (_, manifest, specifier) => {
    const { checker } = checkerOf({
      ...LIB,
      "lib/package.json": { name: "lib", type: "module", ...manifest },
      "lib/src/sub/more.ts": "export * from '../a.js';\n",
      "app/src/middle.ts": `import { a } from '${specifier}';\nexport const get = () => a;\n`,
    });
    expect(shown(judge(checker, { "lib/src/a.ts": "export const a = 1;\n" }))).toEqual(["app/src/main.ts TS2339"]);
  });

  test.each([{ native: true }, { native: false }])(
    "see the source behind built declarations that a path leads to: %j",
    (options) => {
      const files = {
        ...LIB,
        "lib/src/all.ts": "import { a } from './a.js';\nexport default a;\nexport { a };\n",
        "lib/dist/all.d.ts": "declare const a = 'a';\nexport default a;\nexport { a };\n",
        "lib/tests/tsconfig.json": { compilerOptions: STRICT, include: ["."] },
        "lib/tests/use.ts":
          "import own, { a } from '../dist/all.js';\nexport const b = a.trim();\nexport const c = own.trim();\n",
      };
      const { checker } = checkerOf(files, options);
      const verdict = judge(checker, { "lib/src/a.ts": "export const a = 1;\n" });
      expect([...shown(verdict)].sort()).toEqual(["app/src/main.ts TS2339", ...Array<string>(2).fill("lib/tests/use.ts TS2339")]);
    },
  );

  // Where it is not said, TypeScript 6 takes the folder of the tsconfig.
  test.each([{ rootDir: "src" }, { outDir: "dist", noEmit: false }])(
    "know that only their own files have to be under rootDir: %j",
    (more) => {
      const { root, checker } = checkerOf(
        {
          ...LIB,
          "app/tsconfig.json": { compilerOptions: { ...STRICT, ...more }, include: ["src"] },
          "lib/src/b.ts": "export const b = 'b';\n",
        },
        OWN,
      );
      expect(shown(judge(checker, { "lib/src/a.ts": "export { b as a } from './b.js';\n" }))).toEqual([]);
      expect(shown(judge(checker, { "app/src/more.ts": "export { a as more } from 'lib';\n" }))).toEqual([]);
      writeFileSync(path.join(root, "outside.ts"), "export {};\n");
      const outside = { "app/src/main.ts": "import '../../outside.js';\nexport {};\n" };
      expect(shown(judge(checker, outside))).toEqual(["app/src/main.ts TS6059"]);
    },
  );

  test("check no source of another package that they read in place of its declarations, as a build sees none of it", () => {
    const LOOSE = { ...STRICT, strict: false };
    const { checker } = checkerOf({
      ...LIB,
      "lib/tsconfig.json": { compilerOptions: LOOSE, include: ["src"] },
      "lib/src/b.ts": "import { a } from './a.js';\nexport const b: string = a;\n",
      "lib/src/index.ts": "export * from './a.js';\nexport * from './b.js';\n",
      "near/tsconfig.json": { compilerOptions: STRICT, include: ["src"] },
      "near/src/main.ts": "import { b } from '../../lib/src/b.js';\nexport const c = b;\n",
    });
    const maybe = { "lib/src/a.ts": "export const a = 'a' as string | undefined;\n" };
    const added: string[] = [];
    checker.examine(
      new Map(Object.entries(maybe)),
      (project) =>
        added.push(
          ...project.added.map(
            ({ file, code }) => `${path.basename(path.dirname(project.config))} ${path.basename(file)} TS${code}`,
          ),
        ),
      "all",
    );
    expect(added.sort()).toEqual(["app main.ts TS2532", "near b.ts TS2322"]);
    expect([...shown(judge(checker, maybe))].sort()).toEqual(["app/src/main.ts TS2532", "lib/src/b.ts TS2322"]);
  });

  test("that reject how a file writes its paths say nothing new of one path more", () => {
    const { checker } = checkerOf({
      "tsconfig.json": {
        compilerOptions: { ...STRICT, module: "Preserve", moduleResolution: "bundler", allowImportingTsExtensions: true },
        include: ["src"],
      },
      "src/a.ts": "export const a = 1;\n",
      "src/b.ts": "import { a } from './a.ts';\nexport const b = a;\n",
      "src/c.ts": "export const c = 1;\n",
      "src/test/tsconfig.json": { compilerOptions: { ...STRICT, module: "Preserve", moduleResolution: "bundler" } },
      "src/test/d.ts": "import { b } from '../b';\nimport { c } from '../c';\nexport const d = b + c;\n",
    });
    const more = "import { a as other } from './a.ts';\n";
    expect(shown(judge(checker, { "src/b.ts": `import { a } from './a.ts';\n${more}export const b = a + other;\n` }))).toEqual(
      [],
    );
    expect(shown(judge(checker, { "src/c.ts": `${more}export const c = other;\n` }))).toEqual([]);
    const { checker: clean } = checkerOf({
      "tsconfig.json": TSCONFIG,
      "src/a.ts": "export const a = 1;\n",
      "src/c.ts": "export const c = 1;\n",
    });
    expect(shown(judge(clean, { "src/c.ts": `${more}export const c = other;\n` }))).toEqual(["src/c.ts TS5097"]);
  });

  test("that reject every import of a file say nothing new of one import more", () => {
    const verbatim = { ...STRICT, module: "ESNext", moduleResolution: "bundler", verbatimModuleSyntax: true };
    const texts = {
      "src/a.ts": "export const a = 1;\n",
      "src/b.ts": "import { a } from './a';\nexport const b = a;\n",
      "src/c.ts": "export const c: number = 1;\n",
      "src/d.ts": "const d = 1;\nd.toFixed();\n",
    };
    const { checker } = checkerOf({
      "tsconfig.json": { compilerOptions: verbatim, include: ["src"] },
      "tsconfig.test.json": { compilerOptions: { ...verbatim, module: "CommonJS" }, include: ["src"] },
      ...texts,
    });
    const more = "import { c } from './c';\n";
    expect(shown(judge(checker, { "src/b.ts": `${more}${texts["src/b.ts"]}export const d = c;\n` }))).toEqual([]);
    expect(shown(judge(checker, { "src/c.ts": `import { a } from './a';\nexport const c: number = a;\n` }))).toEqual([]);
    expect(shown(judge(checker, { "src/c.ts": `import { a } from './a';\nexport const c: string = a;\n` }))).toContain(
      "src/c.ts TS2322",
    );
    const { added } = judge(checker, { "src/d.ts": "import { a } from './a';\na.toFixed();\n" });
    expect(added.map(({ code, config }) => ({ code, config }))).toEqual([{ code: 1295, config: "tsconfig.test.json" }]);
  });

  test("take declarations that a person has written as they are", () => {
    const { checker } = checkerOf({
      ...LIB,
      "lib/package.json": { name: "lib", type: "module", types: "./types/index.d.ts" },
      "lib/types/index.d.ts": "export declare const a: string;\n",
    });
    expect(shown(judge(checker, { "lib/src/a.ts": "export const a = 1;\n" }))).toEqual([]);
  });

  test("are asked about a file of another one only where that can matter", () => {
    const modules = path.resolve(import.meta.dirname, "../../../node_modules");
    const counted = `const ts = require(${JSON.stringify(path.join(modules, "typescript"))});
module.exports = { ...ts, createProgram(options) { (globalThis.programsMade ??= []).push(options.options.configFilePath); return ts.createProgram(options); } };`;
    const made = (): string[] => {
      const all = (globalThis as { programsMade?: string[] }).programsMade ?? [];
      return [...new Set(all.splice(0).map((file) => path.basename(path.dirname(file))))].sort();
    };
    const { checker } = checkerOf(
      {
        "node_modules/typescript/package.json": { name: "typescript", version: "5.9.0", main: "index.cjs" },
        "node_modules/typescript/index.cjs": counted,
        "package.json": { type: "module" },
        "a/tsconfig.json": TSCONFIG,
        // So that they are not checked as one.
        "a/src/global.d.ts": "declare const everywhere: string;\n",
        "same/src/global.d.ts": "declare const nowhere: string;\n",
        "a/src/a.ts": "export const a = (x: string) => x;\nexport const zero = () => 0;\n",
        "same/tsconfig.json": TSCONFIG,
        "same/src/b.ts": "import { a } from '../../a/src/a.js';\nexport const b: string = a('b');\n",
        "strict/tsconfig.json": { ...TSCONFIG, compilerOptions: { ...STRICT, noUnusedLocals: true } },
        "strict/src/c.ts": "import { a } from '../../a/src/a.js';\nexport const c: string = a('c');\n",
      },
      OWN,
    );
    const inside = judge(checker, {
      "a/src/a.ts": "export const a = (x: string) => { return x; };\nexport const zero = () => 0;\n",
    });
    expect([shown(inside), made()]).toEqual([[], ["a", "strict"]]);
    inside.keep();
    const unused = judge(checker, {
      "a/src/a.ts": "export const a = (x: string) => { return x; };\nexport const zero = () => 0;\nconst n = 1;\n",
    });
    expect(shown(unused)).toEqual(["a/src/a.ts TS6133"]);
    expect(made()).not.toContain("same");
    const outside = judge(checker, { "a/src/a.ts": "export const a = (x: string) => x.length;\nexport const zero = () => 0;\n" });
    expect(shown(outside)).toEqual(["same/src/b.ts TS2322", "strict/src/c.ts TS2322"]);
  });

  test("are asked where an import leads elsewhere for them, or a name is global", () => {
    const { checker } = checkerOf({
      "package.json": { type: "module" },
      "a/tsconfig.json": {
        compilerOptions: { ...STRICT, paths: { "#id": ["./one.ts"] } },
        include: ["src", "global.d.ts"],
      },
      "a/global.d.ts": "declare const everywhere: string;\n",
      "a/one.ts": "export const id = 'a';\n",
      "a/src/a.ts": "export const f = (): string => 'a';\n",
      "b/tsconfig.json": { compilerOptions: { ...STRICT, paths: { "#id": ["./two.ts"] } }, include: ["src"] },
      "b/two.ts": "export const id = 1;\n",
      // So that they are not checked as one.
      "b/src/global.d.ts": "declare const nowhere: string;\n",
      "b/src/b.ts": "import { f } from '../../a/src/a.js';\nf();\n",
    });
    const imports = judge(checker, { "a/src/a.ts": "import { id } from '#id';\nexport const f = (): string => id;\n" });
    expect(shown(imports)).toEqual(["a/src/a.ts TS2322"]);
    const globals = judge(checker, { "a/src/a.ts": "export const f = (): string => everywhere;\n" });
    expect(shown(globals)).toEqual(["a/src/a.ts TS2304"]);
  });

  test("see through the links of pnpm", () => {
    const { root, checker: _ } = checkerOf({
      ...{ "tsconfig.json": TSCONFIG, "package.json": { type: "module" } },
      "src/a.ts": "",
    });
    const store = path.join(root, "node_modules/.pnpm/dep@1.0.0/node_modules/dep");
    mkdirSync(store, { recursive: true });
    writeFileSync(path.join(store, "package.json"), JSON.stringify({ name: "dep", types: "index.d.ts" }));
    writeFileSync(path.join(store, "index.d.ts"), "export declare class Dep { private p: string }\n");
    symlinkSync(store, path.join(root, "node_modules/dep"));
    writeFileSync(path.join(root, "src/a.ts"), "import { Dep } from 'dep';\nexport const d: Dep = new Dep();\n");
    const checker = createTypeChecker(root, ["src/a.ts"]);
    const verdict = judge(checker, { "src/a.ts": "import { Dep } from 'dep';\nexport const d: Dep = new Dep(1);\n" });
    expect(shown(verdict)).toEqual(["src/a.ts TS2554"]);
    expect(verdict.blind).toEqual([]);
  });

  test("are judged by their own TypeScript where it has the API, else by godwit's", () => {
    const modules = path.resolve(import.meta.dirname, "../../../node_modules");
    const { root } = checkerOf({
      "old/tsconfig.json": TSCONFIG,
      "old/src/a.ts": "export const a = 1;\n",
      "old/node_modules/typescript": { link: path.join(modules, "typescript-5.4") },
      "new/tsconfig.json": TSCONFIG,
      "new/src/a.ts": "export const a = 1;\n",
      "new/node_modules/typescript/package.json": { name: "typescript", version: "7.0.0", main: "index.cjs" },
      "new/node_modules/typescript/index.cjs": "exports.version = '7.0.0';",
    });
    const checker = createTypeChecker(root, ["old/src/a.ts", "new/src/a.ts"]);
    const versions = checker.projects.map(({ config, typescript, isOwn }) => [config, typescript.split(".")[0], isOwn]);
    expect(versions).toEqual([
      ["new/tsconfig.json", "6", false],
      ["old/tsconfig.json", "5", true],
    ]);
    for (const folder of ["old", "new"])
      expect(shown(judge(checker, { [`${folder}/src/a.ts`]: "export const a: string = 1;\n" }))).toEqual([
        `${folder}/src/a.ts TS2322`,
      ]);
  });

  test("above a root that is one package of a repository are found", () => {
    const { root } = checkerOf({
      "tsconfig.json": { ...TSCONFIG, include: ["packages"] },
      "packages/a/src/a.ts": "export const a = 1;\n",
    });
    execFileSync("git", ["init", "--quiet"], { cwd: root });
    const checker = createTypeChecker(path.join(root, "packages/a"), ["src/a.ts"]);
    expect(shown(judge(checker, { "src/a.ts": "export const a: string = 1;\n" }))).toEqual(["src/a.ts TS2322"]);
  });
});

/** Modules whose exports flow through one another; each has variants of different types. */
const VARIANTS: readonly (readonly string[])[] = [
  [
    "export const v = 'a';\nexport interface T { a: string }\n",
    "export const v = 1;\nexport interface T { a: number }\n",
    "export const v = 'a'; const hidden = 2;\nexport interface T { a: string }\n",
    "export const v = 'b' as string | undefined;\nexport interface T { b: string }\n",
  ],
  [
    "import { v, type T } from './m0.js';\nexport const w = [v];\nexport function f(t: T) { return t; }\n",
    "import { v, type T } from './m0.js';\nexport const w = { v };\nexport function f(t: T): T | undefined { return t; }\n",
    "import type { T } from './m0.js';\nexport const w = ['x'];\nexport function f(t: T) { return t.a; }\n",
  ],
  [
    "export * from './m1.js';\nexport { v as again } from './m0.js';\n",
    "export { w, f } from './m1.js';\nimport { v } from './m0.js';\nexport const again = () => v;\n",
  ],
  [
    "import { w, f, again } from './m2.js';\nimport { back } from './m4.js';\nexport const x = w;\nexport const y = f({ a: 'k' });\nexport const z = [again, back];\n",
    "import { w, f } from './m2.js';\nexport class C { p = w; m() { return f({ a: 1 } as never); } }\nexport const x = new C();\nexport const y = x.m();\nexport const z = 1;\n",
  ],
  [
    "import type { x } from './m3.js';\nexport const back = (it: typeof x) => it;\n",
    "import { y } from './m3.js';\nexport const back = typeof y;\n",
  ],
  [
    "import { x, y, z } from './m3.js';\nexport const end = x.toString() + String(y) + String(z);\nexport const s: string[] = x as never;\nconst first: string = x[0]!;\nexport { first };\n",
    "import { x, y } from './m3.js';\nconst p: string[] = x.p;\ny.a.toUpperCase();\nexport { p };\n",
  ],
];

/** An error without the members of object types, which do not make another error of it. */
function named({ file, code, message }: Pick<ShownTypeError, "file" | "code" | "message">): string {
  let [text, shorter] = ["", message];
  while (text !== shorter) [text, shorter] = [shorter, shorter.replaceAll(/\{[^{}]*\}/gu, "<members>")];
  return `${file} ${code} ${text}`;
}

test("a change adds the same errors whether some files are checked again or all", { tags: "slow", timeout: 300_000 }, () => {
  const steps = fc.array(
    fc.record({
      module: fc.nat(VARIANTS.length - 1),
      variant: fc.nat(3),
      also: fc.option(fc.nat(VARIANTS.length - 1)),
      isExamined: fc.boolean(),
      isKept: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const start = Object.fromEntries(VARIANTS.map(([text], index) => [`src/m${index}.ts`, text!]));
  const errorsOfAll = (texts: Record<string, string>): string[] => {
    const { checker } = checkerOf({
      "tsconfig.json": TSCONFIG,
      "package.json": { type: "module" },
      ...texts,
      "src/all.d.ts": "",
    });
    // A change of a global declaration checks everything again.
    const empty = Object.fromEntries(Object.keys(texts).map((file) => [file, "export {};\n"]));
    judge(checker, { ...empty, "src/all.d.ts": "interface A {}\n" }).keep();
    return judge(checker, { ...texts, "src/all.d.ts": "" })
      .added.map(named)
      .sort();
  };
  assertProperty(
    fc.property(steps, (changes) => {
      const { checker } = checkerOf({ "tsconfig.json": TSCONFIG, "package.json": { type: "module" }, ...start });
      let texts: Record<string, string> = { ...start };
      for (const { module, variant, also, isExamined, isKept } of changes) {
        const change = Object.fromEntries(
          [module, ...(also === null ? [] : [also])].map((index) => [
            `src/m${index}.ts`,
            VARIANTS[index]![variant % VARIANTS[index]!.length]!,
          ]),
        );
        if (isExamined) checker.examine(new Map(Object.entries(change)), () => undefined, "all");
        const verdict = judge(checker, change);
        const [before, after] = [errorsOfAll(texts), errorsOfAll({ ...texts, ...change })];
        const expected = [...after];
        for (const error of before) if (expected.includes(error)) expected.splice(expected.indexOf(error), 1);
        const found = [...verdict.added, ...verdict.reworded].map(named);
        // One error may be new for its line and old for its message.
        expect(found).toEqual(expect.arrayContaining(expected));
        expect(after).toEqual(expect.arrayContaining(found));
        if (isKept) {
          verdict.keep();
          texts = { ...texts, ...change };
        }
      }
    }),
    12,
  );
});

describe("the last word", () => {
  const FILES = {
    ...MADE,
    "src/use.ts": "import { make } from './id.js';\nexport const upper = make().toUpperCase();\n",
    "src/apart.ts": "export const n: number = 1;\n",
  };
  const changed = new Map([["src/id.ts", "export const make = () => 1;\n"]]);
  const reachOf = (texts: ReadonlyMap<string, string>) => {
    const { checker } = checkerOf(FILES, {});
    return [...checker.reach(texts).values()].map((files) => [...files].map((file) => path.basename(file)).sort());
  };

  test("TypeScript 7 says which files a change reaches, also where they have errors by it", () => {
    expect(reachOf(changed)).toEqual([["id.ts", "use.ts"]]);
    expect(reachOf(new Map([["src/id.ts", "export const make = () => 'b';\n"]]))).toEqual([["id.ts"]]);
  });

  test("the project's own TypeScript is asked about these, and about all where nobody has said", () => {
    const { root, checker } = checkerOf(FILES, OWN);
    const config = path.join(root, "tsconfig.json");
    const confirmed = (files: readonly string[]) =>
      shown({ added: checker.confirm(changed, new Map([[config, new Set(files.map((file) => path.join(root, file)))]])) });
    expect(confirmed(["src/id.ts", "src/use.ts"])).toEqual(["src/use.ts TS2339"]);
    expect(confirmed(["src/id.ts"])).toEqual([]);
    expect(confirmed([])).toEqual([]);
    expect(shown({ added: checker.confirm(changed, new Map()) })).toEqual(["src/use.ts TS2339"]);
  });

  test("all files are checked in their order where the order of those of a cycle changes: which types fit may depend on it", () => {
    const generic = (name: string, members: string, from: readonly string[]) =>
      [
        ...from.map((other) => `import type { ${other} } from "./${other.toLowerCase()}.js";`),
        `export interface ${name}<U> { ${members} }`,
        `declare function take(value: ${name}<unknown>): void;`,
        `export function pass<U>(value: ${name}<U>): void { take(value); }`,
      ].join("\n");
    const { root, checker } = checkerOf(
      {
        "tsconfig.json": TSCONFIG,
        "package.json": { type: "module" },
        "src/0.ts": 'import type {} from "./c.js";\n',
        "src/a.ts": generic("A", "c: U extends string ? B<U> : never; u: U; m(x: A<U>): void", ["B", "C"]),
        "src/b.ts": generic("B", "k?: C<U> | A<U>; p?: B<U>; f: (x: C<U>) => void", ["A", "C"]),
        "src/c.ts": generic("C", "q: (x: A<U> | B<U>) => void", ["A", "B"]),
      },
      OWN,
    );
    const confirmed = (text: string) =>
      shown({
        added: checker.confirm(
          new Map([["src/0.ts", text]]),
          new Map([[path.join(root, "tsconfig.json"), new Set([path.join(root, "src/0.ts")])]]),
        ),
      });
    expect(confirmed('import type {} from "./a.js";\nimport type {} from "./c.js";\n')).toEqual(["src/a.ts TS2345"]);
    expect(confirmed('import type {} from "./c.js";\nimport type {} from "./a.js";\n')).toEqual([]);
  });
});
