import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { moduleRepository as repository } from "../../../test-support/module-repository.js";
import type { TreeContent } from "../../../../../test/support/temporary-tree.js";

describe("relative specifiers", () => {
  const files = {
    "src/a.ts": "",
    "src/b.tsx": "",
    "src/c.mts": "",
    "src/d.cts": "",
    "src/e/index.ts": "",
    "src/data.json": "{}",
    "src/user.service.ts": "",
    "src/old.js": "",
  };

  it.each([
    ["./a", "src/a.ts"],
    ["./a.js", "src/a.ts"],
    ["./a.ts", "src/a.ts"],
    ["./b.js", "src/b.tsx"],
    ["./b.jsx", "src/b.tsx"],
    ["./c.mjs", "src/c.mts"],
    ["./d.cjs", "src/d.cts"],
    ["./e", "src/e/index.ts"],
    ["./e/", "src/e/index.ts"],
    ["./e/index.js", "src/e/index.ts"],
    ["../src/a", "src/a.ts"],
    ["./data.json", "src/data.json"],
    ["./user.service", "src/user.service.ts"],
    ["./old.js", "src/old.js"],
    ["./a.js?raw", "src/a.ts"],
    ["./gone.js", "missing src/gone"],
    ["./e/gone/index.ts", "missing src/e/gone/index"],
  ])("%s leads to %s", (specifier, expected) => {
    expect(repository(files).resolve("src/x.ts", specifier)).toBe(expected);
  });

  it("leads from . and .. to the index of the folder", () => {
    const { resolve } = repository({ "src/index.ts": "", "src/e/index.ts": "" });
    expect([resolve("src/e/x.ts", "."), resolve("src/e/x.ts", ".."), resolve("src/e/x.ts", "./")]).toEqual([
      "src/e/index.ts",
      "src/index.ts",
      "src/e/index.ts",
    ]);
  });

  it("prefers the file to the folder of the same name, and the source to what was built beside it", () => {
    const { resolve } = repository({ "src/a.ts": "", "src/a.js": "", "src/a.d.ts": "", "src/a/index.ts": "" });
    expect([resolve("src/x.ts", "./a"), resolve("src/x.ts", "./a.js"), resolve("src/x.ts", "./a/index")]).toEqual([
      "src/a.ts",
      "src/a.ts",
      "src/a/index.ts",
    ]);
  });

  it("takes a script and the declaration file beside it for one module", () => {
    const { resolve } = repository({ "src/a.js": "", "src/a.d.ts": "" });
    expect([resolve("src/x.ts", "./a"), resolve("src/x.ts", "./a.js"), resolve("src/x.ts", "./a.d.ts")]).toEqual([
      "src/a.js",
      "src/a.js",
      "src/a.js",
    ]);
  });

  it("follows symbolic links to the real file, also from a linked folder", () => {
    const { resolve } = repository({ "src/real/a.ts": "", "src/real/b.ts": "", "src/link": { link: "real" } });
    expect([resolve("src/x.ts", "./link/a"), resolve("src/link/b.ts", "./a"), resolve("src/link/b.ts", "./gone")]).toEqual([
      "src/real/a.ts",
      "src/real/a.ts",
      "missing src/real/gone",
    ]);
  });

  it("uses rootDirs", () => {
    const { resolve } = repository({
      "tsconfig.json": { compilerOptions: { rootDirs: ["src", "gen"] } },
      "src/x/y.ts": "",
      "gen/x/types.ts": "",
    });
    expect(resolve("src/x/y.ts", "./types")).toBe("gen/x/types.ts");
  });
});

