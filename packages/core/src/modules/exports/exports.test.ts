import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseWithOxc } from "../../../../../test/support/parse-with-oxc.js";
import { writeTree } from "../../../../../test/support/temporary-tree.js";
import { createModules } from "../create-modules.js";

/** Where the exports of `src/index.ts` come from, as `value src/a.ts#b`. */
function originsIn(files: Readonly<Record<string, string>>, entry = "src/index.ts") {
  const root = writeTree(files);
  const modules = createModules({ root, parse: parseWithOxc });
  return (name: string): string | undefined => {
    const origin = modules.exportOrigin({ kind: "file", path: join(root, entry) }, name);
    if (!origin) return undefined;
    const { module } = origin;
    const where =
      module.kind === "file"
        ? modules.relative(module.path)
        : module.kind === "missing"
          ? `missing ${modules.relative(module.stem)}`
          : module.name;
    return `${origin.kind} ${where}#${origin.name}`;
  };
}

describe("exportOrigin", () => {
  it("knows what a module declares itself, and whether it is a value or a type", () => {
    const origin = originsIn({
      "src/index.ts": `
        export const a = 1, { b, c: { d }, ...rest } = make(), [e, , f = 2] = list();
        export function g() {} export class H {} export enum I { x } export declare const j: number;
        export interface K {} export type L = 1; export namespace M { export const x = 1 } export namespace N { export type x = 1 }
        export declare function o(): void; export abstract class P {} export const enum Q { x }
        export default class {}
        const local = 1; interface Both {} const Both = 1; type OnlyType = 1;
        export { local as renamed, Both, OnlyType, type P as TypeP }; export { local as "string name" };
        namespace Outer { export const inner = 1 } export import viaImport = Outer.inner;
      `,
    });
    const kinds = Object.fromEntries(
      [
        "a",
        "b",
        "c",
        "d",
        "rest",
        "e",
        "f",
        "g",
        "H",
        "I",
        "j",
        "K",
        "L",
        "M",
        "N",
        "o",
        "P",
        "Q",
        "default",
        "local",
        "renamed",
        "Both",
        "OnlyType",
        "TypeP",
        "string name",
        "viaImport",
      ].map((name) => [name, origin(name)?.split(" ")[0]]),
    );
    const value = "value";
    const type = "type";
    expect(kinds).toEqual({
      ...{
        a: value,
        b: value,
        c: undefined,
        d: value,
        rest: value,
        e: value,
        f: value,
        g: value,
        H: value,
        I: value,
        j: value,
        K: type,
        L: type,
        M: value,
      },
      ...{
        N: type,
        o: value,
        P: value,
        Q: value,
        default: value,
        local: undefined,
        renamed: value,
        Both: value,
        OnlyType: type,
        TypeP: type,
        "string name": value,
        viaImport: value,
      },
    });
  });

  it("follows every form of re-export to the declaration", () => {
    const origin = originsIn({
      "src/index.ts": `
        export { a as b, default as Thing } from "./a.js";
        export * from "./stars";
        export * as everything from "./a.js";
        import { a as imported, type T } from "./a.js"; import whole from "./a.js"; import * as space from "./a.js";
        export const held = space; export let kept = space;
        export { imported, T, space }; export default whole;
        export type { a as typed } from "./a.js";
      `,
      "src/a.ts": "export const a = 1; export default function () {} export type T = 1;",
      "src/stars/index.ts": 'export * from "./deep"; export const near = 1; export default 1;',
      "src/stars/deep.ts": "export const far = 1; export default 2;",
    });
    expect(
      ["b", "Thing", "everything", "imported", "T", "space", "held", "kept", "default", "typed", "near", "far", "none", "*"].map(
        origin,
      ),
    ).toEqual([
      "value src/a.ts#a",
      "value src/a.ts#default",
      "value src/a.ts#*",
      "value src/a.ts#a",
      "type src/a.ts#T",
      "value src/a.ts#*",
      "value src/a.ts#*",
      "value src/index.ts#kept",
      "value src/a.ts#default",
      "type src/a.ts#a",
      "value src/stars/index.ts#near",
      "value src/stars/deep.ts#far",
      undefined,
      "value src/index.ts#*",
    ]);
  });

  it("does not pass the default export through export *", () => {
    const origin = originsIn({ "src/index.ts": 'export * from "./a";', "src/a.ts": "export default 1;" });
    expect(origin("default")).toBeUndefined();
  });

  it("comes to an end in cycles of export *", () => {
    const origin = originsIn({
      "src/index.ts": 'export * from "./a"; export * from "./b";',
      "src/a.ts": 'export * from "./index"; export * from "./b";',
      "src/b.ts": 'export * from "./a"; export { loop } from "./c"; export const b = 1;',
      "src/c.ts": 'export { loop } from "./b";',
    });
    expect([origin("b"), origin("none"), origin("loop")]).toEqual(["value src/b.ts#b", undefined, undefined]);
  });

  it("takes linear time over barrels of barrels", () => {
    const files: Record<string, string> = { "src/index.ts": 'export * from "./l0a"; export * from "./l0b";' };
    for (let level = 0; level < 40; level++) {
      for (const side of ["a", "b"])
        files[`src/l${level}${side}.ts`] = `export * from "./l${level + 1}a"; export * from "./l${level + 1}b";`;
    }
    expect(originsIn(files)("none")).toBe("unknown missing src/l40a#none");
  });

  it("says unknown where it can't see: packages, missing files, texts that do not parse, other languages", () => {
    const origin = originsIn({
      "src/index.ts": `
        export { v4 } from "uuid"; export { gone } from "./gone.js"; export { broken } from "./broken";
        import view from "./view.vue"; export { view }; export * from "lodash";`,
      "src/broken.ts": "export const broken = ;",
      "src/view.vue": "<template/>",
    });
    expect(["v4", "gone", "broken", "view", "anything"].map(origin)).toEqual([
      "unknown uuid#v4",
      "unknown missing src/gone#gone",
      "unknown src/broken.ts#broken",
      "unknown src/view.vue#default",
      "unknown lodash#anything",
    ]);
  });

  it("prefers a declaration it sees to a package that might have the name", () => {
    const origin = originsIn({
      "src/index.ts": 'export * from "lodash"; export * from "./a";',
      "src/a.ts": "export const a = 1;",
    });
    expect(origin("a")).toBe("value src/a.ts#a");
  });

  it("reads export = and import = require", () => {
    const origin = originsIn({
      "src/index.ts": 'import a = require("./a"); export { a }; export { default as b } from "./b"; export { x } from "./c";',
      "src/a.ts": "class A {} export = A;",
      "src/b.ts": 'import whole = require("./d"); export = whole;',
      "src/c.ts": "export = { x: 1 };",
      "src/d.ts": "export const d = 1;",
    });
    expect([origin("a"), origin("b"), origin("x")]).toEqual(["value src/a.ts#*", "value src/d.ts#*", "value src/c.ts#x"]);
  });

  it("reads CommonJS: exports.a, module.exports, spreads, require chains, compiled re-exports", () => {
    const origin = originsIn(
      {
        "src/index.js": `
          "use strict";
          Object.defineProperty(exports, "__esModule", { value: true });
          const { helper, other: renamed } = require("./helper");
          const whole = require("./helper");
          exports.b = exports.c = void 0;
          exports.b = 1; module.exports.d = helper; exports["e"] = renamed; exports.f = whole;
          Object.defineProperty(exports, "g", { get: () => 1 });
          __exportStar(require("./star"), exports);
          exports.h = require("./helper").inner;
        `,
        "src/helper.js": "module.exports = { helper() {}, other: 1, inner: 2, ...require('./star') };",
        "src/star.js": "exports.star = 1;",
      },
      "src/index.js",
    );
    expect(["b", "c", "d", "e", "f", "g", "star", "h", "default", "none"].map(origin)).toEqual([
      "value src/index.js#b",
      "value src/index.js#c",
      "value src/helper.js#helper",
      "value src/helper.js#other",
      "value src/helper.js#*",
      "value src/index.js#g",
      "value src/star.js#star",
      "value src/helper.js#inner",
      "value src/index.js#default",
      undefined,
    ]);
  });

  it("does not claim that an export is missing where CommonJS sets exports cleverly", () => {
    const files = {
      "src/index.js": "module.exports = make();",
      "src/b.js": "if (x) { exports.a = 1 }",
      "src/c.js": "for (const k of keys) exports[k] = 1;",
    };
    const answers = Object.keys(files).map((entry) => originsIn(files, entry)("any"));
    expect(answers).toEqual(["unknown src/index.js#any", "unknown src/b.js#any", "unknown src/c.js#any"]);
  });

  it("looks into the declaration file beside a script", () => {
    const origin = originsIn({
      "src/index.ts": 'export * from "./a.js";',
      "src/a.js": "",
      "src/a.d.ts": "export interface Shape {} export const shape: Shape;",
    });
    expect([origin("Shape"), origin("shape"), origin("none")]).toEqual([
      "type src/a.js#Shape",
      "value src/a.js#shape",
      undefined,
    ]);
  });

  it("reads what an editor has not saved yet", () => {
    const root = writeTree({ "a.ts": "export const old = 1;" });
    const unsaved = new Map([[join(root, "a.ts"), "export const fresh = 1;"]]);
    const modules = createModules({ root, parse: parseWithOxc, readFile: (path) => unsaved.get(path) });
    const module = modules.resolveContractModule("./a.ts");
    expect([modules.exportOrigin(module, "fresh")?.kind, modules.exportOrigin(module, "old")]).toEqual(["value", undefined]);
    unsaved.set(join(root, "a.ts"), "export const old = 1;");
    expect(modules.exportOrigin(module, "old")).toBeUndefined();
    modules.forget();
    expect(modules.exportOrigin(module, "old")?.kind).toBe("value");
  });
});

