import { describe, expect, it } from "vitest";
import { moduleRepository as repository } from "../../../test-support/module-repository.js";

it("imports by the entry that other files of the package use", () => {
  const files = {
    "package.json": { name: "mono", private: true, workspaces: ["packages/*"] },
    "packages/shared/package.json": { name: "shared", exports: { ".": "./index.ts", "./universal": "./universal.ts" } },
    "packages/shared/index.ts": 'export * from "./universal";\nexport * from "./node";',
    "packages/shared/universal.ts": 'export * from "./id";',
    "packages/shared/node.ts": "export const disk = 1;",
    "packages/shared/id.ts": "export const id = 1;",
    "packages/web/package.json": { name: "web", dependencies: { shared: "*" } },
    "packages/web/src/deep/a.ts": 'import { other } from "shared/universal";',
    "packages/web/src/b.ts": 'import { other } from "shared/universal";',
    "packages/web/src/c.ts": 'import { disk } from "shared";',
    "packages/web/x.ts": "",
    "packages/server/package.json": { name: "server", dependencies: { shared: "*" } },
    "packages/server/x.ts": "",
  };
  const find = (from: string, target: string, name: string) =>
    repository(files).specifierOf(from, `./packages/shared/${target}.ts`, name);
  expect(find("packages/web/x.ts", "id", "id")).toBe("shared/universal");
  expect(find("packages/web/x.ts", "node", "disk")).toBe("shared");
  expect(find("packages/server/x.ts", "id", "id")).toBe("shared");
});

it("imports through the files that pass on what is built, and inside the package from its sources", () => {
  const files = {
    "package.json": { name: "mono", private: true, workspaces: ["packages/*"] },
    "packages/shared/package.json": { name: "shared", main: "dist/index.js", types: "src/index.ts" },
    "packages/shared/tsconfig.json": { compilerOptions: { rootDir: "src", outDir: "dist" } },
    "packages/shared/src/index.ts": "export const first = 1;",
    "packages/shared/src/ids.ts": "export const newId = 1;",
    "packages/shared/src/util.ts": "export const util = 1;",
    "packages/shared/src/use.ts": "",
    "packages/shared/ids.d.ts": 'export * from "./src/ids";',
    "packages/shared/ids.js": 'module.exports = require("./dist/ids");',
    "packages/web/package.json": { name: "web", dependencies: { shared: "*" } },
    "packages/web/x.ts": "",
  };
  const find = (from: string, target: string) => repository(files).specifierOf(from, `./packages/shared/${target}.ts`, "newId");
  expect(find("packages/web/x.ts", "src/ids")).toBe("shared/ids");
  expect(find("packages/shared/src/use.ts", "ids.d")).toBe("./ids");
  expect(find("packages/shared/src/use.ts", "src/ids")).toBe("./ids");
});

