import { describe, expect, it } from "vitest";
import { moduleRepository as repository } from "../../../test-support/module-repository.js";
import type { TreeContent } from "../../../../../test/support/temporary-tree.js";

function tokens(files: Readonly<Record<string, TreeContent>>, target: string): readonly string[] | undefined {
  const { modules } = repository(files);
  return modules.tokensFor(modules.resolveContractModule(target));
}

describe("tokensFor", () => {
  it("is the name of a file, also of one that is gone", () => {
    const files = { "src/execution-engine.ts": "", "src/user.service.ts": "" };
    expect([
      tokens(files, "./src/execution-engine.ts"),
      tokens(files, "./src/user.service"),
      tokens(files, "./src/gone.ts"),
    ]).toEqual([["execution-engine"], ["user.service"], ["gone"]]);
  });

  it("is the folder of an index, and for files inside it the index's own name and dots", () => {
    const files = { "src/ids/index.ts": "", "lib/package.json": { name: "lib", main: "main.js" }, "lib/main.js": "" };
    expect([tokens(files, "./src/ids"), tokens(files, "./lib/main.js")]).toEqual([
      ["ids", "/index", "."],
      ["main", "lib", "/index", "."],
    ]);
  });

  it("is a package's name, and what leads to it by other names", () => {
    const files = {
      "package.json": { imports: { "#random": { node: "node:crypto", default: "./src/random.ts" }, "#vendor/*": "lodash/*" } },
      "tsconfig.json": { compilerOptions: { paths: { ids: ["./node_modules/uuid"] } } },
    };
    expect([tokens(files, "node:crypto"), tokens(files, "uuid/v4"), tokens(files, "lodash/fp"), tokens(files, "zod")]).toEqual([
      ["crypto", "#random"],
      ["uuid", "ids"],
      ["lodash", "#vendor/"],
      ["zod"],
    ]);
  });

  it("adds keys that hide the name: exact ones, and stars that stand for less than the name", () => {
    const files = {
      "tsconfig.json": {
        compilerOptions: {
          paths: { lib: ["./src/deep/thing.ts"], "@s/*": ["./src/*.service.ts"], "@f/*": ["./src/*/index.ts"] },
        },
      },
      "package.json": { name: "app", imports: { "#thing": "./src/deep/thing.ts" } },
      "src/deep/thing.ts": "",
      "src/user.service.ts": "",
      "src/chat/index.ts": "",
    };
    expect([tokens(files, "./src/deep/thing.ts"), tokens(files, "./src/user.service.ts"), tokens(files, "./src/chat")]).toEqual([
      ["thing", "lib"],
      ["user"],
      ["chat", "/index", "."],
    ]);
  });

  it("finds keys in every tsconfig of the repository", () => {
    const files = {
      "web/tsconfig.json": { compilerOptions: { paths: { lib: ["../src/a1.ts"] } } },
      "src/a1.ts": "",
      "web/x.ts": "",
    };
    expect(tokens(files, "./src/a1.ts")).toEqual(["a1", "lib"]);
  });

  it("is the name of the package for what its entry leads to, and the name that a dependency gives it", () => {
    const files = {
      "package.json": { name: "mono", workspaces: ["packages/*"] },
      "packages/ids/package.json": { name: "@acme/ids", exports: { ".": "./dist/main.js", "./v4": "./dist/version4.js" } },
      "packages/ids/tsconfig.json": { compilerOptions: { rootDir: "src", outDir: "dist" } },
      "packages/ids/src/main.ts": "",
      "packages/ids/src/version4.ts": "",
      "packages/web/package.json": { name: "web", dependencies: { keys: "workspace:@acme/ids@*" } },
      "packages/web/node_modules/keys": { link: "../../ids" },
    };
    expect([tokens(files, "./packages/ids/src/main.ts"), tokens(files, "./packages/ids/src/version4.ts")]).toEqual([
      ["main", "@acme/ids", "keys"],
      ["version4", "v4"],
    ]);
  });
});