describe("exportedNames", () => {
  it("are those of a module and of its export *, but for their default, also in a circle", () => {
    const root = writeTree({
      "index.ts": 'export * from "./a.js"; export * as ns from "./a.js"; export default 1; export const own = 1;',
      "a.ts":
        'export * from "./index.js"; export * from "uuid"; export { b as c } from "./b.js"; export type T = 1; export default 2;',
      "b.ts": "export const b = 1;",
    });
    const modules = createModules({ root, parse: parseWithOxc });
    const names = (file: string): readonly string[] => [...modules.exportedNames(modules.resolveContractModule(file))].sort();
    expect(names("./index.ts")).toEqual(["T", "c", "default", "ns", "own"]);
    expect(names("./a.ts")).toEqual(["T", "c", "default", "ns", "own"]);
    expect(names("uuid")).toEqual([]);
  });
});

describe("exportWay", () => {
  const wayIn = (files: Readonly<Record<string, string>>, name: string): readonly string[] => {
    const root = writeTree(files);
    const modules = createModules({ root, parse: parseWithOxc });
    const way = modules.exportWay({ kind: "file", path: join(root, "index.ts") }, name);
    return way.map(({ module, name: as }) => `${module.kind === "file" ? modules.relative(module.path) : module.kind}#${as}`);
  };

  it("is the shortest of several, also between barrels in a circle", () => {
    const files = {
      "index.ts": 'export * from "./around.js"; export * from "./old.js";',
      "around.ts": 'export * from "./index.js"; export * from "./further.js";',
      "further.ts": 'export * from "./around.js"; export * from "./old.js";',
      "old.ts": 'export { make as build } from "./new.js";',
      "new.ts": "export const make = 1;",
    };
    expect(wayIn(files, "build")).toEqual(["index.ts#build", "old.ts#build", "new.ts#make"]);
  });

  it("takes linear time over barrels of barrels", () => {
    const files: Record<string, string> = { "index.ts": 'export * from "./l0a.js"; export * from "./l0b.js";' };
    for (let level = 0; level < 40; level++)
      for (const side of ["a", "b"])
        files[`l${level}${side}.ts`] =
          level === 39
            ? 'export { x } from "./x.js";'
            : `export * from "./l${level + 1}a.js"; export * from "./l${level + 1}b.js";`;
    expect(wayIn({ ...files, "x.ts": "export const x = 1;" }, "x").at(-1)).toBe("x.ts#x");
  });
});