describe("what a package exposes", () => {
  const files = {
    "package.json": { name: "mono", private: true, workspaces: ["packages/*"] },
    "packages/web/package.json": { name: "web", dependencies: { built: "*", esm: "*", listed: "*", typed: "*", bundled: "*" } },
    "packages/web/x.ts": "",
    "packages/built/package.json": { name: "built", main: "build/index.js", types: "build/index.d.ts" },
    "packages/built/tsconfig.json": { compilerOptions: { rootDir: "src", outDir: "build" } },
    "packages/built/src/index.ts": 'export { b as beta } from "./passed"; export * from "./star";',
    "packages/built/src/passed.ts": "export const b = 1;",
    "packages/built/src/star.ts": "export const s = 1; export type T = 1;",
    "packages/built/src/hidden.ts": "export const h = 1;",
    "packages/esm/package.json": { name: "esm", type: "module", main: "build/index.js" },
    "packages/esm/tsconfig.json": { compilerOptions: { rootDir: "src", outDir: "build" } },
    "packages/esm/src/hidden.ts": "export const h = 1;",
    "packages/listed/package.json": { name: "listed", main: "index.ts", files: ["open", "!open/secret.ts"] },
    "packages/listed/index.ts": "",
    "packages/listed/open/a.ts": "export const a = 1;",
    "packages/listed/open/secret.ts": "export const a = 1;",
    "packages/listed/closed/a.ts": "export const a = 1;",
    "packages/typed/package.json": {
      name: "typed",
      exports: { ".": "./src/index.ts", "./*": { types: "./src/*.d.ts" } },
    },
    "packages/typed/src/index.ts": 'export * from "./a"; export { b as c } from "./a";',
    "packages/typed/src/a.ts": "export const a = 1; export const b = 1; export const d = 1;",
    "packages/typed/src/own.ts": "",
    "packages/bundled/package.json": {
      name: "bundled",
      exports: { ".": "./dist/index.js", "./*": { types: "./dist/types/*.d.ts", default: "./dist/index.js" } },
    },
    "packages/bundled/tsconfig.json": { compilerOptions: { rootDir: "src", outDir: "dist" } },
    "packages/bundled/src/index.ts": 'export * from "./old";\nexport * from "./new";',
    "packages/bundled/src/old.ts": "export const both = 1;",
    "packages/bundled/src/new.ts": "export const both = 1; export const fresh = 1;",
  };
  const from = "packages/web/x.ts";

  it.each([
    ["packages/built/src/passed.ts", "b", "built as beta"],
    ["packages/built/src/star.ts", "s", "built"],
    ["packages/built/src/star.ts", "T", "built"],
    ["packages/built/src/hidden.ts", "h", "built/build/hidden"],
    ["packages/esm/src/hidden.ts", "h", "esm/build/hidden.js"],
    ["packages/listed/open/a.ts", "a", "listed/open/a"],
    ["packages/listed/open/secret.ts", "a", "listed/open/secret"],
    ["packages/listed/closed/a.ts", "a", "listed/closed/a"],
    ["packages/typed/src/a.ts", "a", "typed"],
    [
      "packages/typed/src/own.ts",
      "x",
      'refused: ./packages/typed/src/own.ts is not exported by typed: export x from the entry of typed, or add "./own" to its exports',
    ],
    ["packages/bundled/src/new.ts", "fresh", "bundled"],
    [
      "packages/bundled/src/new.ts",
      "both",
      'refused: ./packages/bundled/src/new.ts is not exported by bundled: export both from the entry of bundled, or add "./new" to its exports',
    ],
  ])("imports %s#%s as %s", (target, exported, expected) => {
    expect(repository(files).specifierOf(from, `./${target}`, exported)).toBe(expected);
  });

  it("takes a name from the file that holds it, not from an entry of the own package or a barrel that loads the file", () => {
    const own = {
      "package.json": { name: "own", main: "src/index.ts" },
      "src/index.ts": 'export * from "./a/index"; export { b as c } from "./b";',
      "src/a/index.ts": 'export { a } from "./a";\nexport { user } from "./user";',
      "src/a/a.ts": "export const a = 1;",
      "src/a/user.ts": "export const user = 1;",
      "src/b.ts": "export const b = 1;",
    };
    const { specifierOf } = repository(own);
    expect(specifierOf("src/b.ts", "./src/index.ts", "a")).toBe("./a/a");
    expect(specifierOf("src/a/user.ts", "./src/index.ts", "c")).toBe("../b as b");
    expect(specifierOf("src/a/user.ts", "./src/a/index.ts", "a")).toBe("./a");
    expect(specifierOf("src/b.ts", "./src/a/index.ts", "a")).toBe("./a");
  });
});

