import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { writeTree, type TreeContent } from "../../../../test/support/temporary-tree.js";
import { createTypeChecker } from "../create-type-checker.js";
import type { TypeCheckerOptions } from "../type-checker.js";
import { NativeCompiler, NativeFailure } from "./compiler.js";

const STRICT = { strict: true, module: "NodeNext", target: "ES2022", lib: ["ES2022"], types: [], noEmit: true };
const FILES: Readonly<Record<string, TreeContent>> = {
  "tsconfig.json": { compilerOptions: STRICT, include: ["src"] },
  "package.json": { type: "module" },
  "src/id.ts": "export const make = () => 'a';\n",
  "src/use.ts": "import { make } from './id.js';\nexport const upper = make().toUpperCase();\n",
};
const BREAKING = new Map([["src/id.ts", "export const make = () => 1;\n"]]);
const HARMLESS = new Map([["src/id.ts", "export const make = () => 'b';\n"]]);

const ended: (() => void)[] = [];
afterEach(() => ended.splice(0).forEach((end) => end()));

function open(files: Readonly<Record<string, TreeContent>>, options: TypeCheckerOptions = {}) {
  const root = writeTree(files);
  const pids: number[] = [];
  const checker = createTypeChecker(
    root,
    Object.keys(files).filter((file) => /\.[cm]?[jt]sx?$/u.test(file)),
    { onProcess: (pid) => pids.push(pid), ...options },
  );
  ended.push(() => checker.end());
  const added = (texts: ReadonlyMap<string, string>): readonly string[] =>
    checker.judge(texts).added.map(({ file, code }) => `${file} TS${code}`);
  return { root, checker, pids, added };
}

const PROGRAM = "#!/bin/sh\n";

/** A program in place of the compiler. */
function programOf(script: string): string {
  const root = writeTree({ "compiler.sh": `${PROGRAM}${script}\n` });
  const file = path.join(root, "compiler.sh");
  chmodSync(file, 0o755);
  return file;
}

test("TypeScript 7 judges", () => {
  const { checker, pids, added } = open(FILES);
  expect(added(BREAKING)).toEqual(["src/use.ts TS2339"]);
  expect({ slow: checker.slow, pids: pids.length }).toEqual({ slow: [], pids: 1 });
});

test.skipIf(process.platform === "win32")("a pipe in the place of a package's types is not waited for", () => {
  const { root, checker, pids, added } = open({
    ...FILES,
    "node_modules/ids/package.json": { name: "ids", types: "index.d.ts" },
    "src/taken.ts": 'import { id } from "ids";\nexport const taken = id;\n',
  });
  execFileSync("/usr/bin/env", ["mkfifo", path.join(root, "node_modules/ids/index.d.ts")]);
  expect(added(BREAKING)).toEqual(["src/use.ts TS2339"]);
  expect({ slow: checker.slow, pids: pids.length }).toEqual({ slow: [], pids: 1 });
});