describe("tsconfig", () => {
  it("uses paths, baseUrl and their extends, each relative to the file that says so", () => {
    const { resolve } = repository({
      "configs/base.json":
        '{ // comment\n "compilerOptions": { "paths": { "@/*": ["../src/*"], "lib": ["../src/deep/thing.ts"], }, /* "x": 1 */ } }',
      "configs/second.json": { compilerOptions: { baseUrl: "../src" } },
      "tsconfig.json": { extends: ["./configs/base.json", "./configs/second"] },
      "src/a.ts": "",
      "src/deep/thing.ts": "",
      "src/app/x.ts": "",
    });
    expect(
      ["@/a", "@/a.js", "lib", "a", "deep/thing", "@/legacy/old", "deep/old"].map((each) => resolve("src/app/x.ts", each)),
    ).toEqual([
      "src/a.ts",
      "src/a.ts",
      "src/deep/thing.ts",
      "src/a.ts",
      "src/deep/thing.ts",
      "missing src/legacy/old",
      "missing src/deep/old",
    ]);
  });

  it("takes paths of the nearest tsconfig or jsconfig only", () => {
    const { resolve } = repository({
      "tsconfig.json": { compilerOptions: { paths: { "@/*": ["./src/*"] } } },
      "src/a.ts": "",
      "web/jsconfig.json": { compilerOptions: { baseUrl: ".", paths: { "@/*": ["app/*"] } } },
      "web/app/a.js": "",
      "web/deep/er/x.js": "",
      "src/x.ts": "",
    });
    expect([resolve("src/x.ts", "@/a"), resolve("web/deep/er/x.js", "@/a")]).toEqual(["src/a.ts", "web/app/a.js"]);
  });

  it("takes the referenced project that includes the file", () => {
    const { resolve } = repository({
      "tsconfig.json": { files: [], references: [{ path: "./tsconfig.app.json" }, { path: "./tools" }] },
      "tsconfig.app.json": { compilerOptions: { paths: { "@/*": ["./src/*"] } }, include: ["src"] },
      "tools/tsconfig.json": { compilerOptions: { paths: { "@/*": ["./lib/*"] } }, include: ["**/*", "../scripts"] },
      "src/a.ts": "",
      "tools/lib/a.ts": "",
      "scripts/x.ts": "",
    });
    expect([resolve("src/x.ts", "@/a"), resolve("tools/x.ts", "@/a"), resolve("scripts/x.ts", "@/a")]).toEqual([
      "src/a.ts",
      "tools/lib/a.ts",
      "tools/lib/a.ts",
    ]);
  });

  it("extends a package's config, by its tsconfig field too, and survives one that is not installed or turns in a circle", () => {
    const { resolve } = repository({
      "node_modules/@acme/config/package.json": { name: "@acme/config", tsconfig: "./strict.json" },
      "node_modules/@acme/config/strict.json": { compilerOptions: { paths: { "~/*": ["${configDir}/src/*"] } } },
      "tsconfig.json": { extends: ["@acme/config", "@gone/config/tsconfig.json", "./tsconfig.json"] },
      "src/a.ts": "",
    });
    expect(resolve("src/x.ts", "~/a")).toBe("src/a.ts");
  });

  it("prefers the exact key and the longest prefix, and falls back along the targets", () => {
    const { resolve } = repository({
      "tsconfig.json": {
        compilerOptions: {
          paths: {
            "*": ["./vendor/*"],
            "@/*": ["./src/*"],
            "@/ids/*": ["./gone/*", "./ids/src/*"],
            "@/ids/v1": ["./old/ids.ts"],
            "@s/*": ["./src/*/index.ts"],
          },
        },
      },
      "src/ids/a.ts": "",
      "ids/src/a.ts": "",
      "old/ids.ts": "",
      "vendor/left-pad.ts": "",
      "src/foo/index.ts": "",
    });
    expect(
      ["@/ids/a", "@/ids/v1", "left-pad", "right-pad", "@s/foo", "@/ids/none"].map((each) => resolve("src/x.ts", each)),
    ).toEqual([
      "ids/src/a.ts",
      "old/ids.ts",
      "vendor/left-pad.ts",
      "package right-pad",
      "src/foo/index.ts",
      "missing ids/src/none",
    ]);
  });

  it("takes an alias without a file for a package where that is declared or installed", () => {
    const { resolve } = repository({
      "package.json": { name: "app", dependencies: { "@acme/declared": "1" } },
      "node_modules/@acme/installed/package.json": { name: "@acme/installed" },
      "tsconfig.json": { compilerOptions: { paths: { "@acme/*": ["./packages/*/src"] } } },
    });
    expect(["@acme/declared", "@acme/installed/x", "@acme/gone"].map((each) => resolve("src/x.ts", each))).toEqual([
      "package @acme/declared",
      "package @acme/installed/x",
      "missing packages/gone/src",
    ]);
  });
});

