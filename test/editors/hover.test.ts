import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../../packages/typescript-plugin/build.mjs";
import { describeServers, Editor, RAW } from "./open-editor.js";

beforeAll(async () => {
  await bundle();
});

describeServers("hovers", (version) => {
  const files = {
    "src/a.ts": "export {};\n",
    "src/b.cjs": "",
    "src/old-paths.ts": 'export * from "./new-paths.js";\nexport default 1;\n',
    "tsconfig.json": JSON.stringify({
      compilerOptions: { module: "nodenext", allowJs: true, types: [], plugins: [{ name: "@godwit/typescript-plugin" }] },
    }),
  };
  let editor: Editor;
  beforeAll(() => {
    editor = new Editor(version, { files });
  });
  afterAll(() => editor.close());

  test.each([
    ["an import specifier", RAW, "v4", 0],
    ["a name before `as`", 'import { v4 as make } from "uuid";\n', "v4", 0],
    ["an alias", 'import { v4 as make } from "uuid";\n', "make", 0],
    ["a module path", 'import { dataPath } from "./old-paths.js";\n', "old-paths", 0],
    ["a re-export", 'export { v4 } from "uuid";\n', "v4", 0],
    ["a member of a namespace", 'import * as ids from "uuid";\nexport const make = [ids.v4];\n', "ids.v4", 5],
    [
      "what a module only hands on",
      'import * as old from "./old-paths.js";\nexport const at = old.dataPath;\n',
      "old.dataPath",
      5,
    ],
    ["a namespace of a module", 'import * as old from "./old-paths.js";\nexport const at = old.dataPath;\n', "old.dataPath", 0],
    ["a default import", 'import old from "./old-paths.js";\nexport const at = [old];\n', "[old]", 1],
    ["import = require()", 'import old = require("./old-paths.js");\nexport const at = [old];\n', "[old]", 1],
    ["a type", 'export type T = import("./old-paths.js").X;\n', "old-paths", 0],
    ["a dynamic import", 'export const at = import("./old-paths.js");\n', "old-paths", 0],
    ["a link in a comment", 'import { v4 } from "uuid";\n/** See {@link v4}. */\nexport const a = [v4];\n', "@link v4", 6],
    ["a type in a comment", '/** @type {import("./old-paths.js").X} */\nexport const a = 1;\n', "old-paths", 0],
    ["a name of one's own in a comment", "/** See {@link own}. */\nexport const own = 1;\n", "@link own", -1],
    ["a local of the same name", "export const v4 = 1;\nexport const a = [v4];\n", "[v4]", -2],
    ["a name that is not banned", 'import { v5 } from "uuid";\n', "v5", -1],
  ])("on %s", async (_, text, part, shift) => {
    const docs = await editor.hover("src/a.ts", text, part, Math.abs(shift) === shift ? shift : part.length + shift);
    expect(docs.includes("**One ID generator**")).toBe(shift >= 0);
  });

  test("on what JavaScript requires", async () => {
    const text =
      'const { v4 } = require("uuid");\nconst old = require("./old-paths.js");\nmodule.exports = [v4, old.dataPath];\n';
    for (const [part, shift] of [
      ["[v4", 1],
      ["old.dataPath", 5],
      ["old-paths", 0],
    ] as const)
      expect(await editor.hover("src/b.cjs", text, part, shift), part).toContain("One ID generator");
  });

  test("on a violation say in six lines what to do, why, and where the contract is", async () => {
    const docs = await editor.hover("src/a.ts", RAW, "v4()");
    expect(docs).toContain('`v4()` → `newId("user")` (safe: quick fix)');
    expect(docs).toContain("IDs of one format keep sessions apart.");
    expect(docs).toContain('After: `export const userId = newId("user");`');
    expect(docs.split("\n").length).toBeLessThanOrEqual(6);
    expect(docs).toMatch(/migrations\/ids\.md#L\d+\)/);
  });
});
