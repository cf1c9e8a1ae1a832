import { describe, expect, it } from "vitest";
import { moduleRepository as repository } from "../test-support/module-repository.js";

describe("what a package exposes", () => {
  const files = {
    "package.json": { name: "mono", private: true, workspaces: ["packages/*"] },
    "packages/web/package.json": { name: "web", dependencies: { built: "*", listed: "*", typed: "*", bundled: "*" } },
    "packages/web/x.ts": "",
    "packages/built/package.json": { name: "built", main: "build/index.js", types: "build/index.d.ts" },
    "packages/built/tsconfig.json": { compilerOptions: { rootDir: "src", outDir: "build" } },
    "packages/built/src/index.ts": 'export { b as beta } from "./passed"; export * from "./star";',
    "packages/built/src/passed.ts": "export const b = 1;",
    "packages/built/src/star.ts": "export const s = 1; export type T = 1;",
    "packages/built/src/hidden.ts": "export const h = 1;",
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
    ["packages/listed/open/a.ts", "a", "listed/open/a"],
    [
      "packages/listed/open/secret.ts",
      "a",
      "refused: ./packages/listed/open/secret.ts is not exported by listed: export a from the entry of listed",
    ],
    [
      "packages/listed/closed/a.ts",
      "a",
      "refused: ./packages/listed/closed/a.ts is not exported by listed: export a from the entry of listed",
    ],
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
