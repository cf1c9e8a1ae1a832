import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle as bundleServer } from "../../packages/language-server/build.mjs";
import { bundle as bundlePlugin } from "../../packages/typescript-plugin/build.mjs";
import { createEditorProject } from "../editors/editor-project.js";
import { Editor, RAW, until } from "../editors/open-editor.js";
import { LspClient } from "../language-server/lsp-client.js";
import { ONE_ID } from "./shop.js";

const CONTRACT = "node_modules/@acme/migrations/migrations/one-id.md";
const SETTINGS = { contracts: ["@acme/migrations"], imports: { newId: "./src/new-id.ts" } };
const manifest = (version: string): string =>
  JSON.stringify({ name: "@acme/migrations", version, godwit: { contractFormat: 1 } });

/** A project whose contracts are all in a package. */
const files = {
  "package.json": JSON.stringify({ name: "editor", private: true, type: "module", godwit: { ...SETTINGS, directory: "plans" } }),
  "plans/README.md": "None of our own.\n",
  "node_modules/@acme/migrations/package.json": manifest("1.2.0"),
  [CONTRACT]: ONE_ID,
  "src/a.ts": "export {};\n",
};

describe("a contract from a package, in tsserver", () => {
  let editor: Editor;
  beforeAll(async () => {
    await bundlePlugin();
    editor = new Editor("typescript", { files });
  });
  afterAll(() => editor.close());

  test(
    "is underlined with the way to the package's file, fixed, and read again where the package is another",
    { tags: "slow" },
    async () => {
      const file = editor.show("src/a.ts", RAW);
      const diagnostics = () => editor.client.request("semanticDiagnosticsSync", { file });
      const [found] = await diagnostics();
      expect(found).toMatchObject({ text: 'Use newId("user") instead of v4(). (one-id/no-raw-uuid)', source: "godwit" });
      expect(JSON.stringify(found.relatedInformation)).toContain(CONTRACT);
      expect(await editor.hover("src/a.ts", RAW, "v4()")).toContain("One ID generator");
      editor.project.write(CONTRACT, ONE_ID.replace("newId($entity)", "newId($name)"));
      const again = await until(diagnostics, (all: any[]) => all[0]?.text.includes("userId"));
      expect(again[0].text).toBe('Use newId("userId") instead of v4(). (one-id/no-raw-uuid)');
    },
  );
});

describe("a contract from a package, in the language server", () => {
  test("is underlined with a link to the package's file", { tags: "slow" }, async () => {
    await bundleServer();
    const project = createEditorProject("extension", files);
    const client = await LspClient.start(project.root, { capabilities: {}, answers: {} });
    try {
      const uri = client.show(project.path("src/a.ts"), RAW);
      const [found] = await client.diagnostics(uri);
      expect(found).toMatchObject({ message: 'Use newId("user") instead of v4().', code: "one-id/no-raw-uuid" });
      expect(decodeURIComponent(found.codeDescription.href)).toMatch(new RegExp(`/${CONTRACT}#L\\d+$`));
    } finally {
      await client.stop();
      rmSync(project.root, { recursive: true, force: true });
    }
  });
});
