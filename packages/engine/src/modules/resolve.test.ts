import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseWithOxc } from "../../test-support/parse-with-oxc.js";
import { type TreeContent, writeTree } from "../../test-support/temporary-tree.js";
import { createModules } from "./create-modules.js";
import type { ModuleIdentity } from "./modules.js";

/** Writes the tree; answers where specifiers lead as `src/a.ts`, `missing src/a`, or `package uuid/v4`. */
function repository(files: Readonly<Record<string, TreeContent>>) {
  const root = writeTree(files);
  const modules = createModules({ root, parse: parseWithOxc });
  const show = (identity: ModuleIdentity): string => {
    if (identity.kind === "package") return `package ${identity.name}${identity.subpath && `/${identity.subpath}`}`;
    return identity.kind === "file"
      ? (modules.relative(identity.path) ?? identity.path)
      : `missing ${modules.relative(identity.stem) ?? identity.stem}`;
  };
  return {
    root,
    modules,
    resolve: (from: string, specifier: string) => show(modules.resolve(join(root, from), specifier)),
    contract: (module: string) => show(modules.fromContract(module)),
  };
}

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
});
