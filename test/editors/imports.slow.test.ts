import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "../../packages/typescript-plugin/build.mjs";
import { applyChanges } from "./editor-project.js";
import { Editor, VERSIONS } from "./open-editor.js";

beforeAll(async () => {
  await bundle();
});

/** "Cannot find name". */
const MISSING = 2304;
const UNSORTED =
  'import { dataPath } from "./old-paths.js";\nimport { v4, v5 } from "uuid";\nimport { newId } from "./new-id.js";\nexport const userId = v4(), a = newId(dataPath);\n';

describe.each(VERSIONS)("imports in tsserver of %s", (version) => {
  const files = Object.fromEntries(["a", "b", "copied", "deep/c"].map((name) => [`src/${name}.ts`, "export {};\n"]));
  Object.assign(files, {
    "package.json": JSON.stringify({ name: "app", type: "module", godwit: {}, dependencies: { uuid: "^11.0.0" } }),
    "src/early-paths.ts": "export const cachePath = '';\n",
    "src/late-paths.ts": "export const cachePath = '';\n",
    "src/hand-made.ts": "export const handMade = '';\n",
    "migrations/paths.md": `---
title: Paths in one place
rules:
  no-deprecated-import:
    - { from: ./src/early-paths.ts, to: ./src/late-paths.ts }
    - { from: ./src/hand-made.ts, name: handMade, to: ./src/new-id.ts, as: newId, fix: suggest }
---
`,
  });
  let editor: Editor;
  let plain: Editor;
  beforeAll(() => {
    editor = new Editor(version, { files });
    plain = new Editor(version, { files, plugin: false });
  });
  afterAll(async () => {
    await editor.close();
    await plain.close();
  });

  test("the fix of a missing name offers what the contract names for it, and nothing banned", async () => {
    const text = 'export const userId = legacyId("user");\n';
    const offered = await editor.fixes("src/a.ts", text, "legacyId", MISSING);
    const imports = offered.filter(({ fixName }) => fixName === "import");
    expect(imports.map(({ description }) => description)).toEqual(['Use newId from "./new-id.js"']);
    expect(applyChanges(text, imports[0].changes)).toBe(
      'import { newId as legacyId } from "./new-id.js";\n\nexport const userId = legacyId("user");\n',
    );
    const without = await plain.fixes("src/a.ts", text, "legacyId", MISSING);
    expect(without.map(({ description }) => description)).toContain('Add import from "./legacy-id.js"');
  });

  test("the fix of a missing name goes on to the use where that is what is banned", async () => {
    const text = 'import { newId } from "./new-id.js";\nexport const a = newId("a");\nexport const userId = v4();\n';
    const [first] = await editor.fixes("src/a.ts", text, "v4", MISSING);
    expect(first.description).toBe('Use newId("user")');
    expect(applyChanges(text, first.changes)).toBe(text.replace("v4()", 'newId("user")'));
  });

  test("the fix of a missing name comes last where the way on is no safe one, and says of which contract it is", async () => {
    const text = "export const store = handMade;\nexport const ok = v5('a', 'b');\n";
    const [fix] = (await editor.fixes("src/a.ts", text, "handMade", MISSING)).filter(({ fixName }) => fixName === "import");
    expect(fix.description).toBe('Add import from "./hand-made.js" (Paths in one place)');
    const [allowed] = await editor.fixes("src/a.ts", text, "v5", MISSING);
    expect(allowed.description).toBe('Add import from "uuid"');
  });

  test("of two modules the one that is not banned is offered, once", async () => {
    const text = "export const at = dataPath;\n";
    const offered = await editor.fixes("src/a.ts", text, "dataPath", MISSING);
    const texts = offered.filter(({ fixName }) => fixName === "import").map(({ changes }) => applyChanges(text, changes));
    expect(texts).toEqual(['import { dataPath } from "./new-paths.js";\n\nexport const at = dataPath;\n']);
  });

  describe.runIf(version !== "typescript-5.4")("a paste", () => {
    /** A buffer after a paste at its end. */
    const paste = async (into: Editor, pasted: string, copiedFrom?: string): Promise<string> => {
      const end = { line: 2, offset: 1 };
      if (copiedFrom !== undefined)
        await into.client.request("semanticDiagnosticsSync", { file: into.show("src/copied.ts", copiedFrom) });
      const spans = [{ start: { line: 2, offset: 1 }, end: { line: 2, offset: pasted.length + 1 } }];
      const { edits } = await into.client.request("getPasteEdits", {
        file: into.show("src/b.ts", "export {};\n"),
        pastedText: [pasted],
        pasteLocations: [{ start: end, end }],
        ...(copiedFrom !== undefined && { copiedFrom: { file: into.project.path("src/copied.ts"), spans } }),
      });
      return applyChanges("export {};\n", edits);
    };

    const pasted = "export const b = cachePath;";
    const from = (module: string): string => `import { cachePath } from "./${module}.js";\n${pasted}\n`;

    test("takes the module that is not banned, although both export the name", async () => {
      expect(await paste(plain, pasted)).toContain('from "./early-paths.js"');
      expect(await paste(editor, pasted)).toBe(`import { cachePath } from "./late-paths.js";\n\nexport {};\n${pasted}`);
    });

    test("does not bring the banned import of the file that it was copied from", async () => {
      expect(await paste(plain, pasted, from("early-paths"))).toContain('from "./early-paths.js"');
      expect(await paste(editor, pasted, from("early-paths"))).toContain('from "./late-paths.js"');
      expect(await paste(editor, pasted, from("late-paths"))).toContain('from "./late-paths.js"');
    });

    test("stays as it is where it brings another violation", async () => {
      const raw = "export const userId = v4();";
      expect(await paste(editor, raw)).toBe(`import { v4 } from "uuid";\n\nexport {};\n${raw}`);
    });
  });

  test("all missing imports at once are those that are not banned", async () => {
    const text = "export const at = cachePath;\nexport const b = [dataPath, v5('a', 'b')];\n";
    const add = async (into: Editor): Promise<string> => {
      const scope = { type: "file", args: { file: into.show("src/a.ts", text) } };
      return applyChanges(text, (await into.client.request("getCombinedCodeFix", { scope, fixId: "fixMissingImport" })).changes);
    };
    expect(await add(plain)).toContain('from "./early-paths.js"');
    expect(await add(editor)).toBe(
      `import { v5 } from "uuid";\nimport { cachePath } from "./late-paths.js";\nimport { dataPath } from "./new-paths.js";\n\n${text}`,
    );
  });

  test("organise imports, and a file's new name, give what they give without the plugin", async () => {
    const answers = await Promise.all(
      [plain, editor].map(async (each) => {
        const file = each.show("src/deep/c.ts", UNSORTED.replaceAll("./", "../"));
        const organised = await each.client.request("organizeImports", { scope: { type: "file", args: { file } } });
        const moved = await each.client.request("getEditsForFileRename", {
          oldFilePath: each.project.path("src/old-paths.ts"),
          newFilePath: each.project.path("src/moved-paths.ts"),
        });
        const own = moved.filter((edit: any) => edit.fileName === file);
        return [organised, own].map((edits) => applyChanges(UNSORTED.replaceAll("./", "../"), edits));
      }),
    );
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[1]![0]).not.toContain("v5");
    expect(answers[1]![1]).toContain("../moved-paths.js");
  });
});
