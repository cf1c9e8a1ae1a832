import { describe, expect, test } from "vitest";
import { lookAround } from "../../packages/cli/src/init/plan-init.js";
import { writeTree, type TreeContent } from "../support/temporary-tree.js";

const USES_UUID = 'import { v4 } from "uuid";\nexport const userId = v4();\n';

/** What `init` offers for a project, with the contract's text and its counts. */
function offered(
  files: Readonly<Record<string, TreeContent>>,
): { id: string; violations: number; fixable: number; text: string }[] {
  const root = writeTree({ "package.json": { name: "app", type: "module", godwit: {} }, ...files });
  return lookAround(root, () => undefined).candidates.map(({ id, violations, fixable, text }) => ({
    id,
    violations,
    fixable,
    text,
  }));
}

describe("random IDs", () => {
  test("go to the one generator of the project", () => {
    const found = offered({
      "src/ids.ts": 'import { v4 } from "uuid";\nexport function newId(): string {\n  return v4();\n}\n',
      "src/users.ts": USES_UUID,
    });
    expect(found).toMatchObject([{ id: "one-id-generator", violations: 1, fixable: 0 }]);
    expect(found[0]!.text).toContain("- with: newId()");
  });

  test("keep to the packages that may import the generator", () => {
    const found = offered({
      "package.json": { private: true, workspaces: ["packages/*"], godwit: {} },
      "packages/ids/package.json": { name: "ids", main: "src/ids.ts" },
      "packages/ids/src/ids.ts": 'import { v4 } from "uuid";\nexport function newId(): string {\n  return v4();\n}\n',
      "packages/web/package.json": { name: "web", dependencies: { ids: "*" } },
      "packages/web/src/users.ts": USES_UUID,
      "packages/lone/package.json": { name: "lone" },
      "packages/lone/src/users.ts": USES_UUID,
    });
    expect(found).toMatchObject([{ id: "one-id-generator", violations: 1 }]);
    expect(found[0]!.text).toContain('files:\n  - "packages/ids/**"\n  - "packages/web/**"\n');
  });

  test("leave uuid where there are two generators, or one that takes something", () => {
    const generator = (name: string, takes: string): string =>
      `import { v4 } from "uuid";\nexport const ${name} = (${takes}) => v4();\n`;
    expect(offered({ "src/a.ts": generator("newId", ""), "src/b.ts": generator("makeId", "") })).toMatchObject([
      { id: "no-uuid" },
    ]);
    expect(offered({ "src/a.ts": generator("newId", "kind: string") })).toMatchObject([{ id: "no-uuid" }]);
  });

  test("are a suggestion in a project for browsers", () => {
    const found = offered({ "package.json": { dependencies: { react: "*" }, godwit: {} }, "src/users.ts": USES_UUID });
    expect(found).toMatchObject([{ id: "no-uuid", violations: 1, fixable: 0 }]);
    expect(found[0]!.text).toContain("with: crypto.randomUUID()");
  });

  test("come from crypto without a prefix where Jest would not find the other", () => {
    const text = (jest: string) =>
      offered({ "package.json": { devDependencies: { jest }, godwit: {} }, "src/users.ts": USES_UUID })[0]!.text;
    expect(text("^26.6.3")).toContain("randomUUID: crypto\n");
    expect(text("^27.0.0")).toContain("randomUUID: node:crypto\n");
  });

  test("wait for types of Node that know its function", () => {
    const files = { "package.json": { devDependencies: { "@types/node": "14.14.31" }, godwit: {} }, "src/users.ts": USES_UUID };
    expect(offered(files)).toEqual([]);
    expect(lookAround(writeTree(files), () => undefined).notes).toEqual([expect.stringContaining("@types/node 14.14.31")]);
  });

  test("are no contract where only options are given, which a replacement would lose", () => {
    expect(offered({ "src/users.ts": 'import { v4 } from "uuid";\nexport const id = v4({ random: [] });\n' })).toEqual([]);
  });
});