describe("packages", () => {
  it.each([
    ["crypto", "package crypto"],
    ["node:crypto", "package crypto"],
    ["node:fs/promises", "package fs/promises"],
    ["node:sqlite", "package node:sqlite"],
    ["sqlite", "package sqlite"],
    ["uuid", "package uuid"],
    ["uuid/v4", "package uuid/v4"],
    ["uuid/v4.js", "package uuid/v4"],
    ["@scope/name/deep/x.mjs", "package @scope/name/deep/x"],
    ["pkg/package.json", "package pkg/package.json"],
    ["https://esm.sh/uuid@9", "package https://esm.sh/uuid@9"],
    ["virtual:icons", "package virtual:icons"],
    ["\0virtual", "package \0virtual"],
    ["data:text/javascript,1", "package data:text/javascript,1"],
    ["raw-loader!./x", "package raw-loader!./x"],
    ["", "package "],
    ["@", "package @"],
    ["@/x/y", "package @/x/y"],
    ["#nothing", "package #nothing"],
    ["./", "missing src"],
  ])("%j is %s", (specifier, expected) => {
    expect(repository({ "src/x.ts": "" }).resolve("src/x.ts", specifier)).toBe(expected);
  });

  it("never throws and never hangs on strange specifiers", () => {
    const { modules, root } = repository({ "src/x.ts": "" });
    const strange = [
      "x".repeat(10_000),
      "./".repeat(10_000),
      `./${"a/".repeat(5000)}`,
      "%",
      "\ud800",
      "a\nb",
      "file:///%zz",
      "file://host/x",
      "..\\a",
      "/",
      "//",
      "~",
      "*",
      "@/*",
    ];
    for (const specifier of strange) expect(modules.resolve(`${root}/src/x.ts`, specifier).kind).toMatch(/package|missing/);
  });

  it("leads into linked packages of the repository by exports, conditions and main", () => {
    const { resolve } = repository({
      "package.json": { name: "mono", workspaces: ["packages/*"] },
      "tsconfig.json": { compilerOptions: { customConditions: ["@acme/source"] } },
      "node_modules/@acme/ids": { link: "../../packages/ids" },
      "node_modules/plain": { link: "../packages/plain" },
      "packages/ids/package.json": {
        name: "@acme/ids",
        exports: {
          ".": { "@acme/source": "./src/main.ts", default: "./lib/main.js" },
          "./v4": { require: "./src/v4.cts", import: "./src/v4.mts" },
          "./features/*": "./src/features/*.ts",
          "./features/private-*": null,
          "./types": { types: "./src/types.d.ts" },
          "./browser": { browser: "./src/main.ts" },
        },
      },
      "packages/ids/src/main.ts": "",
      "packages/ids/lib/main.js": "",
      "packages/ids/src/v4.mts": "",
      "packages/ids/src/features/a.ts": "",
      "packages/ids/src/features/private-b.ts": "",
      "packages/ids/src/types.d.ts": "",
      "packages/plain/package.json": { name: "plain", main: "./lib/entry" },
      "packages/plain/lib/entry.js": "",
      "packages/plain/deep/x.ts": "",
    });
    const from = "packages/web/src/x.ts";
    expect(
      [
        "@acme/ids",
        "@acme/ids/v4",
        "@acme/ids/features/a",
        "@acme/ids/features/private-b",
        "@acme/ids/types",
        "@acme/ids/browser",
        "@acme/ids/src/main",
        "plain",
        "plain/deep/x",
      ].map((each) => resolve(from, each)),
    ).toEqual([
      "packages/ids/src/main.ts",
      "packages/ids/src/v4.mts",
      "packages/ids/src/features/a.ts",
      "package @acme/ids/features/private-b",
      "packages/ids/src/types.d.ts",
      "package @acme/ids/browser",
      "package @acme/ids/src/main",
      "packages/plain/lib/entry.js",
      "packages/plain/deep/x.ts",
    ]);
  });

  it.each<[string, Record<string, TreeContent>]>([
    ["npm", { "package.json": { workspaces: ["packages/**", "!packages/**/fixtures/**"] } }],
    ["yarn", { "package.json": { workspaces: { packages: ["./packages/group/*/"] } } }],
    [
      "pnpm",
      {
        "package.json": {},
        "pnpm-workspace.yaml": "# all\npackages: # here\n  - 'packages/group/*'\n  - \"!**/fixtures\"\ncatalog:\n  - x\n",
      },
    ],
    ["pnpm in one line", { "package.json": {}, "pnpm-workspace.yaml": "packages: ['packages/group/*', \"tools\"]" }],
    ["lerna", { "lerna.json": { packages: ["packages/group/*"] } }],
  ])("finds workspaces of %s that are not linked", (_, files) => {
    const { resolve } = repository({
      ...files,
      "packages/group/ids/package.json": { name: "@acme/ids", exports: { ".": "./src/index.ts", "./v4": "./src/v4.ts" } },
      "packages/group/ids/src/index.ts": "",
      "packages/group/ids/src/v4.ts": "",
      "packages/group/web/package.json": { name: "@acme/web" },
      "packages/group/web/node_modules/x/y.js": "",
    });
    expect(["@acme/ids", "@acme/ids/v4", "@acme/none"].map((each) => resolve("packages/group/web/src/x.ts", each))).toEqual([
      "packages/group/ids/src/index.ts",
      "packages/group/ids/src/v4.ts",
      "package @acme/none",
    ]);
  });

  it("keeps an installed package apart from the files of its version in the store", () => {
    const { resolve } = repository({
      "node_modules/.pnpm/uuid@9/node_modules/uuid/package.json": { name: "uuid", main: "index.js" },
      "node_modules/.pnpm/uuid@9/node_modules/uuid/index.js": "",
      "node_modules/uuid": { link: ".pnpm/uuid@9/node_modules/uuid" },
    });
    expect([resolve("src/x.ts", "uuid"), resolve("src/x.ts", "../node_modules/uuid/index.js")]).toEqual([
      "package uuid",
      "package uuid/index",
    ]);
  });

  it("takes the source that has moved for what was built from it, where tsconfig names the source", () => {
    const { resolve } = repository({
      "package.json": { name: "app", imports: { "#src/*": "./build/*" } },
      "tsconfig.json": { compilerOptions: { rootDir: "src", outDir: "build", paths: { "#src/*": ["./src/*"] } } },
      "build/old/a.js": "",
      "src/new/a.ts": "",
      "src/x.ts": "",
    });
    expect(["#src/old/a.js", "#src/new/a.js"].map((each) => resolve("src/x.ts", each))).toEqual([
      "missing src/old/a",
      "src/new/a.ts",
    ]);
  });

  it("resolves imports of the package and its own name", () => {
    const { resolve } = repository({
      "package.json": {
        name: "app",
        exports: { "./ids": "./src/ids.ts" },
        imports: {
          "#ids": "./src/ids.ts",
          "#lib/*": "./src/lib/*.js",
          "#uuid": { node: "uuid", default: "./src/ids.ts" },
          "#crypto": "node:crypto",
        },
      },
      "src/ids.ts": "",
      "src/lib/a.ts": "",
      "src/x.ts": "",
    });
    expect(
      ["#ids", "#lib/a", "#lib/gone", "#uuid", "#crypto", "#none", "app/ids", "app/none"].map((each) =>
        resolve("src/x.ts", each),
      ),
    ).toEqual([
      "src/ids.ts",
      "src/lib/a.ts",
      "missing src/lib/gone",
      "package uuid",
      "package crypto",
      "package #none",
      "src/ids.ts",
      "package app/none",
    ]);
  });
});

