import { expect, test } from "vitest";
import { describeExample, poll } from "./example-window.js";

const LOAD = `import { Logger } from "./logger.js";

export function load(id: string): void {
  Logger.getInstance().info(id);
}
`;
const RUN = `import { save } from "./save.js";

export function startRun(): void {
  save("first");
  save("second");
}
`;
const PASSED: Readonly<Record<string, string>> = {
  "migrations/passed.md": `---
title: Loggers are passed
imports: { Logger: ./src/passing/logger.ts }
scope: { logger: { from: [logger], type: Logger } }
rules:
  no-singleton-access: { classes: [Logger], declarations: false, replace: [{ match: Logger.getInstance(), with: $logger }] }
---
`,
  "src/passing/logger.ts": `export class Logger {
  static #instance = new Logger();
  static getInstance(): Logger {
    return this.#instance;
  }
  info(text: string): string {
    return text;
  }
}
`,
  "src/passing/load.ts": LOAD,
  "src/passing/save.ts": LOAD.replace("load", "save"),
  "src/passing/main.ts": `import type { Logger } from "./logger.js";
import { load } from "./load.js";

export function main(logger: Logger): void {
  logger.info("main");
  load("first");
}
`,
  "src/passing/run.ts": RUN,
};

describeExample("VS Code edits across files", (open) => {
  test("what callers pass in one review, and a root where the way up stops", async () => {
    const { window, example } = open;
    for (const [file, text] of Object.entries(PASSED)) example.write(file, text);
    await window.openFile("src/passing/load.ts");
    await expect.poll(() => window.status(), poll).toBe("godwit: 1 left");
    await window.goTo(LOAD, "Logger.getInstance");
    const titles = await window.lightBulb();
    expect(titles[0]).toBe("Pass logger through callers…");
    await window.picture("across-files-menu", ".editor-instance .current-line", ".action-widget");
    await window.press("Enter");
    const labels = async (): Promise<string[]> => (await window.reviewed()).map(({ label }) => label);
    await expect
      .poll(labels, { ...poll, timeout: 150_000 })
      .toEqual([
        "load.ts + main.ts 2 files together · 3",
        "load.ts src/passing · 2",
        "load takes logger line 3",
        "main.ts src/passing · 1",
      ]);
    const told = window.page.locator(".notification-toast", { hasText: "1 of 2 sites can get logger" });
    await told.waitFor();
    expect(await told.innerText()).toContain("Give startRun a logger (frees 1 site)");
    await window.clickReviewed("load takes logger");
    await expect.poll(() => window.shown(), poll).toContain("load(id: string, logger: Logger)");
    await window.picture("across-files");
    expect(example.read("src/passing/load.ts")).toBe(LOAD);

    await told.getByText("Show Roots").click();
    expect(await window.picks()).toEqual(["Give startRun a logger (frees 1 site)", "nothing in the program calls it"]);
    await window.picture("roots", ".quick-input-widget");
    await window.press("Escape");
    await window.clickReviewButton("Apply");
    await expect.poll(() => example.read("src/passing/main.ts"), poll).toContain('load("first", logger)');
    expect(example.read("src/passing/load.ts")).toContain("logger.info(id)");

    await window.openFile("src/passing/run.ts");
    await window.goTo(RUN, "startRun");
    const give = "Give startRun a logger (frees 1 site)";
    const offered = async (): Promise<number> => {
      await window.press("Escape");
      return (await window.lightBulb()).indexOf(give);
    };
    await expect.poll(offered, poll).toBe(0);
    await window.picture("root", ".editor-instance .current-line", ".action-widget");
    await window.press("Enter");
    await expect.poll(() => window.shown(), poll).toContain("const logger: Logger = ;");
    await window.type("new Logger()");
    await expect.poll(() => window.shown(), poll).toContain("const logger: Logger = new Logger();");
    await window.save();
    expect(example.read("src/passing/run.ts")).toContain("void {\n  const logger: Logger = new Logger();\n  save(");
    await window.command("Notifications: Clear All Notifications");
    await window.command("View: Close All Editors");
  });
});