describe("the own package by its name", () => {
  const files = {
    "package.json": { name: "own", main: "dist/index.js" },
    "tsconfig.json": { compilerOptions: { rootDir: "src", outDir: "dist" }, include: ["src"] },
    "node_modules/own": { link: ".." },
    "src/index.ts": 'export * from "./log";\nexport { Shape } from "./shape";',
    "src/log.ts": "export const log = 1;",
    "src/shape.ts": "export class Shape {} export const inner = 1;",
    "e2e/a.test.ts": "",
  };

  it("is what a file that it does not load takes names from, where that file imports it so", () => {
    const { specifierOf } = repository(files);
    expect(specifierOf("e2e/a.test.ts", "./src/log.ts", "log", { specifiers: ["own"] })).toBe("own");
    expect(specifierOf("e2e/a.test.ts", "./src/log.ts", "log", { specifiers: ["own"], instead: "own" })).toBe("own");
    expect(specifierOf("e2e/a.test.ts", "./src/shape.ts", "Shape", { specifiers: ["own"], isTypeOnly: true })).toBe("own");
  });

  it("is not where the file does not, where it lacks the name, and in what it loads", () => {
    const { specifierOf } = repository(files);
    expect(specifierOf("e2e/a.test.ts", "./src/log.ts", "log", { specifiers: [] })).toBe("../src/log");
    expect(specifierOf("e2e/a.test.ts", "./src/log.ts", "log", { specifiers: ["own"], instead: "../src/log" })).toBe(
      "../src/log",
    );
    expect(specifierOf("e2e/a.test.ts", "./src/shape.ts", "inner", { specifiers: ["own"] })).toBe("../src/shape");
    expect(specifierOf("src/shape.ts", "./src/log.ts", "log", { specifiers: ["own"] })).toBe("./log");
  });
});

describe("a package that passes on what another one holds", () => {
  const manifest = (name: string, rest: object = {}) => ({ name, type: "module", exports: { ".": "./src/index.ts" }, ...rest });
  const files = {
    "package.json": { name: "mono", private: true, workspaces: ["packages/*"] },
    "packages/types/package.json": manifest("types"),
    "packages/types/src/index.ts": 'export * from "./ids";',
    "packages/types/src/ids.ts": "export type OrderId = string; export function OrderId() {}",
    "packages/framework/package.json": manifest("framework", {
      dependencies: { types: "*" },
      exports: { "./types": "./src/types.ts", "./shapes": "./src/shapes.ts", "./http": "./src/http.ts" },
    }),
    "packages/framework/src/types.ts": 'export * from "types";',
    "packages/framework/src/shapes.ts": 'export type * from "types";',
    "packages/framework/src/http.ts": "export class OrderId {}",
    "packages/order/package.json": manifest("order", { dependencies: { framework: "*" } }),
    "packages/order/src/x.ts": "",
    "packages/order/src/model/near.ts": 'import type { A } from "framework/types";',
    "packages/order/src/model/x.ts": "",
    "packages/lone/package.json": manifest("lone", { dependencies: { framework: "*" } }),
    "packages/lone/src/x.ts": "",
    "packages/tested/package.json": manifest("tested", { dependencies: { zod: "*" }, devDependencies: { framework: "*" } }),
    "packages/tested/src/x.ts": "",
  };
  const target = "./packages/types/src/ids.ts";
  const of = (
    from: string,
    specifiers: readonly string[] = [],
    habit: { instead?: string; isTypeOnly?: boolean; loaded?: () => readonly string[] } = {},
  ) => repository(files).specifierOf(`packages/${from}`, target, "OrderId", { specifiers, ...habit });

  it("takes it from what the file, its neighbours or its package import from a dependency", () => {
    expect(of("order/src/x.ts", ["framework/http", "framework/types"])).toBe("framework/types");
    expect(of("order/src/model/x.ts")).toBe("framework/types");
    expect(of("order/src/x.ts")).toBe("framework/types");
  });

  const undeclared = "types | types is not a dependency of lone";

  it("takes it from its own package of the workspace where nothing shows another way", () => {
    expect(of("lone/src/x.ts")).toBe(undeclared);
    expect(of("lone/src/x.ts", ["framework/http"])).toBe(undeclared);
    expect(of("tested/src/x.ts", ["framework/types"])).toBe("types | types is not a dependency of tested");
    const imports = { "packages/lone/src/deep/y.ts": 'import { z } from "types";\n' };
    const around = repository({ ...files, ...imports });
    expect(around.specifierOf("packages/lone/src/x.ts", target, "OrderId", { specifiers: [] })).toBe("types");
  });

  it("takes it without a declaration where no package declares another, but for pnpm, which links only what is declared", () => {
    const bare = Object.fromEntries(
      Object.entries(files).map(([path, content]) => [
        path,
        typeof content === "string" ? content : { ...content, dependencies: {}, devDependencies: {} },
      ]),
    );
    const inBare = (more: object = {}) =>
      repository({ ...bare, ...more }).specifierOf("packages/lone/src/x.ts", target, "OrderId", { specifiers: [] });
    expect(inBare()).toBe("types");
    const pnpm = { "pnpm-workspace.yaml": "packages: [packages/*]\n" };
    expect(inBare(pnpm)).toBe(undeclared);
    expect(inBare({ ...pnpm, "packages/lone/node_modules/types": { link: "../../types" } })).toBe("types");
  });

  it("takes types alone from where they are passed on as types", () => {
    expect(of("lone/src/x.ts", ["framework/shapes"], { isTypeOnly: true })).toBe("framework/shapes");
    expect(of("lone/src/x.ts", ["framework/shapes"])).toBe(undeclared);
  });

  it("goes on as the file does, and never through a bridge that is replaced", () => {
    expect(of("lone/src/x.ts", ["types", "framework/types"], { loaded: () => ["types"] })).toBe("types");
    expect(of("lone/src/x.ts", ["framework/types"], { instead: "framework/types" })).toBe(undeclared);
  });
});

