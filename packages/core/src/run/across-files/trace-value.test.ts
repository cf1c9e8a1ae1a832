import { readFileSync } from "node:fs";
import path from "node:path";
import { analyze } from "@typescript-eslint/scope-manager";
import { createModules } from "../../modules/index.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assertProperty } from "../../../../../test/support/properties.js";
import { parseWithOxc } from "../../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../../test/support/temporary-tree.js";
import type { SourceFile } from "../../syntax/source-file.js";
import { traceValue, type Trace } from "./trace-value.js";

const BRIDGE = `export class Bridge { send(): void {} }
let shared: Bridge | undefined;
export function getBridge(): Bridge { return (shared ??= new Bridge()); }
`;

function open(file: string): SourceFile {
  const text = readFileSync(file, "utf8");
  const { program, comments } = parseWithOxc(file, text);
  const sourceType = file.endsWith(".cjs") ? "script" : "module";
  return { path: file, text, program, comments: () => comments, scopes: () => analyze(program, { sourceType, lib: [] }) };
}

function trace(files: Record<string, string>, target = "./bridge.ts#Bridge", maxDepth = 9): { trace: Trace; root: string } {
  const root = writeTree({ "package.json": { name: "x", type: "module" }, "bridge.ts": BRIDGE, ...files });
  const modules = createModules({ root, parse: parseWithOxc });
  const all = [...Object.keys(files), "bridge.ts"].map((file) => path.join(root, file));
  const [module = "", exported] = target.split("#");
  const found = traceValue(
    { module: modules.resolveContractModule(module), exported },
    {
      modules,
      maxDepth,
      open,
      importersOf: (wanted) =>
        all.filter((file) => modules.namedModules(file).some((named) => modules.isSameModule(named.module, wanted))),
    },
  );
  return { trace: found, root };
}

/** `file depth kinds`, by file. */
function consumersIn(files: Record<string, string>, target?: string, maxDepth?: number): string[] {
  const { trace: found, root } = trace(files, target, maxDepth);
  return found.files.map(({ path: file, depth, uses }) =>
    [path.relative(root, file), depth, [...new Set(uses.map(({ kind }) => kind))].sort().join(",")].join(" "),
  );
}