describe("a change reaches", () => {
  const USE = "export const text: string = take().a;\n";
  const MIDDLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    "through a barrel": { "src/middle.ts": 'export * from "./id.js";\n' },
    "through a name that is passed on": {
      "src/middle.ts": 'export { take } from "./other.js";\n',
      "src/other.ts": 'export { take } from "./id.js";\n',
    },
    "through an import that is exported": { "src/middle.ts": 'import { take } from "./id.js";\nexport { take };\n' },
    "through a default export": {
      "src/middle.ts": 'import get from "./other.js";\nexport const take = () => get();\n',
      "src/other.ts": 'import { take } from "./id.js";\nexport default take;\n',
    },
    "through a namespace": { "src/middle.ts": 'import * as all from "./id.js";\nexport const take = all.take;\n' },
    "through a namespace that is passed on": {
      "src/middle.ts": 'import { ids } from "./other.js";\nexport const take = () => ids.take();\n',
      "src/other.ts": 'export * as ids from "./id.js";\n',
    },
    "through a type of no name": { "src/middle.ts": 'export declare function take(): import("./id.js").Id;\n' },
    "through a type that is inferred": {
      "src/middle.ts": 'import { middle } from "./other.js";\nexport const take = () => middle();\n',
      "src/other.ts": 'import { take } from "./id.js";\nexport const middle = () => take();\n',
    },
    "through a type that stays inside": {
      "src/middle.ts":
        'import type { Id } from "./id.js";\ninterface Inner {\n  readonly id: Id;\n}\ndeclare const inner: Inner;\nexport const take = () => inner.id;\n',
    },
    "through a base class": {
      "src/middle.ts": 'import { Base } from "./id.js";\nclass Own extends Base {}\nexport const take = () => new Own();\n',
    },
    "through an import that is awaited": {
      "src/middle.ts": 'const ids = await import("./id.js");\nexport const take = ids.take;\n',
    },
  };
  const idOf = (type: string): string =>
    `export interface Id {\n  readonly a: ${type};\n}\nexport class Base {\n  declare a: ${type};\n}\nexport declare function take(): Id;\n`;

  test.each(Object.entries(MIDDLE))("another file %s", (_, middle) => {
    const files = {
      ...FILES,
      "src/id.ts": idOf("string"),
      ...middle,
      "src/use.ts": `import { take } from "./middle.js";\n${USE}`,
    };
    const { added } = open(files);
    expect(added(new Map([["src/id.ts", idOf("number")]]))).toEqual(["src/use.ts TS2322"]);
  });

  test("no file that takes other names, nor one that takes what is private", () => {
    const id = (type: string): string =>
      `export const make = () => "a";\nexport class Service {\n  private id: ${type} = make() as never;\n  get() {\n    return typeof this.id;\n  }\n}\n`;
    const { checker } = open({
      ...FILES,
      "src/id.ts": id("string"),
      "src/other.ts": 'import { Service } from "./id.js";\nexport const own = new Service();\n',
    });
    const reached: string[] = [];
    checker.examine(new Map([["src/id.ts", id("number")]]), ({ added }) => reached.push(...added.map(({ file }) => file)), "all");
    expect(reached).toEqual([]);
  });
});