describe("a package that shows types", () => {
  const of = (own: object, index: string, isTypeOnly: boolean) =>
    repository({
      "package.json": { name: "root", private: true, workspaces: ["packages/*"] },
      "packages/app/package.json": { name: "app", type: "module", dependencies: { types: "*" } },
      "packages/app/src/x.ts": "",
      "packages/types/package.json": { name: "types", type: "module", ...own },
      "packages/types/tsconfig.json": { compilerOptions: { rootDir: "lib", outDir: "dist" } },
      "packages/types/lib/index.ts": index,
      "packages/types/lib/states.ts": 'export const States = { On: "on" } as const;',
    }).specifierOf("packages/app/src/x.ts", "./packages/types/lib/states.ts", "States", { specifiers: [], isTypeOnly });
  const main = { main: "dist/index.js", types: "dist/index.d.ts" };

  it("gives no value that its entry passes on as a type", () => {
    expect(of(main, 'export type * from "./states.js";', true)).toBe("types");
    expect(of(main, 'export type * from "./states.js";', false)).toBe("types/dist/states.js");
    expect(of(main, 'export * from "./states.js";', false)).toBe("types");
  });

  it("gives no value where it names no code", () => {
    const typed = { typings: "dist/index.d.ts" };
    expect(of(typed, 'export * from "./states.js";', true)).toBe("types");
    expect(of(typed, 'export * from "./states.js";', false)).toBe("types/dist/states.js");
  });
});

it("has a person look at the first path into a package that all import by its name", () => {
  const files = (more: object) => ({
    "package.json": { name: "mono", private: true, workspaces: ["packages/*"] },
    "packages/shared/package.json": { name: "shared", main: "src/index.ts" },
    "packages/shared/src/index.ts": "export const old = 1;",
    "packages/shared/src/new.ts": "export const fresh = 1;",
    "packages/web/package.json": { name: "web", dependencies: { shared: "*" } },
    "packages/web/x.ts": 'import { old } from "shared";',
    ...more,
  });
  const find = (more: object = {}) =>
    repository(files(more)).specifierOf("packages/web/x.ts", "./packages/shared/src/new.ts", "fresh", {
      specifiers: ["shared"],
      instead: "shared",
    });
  const reason = "so far shared is only imported by its name: export fresh from the entry of shared";
  expect(find()).toBe(`shared/src/new | ${reason}`);
  expect(find({ "packages/web/y.ts": 'import { z } from "shared/src/other";' })).toBe("shared/src/new");
});