describe("build output of the repository's packages", () => {
  const web = {
    "package.json": { workspaces: ["packages/*"] },
    "packages/web/package.json": { name: "@acme/web" },
    ".gitignore": "dist/\n",
  };
  const manifest = {
    name: "@acme/ids",
    exports: { ".": { types: "./dist/index.d.ts", default: "./dist/index.js" }, "./v4": "./dist/v4.js" },
  };

  it("leads to the source by outDir and rootDir, built or not", () => {
    const files = {
      ...web,
      "packages/ids/package.json": manifest,
      "packages/ids/tsconfig.json": { extends: "./tsconfig.base.json", compilerOptions: { rootDir: "src", outDir: "dist" } },
      "packages/ids/src/index.ts": "",
      "packages/ids/src/v4.ts": "",
    };
    const built = {
      ...files,
      "packages/ids/dist/index.js": "",
      "packages/ids/dist/index.d.ts": "",
      "packages/ids/dist/v4.js": "",
    };
    for (const each of [files, built]) {
      const { resolve } = repository(each);
      expect(
        ["@acme/ids", "@acme/ids/v4", "../../ids/dist/v4.js"].map((specifier) => resolve("packages/web/src/x.ts", specifier)),
      ).toEqual(["packages/ids/src/index.ts", "packages/ids/src/v4.ts", "packages/ids/src/v4.ts"]);
    }
  });

  it("guesses rootDir as the compiler does, and looks into tsconfig.build.json", () => {
    const { resolve } = repository({
      ...web,
      "packages/ids/package.json": manifest,
      "packages/ids/tsconfig.json": { compilerOptions: { noEmit: true } },
      "packages/ids/tsconfig.build.json": { extends: "./tsconfig.json", compilerOptions: { outDir: "./dist" }, include: ["src"] },
      "packages/ids/src/index.ts": "",
    });
    expect(resolve("packages/web/src/x.ts", "@acme/ids")).toBe("packages/ids/src/index.ts");
  });

  it("leads to the source by a declaration map", () => {
    const { resolve } = repository({
      ...web,
      "packages/ids/package.json": manifest,
      "packages/ids/dist/index.js": "",
      "packages/ids/dist/index.d.ts": "",
      "packages/ids/dist/index.d.ts.map": { version: 3, sourceRoot: "", sources: ["../code/main.ts"], mappings: "" },
      "packages/ids/dist/v4.js.map": {
        version: 3,
        sourceRoot: "../",
        sources: ["code/other.ts", "code/v4.ts", "webpack://x/v4.ts"],
        mappings: "",
      },
      "packages/ids/code/main.ts": "",
      "packages/ids/code/other.ts": "",
      "packages/ids/code/v4.ts": "",
    });
    expect([resolve("packages/web/src/x.ts", "@acme/ids"), resolve("packages/web/src/x.ts", "@acme/ids/v4")]).toEqual([
      "packages/ids/code/main.ts",
      "packages/ids/code/v4.ts",
    ]);
  });

  it("keeps the package's name where nothing leads to a source", () => {
    const files = { ...web, "packages/ids/package.json": manifest, "packages/ids/lib/index.ts": "" };
    for (const each of [files, { ...files, "packages/ids/dist/index.js": "", "packages/ids/dist/v4.js": "" }]) {
      const { resolve } = repository(each);
      expect([resolve("packages/web/src/x.ts", "@acme/ids"), resolve("packages/web/src/x.ts", "@acme/ids/v4")]).toEqual([
        "package @acme/ids",
        "package @acme/ids/v4",
      ]);
    }
  });

  it("finds the source of what a bundler writes, where no tsconfig says so", () => {
    const { resolve } = repository({ ...web, "packages/ids/package.json": manifest, "packages/ids/src/index.ts": "" });
    expect(resolve("packages/web/src/x.ts", "@acme/ids")).toBe("packages/ids/src/index.ts");
  });

  it("takes a folder called lib or dist for source where git keeps it", () => {
    const { resolve } = repository({
      ...web,
      ".gitignore": "*.log\n/dist\n",
      "packages/ids/package.json": manifest,
      "packages/ids/dist/index.js": "",
    });
    expect(resolve("packages/web/src/x.ts", "@acme/ids")).toBe("packages/ids/dist/index.js");
  });

  it("takes the importing project's paths before the package's entry", () => {
    const { resolve } = repository({
      ...web,
      "tsconfig.json": { compilerOptions: { paths: { "@acme/*": ["./packages/*/src"] } } },
      "packages/ids/package.json": manifest,
      "packages/ids/src/index.ts": "",
    });
    expect(resolve("packages/web/src/x.ts", "@acme/ids")).toBe("packages/ids/src/index.ts");
  });
});