describe("a compiler that fails", () => {
  test("and died between two questions is started again", () => {
    const { checker, pids, added } = open(FILES);
    checker.judge(HARMLESS).keep();
    process.kill(pids[0]!, "SIGKILL");
    expect(added(BREAKING)).toEqual(["src/use.ts TS2339"]);
    expect({ slow: checker.slow, started: pids.filter((pid) => pid > 0).length }).toEqual({ slow: [], started: 2 });
  });

  test("and dies again leaves the rest to the project's own TypeScript, which knows what was kept", { tags: "slow" }, () => {
    const { checker, pids, added } = open(FILES);
    checker
      .judge(
        new Map([["src/use.ts", "import { make } from './id.js';\nexport const twice: number = make() * 2;\n"], ...BREAKING]),
      )
      .keep();
    for (const name of ["b", "c"]) {
      process.kill(
        pids.findLast((pid) => pid > 0)!,
        "SIGKILL",
      );
      expect(added(new Map([["src/id.ts", `export const make = () => '${name}';\n`]]))).toEqual(["src/use.ts TS2362"]);
    }
    expect(checker.slow).toMatchObject([{ config: "tsconfig.json" }]);
  });

  test.skipIf(process.platform === "win32").each([
    ["ends at once", "exit 3"],
    ["says nothing", "exec sleep 60"],
    ["says nonsense", "printf nonsense; exec sleep 60"],
  ])("and %s is given up, and nothing is lost", { tags: "slow" }, (_, script) => {
    const { checker, added } = open(FILES, { limits: { answerMs: 300, program: programOf(script) } });
    expect(added(BREAKING)).toEqual(["src/use.ts TS2339"]);
    expect(checker.slow).toMatchObject([{ config: "tsconfig.json" }]);
  });

  test.skipIf(process.platform === "win32")(
    "and answers too late is ended and started again, which knows what was kept",
    { tags: "slow" },
    () => {
      const { checker, pids, added } = open(FILES, { limits: { answerMs: 3000 } });
      checker.judge(BREAKING).keep();
      process.kill(pids[0]!, "SIGSTOP");
      expect(added(HARMLESS)).toEqual([]);
      expect(added(new Map([["src/use.ts", "import { make } from './id.js';\nexport const text: string = make();\n"]]))).toEqual([
        "src/use.ts TS2322",
      ]);
      expect(pids.filter((pid) => pid > 0).length).toBeGreaterThan(1);
    },
  );

  test("for want of memory for two projects at once judges both", { tags: "slow" }, () => {
    const tsconfig = FILES["tsconfig.json"]!;
    const { GOMEMLIMIT: limit } = process.env;
    process.env["GOMEMLIMIT"] = "1MiB";
    try {
      const { checker, added } = open({
        ...{ "a/tsconfig.json": tsconfig, "b/tsconfig.json": tsconfig, "package.json": FILES["package.json"]! },
        "a/src/id.ts": FILES["src/id.ts"]!,
        "b/src/use.ts": "import { make } from '../../a/src/id.js';\nexport const b = make().trim();\n",
      });
      expect(added(new Map([["a/src/id.ts", BREAKING.get("src/id.ts")!]]))).toEqual(["b/src/use.ts TS2339"]);
      expect(added(new Map([["b/src/use.ts", "export const b: number = '';\n"]]))).toEqual(["b/src/use.ts TS2322"]);
      expect(checker.slow).toEqual([]);
    } finally {
      if (limit === undefined) delete process.env["GOMEMLIMIT"];
      else process.env["GOMEMLIMIT"] = limit;
    }
  });

  test("and panics is told by the first line", () => {
    const panic = "panic: runtime error: nil pointer dereference";
    expect(new NativeFailure(`${panic}\n\ngoroutine 1 [running]:\nruntime/debug.Stack()\n`).message).toBe(panic);
    expect(new NativeFailure(`${panic} goroutine 1 [running]: runtime/debug.Stack()`).message).toBe(panic);
  });

  test("and is not installed for a platform is not missed", () => {
    const { checker, added } = open(FILES, { limits: { answerMs: 10_000, program: path.join(writeTree({}), "no-compiler") } });
    expect(added(BREAKING)).toEqual(["src/use.ts TS2339"]);
    expect(checker.slow).toMatchObject([{ config: "tsconfig.json" }]);
  });

  test.skipIf(!existsSync("/proc"))("is gone when the checker is ended", async () => {
    const { checker, pids, added } = open(FILES);
    added(HARMLESS);
    checker.end();
    const isThere = (): boolean =>
      existsSync(`/proc/${pids[0]!}`) && !/^State:\s+Z/mu.test(readFileSync(`/proc/${pids[0]!}/status`, "utf8"));
    await expect.poll(isThere).toBe(false);
  });
});