describe("a path into a package's source", () => {
  it("is left for another one, also where nothing is there any more", () => {
    const { specifierOf } = repository({
      "package.json": { name: "root", private: true, workspaces: ["packages/*"] },
      "packages/app/package.json": { name: "app", type: "module", dependencies: { shared: "*" } },
      "packages/app/src/x.ts": "",
      "packages/shared/package.json": { name: "shared", type: "module", main: "dist/index.js" },
      "packages/shared/tsconfig.json": { compilerOptions: { rootDir: "lib", outDir: "dist" } },
      "packages/shared/lib/new/seed.ts": "export const seed = 1;",
    });
    const habit = { specifiers: ["shared/lib/old/seed.js"], instead: "shared/lib/old/seed.js" };
    const found = specifierOf("packages/app/src/x.ts", "./packages/shared/lib/new/seed.ts", "seed", habit);
    expect(found).toBe("shared/lib/new/seed.js");
  });
});

describe("an alias of tsconfig", () => {
  const files = {
    "package.json": { name: "root", private: true },
    "tsconfig.base.json": {
      compilerOptions: {
        baseUrl: ".",
        paths: {
          "@acme/util/log": ["libs/log/src/index.ts"],
          "@acme/ids": ["libs/ids/src/index.ts"],
          "@own": ["apps/one/own/index.ts"],
        },
      },
    },
    "apps/one/tsconfig.json": { extends: "../../tsconfig.base.json" },
    "libs/log/tsconfig.json": { extends: "../../tsconfig.base.json" },
    "libs/log/package.json": { name: "@acme/util-log", main: "./src/index.js" },
    "libs/log/src/index.ts": 'export { logError } from "./log-error";',
    "libs/log/src/log-error.ts": "export const logError = 1;",
    "libs/log/test/a.ts": "",
    "libs/ids/package.json": { name: "@acme/ids" },
    "libs/ids/src/index.ts": 'export * from "./ids";',
    "libs/ids/src/ids.ts": "export const newId = 1;",
    "libs/git/project.json": { name: "git" },
    "apps/one/own/index.ts": 'export * from "./part";',
    "apps/one/own/part.ts": "export const part = 1;",
    "apps/one/src/deep/a.ts": "",
    "apps/two/package.json": { name: "two" },
    "apps/two/tsconfig.json": { extends: "../../tsconfig.base.json" },
    "apps/two/a.ts": "",
  };
  const find = (from: string, target: string, name: string, more: Record<string, string | object> = {}) =>
    repository({ ...files, ...more }).specifierOf(from, target, name);

  it("leads into a library whose package has another name, and links what no package.json lists", () => {
    expect(find("apps/one/src/deep/a.ts", "./libs/log/src/log-error.ts", "logError")).toBe("@acme/util/log");
    expect(find("apps/one/src/deep/a.ts", "./libs/ids/src/ids.ts", "newId")).toBe("@acme/ids");
    expect(find("libs/log/test/a.ts", "./libs/log/src/log-error.ts", "logError")).toBe("../src/log-error");
    expect(find("apps/two/a.ts", "./libs/log/src/log-error.ts", "logError")).not.toBe("@acme/util/log");
  });

  it("leads into a project without a package.json, and into a folder where others take that way", () => {
    const own = ["apps/one/src/deep/a.ts", "./apps/one/own/part.ts", "part"] as const;
    expect(find(...own)).toBe("../../own/part");
    expect(find(...own, { "apps/one/src/deep/b.ts": 'import { part } from "@own";' })).toBe("@own");
    expect(find(...own, { "apps/one/own/project.json": "{}" })).toBe("@own");
  });
});