describe("fromContract and same", () => {
  it("reads a contract's module with any extension, none, or as a folder", () => {
    const { contract } = repository({ "src/a.ts": "", "src/b/index.ts": "", "package.json": { name: "app" } });
    expect(
      ["./src/a.ts", "./src/a.js", "./src/a", "./src/b", "./src/b/index.ts", "./src/old.ts", "uuid", "node:crypto"].map(contract),
    ).toEqual([
      "src/a.ts",
      "src/a.ts",
      "src/a.ts",
      "src/b/index.ts",
      "src/b/index.ts",
      "missing src/old",
      "package uuid",
      "package crypto",
    ]);
  });

  it("takes a contract's bare name for a package though baseUrl has such a folder", () => {
    const { contract, resolve } = repository({ "tsconfig.json": { compilerOptions: { baseUrl: "src" } }, "src/bson.ts": "" });
    expect([contract("bson"), resolve("src/x.ts", "bson")]).toEqual(["package bson", "src/bson.ts"]);
  });

  it("takes a contract's bare name for an alias of the base at the root", () => {
    const { contract } = repository({
      "tsconfig.json": { files: [], references: [{ path: "apps/web" }] },
      "tsconfig.base.json": { compilerOptions: { paths: { "@acme/common/*": ["./libs/common/src/*"] } } },
      "apps/web/tsconfig.json": { compilerOptions: { paths: { "@/*": ["./src/*"] } } },
      "apps/web/src/ids.ts": "",
      "libs/common/src/ids.ts": "",
    });
    expect(contract("@acme/common/ids")).toBe("libs/common/src/ids.ts");
    expect(contract("@acme/common/gone")).toBe("missing libs/common/src/gone");
    expect(contract("@/ids")).toBe("package @/ids");
  });

  it("follows an alias below a workspace package's name when its file is gone", () => {
    const { resolve } = repository({
      "package.json": { workspaces: ["packages/*"] },
      "tsconfig.json": { compilerOptions: { paths: { "core/src/*": ["./packages/core/src/*"] } } },
      "packages/core/package.json": { name: "core", exports: { ".": "./src/index.ts" } },
      "packages/core/src/index.ts": "",
      "packages/link/package.json": { name: "link", dependencies: { core: "workspace:*" } },
      "packages/link/src/x.ts": "",
    });
    expect(["core/src/gone", "core/lib/gone"].map((each) => resolve("packages/link/src/x.ts", each))).toEqual([
      "missing packages/core/src/gone",
      "package core/lib/gone",
    ]);
  });

  it("finds the files behind the aliases of some files, for a contract", () => {
    const { modules, root } = repository({
      "tsconfig.base.json": { compilerOptions: {} },
      ...Object.fromEntries(
        ["web", "admin", "api"].flatMap((app) => [
          [`apps/${app}/tsconfig.json`, { compilerOptions: { paths: { "@/*": ["./src/*"] } } }],
          [`apps/${app}/src/x.ts`, ""],
        ]),
      ),
      "apps/web/src/ids.ts": "",
      "apps/admin/src/ids.ts": "",
    });
    const files = ["web", "admin", "api"].map((app) => `${root}/apps/${app}/src/x.ts`);
    expect(modules.behindAliases("@/ids", files)).toEqual(["apps/web/src/ids.ts", "apps/admin/src/ids.ts"]);
    expect(modules.behindAliases("@/ids", files.slice(1))).toEqual(["apps/admin/src/ids.ts"]);
    expect(modules.behindAliases("bson", files)).toEqual([]);
  });

  it("equates every way to write a module that is gone", () => {
    const { modules, root } = repository({
      "package.json": { name: "app", imports: { "#old/*": "./src/*.js" } },
      "tsconfig.json": { compilerOptions: { baseUrl: ".", paths: { "@/*": ["src/*"] } } },
      "src/deep/x.ts": "",
    });
    const old = modules.resolveContractModule("./src/legacy/old.ts");
    for (const specifier of [
      "../legacy/old",
      "../legacy/old.js",
      "@/legacy/old",
      "@/legacy/old.ts",
      "#old/legacy/old",
      "src/legacy/old",
      "../legacy/old/index.js",
    ]) {
      expect([specifier, modules.isSameModule(old, modules.resolve(`${root}/src/deep/x.ts`, specifier))]).toEqual([
        specifier,
        true,
      ]);
    }
    expect(modules.isSameModule(old, modules.resolve(`${root}/src/deep/x.ts`, "../legacy/older"))).toBe(false);
  });

  it("does not take a folder that has come in a file's place for that file", () => {
    const { modules, root } = repository({ "src/a/index.ts": "", "src/x.ts": "" });
    const [file, index] = [modules.resolveContractModule("./src/a.ts"), modules.resolve(`${root}/src/x.ts`, "./a")];
    expect([file.kind, index.kind, modules.isSameModule(file, index)]).toEqual(["missing", "file", false]);
  });

  it("keeps a file and the folder of its name apart", () => {
    const { modules } = repository({ "src/a.ts": "", "src/a/index.ts": "" });
    expect(modules.isSameModule(modules.resolveContractModule("./src/a"), modules.resolveContractModule("./src/a/index"))).toBe(
      false,
    );
  });

  it("tells paths inside the root from those outside", () => {
    const { modules, root } = repository({ "app/package.json": {}, "lib/a.ts": "" }, "app");
    expect([modules.relative(`${root}/src/a.ts`), modules.relative(`${root}/../lib/a.ts`), modules.relative(root)]).toEqual([
      "src/a.ts",
      undefined,
      undefined,
    ]);
  });

  it("sees new files only after forget", () => {
    const { modules, root, resolve } = repository({ "src/x.ts": "" });
    const before = resolve("src/x.ts", "./new");
    writeFileSync(`${root}/src/new.ts`, "");
    const kept = resolve("src/x.ts", "./new");
    modules.forget();
    expect([before, kept, resolve("src/x.ts", "./new")]).toEqual(["missing src/new", "missing src/new", "src/new.ts"]);
  });
});