describe("a config", () => {
  test.each([
    ["baseUrl", { module: "ESNext", moduleResolution: "bundler", baseUrl: "./src", ignoreDeprecations: "6.0" }, "id"],
    ["an old way to find modules", { module: "CommonJS", moduleResolution: "node", ignoreDeprecations: "6.0" }, "./id"],
    ["an old target", { module: "CommonJS", target: "ES5", moduleResolution: "node", ignoreDeprecations: "6.0" }, "./id"],
    ["an old kind of modules", { module: "AMD", moduleResolution: "classic", ignoreDeprecations: "6.0" }, "./id"],
    ["paths", { module: "ESNext", moduleResolution: "bundler", paths: { "@/*": ["./src/*"] } }, "@/id"],
    ["no strictness", { strict: false, module: "ESNext", moduleResolution: "bundler" }, "./id"],
  ])("with %s is opened though TypeScript 7 has other options", (_, options, specifier) => {
    const { checker, added } = open({
      ...FILES,
      "package.json": {},
      "tsconfig.json": { compilerOptions: { ...STRICT, ...options }, include: ["src"] },
      "src/use.ts": `import { make } from '${specifier}';\nexport const upper = make().toUpperCase();\n`,
    });
    expect({ added: added(BREAKING), slow: checker.slow }).toEqual({ added: ["src/use.ts TS2339"], slow: [] });
  });

  test("of a project on TypeScript 5.4 means what it says to that", () => {
    const modules = path.resolve(import.meta.dirname, "../../../../node_modules/typescript-5.4");
    const { checker, added } = open({
      ...FILES,
      "package.json": {},
      "tsconfig.json": { compilerOptions: { noEmit: true, module: "commonjs" }, include: ["src"] },
      "node_modules/@types/everywhere/package.json": { name: "@types/everywhere", version: "1.0.0", types: "index.d.ts" },
      "node_modules/@types/everywhere/index.d.ts": "declare const everywhere: string;\n",
      "node_modules/typescript/package.json": { name: "typescript", version: "5.4.5", main: "index.cjs" },
      "node_modules/typescript/index.cjs": `module.exports = require(${JSON.stringify(modules)});\n`,
      "src/use.ts":
        "import { make } from './id';\nexport const upper = make().toUpperCase() + everywhere;\nexport const f = (x) => x;\n",
    });
    expect(added(HARMLESS)).toEqual([]);
    expect({ added: added(BREAKING), slow: checker.slow }).toEqual({ added: ["src/use.ts TS2339"], slow: [] });
    const loose =
      "import { make } from './id';\nexport const upper = make() + everywhere;\nexport const g = (x) => x;\nexport const s: string = null;\n";
    expect(added(new Map([["src/use.ts", loose]]))).toEqual([]);
  });

  test("that is broken is no project of the rest", () => {
    const { added } = open({ ...FILES, "other/tsconfig.json": '{ "compilerOptions": ', "other/a.ts": "export const a = 1;\n" });
    expect(added(BREAKING)).toEqual(["src/use.ts TS2339"]);
  });

  test("is one of 200", { tags: "slow" }, () => {
    const packages = Array.from({ length: 200 }, (_, at) => [
      [`p${at}/tsconfig.json`, { compilerOptions: STRICT, include: ["."] }],
      [`p${at}/a.ts`, `import { make } from '../src/id.js';\nexport const a${at}: string = make();\n`],
    ]);
    const others = Object.fromEntries(packages.flat()) as Record<string, TreeContent>;
    const { checker, added } = open({ ...FILES, "src/use.ts": "export {};\n", ...others });
    expect(added(BREAKING)).toHaveLength(200);
    expect(checker.slow).toEqual([]);
  });
});

test("errors from before stay no reason against a change of their file", () => {
  const { added } = open({ ...FILES, "src/id.ts": "export const make = () => 'a';\nexport const n: number = 'n';\n" });
  expect(added(new Map([["src/id.ts", "export const make = () => 'b';\nexport const n: number = 'n';\n"]]))).toEqual([]);
});

test("a file that others have written meanwhile is read again", () => {
  const { root, checker, added } = open(FILES);
  expect(added(HARMLESS)).toEqual([]);
  writeFileSync(path.join(root, "src/use.ts"), "import { make } from './id.js';\nexport const n: number = make().length;\n");
  checker.refresh(["src/use.ts"]);
  expect(added(new Map([["src/id.ts", "export const make = () => ({ length: 'l' });\n"]]))).toEqual(["src/use.ts TS2322"]);
});

