import { expect, test } from "vitest";
import { describeExample, HINT, poll, SITE } from "./example-window.js";

const CONTRACT = "migrations/unified-ids.md";

describeExample("VS Code, with contract files", (open) => {
  test("counts and tests in lenses, and underlines mistakes as they are typed", async () => {
    const { window } = open;
    await window.openFile(CONTRACT);
    await window.press("Control+Home");
    const lenses = async (): Promise<string> =>
      (await window.page.locator(".editor-instance .codelens-decoration").allInnerTexts())
        .join("\n")
        .replaceAll(/[\u00a0\s]+/g, " ");
    await expect.poll(lenses, poll).toMatch(/\d+ left, \d+ safe.* ?\| ?show ?\| ?fix \d+/);
    expect(await lenses()).toMatch(/matches \d+ sites in \d+ files/);
    // A lens above the first line appears above what is shown.
    await window.press("Control+ArrowUp", "Control+ArrowUp", "Control+ArrowUp");
    await window.picture("contract-file", ".tabs-container", ".part.statusbar");
    const lens = (text: RegExp) => window.page.locator(".editor-instance .codelens-decoration a", { hasText: text }).first();
    await lens(/^show$/).click();
    await window.page.locator(".peekview-widget").first().waitFor();
    await window.press("Escape");
    // The same question, with the same review, as everywhere in VS Code.
    await lens(/^fix \d+/).click();
    await window.page.locator(".monaco-dialog-box", { hasText: /Fix \d+ places/ }).waitFor();
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
    const { window, example, total, original } = open;
    example.write(CONTRACT, example.read(CONTRACT).replace("status: active", "status: planned"));
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total - 1} left`);
    example.restore();
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total} left`);
    await window.goTo(original, SITE);
    await expect.poll(() => window.shown(), poll).toContain(HINT);
    example.write(".vscode/settings.json", JSON.stringify({ "godwit.inlayHints": "off", "godwit.diagnostics": "off" }));
    await expect.poll(() => window.shown(), poll).not.toContain(HINT);
    await expect.poll(() => window.squiggles(), poll).toBe(0);
    example.write(".vscode/settings.json", "{}");
    await expect.poll(() => window.squiggles(), poll).toBeGreaterThan(0);
  });

  test("lets contracts follow a file that is renamed in the explorer", async () => {
    const { window, example } = open;
    const file = "src/ids/unified-id-generator.ts";
    expect(example.read(CONTRACT)).toContain(`./${file}`);
    await window.openFile(file);
    await window.renameOpenFile("id-generator.ts");
    // VS Code asks before an extension changes files with a move.
    await window.page.locator(".monaco-dialog-box", { hasText: "'godwit' wants to make refactoring changes" }).waitFor();
    await window.press("Enter");
    await window.page.waitForSelector('.tab.active[data-resource-name="id-generator.ts"]');
    await window.command("View: Close Primary Side Bar");
    const saved = async (): Promise<string> => {
      await window.command("File: Save All");
      return example.read(CONTRACT);
    };
    await expect.poll(saved, { ...poll, interval: 1_000 }).toContain("UnifiedIdGenerator: ./src/ids/id-generator.ts");
    expect(example.read(CONTRACT)).not.toContain(file);
    await window.command("View: Close All Editors");
  });

  test("asks after the move of a module that many import whether other branches shall follow", async () => {
    const { window } = open;
    await window.openFile("src/shared/clock.ts");
    await window.renameOpenFile("now.ts");
    const question = window.page.locator(".notification-list-item", { hasText: /\d+ files import src\/shared\/clock\.ts/ });
    await question.waitFor();
    expect(await question.innerText()).toContain("src/shared/now.ts. Write a contract, so that other branches follow?");
    await window.command("View: Close Primary Side Bar");
    await window.picture("moved");
    await question.getByText("Write a contract", { exact: true }).click();
    await expect.poll(() => window.activeTab(), poll).toMatch(/\.md$/);
    await expect.poll(() => window.shown(), poll).toContain("src/shared/clock.ts");
    await window.command("View: Revert and Close Editor");
    await window.command("View: Close All Editors");
  });
});