describe("what decides in a folder", () => {
  it("gives a bare specifier another meaning below it, and no other", () => {
    const { resolve } = repository({
      "package.json": "{}",
      "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }',
      "src/shared.ts": "",
      "src/deep/er/a.ts": "",
      "node_modules/tool/package.json": '{ "name": "tool" }',
      "src/own/node_modules/tool/package.json": '{ "name": "tool" }',
      "src/own/node_modules/tool/index.js": "",
      "apps/one/tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }',
      "apps/one/shared.ts": "",
      "apps/two/package.json": '{ "name": "two", "imports": { "#shared": "./here.ts" } }',
      "apps/two/here.ts": "",
    });
    expect(resolve("src/x.ts", "@/shared")).toBe("src/shared.ts");
    expect(resolve("src/deep/er/x.ts", "@/shared")).toBe("src/shared.ts");
    expect(resolve("src/own/x.ts", "@/shared")).toBe("src/shared.ts");
    expect(resolve("apps/one/deep/x.ts", "@/shared")).toBe("apps/one/shared.ts");
    expect(resolve("apps/two/deep/x.ts", "#shared")).toBe("apps/two/here.ts");
    expect(resolve("apps/x.ts", "#shared")).not.toBe("apps/two/here.ts");
    expect(resolve("src/x.ts", "tool")).toBe(resolve("src/deep/x.ts", "tool"));
    expect(resolve("src/own/deep/x.ts", "two")).toBe(resolve("src/x.ts", "two"));
  });

  it("counts in a linked folder as well", () => {
    const { resolve } = repository({
      "package.json": "{}",
      "apps/one/package.json": '{ "name": "one", "imports": { "#a": "./a.ts" } }',
      "apps/one/a.ts": "",
      "apps/one/src/x.ts": "",
      linked: { link: "apps/one/src" },
    });
    expect(resolve("x.ts", "#a")).not.toBe("apps/one/a.ts");
    expect(resolve("linked/x.ts", "#a")).toBe(resolve("apps/one/src/x.ts", "#a"));
  });
});
