import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { moduleRepository as repository } from "../../../test-support/module-repository.js";
import type { TreeContent } from "../../../../../test/support/temporary-tree.js";

function tokens(files: Readonly<Record<string, TreeContent>>, target: string, from?: string): readonly string[] | undefined {
  const { modules, root } = repository(files);
  return modules.tokensFor(modules.resolveContractModule(target), from === undefined ? undefined : join(root, from));
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

  it("is the folder of an index as seen from outside; from inside, where dots lead to it, there is none", () => {
    const files = { "src/ids/index.ts": "", "src/x.ts": "" };
    expect([
      tokens(files, "./src/ids", "src/x.ts"),
      tokens(files, "./src/ids", "src/ids/deep/x.ts"),
      tokens(files, "./src/ids"),
    ]).toEqual([["ids"], undefined, undefined]);
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
    expect([
      tokens(files, "./src/deep/thing.ts"),
      tokens(files, "./src/user.service.ts"),
      tokens(files, "./src/chat", "src/x.ts"),
    ]).toEqual([["thing", "lib"], ["user"], ["chat"]]);
  });

  it("finds keys in every tsconfig of the repository, but only the importing file's where that is given", () => {
    const files = {
      "web/tsconfig.json": { compilerOptions: { paths: { lib: ["../src/a1.ts"] } } },
      "src/a1.ts": "",
      "web/x.ts": "",
    };
    expect([
      tokens(files, "./src/a1.ts"),
      tokens(files, "./src/a1.ts", "web/x.ts"),
      tokens(files, "./src/a1.ts", "src/x.ts"),
    ]).toEqual([["a1", "lib"], ["a1", "lib"], ["a1"]]);
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