test("several files with other texts add the same errors whatever was shown before", { tags: "slow" }, () => {
  const files: Readonly<Record<string, TreeContent>> = {
    ...FILES,
    "src/a.ts": "import { make } from './id.js';\nexport const a = (): string => make();\n",
    "src/b.ts": "import { a } from './a.js';\nexport const b = (): string => a();\n",
  };
  const numbers = ["src/id.ts", "export const make = () => 1;\n"] as const;
  const takesNumbers = ["src/a.ts", "import { make } from './id.js';\nexport const a = (): number => make();\n"] as const;
  const takesNothing = ["src/a.ts", "export const a = (): number => 2;\n"] as const;
  const takesBoth = [
    "src/b.ts",
    "import { a } from './a.js';\nimport { make } from './id.js';\nexport const b = (): string => a() + make();\n",
  ] as const;
  const changes = [[numbers, takesNumbers], [takesNumbers, takesBoth], [numbers, takesNothing], [], [takesNothing, takesBoth]];
  const { added } = open(files);
  for (const change of [...changes, ...changes.toReversed()]) {
    const alone = open(files);
    expect([...added(new Map(change))].sort()).toEqual([...alone.added(new Map(change))].sort());
    alone.checker.end();
  }
});

test("new files are found by the imports of others, and are gone where they were not kept", () => {
  const { added } = open(FILES);
  const use = "import { more } from './more/more.js';\nexport const m: number = more;\n";
  expect(
    added(
      new Map([
        ["src/use.ts", use],
        ["src/more/more.ts", "export const more = 'm';\n"],
      ]),
    ),
  ).toEqual(["src/use.ts TS2322"]);
  expect(added(new Map([["src/use.ts", use]]))).toEqual(["src/use.ts TS2307"]);
});

test("declarations that show nothing of a change are not another reason to ask", () => {
  const { added } = open({
    ...FILES,
    "src/id.ts":
      "const seed = (): number => 1;\nexport class Ids { private last = seed(); next(): string { return String(this.last); } }\nexport const make = () => new Ids().next();\n",
  });
  const inside =
    "import { seeded } from './use.js';\nconst seed = (): number => 2 + seeded;\nexport class Ids { private last = seed(); next(): string { return `${this.last}`; } }\nexport const make = () => new Ids().next();\n";
  expect(added(new Map([["src/id.ts", inside]]))).toEqual(["src/id.ts TS2305"]);
});

test("what is near is checked first where a change reaches too much to compare, and all of it is known after that", () => {
  const many = Array.from({ length: 110 }, (_, number) => number);
  const { checker, added } = open({
    "tsconfig.json": { compilerOptions: STRICT, include: ["src"] },
    "package.json": { type: "module" },
    "src/id.ts": "export const make = () => 'a';\n",
    ...Object.fromEntries(
      many.flatMap((n) => [
        [`src/middle${n}.ts`, `import { make } from "./id.js";\nexport const made${n} = make();\n`],
        [`src/use${n}.ts`, `import { made${n} } from "./middle${n}.js";\nexport const used: string = made${n};\n`],
      ]),
    ),
  });
  const shown = (which: "nearby" | "covering"): number => {
    let count = 0;
    checker.examine(BREAKING, (project) => (count += project.added.length), which);
    return count;
  };
  const near = shown("nearby");
  expect(near).toBeGreaterThan(50);
  expect(near).toBeLessThan(many.length);
  expect(shown("covering")).toBe(many.length);
  expect(added(BREAKING)).toHaveLength(many.length);
});

