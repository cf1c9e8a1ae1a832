import { expect, test } from "vitest";
import { describeExample, FILE, fixedByCommandLine, poll, SITE } from "./example-window.js";

const NEW_IMPORT = 'import { UnifiedIdGenerator } from "@/ids/unified-id-generator.js";\n';

/** A contract of which one fix crosses two files: code, and the test that mocks what it imports. */
const LOGGERS: Readonly<Record<string, string>> = {
  "migrations/loggers.md": `---
title: Loggers are asked for
imports: { logger: ./src/logging/log.ts, getLogger: ./src/logging/log.ts }
rules:
  no-deprecated-call: { replace: [{ match: logger, with: getLogger() }] }
---
`,
  "src/logging/log.ts":
    "const own = { info: (text: string) => text };\nexport const getLogger = () => own;\nexport const logger = own;\n",
  "src/logging/run.ts": 'import { logger } from "./log.js";\n\nexport const run = () => logger.info("runs");\n',
  "src/logging/run.test.ts": `import { expect, test, vi } from "vitest";
import { run } from "./run.js";

vi.mock("./log.js", () => ({ logger: { info: vi.fn() } }));

test("runs", () => expect(run()).toBeUndefined());
`,
  "src/logging/start.ts": 'import { logger } from "./log.js";\n\nexport const start = () => logger.info("starts");\n',
  "src/logging/stop.ts": 'import { logger } from "./log.js";\n\nexport const stop = () => logger.info("stops");\n',
};

