import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { packFolder } from "../../packages/vscode/package.mjs";
import { describeExample, FILE, HINT, poll, SITE } from "./example-window.js";

/** A project without ESLint and without tsconfig. */
const PLAIN = {
  "package.json": JSON.stringify({ name: "plain", type: "module", godwit: {} }),
  "migrations/ids.md":
    "---\ntitle: Own IDs\nimports: { newId: ./src/new-id.js }\nrules: { no-raw-uuid: { replace: [{ with: newId($entity) }] } }\n---\n",
  "src/new-id.js": "export const newId = (entity) => entity;\n",
  "src/plain.ts": 'import { randomUUID } from "node:crypto";\n\nexport const userId = randomUUID();\n',
};

describeExample("VS Code, beside other fronts", (open) => {
  test("leaves underlining to ESLint's extension in the folder of a workspace whose config has godwit, and keeps hints", async () => {
    const { vscode, example, original, total } = open;
    const manifest = { name: "vscode-eslint", publisher: "dbaeumer", version: "0.0.1", engines: { vscode: "*" } };
    vscode.install(await packStandIn(manifest));
    const plain = example.addFolder("plain", PLAIN);
    const workspace = example.addFolder("workspace", {
      "two.code-workspace": JSON.stringify({ folders: [{ path: example.folder }, { path: plain }] }),
    });
    await open.reopen({ workspace: path.join(workspace, "two.code-workspace") });
    const { window } = open;
    await window.openFile(FILE);
    await window.goTo(original, SITE);
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total} left`);
    await expect.poll(() => window.squiggles(), poll).toBe(0);
    await expect.poll(() => window.shown(), poll).toContain(HINT);
    expect((await window.lightBulb())[0]).toBe('Use UnifiedIdGenerator.generateBaseId("step")');
    await window.press("Escape");
    await window.openFile("src/plain.ts");
    await expect.poll(() => window.status(), poll).toBe("godwit: 1 left");
    await expect.poll(() => window.squiggles(), poll).toBe(1);
    await open.reopen();
    await open.window.openFile(FILE);
  });

  test("shows the same with TypeScript 7, which has no plugins, once each", async () => {
    const { example, original, total } = open;
    example.write(
      ".vscode/settings.json",
      JSON.stringify({ "typescript.experimental.useTsgo": true, "godwit.diagnostics": "on" }),
    );
    await open.reopen();
    const { window } = open;
    await window.openFile(FILE);
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total} left`);
    await expect.poll(() => window.squiggles(), poll).toBeGreaterThan(0);
    await window.goTo(original, SITE);
    await expect.poll(() => window.shown(), poll).toContain(HINT);
    expect((await window.shown()).split(HINT)).toHaveLength(2);
    await window.command("Show or Focus Hover");
    await expect.poll(() => window.hover(), poll).toContain("Open contract · Show all · Fix project");
    await window.followLink("Fix project");
    await window.page.locator(".monaco-dialog-box", { hasText: /Fix \d+ places/ }).waitFor();
    await window.press("Escape", "Escape");
    const titles = await window.lightBulb();
    expect(titles.slice(0, 5)).toEqual([
      'Use UnifiedIdGenerator.generateBaseId("step")',
      'Fix all of "One ID generator" in this file (1)',
      expect.stringMatching(/^Fix all of "One ID generator" in the project/),
      'Open contract "One ID generator"',
      "Ignore unified-ids/no-raw-uuid here, with a reason",
    ]);
    expect(new Set(titles).size).toBe(titles.length);
    await window.press("Enter");
    await expect.poll(() => window.shown(), poll).toContain('stepId: UnifiedIdGenerator.generateBaseId("step"), agent');
  });
});

/** Packs an extension that does nothing. */
async function packStandIn(manifest: object): Promise<string> {
  const cwd = mkdtempSync(path.join(tmpdir(), "godwit-stand-in-"));
  writeFileSync(path.join(cwd, "package.json"), JSON.stringify(manifest));
  const packagePath = path.join(cwd, "stand-in.vsix");
  await packFolder(cwd, packagePath);
  return packagePath;
}
