import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { packExtension, packFolder } from "../../packages/vscode/package.mjs";
import { copyExample, type ExampleCopy, type Left } from "./example-copy.js";
import { installEditor } from "./install.js";
import { startVsCode, type VsCode } from "./vscode.js";
import { Workbench } from "./workbench.js";

/** With GODWIT_PICTURES=docs the pictures of the docs are taken anew. */
const PICTURES = path.join(
  import.meta.dirname,
  process.env["GODWIT_PICTURES"] === "docs" ? "../../docs/pictures" : "../../node_modules/.cache/screen",
);
const FILE = "src/agents/supervisor.ts";
const HINT = '→ generateBaseId("step")';

const editor = installEditor();
if ("missing" in editor) console.log(`The screen test is skipped. ${editor.missing}`);

const poll = { timeout: 40_000, interval: 250 };

describe.skipIf("missing" in editor)("VS Code, on the example", () => {
  let example: ExampleCopy;
  let vscode: VsCode;
  let window: Workbench;
  let packed: string;
  let original: string;
  /** The command line's findings in the file, the contract with the most first. */
  let left: readonly Left[];

  const total = (): number => left.reduce((sum, each) => sum + each.violations, 0);

  beforeAll(async () => {
    if ("missing" in editor) return;
    mkdirSync(PICTURES, { recursive: true });
    packed = mkdtempSync(path.join(tmpdir(), "godwit-vsix-"));
    example = copyExample();
    original = example.read(FILE);
    left = example.check(FILE);
    vscode = await startVsCode(editor, await packExtension(packed));
    window = await Workbench.open(editor.chromium, vscode.address({ folder: example.folder }), PICTURES);
    await window.openFile(FILE);
  });
  beforeEach(async () => {
    await window.press("Escape", "Escape");
    const isChanged = example.diff() !== "" || (await window.dirtyTabs()) > 0;
    example.restore();
    await window.openFile(FILE);
    if (isChanged) await window.command("File: Revert File");
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total()} left`);
  });
  afterEach(async ({ task }) => {
    // What went wrong is mostly plain to see.
    if (task.result?.state === "fail") await window.picture(`failed-${task.name.replaceAll(/\W+/g, "-").slice(0, 40)}`);
  });
  afterAll(async () => {
    await window?.close();
    await vscode?.stop();
    example?.remove();
    if (packed) rmSync(packed, { recursive: true, force: true });
  });

  test("underlines violations, and strikes deprecated imports through", async () => {
    await expect.poll(() => window.squiggles(), poll).toBeGreaterThanOrEqual(total());
    expect(
      await window.page.locator(".view-line .monaco-decoration-deprecated, .view-line [class*=deprecated]").count(),
    ).toBeGreaterThan(0);
    await window.picture("squiggle", ".view-line:nth-child(1)", ".tabs-container", ".view-line:nth-child(13)");
  });

  test("shows each hint exactly once", async () => {
    await window.goTo(original, "uuidv4(), agent");
    await expect.poll(() => window.shown(), poll).toContain(HINT);
    expect((await window.shown()).split(HINT)).toHaveLength(2);
  });

  test("counts in the status bar what is left in the file", async () => {
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total()} left`);
    await window.clickStatus();
    expect(await window.picks()).toEqual(left.map(({ title }) => title));
    await window.picture("status-bar");
    await window.press("Escape");
  });

  test("tells the contract on hover", async () => {
    await window.goTo(original, "uuidv4(), agent");
    await window.command("Show or Focus Hover");
    const hover = window.page.locator(".monaco-hover:not(.hidden) .hover-contents");
    const text = async (): Promise<string> => (await hover.allInnerTexts()).join("\n");
    await expect.poll(text, poll).toContain("(safe: quick fix)");
    for (const part of ["One ID generator", 'UnifiedIdGenerator.generateBaseId("step")', "Before:", "Open contract"])
      expect(await text()).toContain(part);
    await window.picture("hover", ".editor-instance .current-line", ".monaco-hover:not(.hidden)");
    await window.press("Escape");
  });

  test("fixes with one keystroke in the light bulb's menu", async () => {
    await window.goTo(original, "uuidv4(), agent");
    const titles = await window.lightBulb();
    expect(titles[1]).toMatch(/^Fix all of "One ID generator" in this file \(\d+\)$/);
    expect([titles[0], ...titles.slice(2, 5)]).toEqual([
      'Use UnifiedIdGenerator.generateBaseId("step")',
      "Ignore unified-ids/no-raw-uuid here, with a reason",
      'Fix all of "One ID generator" in the project…',
      'Open contract "One ID generator"',
    ]);
    await window.picture("quick-fix", ".editor-instance .current-line", ".action-widget");
    await window.press("Enter");
    await expect.poll(() => window.shown(), poll).toContain('stepId: UnifiedIdGenerator.generateBaseId("step"), agent');
    await window.save();
    expect(example.read(FILE)).toContain('import { UnifiedIdGenerator } from "@/ids/unified-id-generator.js";\n');
    expect(example.read(FILE)).not.toContain("uuid");
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total() - 1} left`);
  });

  test("fixes all of a contract in the file, and one undo takes it back", async () => {
    await window.command("godwit: Fix All of a Contract in This File");
    expect(await window.picks()).toEqual(left.map(({ title }) => title));
    await window.press("Enter");
    await expect.poll(() => window.status(), poll).toBe("godwit: 1 left");
    await window.save();
    expect(example.diff()).toBe(fixedByCommandLine("execution-engine", FILE).diff);
    await window.press("Control+z");
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total()} left`);
    await window.save();
    expect(example.read(FILE)).toBe(original);
  });

  test("opens the contract at the rule", async () => {
    await window.goTo(original, "uuidv4(), agent");
    await window.command("godwit: Open Contract");
    await expect.poll(() => window.activeTab(), poll).toBe("unified-ids.md");
    await expect.poll(() => window.status(), poll).toBeUndefined();
  });

  test("strikes banned names through in completion", async () => {
    await window.goTo(original, "\n\n  static context");
    await window.press("End", "Enter", "Enter");
    await window.type("engine = new Execution");
    const rows = window.page.locator(".suggest-widget.visible .monaco-list-row");
    const banned = rows.filter({ has: window.page.locator(".monaco-icon-label.deprecated") });
    const names = async (): Promise<string[]> => {
      if ((await rows.count()) === 0) await window.press("Control+Space");
      return banned.allInnerTexts();
    };
    await expect.poll(names, { timeout: poll.timeout, interval: 1_500 }).toContain("ExecutionEngine");
    expect(await rows.filter({ hasText: "ExecutionEngineFactory" }).count()).toBeGreaterThan(0);
    await window.picture("completion", ".editor-instance .current-line", ".suggest-widget");
  });

  test("fixes all of a contract in the project, as the command line does, with one undo", async () => {
    const expected = fixedByCommandLine("unified-ids");
    expect(expected.places).toBeGreaterThan(40);
    await window.goTo(original, "uuidv4(), agent");
    await window.lightBulb();
    await window.press("ArrowDown", "ArrowDown", "ArrowDown", "Enter");
    const dialog = window.page.locator(".monaco-dialog-box");
    await dialog.waitFor();
    expect(await dialog.innerText()).toContain(`Fix ${expected.places} places in ${expected.files} files?`);
    await window.picture("fix-in-project", ".monaco-dialog-box");
    await dialog.getByText("Review", { exact: true }).click();
    await expect.poll(() => window.listedChanges(), poll).toBeGreaterThan(3);
    expect(example.diff()).toBe("");
    await window.page.getByText("Discard", { exact: true }).click();
    await window.openFile(FILE);
    await window.command("godwit: Fix All of a Contract in the Project…");
    expect(await window.picks()).toEqual(left.map(({ title }) => title));
    await window.press("ArrowDown", "Enter");
    await dialog.waitFor();
    await dialog.getByText(/^Apply all \d+$/).click();
    await expect.poll(() => example.diff(), poll).toBe(expected.diff);
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total() - 1} left`);
    await window.press("Control+z");
    await expect.poll(() => window.dirtyTabs(), poll).toBe(expected.files);
    await window.command("File: Save All");
    await expect.poll(() => example.diff(), poll).toBe("");
    await window.command("View: Close All Editors");
  });

  test("serves contract files: lenses that count and test, problems as they are typed", async () => {
    await window.openFile("migrations/unified-ids.md");
    await window.press("Control+Home");
    const lenses = async (): Promise<string> =>
      (await window.page.locator(".editor-instance .codelens-decoration").allInnerTexts())
        .join("\n")
        .replaceAll(/[\u00a0\s]+/g, " ");
    await expect.poll(lenses, poll).toMatch(/\d+ left, \d+ safe ?\| ?show ?\| ?fix \d+/);
    expect(await lenses()).toMatch(/matches \d+ sites in \d+ files/);
    // A lens above the first line appears above what is shown.
    await window.press("Control+ArrowUp", "Control+ArrowUp", "Control+ArrowUp");
    await window.picture("contract-file", ".tabs-container", ".view-line:nth-child(20)");
    await window.page
      .locator(".editor-instance .codelens-decoration a", { hasText: /^show$/ })
      .first()
      .click();
    await expect
      .poll(() => window.page.locator(".peekview-widget .results-list, .peekview-widget").count(), poll)
      .toBeGreaterThan(0);
    await window.press("Escape", "Control+End");
    await expect.poll(lenses, poll).toContain("passes");
    await window.press("Control+Home", "ArrowDown", "Home");
    await window.type("x");
    await expect.poll(() => window.squiggles(), poll).toBeGreaterThan(0);
    await window.command("File: Revert File");
    await expect.poll(() => window.squiggles(), poll).toBe(0);
    await window.command("View: Close All Editors");
  });

  test("follows an edited contract, and settings, without a restart", async () => {
    const contract = "migrations/unified-ids.md";
    example.write(contract, example.read(contract).replace("status: active", "status: planned"));
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total() - 1} left`);
    example.restore();
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total()} left`);
    await window.goTo(original, "uuidv4(), agent");
    await expect.poll(() => window.shown(), poll).toContain(HINT);
    example.write(".vscode/settings.json", JSON.stringify({ "godwit.inlayHints": "off", "godwit.diagnostics": "off" }));
    await expect.poll(() => window.shown(), poll).not.toContain(HINT);
    await expect.poll(() => window.squiggles(), poll).toBe(0);
    example.write(".vscode/settings.json", "{}");
    await expect.poll(() => window.squiggles(), poll).toBeGreaterThan(0);
  });

  test("leaves underlining to ESLint's extension in the folder of a workspace whose config has godwit, and keeps hints", async () => {
    if ("missing" in editor) return;
    const manifest = { name: "vscode-eslint", publisher: "dbaeumer", version: "0.0.1", engines: { vscode: "*" } };
    vscode.install(await packStandIn(packed, manifest));
    const plain = example.addFolder("plain", PLAIN);
    const workspace = example.addFolder("workspace", {
      "two.code-workspace": JSON.stringify({ folders: [{ path: example.folder }, { path: plain }] }),
    });
    await window.close();
    const address = vscode.address({ workspace: path.join(workspace, "two.code-workspace") });
    window = await Workbench.open(editor.chromium, address, PICTURES);
    await window.openFile(FILE);
    await window.goTo(original, "uuidv4(), agent");
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total()} left`);
    await expect.poll(() => window.squiggles(), poll).toBe(0);
    await expect.poll(() => window.shown(), poll).toContain(HINT);
    await window.openFile("src/plain.ts");
    await expect.poll(() => window.status(), poll).toBe("godwit: 1 left");
    await expect.poll(() => window.squiggles(), poll).toBe(1);
  });

  test("shows the same with TypeScript 7, which has no plugins, once each", async () => {
    await window.close();
    example.restore();
    example.write(
      ".vscode/settings.json",
      JSON.stringify({ "typescript.experimental.useTsgo": true, "godwit.diagnostics": "on" }),
    );
    if ("missing" in editor) return;
    window = await Workbench.open(editor.chromium, vscode.address({ folder: example.folder }), PICTURES);
    await window.openFile(FILE);
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total()} left`);
    await expect.poll(() => window.squiggles(), poll).toBeGreaterThan(0);
    await window.goTo(original, "uuidv4(), agent");
    await expect.poll(() => window.shown(), poll).toContain(HINT);
    expect((await window.shown()).split(HINT)).toHaveLength(2);
    await window.command("Show or Focus Hover");
    const hover = window.page.locator(".monaco-hover:not(.hidden) .hover-contents");
    await expect.poll(async () => (await hover.allInnerTexts()).join("\n"), poll).toContain("Show all");
    await window.press("Escape", "Escape");
    const titles = await window.lightBulb();
    expect(titles.filter((title) => title.startsWith("Use UnifiedIdGenerator"))).toHaveLength(1);
    expect(titles.filter((title) => title.startsWith("Open contract"))).toHaveLength(1);
    await window.press("Enter");
    await expect.poll(() => window.shown(), poll).toContain('stepId: UnifiedIdGenerator.generateBaseId("step"), agent');
  });
});

/** A project without ESLint and without tsconfig. */
const PLAIN = {
  "package.json": JSON.stringify({ name: "plain", type: "module", godwit: {} }),
  "migrations/ids.md":
    "---\ntitle: Own IDs\nimports: { newId: ./src/new-id.js }\nrules: { no-raw-uuid: { replace: [{ with: newId($entity) }] } }\n---\n",
  "src/new-id.js": "export const newId = (entity) => entity;\n",
  "src/plain.ts": 'import { randomUUID } from "node:crypto";\n\nexport const userId = randomUUID();\n',
};

/** The example after `godwit check --fix`. */
function fixedByCommandLine(contract: string, ...files: readonly string[]) {
  const copy = copyExample();
  try {
    return { places: copy.fix(contract, ...files), files: copy.changedFiles(), diff: copy.diff() };
  } finally {
    copy.remove();
  }
}

/** Packs an extension that does nothing. */
async function packStandIn(destination: string, manifest: object): Promise<string> {
  const cwd = mkdtempSync(path.join(destination, "stand-in-"));
  writeFileSync(path.join(cwd, "package.json"), JSON.stringify(manifest));
  const packagePath = path.join(destination, "stand-in.vsix");
  await packFolder(cwd, packagePath);
  return packagePath;
}