describe("traceValue", () => {
  test.each<[string, Record<string, string>, string[]]>([
    [
      "what is constructed, extended and only named as a type",
      {
        "a.ts": 'import { Bridge } from "./bridge.js";\nnew Bridge().send();\n',
        "b.ts": 'import { Bridge } from "./bridge.js";\nexport class Quiet extends Bridge {}\n',
        "c.ts": 'import type { Bridge } from "./bridge.js";\nexport type Maybe = Bridge | undefined;\n',
      },
      ["a.ts 1 construct,import,member", "b.ts 1 extend,import", "c.ts 1 type"],
    ],
    [
      "barrels of barrels, with other names",
      {
        "one.ts": 'export { Bridge as Link } from "./bridge.js";\n',
        "two.ts": 'export * from "./one.js";\n',
        "three.ts": 'import { Link } from "./one.js";\nexport { Link as Final };\n',
        "a.ts": 'import * as all from "./two.js";\nnew all.Link();\n',
        "b.ts": 'import { Final } from "./three.js";\nnew Final();\n',
      },
      ["a.ts 1 construct,import", "b.ts 1 construct,import", "one.ts 1 re-export", "three.ts 1 import", "two.ts 1 re-export"],
    ],
    [
      "const aliases and destructuring",
      {
        "alias.ts": 'import { Bridge } from "./bridge.js";\nexport const Renamed = Bridge;\n',
        "a.ts": 'import * as all from "./alias.js";\nconst { Renamed: X } = all;\nconst Y = X;\nnew Y();\n',
      },
      ["a.ts 1 construct,import", "alias.ts 1 import"],
    ],
    [
      "functions that give it, and what hides behind a table of them",
      {
        "index.ts": 'export { getBridge } from "./bridge.js";\n',
        "factory.ts":
          'import * as parts from "./index.js";\nimport { Boss } from "./boss.js";\nconst table = { sink: () => parts.getBridge() };\nexport const createBoss = (): Boss => new Boss(table.sink());\n',
        "boss.ts":
          "export class Boss {\n  constructor(private readonly sink: { send(): void }) {}\n  run(): void { this.sink.send(); }\n}\n",
        "route.ts": 'import { createBoss } from "./factory.js";\ncreateBoss().run();\n',
        "far.ts": 'import "./route.js";\n',
      },
      ["boss.ts 2 member,receive", "factory.ts 1 call,import,pass", "index.ts 1 re-export", "route.ts 2 hold"],
    ],
    [
      "async wrappers, memoised ones, defaults and conditions",
      {
        "lazy.ts":
          'import { Bridge } from "./bridge.js";\nconst once = <T>(f: () => T) => f;\nexport const lazy = once(() => new Bridge());\nexport default async function make(other?: Bridge) {\n  return other ?? lazy();\n}\n',
        "a.ts": 'import make, { lazy } from "./lazy.js";\n(await make()).send();\nlazy().send();\n',
      },
      ["a.ts 2 call,import,member", "lazy.ts 1 call,construct,import,type"],
    ],
    [
      "what is injected, by the types that say so",
      {
        "service.ts":
          'import type { Bridge } from "./bridge.js";\nexport interface Options { readonly bridge: Bridge }\nexport class Service {\n  #bridge: Bridge;\n  constructor({ bridge }: Options) { this.#bridge = bridge; bridge.send(); }\n}\n',
        "handler.ts":
          'import type { Options } from "./service.js";\nexport const handle = (options: Options) => options.bridge.send();\n',
        "none.ts": 'import type { Options } from "./service.js";\nexport type Keys = keyof Options;\n',
      },
      ["handler.ts 2 member", "service.ts 1 member,type"],
    ],
    [
      "dynamic imports, require and mocks",
      {
        "a.ts": 'const { Bridge } = await import("./bridge.js");\nnew Bridge();\n',
        "b.cjs": 'const bridge = require("./bridge.js");\nmodule.exports = { make: () => bridge.getBridge() };\n',
        "c.cjs": 'const { make } = require("./b.cjs");\nmake().send();\n',
        "d.test.ts": 'vi.mock("./bridge.js", () => ({ getBridge: () => null }));\n',
      },
      ["a.ts 1 construct,dynamic-import", "b.cjs 1 call,import", "c.cjs 2 call,import,member", "d.test.ts 1 mock"],
    ],
    [
      "nothing of the same name elsewhere, and nothing that is shadowed",
      {
        "other.ts": "export class Bridge {}\n",
        "a.ts": 'import { Bridge } from "./other.js";\nnew Bridge();\n',
        "b.ts":
          'import { Bridge } from "./bridge.js";\nexport function f(Bridge: { new (): unknown }) { return new Bridge(); }\n',
      },
      ["b.ts 1 import"],
    ],
  ])("finds %s", (_, files, expected) => {
    expect(consumersIn(files)).toEqual(expected);
  });

  test("says from where each file has it", () => {
    const { trace: found, root } = trace({
      "factory.ts":
        'import { getBridge } from "./bridge.js";\nimport { use } from "./use.js";\nexport const make = () => getBridge();\nuse(getBridge());\n',
      "use.ts": "export function use(bridge: { send(): void }): void { bridge.send(); }\n",
      "a.ts": 'import { make } from "./factory.js";\nmake();\n',
    });
    const via = Object.fromEntries(
      found.files.map(({ path: file, via: givers }) => [
        path.relative(root, file),
        givers.map((giver) =>
          giver.kind === "argument"
            ? `handed by ${path.relative(root, giver.path)}`
            : `${giver.module.kind === "file" ? path.relative(root, giver.module.path) : ""}#${giver.exported}`,
        ),
      ]),
    );
    expect(via).toEqual({
      "a.ts": ["factory.ts#make", "bridge.ts#getBridge"],
      "factory.ts": ["bridge.ts#getBridge"],
      "use.ts": ["handed by factory.ts", "bridge.ts#getBridge"],
    });
  });

  test("finds the end of any chain of re-exports, aliases, tables and functions", () => {
    const steps = {
      barrel: (from: string, name: string) => ({ text: `export { ${name} as next } from "${from}";\n`, calls: "" }),
      star: (from: string, name: string) => ({ text: `export * from "${from}";\n`, calls: "", keeps: name }),
      alias: (from: string, name: string) => ({
        text: `import { ${name} } from "${from}";\nexport const next = ${name};\n`,
        calls: "",
      }),
      wrapper: (from: string, name: string) => ({
        text: `import * as all from "${from}";\nexport function next() { return all.${name}; }\n`,
        calls: "()",
      }),
      table: (from: string, name: string) => ({
        text: `import { ${name} as x } from "${from}";\nconst table = { x };\nexport default 1;\nexport { table as next };\n`,
        calls: ".x",
      }),
      required: (from: string, name: string) => ({
        text: `const { ${name}: x } = await import("${from}");\nexport const next = [x].length > 0 ? x : null;\n`,
        calls: "",
      }),
    };
    type Step = { text: string; calls: string; keeps?: string };
    const kinds = Object.keys(steps) as (keyof typeof steps)[];
    assertProperty(
      fc.property(fc.array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 4 }), (chain) => {
        const files: Record<string, string> = {};
        let [from, name, access] = ["./bridge.js", "getBridge", ""];
        chain.forEach((kind, index) => {
          const step: Step = steps[kind](from, name);
          files[`s${index}.ts`] = step.text;
          [from, name, access] = [`./s${index}.js`, step.keeps ?? "next", step.calls + access];
        });
        files["end.ts"] = `import { ${name} as got } from "${from}";\ngot${access}().send();\n`;
        const { trace: found, root } = trace(files);
        const end = found.files.find(({ path: file }) => path.relative(root, file) === "end.ts");
        expect(end?.uses.map(({ kind, name: used }) => `${kind} ${used}`)).toContain("member send");
      }),
      40,
    );
  });

  test("stops at a depth, and ends where files hand a value round", () => {
    const files = {
      "a.ts":
        'import { getBridge } from "./bridge.js";\nimport { b } from "./b.js";\nexport const a = () => [b(), getBridge()];\n',
      "b.ts": 'import { a } from "./a.js";\nexport const b = () => ({ a: a() });\n',
      "c.ts": 'import { b } from "./b.js";\nexport const c = () => b();\n',
    };
    expect(consumersIn(files, undefined, 1)).toEqual(["a.ts 1 call,import"]);
    expect(consumersIn(files).map((line) => line.split(" ").slice(0, 2).join(" "))).toContain("b.ts 2");
  });

  test("traces a whole module, a function with its forwarders, and a package", () => {
    const files = {
      "ids.ts": "export const newId = (kind: string): string => kind;\nexport default newId;\n",
      "wrap.ts": 'import { newId } from "./ids.js";\nexport const userId = () => newId("user");\n',
      "a.ts": 'import { userId } from "./wrap.js";\nuserId();\n',
      "b.ts": 'import "./ids.js";\n',
      "c.ts": 'import { v4 } from "uuid";\nv4();\n',
    };
    expect(consumersIn(files, "./ids.ts#newId")).toEqual(["a.ts 2 call,import", "wrap.ts 1 call,import"]);
    expect(consumersIn(files, "./ids.ts", 1)).toEqual(["b.ts 1 import", "wrap.ts 1 call,import"]);
    expect(consumersIn(files, "uuid#v4")).toEqual(["c.ts 1 call,import"]);
  });

  test("traces a whole module through barrels of barrels", () => {
    const files = {
      "one.ts": 'export * from "./bridge.js";\n',
      "two.ts": 'export * from "./one.js";\n',
      "a.ts": 'import { getBridge } from "./two.js";\ngetBridge().send();\n',
      "b.ts": 'import { other } from "./two.js";\nother();\n',
    };
    expect(consumersIn(files, "./bridge.ts", 1)).toEqual(["a.ts 1 call,import", "one.ts 1 re-export", "two.ts 1 re-export"]);
    expect(consumersIn(files, "./one.ts", 1)).toEqual(["a.ts 1 call,import", "two.ts 1 re-export"]);
  });
});
