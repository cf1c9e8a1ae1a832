import { describe, expect, it } from "vitest";
import { moduleRepository } from "../../../test-support/module-repository.js";
import type { TreeContent } from "../../../../../test/support/temporary-tree.js";

/** The tokens of `src/legacy`, once every specifier given was seen to lead there and to hold one of them. */
function tokens(files: Readonly<Record<string, TreeContent>>, leads: Readonly<Record<string, readonly string[]>>) {
  const repository = moduleRepository({ "src/legacy/a.ts": "", "src/legacy/deep/b.ts": "", ...files });
  const found = repository.modules.tokensForFolder("src/legacy");
  for (const [from, specifiers] of Object.entries(leads)) {
    for (const specifier of specifiers) {
      expect(repository.resolve(from, specifier)).toMatch(/^(?:missing )?src\/legacy\//u);
      expect(found === undefined || found.some((token) => specifier.includes(token)), specifier).toBe(true);
    }
  }
  return found;
}

describe("tokensForFolder", () => {
  it("is the folder's name for relative paths and aliases of the folders above", () => {
    const files = { "tsconfig.json": { compilerOptions: { baseUrl: ".", paths: { "@/*": ["./src/*"] } } } };
    const leads = {
      "src/x.ts": ["./legacy/a", "./legacy/gone", "@/legacy/deep/b", "src/legacy/a"],
      "lib/x.ts": ["../src/legacy/a.js"],
    };
    expect(tokens(files, leads)).toEqual(["legacy"]);
  });

  it("adds the keys that hide the folder, whole or in part", () => {
    const paths = {
      "@old/*": ["./src/legacy/*"],
      "@deep/*": ["./src/legacy/deep/*"],
      one: ["./src/legacy/a.ts"],
      "s-*": ["./src/leg*"],
    };
    const files = { "tsconfig.json": { compilerOptions: { paths } } };
    const leads = { "src/x.ts": ["@old/a", "@old/gone", "@deep/b", "one", "s-acy/a"] };
    expect(tokens(files, leads)).toEqual(["legacy", "@old/", "@deep/", "one", "s-"]);
  });

  it("adds the entries of packages that lead into the folder", () => {
    const files = {
      "package.json": {
        name: "app",
        imports: { "#old/*": "./src/legacy/*.ts", "#src/*": "./src/*.ts" },
        exports: { "./b": "./src/legacy/deep/b.ts", "./*": "./src/*.ts", "./gone/*": "./src/legacy/*.ts" },
      },
    };
    const leads = { "src/x.ts": ["#old/a", "#src/legacy/a", "app/b", "app/legacy/a", "app/gone/a"] };
    expect(tokens(files, leads)).toEqual(["legacy", "#old/", "b", "gone/"]);
  });

  it("adds the name of a package whose main file a build writes from the folder", () => {
    const files = {
      "package.json": { name: "root", workspaces: ["src", "app"] },
      "src/package.json": { name: "@acme/old", type: "module", main: "dist/index.js" },
      "src/tsconfig.json": { compilerOptions: { rootDir: "legacy", outDir: "dist" } },
      "src/legacy/index.ts": "",
    };
    expect(tokens(files, { "app/x.ts": ["@acme/old", "../src/dist/a.js"] })).toEqual(["legacy", "dist", "@acme/old"]);
  });

  it("adds the names of packages inside the folder", () => {
    const files = {
      "package.json": { name: "root", workspaces: ["src/legacy/*"] },
      "src/legacy/core/package.json": { name: "@acme/core", exports: "./index.ts" },
      "src/legacy/core/index.ts": "",
    };
    expect(tokens(files, { "src/x.ts": ["./legacy/core/index", "@acme/core"] })).toEqual(["legacy", "@acme/core"]);
  });

  it("gives up where short specifiers lead into the folder", () => {
    const based = { "tsconfig.json": { compilerOptions: { baseUrl: "./src/legacy" } } };
    const mixed = { "tsconfig.json": { compilerOptions: { rootDirs: ["src/legacy", "src/other"] } }, "src/other/x.ts": "" };
    const main = { "src/package.json": { name: "inner", main: "./legacy/a.ts" } };
    expect([
      tokens(based, { "src/x.ts": ["a", "deep/b"] }),
      tokens(mixed, { "src/other/x.ts": ["./a"] }),
      tokens(main, { "src/sub/x.ts": [".."] }),
    ]).toEqual([undefined, undefined, undefined]);
  });

  it("names the folder of the build output", () => {
    const files = {
      "tsconfig.json": { compilerOptions: { rootDir: "src/legacy", outDir: "dist-old" } },
      "package.json": { name: "app", type: "module" },
    };
    expect(tokens(files, { "lib/x.ts": ["../dist-old/a.js"] })).toEqual(["legacy", "dist-old"]);
  });
});