describe("a project of whose files another one checks all", () => {
  const USE = "import { make } from '../src/id.js';\nexport const upper = make().a.toUpperCase();\n";
  const ID = "export const make = (): Record<'a', string> => ({ a: 'a' });\n";
  const MAYBE = new Map([["src/id.ts", ID.replace("'a'", "string")]]);

  /** In which projects errors are found, and which of them are opened. */
  function examine(files: Readonly<Record<string, TreeContent>>, texts: ReadonlyMap<string, string>) {
    const update = vi.spyOn(NativeCompiler.prototype, "update");
    const { checker, root } = open(files);
    const shown = (config: string): string => path.relative(root, path.dirname(config));
    const found: string[] = [];
    checker.examine(
      texts,
      ({ config, added }) => found.push(...added.map(({ file }) => `${shown(config)}: ${path.basename(file)}`)),
      "all",
    );
    const opened = update.mock.calls.flatMap(([{ opened: each = [] }]) => each.map(shown));
    update.mockRestore();
    return {
      found: found.sort(),
      opened,
      reached: [...checker.reach(texts)].map(([config, { size }]) => `${shown(config)}: ${size}`),
    };
  }

  test("is asked only about what it reads by other options", () => {
    const strict = { ...STRICT, noUncheckedIndexedAccess: true };
    const files = {
      ...FILES,
      "tsconfig.json": { compilerOptions: STRICT, include: ["src", "strict"] },
      "src/id.ts": ID,
      "src/use.ts": USE.replace("../src", "."),
      "strict/tsconfig.json": { compilerOptions: strict, include: ["."] },
      "strict/use.ts": USE,
      "strict/apart.ts": "export const apart = ['a'][0].length;\n",
    };
    const { found, opened, reached } = examine(files, MAYBE);
    expect({ found, opened }).toEqual({ found: ["strict: use.ts"], opened: ["", "strict"] });
    // The last word of the project's own TypeScript is about a file that is only reached where it is at home.
    expect(reached).toEqual([": 3", "strict: 0"]);
  });

  /** Both projects list `mapped`, and only its own one finds where `ids` is. */
  const withMapped = (ids: string): Readonly<Record<string, TreeContent>> => ({
    "package.json": { type: "module" },
    "tsconfig.json": { compilerOptions: STRICT, include: ["src", "mapped"] },
    "src/apart.ts": "export {};\n",
    [ids]: FILES["src/id.ts"]!,
    "mapped/tsconfig.json": {
      compilerOptions: { ...STRICT, module: "ESNext", moduleResolution: "bundler", paths: { ids: [`../${ids}`] } },
      include: ["."],
    },
    "mapped/use.ts": USE.replace("../src/id.js", "ids").replace(".a", ""),
  });

  test.each(["src/id.ts", "lib/id.ts"])("is asked about all where its imports lead to other sources, as to %s", (ids) => {
    const change = new Map([[ids, BREAKING.get("src/id.ts")!]]);
    expect(examine(withMapped(ids), change)).toMatchObject({ found: ["mapped: use.ts"] });
  });
});

test("a project that has only some of the changed files says nothing of the others", () => {
  const options = { compilerOptions: STRICT, include: ["."] };
  const { checker } = open({
    ...{ "small/package.json": { type: "module" }, "small/tsconfig.json": options, "small/id.ts": FILES["src/id.ts"]! },
    ...{ "large/package.json": { type: "module" }, "large/tsconfig.json": options, "large/id.ts": FILES["src/id.ts"]! },
    "large/use.ts": FILES["src/use.ts"]!,
  });
  const found: string[] = [];
  checker.examine(
    new Map(["small", "large"].map((folder) => [`${folder}/id.ts`, BREAKING.get("src/id.ts")!])),
    ({ added }) => found.push(...added.map(({ file }) => path.basename(file))),
    "covering",
  );
  expect(found).toEqual(["use.ts"]);
});

test("the projects of changed files are opened together", () => {
  const project = (name: string): Readonly<Record<string, TreeContent>> => ({
    [`${name}/package.json`]: { type: "module" },
    [`${name}/tsconfig.json`]: { compilerOptions: STRICT, include: ["."] },
    [`${name}/id.ts`]: FILES["src/id.ts"]!,
  });
  const names = ["one", "three", "two"];
  const update = vi.spyOn(NativeCompiler.prototype, "update");
  const { checker, root } = open(Object.assign({}, ...names.map(project)));
  checker.judgeAhead(new Map(names.map((name) => [`${name}/id.ts`, "export const make = (): string => 'b';\n"])));
  const opened = update.mock.calls.map(([{ opened: each = [] }]) => each.map((file) => path.relative(root, path.dirname(file))));
  update.mockRestore();
  expect(opened.filter((each) => each.length > 0)).toEqual([names]);
});