describe("deprecated exports", () => {
  test.each([
    ["/** @deprecated use {@link b} */", "as: b"],
    ["/** @deprecated in favour of `b` */", "as: b"],
    ["/**\n * Old.\n *\n * @deprecated Use b instead.\n * @returns a number\n */", "as: b"],
  ])("take the export that the comment names: %s", (comment, expected) => {
    const found = offered({
      "src/a.ts": `${comment}\nexport const a = 1;\nexport const b = 2;\n`,
      "src/use.ts": 'import { a } from "./a.js";\nexport const x = a;\n',
    });
    expect(found).toMatchObject([{ id: "deprecated-exports", violations: 1, fixable: 0 }]);
    expect(found[0]!.text).toContain(expected);
  });

  test("may move to a package with a scope, or to a name that YAML takes for a value", () => {
    const [found] = offered({
      "node_modules/@acme/lib/package.json": { name: "@acme/lib", version: "1.0.0", types: "index.d.ts" },
      "node_modules/@acme/lib/index.d.ts": "export interface P { a: 1 }\n",
      "src/a.ts":
        'import type { P } from "@acme/lib";\n/** @deprecated Use P. */\nexport type PLike = P;\n/** @deprecated use {@link no} */\nexport const a = 1;\nexport const no = 2;\n',
      "src/use.ts": 'import { a, type PLike } from "./a.js";\nexport const x = (p: PLike) => [p, a];\n',
    });
    expect(found).toMatchObject({ id: "deprecated-exports", violations: 2 });
    expect(found!.text).toContain('to: "@acme/lib"');
    expect(found!.text).toContain('as: "no"');
  });

  test.each([
    ["names nothing that is exported there", "/** @deprecated use {@link elsewhere} */\nexport const a = 1;\n"],
    ["says nothing more", "/** @deprecated */\nexport const a = 1;\n"],
  ])("are no contract, and said, where the comment %s", (_, text) => {
    const root = writeTree({
      "package.json": { godwit: {} },
      "src/a.ts": text,
      "src/use.ts": 'import { a } from "./a.js";\nexport const x = a;\n',
    });
    const { candidates, notes } = lookAround(root, () => undefined);
    expect(candidates).toEqual([]);
    expect(notes).toEqual([expect.stringContaining("One export is marked @deprecated")]);
  });

  test("are only those whose own comment says so", () => {
    const use = { "src/use.ts": 'import { a } from "./a.js";\nexport const x = a;\n' };
    expect(offered({ "src/a.ts": "/** @deprecated */\nconst z = 1;\nexport const a = z;\n", ...use })).toEqual([]);
    expect(offered({ "src/a.ts": "// @deprecated\nexport const a = 1;\n", ...use })).toEqual([]);
    expect(offered({ "src/a.ts": "/** @deprecated */\nexport const a = 1;\n" })).toEqual([]);
  });

  test("keep what a comment says to one line of text", () => {
    const [found] = offered({
      "src/a.ts":
        "/** @deprecated use `b` <script>\n *\n * # Title\n * ```ts before=src/a.ts */\nexport const a = 1;\nexport const b = 2;\n",
      "src/use.ts": 'import { a } from "./a.js";\nexport const x = a;\n',
    });
    expect(found!.text.match(/^#+ .*$/gm)).toEqual(["# Deprecated exports go"]);
    expect(found!.text).not.toMatch(/<script>|```/);
  });
});

describe("imports past an entry", () => {
  const monorepo = (manifest: Readonly<Record<string, unknown>>, importer: string, file = "packages/web/src/a.ts") =>
    offered({
      "package.json": { private: true, workspaces: ["packages/*"], godwit: {} },
      "packages/ids/package.json": { name: "@shop/ids", type: "module", ...manifest },
      "packages/ids/src/index.ts": 'export { make } from "./make.js";\n',
      "packages/ids/src/make.ts": "export const make = 1;\n",
      "packages/ids/src/__tests__/helper.ts": "export const help = 1;\n",
      "packages/web/package.json": { name: "@shop/web", type: "module" },
      [file]: importer,
    }).map(({ id }) => id);
  const deep = 'import { make } from "../../ids/src/make.js";\nexport const a = make;\n';

  test("are found where they are relative, or by the package's name", () => {
    expect(monorepo({ exports: "./src/index.ts" }, deep)).toEqual(["shop-ids-entry"]);
    expect(monorepo({ main: "src/index.ts" }, 'import { make } from "@shop/ids/src/make.ts";\nexport const a = make;\n')).toEqual(
      ["shop-ids-entry"],
    );
  });

  test.each([
    [
      "exposes the path",
      { exports: { ".": "./src/index.ts", "./src/*": "./src/*" } },
      'import { make } from "@shop/ids/src/make.ts";\nexport const a = make;\n',
    ],
    ["has no entry", {}, deep],
    [
      "is imported by its entry",
      { main: "src/index.ts" },
      'import { make } from "../../ids/src/index.js";\nexport const a = make;\n',
    ],
    [
      "only lends a helper of its tests",
      { main: "src/index.ts" },
      'import { help } from "../../ids/src/__tests__/helper.js";\nexport const a = help;\n',
    ],
  ])("are none where the package %s", (_, manifest, importer) => {
    expect(monorepo(manifest, importer)).toEqual([]);
  });

  test("are none in tests", () => {
    expect(monorepo({ main: "src/index.ts" }, deep, "packages/web/src/a.test.ts")).toEqual([]);
  });

  test("into an installed package count where they are code, and several", () => {
    const files = (specifier: string, count: number): Record<string, TreeContent> => ({
      "package.json": { dependencies: { charts: "*" }, godwit: {} },
      ...importers(specifier, count),
    });
    const importers = (specifier: string, count: number): Record<string, string> =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`src/a${index}.ts`, `import x from "${specifier}";\nexport const a = x;\n`]),
      );
    expect(offered(files("charts/dist/line.js", 3))).toMatchObject([{ id: "charts-inside", violations: 3 }]);
    expect(offered(files("charts/dist/line.js", 2))).toEqual([]);
    expect(offered(files("charts/dist/charts.css", 5))).toEqual([]);
    expect(offered(files("../dist/line.js", 5))).toEqual([]);
    expect(offered(files("other/dist/line.js", 5))).toEqual([]);
  });
});

test("the shared instance that is asked for most often is the one, by its own class", () => {
  const found = offered({
    "src/pool.ts": "export default class Pool {\n  static getInstance() {\n    return new Pool();\n  }\n}\n",
    "src/a.ts": 'import Pool from "./pool.js";\nexport const a = () => [Pool.getInstance(), Pool.getInstance()];\n',
    "src/b.ts": "export const b = (Other: { getInstance(): 1 }) => Other.getInstance();\n",
  });
  expect(found).toMatchObject([{ id: "no-shared-pool", violations: 2 }]);
  expect(found[0]!.text).toContain('Pool: "./src/pool.ts#default"');
});

test("plain IDs are a contract where one file has their type, and else a note", () => {
  const uses = "export const a = (userId: string, b: { userId: string }, c: { userId: string }) => [userId, b, c];\n";
  const files = { "src/a.ts": uses };
  const typed = { ...files, "src/ids.ts": "export type UserId = string & { readonly brand: unique symbol };\n" };
  expect(offered(typed)).toMatchObject([{ id: "typed-ids" }]);
  expect(offered(files)).toEqual([]);
  const root = writeTree({ "package.json": { godwit: {} }, ...files });
  expect(lookAround(root, () => undefined).notes).toEqual([expect.stringContaining("UserId")]);
});

test("names and paths that YAML would read in another way are quoted", () => {
  const deprecated = (name: string): string =>
    `/** @deprecated use fresh */\nexport const ${name} = 1;\nexport const fresh = 2;\n`;
  const found = offered({
    "src/a:b/[id]/old.ts": deprecated("a"),
    "src/a:b/[id]/use.ts": 'import { a } from "./old.js";\nexport const x = a;\n',
    "src/a b/old.ts": deprecated("e"),
    "src/#1/old.ts": deprecated("d"),
    "src/it's{x}/old.ts": deprecated("c"),
    "src/it's{x}/use.ts": 'import { c } from "./old.js";\nexport const x = c;\n',
  });
  expect(found).toMatchObject([{ id: "deprecated-exports", violations: 2 }]);
  expect(found[0]!.text).toContain('from: "./src/a:b/[id]/old.ts"');
});