describeExample("VS Code fixes", (open) => {
  test("with one keystroke in the light bulb's menu, which is in godwit's order", async () => {
    const { window, example, original, total } = open;
    await window.goTo(original, SITE);
    const titles = await window.lightBulb();
    expect(titles[1]).toMatch(/^Fix all of "One ID generator" in this file \(1\)$/);
    expect([titles[0], ...titles.slice(2, 5)]).toEqual([
      'Use UnifiedIdGenerator.generateBaseId("step")',
      'Fix all of "One ID generator" in the project…',
      'Open contract "One ID generator"',
      "Ignore unified-ids/no-raw-uuid here, with a reason",
    ]);
    await window.picture("quick-fix", ".editor-instance .current-line", ".action-widget");
    await window.press("Enter");
    await expect.poll(() => window.shown(), poll).toContain('stepId: UnifiedIdGenerator.generateBaseId("step"), agent');
    await window.save();
    expect(example.read(FILE)).toContain(NEW_IMPORT);
    expect(example.read(FILE)).not.toContain("uuid");
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total - 1} left`);
  });

  test("what a person has to look at, marked so, and not by Auto Fix", async () => {
    const { window, original, total } = open;
    await window.goTo(original, "  constructor(");
    await window.press("Home");
    await window.type("  of = (userId: string, operation: string) => ({ userContext: uuidv4() });\n");
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total + 2} left`);
    await window.press("ArrowUp", "End", ...Array<string>(5).fill("ArrowLeft"));
    const titles = async (): Promise<string[]> => {
      await window.press("Escape");
      return window.lightBulb();
    };
    await expect.poll(async () => (await titles())[0], poll).toMatch(/^Review: use UnifiedIdGenerator\.generateUserContextIds/);
    await window.press("Escape");
    await window.command("Auto Fix...");
    await window.page.waitForTimeout(1_000);
    expect(await window.shown()).toContain("userContext: uuidv4()");
  });

  test("by Auto Fix, which takes the safe fix", async () => {
    const { window, original } = open;
    await window.goTo(original, SITE);
    await window.command("Auto Fix...");
    await expect.poll(() => window.shown(), poll).toContain('stepId: UnifiedIdGenerator.generateBaseId("step"), agent');
  });

  test("nothing where a person ignores it, once there is a reason", async () => {
    const { window, original, total } = open;
    await window.goTo(original, SITE);
    const titles = await window.lightBulb();
    const at = titles.indexOf("Ignore unified-ids/no-raw-uuid here, with a reason");
    expect(at, titles.join("\n")).toBeGreaterThan(0);
    await window.press(...Array<string>(at).fill("ArrowDown"), "Enter");
    await expect.poll(() => window.shown(), poll).toContain("// eslint-disable-next-line unified-ids/no-raw-uuid --");
    await window.page.waitForTimeout(1_000);
    expect(await window.status()).toBe(`godwit: ${total} left`);
    await window.type(" the partner's format");
    await expect.poll(() => window.shown(), poll).toContain("no-raw-uuid -- the partner's format");
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total - 1} left`);
  });

  test("all of a contract in the file, and one undo takes it back", async () => {
    const { window, example, original, left, total } = open;
    await window.press("Control+Home");
    await window.command("godwit: Fix All of a Contract in This File");
    expect(await window.picks()).toEqual(left.map(({ title }) => title));
    await window.press("Enter");
    const fixed = fixedByCommandLine("execution-engine", FILE);
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total - fixed.places} left`);
    await window.save();
    expect(example.diff()).toBe(fixed.diff);
    await window.picture("fixed", ".view-line:nth-child(1)", ".tabs-container", ".view-line:nth-child(13)");
    await window.press("Control+z");
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total} left`);
    await window.save();
    expect(example.read(FILE)).toBe(original);
  });

  test("a file when it is saved, if the settings say so", async () => {
    const { window, example, original } = open;
    example.write(
      ".vscode/settings.json",
      JSON.stringify({ "editor.codeActionsOnSave": { "source.fixAll.godwit": "explicit" } }),
    );
    await window.goTo(original, "export class Supervisor");
    await window.type(" ");
    const saved = async (): Promise<string> => {
      await window.save();
      return example.read(FILE);
    };
    await expect.poll(saved, { ...poll, interval: 1_000 }).toContain(NEW_IMPORT);
  });

  test("what a person has ticked in the review: a file, or the files that a fix crosses", async () => {
    const { window, example } = open;
    for (const [file, text] of Object.entries(LOGGERS)) example.write(file, text);
    await window.openFile("src/logging/run.ts");
    await expect.poll(() => window.status(), poll).toBe("godwit: 1 left");
    await window.command("godwit: Fix All of a Contract in the Project…");
    await window.page.locator(".monaco-dialog-box").getByText("Review", { exact: true }).click();
    const labels = async (): Promise<string[]> => (await window.reviewed()).map(({ label }) => label);
    await expect.poll(labels, poll).toHaveLength(5);
    expect(await window.reviewMessage()).toBe("4 places in 4 files");
    const rows = await window.reviewed();
    expect(rows.map(({ label, isTicked }) => [label, isTicked])).toEqual([
      ["run.test.ts + run.ts 2 files together · 2", true],
      // The files of a unit have no boxes of their own.
      ["run.test.ts src/logging · 1", undefined],
      ["run.ts src/logging · 1", undefined],
      ["start.ts src/logging · 1", true],
      ["stop.ts src/logging · 1", true],
    ]);
    await window.clickReviewed("run.ts");
    await expect.poll(() => window.shown(), poll).toContain("getLogger().info");
    await window.picture("review");
    await window.tick("run.test.ts + run.ts");
    await expect.poll(() => window.reviewMessage(), poll).toBe("2 places in 2 files");
    // Nothing is written yet, and what changes meanwhile waits.
    expect(example.read("src/logging/start.ts")).toBe(LOGGERS["src/logging/start.ts"]);
    example.write("src/logging/stop.ts", `// Stops.\n${LOGGERS["src/logging/stop.ts"]}`);
    await window.clickReviewButton("Apply");
    await expect.poll(() => example.read("src/logging/start.ts"), poll).toContain("getLogger().info");
    expect(example.read("src/logging/run.ts")).toBe(LOGGERS["src/logging/run.ts"]);
    expect(example.read("src/logging/run.test.ts")).toBe(LOGGERS["src/logging/run.test.ts"]);
    await window.page.getByText("1 of the ticked fixes changed meanwhile", { exact: false }).first().waitFor();
    expect(example.read("src/logging/stop.ts")).toContain("logger.info");
    await expect.poll(() => window.isReviewing(), poll).toBe(false);
    await window.command("Notifications: Clear All Notifications");
    await window.command("View: Close All Editors");
  });

  test("all of a contract in the project, as the command line does, with one undo", async () => {
    const { window, example, original, left, total } = open;
    const expected = fixedByCommandLine("unified-ids");
    expect(expected.places).toBeGreaterThan(40);
    await window.goTo(original, SITE);
    await window.lightBulb();
    await window.press("ArrowDown", "ArrowDown", "Enter");
    const dialog = window.page.locator(".monaco-dialog-box");
    await dialog.waitFor();
    expect(await dialog.innerText()).toContain(`Fix ${expected.places} places in ${expected.files} files?`);
    await window.picture("fix-in-project", ".monaco-dialog-box");
    await window.press("Escape");
    await window.command("godwit: Fix All of a Contract in the Project…");
    expect(await window.picks()).toEqual(left.map(({ title }) => title));
    await window.press("ArrowDown", "Enter");
    await dialog.waitFor();
    await dialog.getByText(/^Apply all \d+$/).click();
    await expect.poll(() => example.diff(), poll).toBe(expected.diff);
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total - 1} left`);
    await window.press("Control+z");
    await expect.poll(() => window.dirtyTabs(), poll).toBe(expected.files);
    await window.command("File: Save All");
    await expect.poll(() => example.diff(), poll).toBe("");
    await expect.poll(() => window.dirtyTabs(), poll).toBe(0);
    await window.command("View: Close All Editors");
  });

  test("all of each contract in the project as the command line does, and one undo takes it back", async () => {
    const { window, example } = open;
    const applied: string[] = [];
    for (const contract of example.contracts()) {
      const expected = fixedByCommandLine(contract);
      await window.openFile(`migrations/${contract}.md`);
      await window.command("godwit: Fix All of a Contract in the Project…");
      const dialog = window.page.locator(".monaco-dialog-box");
      const nothing = window.page.locator(".notification-toast", { hasText: "has a safe fix in this project" });
      await dialog.or(nothing).first().waitFor();
      expect(await dialog.isVisible(), contract).toBe(expected.places > 0);
      if (expected.places > 0) {
        expect(await dialog.innerText()).toContain(
          'One undo takes all of it back; "File: Save All" then brings that to the disk.',
        );
        await dialog.getByText(/^Apply all \d+$/).click();
        await expect.poll(() => example.diff(), { ...poll, message: contract }).toBe(expected.diff);
        await window.openFile(/^\+\+\+ b\/(.*)$/mu.exec(expected.diff)![1]!);
        await window.press("Control+z");
        await expect.poll(() => window.dirtyTabs(), poll).toBe(expected.files);
        await window.command("File: Save All");
        await expect.poll(() => example.diff(), poll).toBe("");
        await expect.poll(() => window.dirtyTabs(), poll).toBe(0);
        applied.push(contract);
      }
      await window.command("Notifications: Clear All Notifications");
      await window.command("View: Close All Editors");
    }
    expect(applied.length).toBeGreaterThan(3);
  }, 600_000);

  test("no file with unsaved or broken text, and says which", async () => {
    const { window, example } = open;
    for (const [file, text] of Object.entries(LOGGERS)) example.write(file, text);
    const broken = `${LOGGERS["src/logging/stop.ts"]}export const late = () => logger.info(;\n`;
    example.write("src/logging/stop.ts", broken);
    await window.openFile("src/logging/start.ts");
    await expect.poll(() => window.status(), poll).toBe("godwit: 1 left");
    await window.press("Control+End");
    await window.type("export const isSaved = false;");
    await window.command("godwit: Fix All of a Contract in the Project…");
    const dialog = window.page.locator(".monaco-dialog-box");
    await dialog.waitFor();
    const asked = (await dialog.innerText()).replaceAll(/\s+/g, " ");
    expect(asked).toContain("Fix 2 places in 2 files?");
    expect(asked).toContain("Left out: src/logging/start.ts (not saved), src/logging/stop.ts (does not parse).");
    await window.picture("left-out", ".monaco-dialog-box");
    await dialog.getByText(/^Apply all \d+$/).click();
    await expect.poll(() => example.read("src/logging/run.ts"), poll).toContain("getLogger().info");
    expect(example.read("src/logging/stop.ts")).toBe(broken);
    expect(example.read("src/logging/start.ts")).toBe(LOGGERS["src/logging/start.ts"]);
    await window.command("File: Revert File");
    await window.command("View: Close All Editors");
  });
});