describe("what was judged together", () => {
  const APART: Readonly<Record<string, TreeContent>> = {
    ...FILES,
    "src/a.ts": "export const a = (): string => 'a';\n",
    "src/b.ts": "import { make } from './id.js';\nexport const b = (): string => make();\n",
    "src/c.ts": "import { a } from './a.js';\nexport const c = (): string => a();\n",
  };
  const A = ["src/a.ts", "export const a = (): string => 'b';\n"] as const;
  const B = ["src/b.ts", "import { make } from './id.js';\nexport const b = (): string => make() + 1;\n"] as const;
  const WRONG = ["src/c.ts", "import { a } from './a.js';\nexport const c = (): string => a() * 1;\n"] as const;

  test("is known of each part, without the compiler, and stays so where a part is kept", () => {
    const { checker, pids, added } = open(APART);
    const errors = ["src/c.ts TS2322", "src/c.ts TS2362"];
    expect([...added(new Map([A, B, WRONG]))].sort()).toEqual(errors);
    checker.end();
    expect([...added(new Map([WRONG]))].sort()).toEqual(errors);
    checker.judge(new Map([A])).keep();
    checker.judge(new Map([B])).keep();
    expect([...added(new Map([WRONG]))].sort()).toEqual(errors);
    expect(pids.filter((pid) => pid !== 0)).toHaveLength(1);
  });

  test.each([
    ["another text", [["src/a.ts", "export const a = (): string => 1;\n"]], ["src/a.ts TS2322"]],
    ["a file of which it had none", [["src/use.ts", "export const upper: string = 1;\n"]], ["src/use.ts TS2322"]],
  ] as const)("says nothing of %s", { tags: "slow" }, (_, part, errors) => {
    const { added } = open(APART);
    added(new Map([A, B]));
    expect(added(new Map(part))).toEqual(errors);
  });

  test("says nothing of a part that needs another one", { tags: "slow" }, () => {
    const { checker, added } = open(APART);
    const made = ["src/id.ts", "export const make = () => 1;\n"] as const;
    const user = ["src/b.ts", "import { make } from './id.js';\nexport const b = (): number => make();\n"] as const;
    const use = ["src/use.ts", "import { make } from './id.js';\nexport const upper = make() + 1;\n"] as const;
    expect(added(new Map([A, made, user, use]))).toEqual([]);
    expect(added(new Map([user]))).toEqual(["src/b.ts TS2322"]);
    expect(added(new Map([made, user]))).toEqual(["src/use.ts TS2339"]);
    checker.judge(new Map([A])).keep();
    checker.judge(new Map([made, use, user])).keep();
    expect(added(new Map([user]))).toEqual([]);
  });

  test("says nothing any more once what others see is another thing", { tags: "slow" }, () => {
    const { checker, added } = open(APART);
    expect(added(new Map([A, ["src/c.ts", "import { a } from './a.js';\nexport const c = (): string => a() + 1;\n"]]))).toEqual(
      [],
    );
    checker
      .judge(
        new Map([
          ["src/a.ts", "export const a = () => ({ a: 1 });\n"],
          ["src/c.ts", "import { a } from './a.js';\nexport const c = (): string => a().a + '';\n"],
        ]),
      )
      .keep();
    expect(added(new Map([["src/c.ts", "import { a } from './a.js';\nexport const c = (): string => a() + 1;\n"]]))).toEqual([
      "src/c.ts TS2365",
    ]);
    expect(added(new Map([["src/c.ts", "import { a } from './a.js';\nexport const c = (): string => a();\n"]]))).toEqual([
      "src/c.ts TS2322",
    ]);
  });
});
