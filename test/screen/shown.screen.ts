import { expect, test } from "vitest";
import { describeExample, HINT, poll, SITE } from "./example-window.js";

/** Loggers that are made in another way, and a registry that nobody shall reach for. */
const LOGGERS: Readonly<Record<string, string>> = {
  "migrations/loggers.md": `---
title: Loggers are asked for
imports: { createLogger: ./src/logging/log.ts, getLogger: ./src/logging/log.ts, Registry: ./src/logging/registry.ts }
rules:
  no-deprecated-call: { replace: [{ match: createLogger($name), with: getLogger($name) }] }
  no-singleton-access: { classes: [Registry], declarations: false }
---
`,
  "src/logging/log.ts":
    "export const getLogger = (name: string) => ({ name });\nexport const createLogger = (name: string) => getLogger(name);\n",
  "src/logging/registry.ts":
    "export class Registry {\n  static getInstance(): Registry {\n    return new Registry();\n  }\n  static of(): Registry {\n    return new Registry();\n  }\n}\n",
  "src/logging/run.ts":
    'import { createLogger } from "./log.js";\nimport { Registry } from "./registry.js";\n\nexport const log = createLogger("run");\nexport const registry = Registry.getInstance();\n\n// end\n',
};

describeExample("VS Code shows", (open) => {
  test("violations underlined, and deprecated imports struck through", async () => {
    const { window, total } = open;
    await expect.poll(() => window.squiggles(), poll).toBeGreaterThanOrEqual(total);
    expect(
      await window.page.locator(".view-line .monaco-decoration-deprecated, .view-line [class*=deprecated]").count(),
    ).toBeGreaterThan(0);
    await window.picture("squiggle", ".view-line:nth-child(1)", ".tabs-container", ".view-line:nth-child(13)");
  });

  test("violations in the Problems panel, in one row each, whose id leads to the contract's entry", async () => {
    const { window, total } = open;
    await window.command("View: Focus Problems");
    const rows = window.page.locator(".markers-panel .monaco-list-row");
    // The list shows as many rows as the panel has room for.
    const shown = async (): Promise<string> => (await rows.allInnerTexts()).join("\n").replaceAll(/\s/g, "");
    await expect.poll(shown, poll).toContain("godwitexecution-engine/no-deprecated-import");
    expect(await shown()).not.toContain("9900");
    // What is too long leaves out arguments, and is not cut within a word.
    expect(await shown()).toMatch(
      /Useawait(?:UserExecutionEngine\.)?createFromLegacy\((?:this\.registry,)?…\)insteadofnewExecution/u,
    );
    // The file, and a row for each violation.
    expect(await rows.count()).toBe(1 + total);
    await window.picture("problems", ".part.panel");
    const opened = async (): Promise<string | null> => {
      // The first click selects the row.
      if ((await window.activeTab()) === "supervisor.ts")
        await rows.locator("a", { hasText: "no-deprecated-import" }).first().click();
      return window.activeTab();
    };
    await expect.poll(opened, { ...poll, interval: 1_000 }).toBe("execution-engine.md");
    // The first import's entry, not only its rule.
    await expect.poll(() => window.currentLines(), poll).toContain("name: default");
    await window.press("Control+j");
  });

  test("one hint a line, at its end, in at most 30 characters, once", async () => {
    const { window, original } = open;
    await window.goTo(original, SITE);
    await expect.poll(() => window.shown(), poll).toContain(HINT);
    expect((await window.shown()).split(HINT)).toHaveLength(2);
    const lines = (await window.shown()).split("\n").filter((line) => line.includes("→"));
    const known = new Set(original.split("\n"));
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) {
      const at = line.indexOf("→");
      expect(known).toContain(line.slice(0, at).trimEnd());
      expect(line.slice(at).trim().length).toBeLessThanOrEqual(30);
    }
    const hints = lines.map((line) => line.slice(line.indexOf("→")).trim());
    expect(hints).toContain("→ await createFromLegacy(…)");
    await window.press("Control+Home");
    // What has moved: the path's new part, as it would be written, or its end.
    for (const hint of ['→ "./runtime/run-state.js"', "→ …/user-execution-context.js"])
      await expect.poll(() => window.shown(), poll).toContain(hint);
    await window.page.locator(".editor-instance .view-line span", { hasText: /^→/ }).first().hover();
    await expect.poll(() => window.hover(), poll).toMatch(/^Use /);
    await window.press("Escape");
  });

  test("in the status bar what is left in the file", async () => {
    const { window, left, total } = open;
    await expect.poll(() => window.status(), poll).toBe(`godwit: ${total} left`);
    await window.clickStatus();
    expect(await window.picks()).toEqual(left.map(({ title }) => title));
    await window.picture("status-bar");
    await window.press("Escape");
  });

  test("the contract on hover in six lines, once, with links that work", async () => {
    const { window, original } = open;
    const text = async (): Promise<string> => {
      await window.press("Escape");
      await window.goTo(original, SITE);
      await window.command("Show or Focus Hover");
      await window.page.waitForTimeout(500);
      return window.hover();
    };
    // What the project has left is counted in the background.
    await expect.poll(text, { ...poll, interval: 1_500 }).toMatch(/One ID generator · \d+ left.* · due \d/);
    const shown = await window.hover();
    expect(shown).toContain('Use UnifiedIdGenerator.generateBaseId("step") instead of uuidv4().');
    const once = ["instead of", "One ID generator", "due ", "Before:", "After:", "IDs of one format", "Show all · Fix project"];
    for (const part of once) expect(shown.split(part), part).toHaveLength(2);
    // The change's end, and below it TypeScript's own answer, without scrolling.
    expect(shown).toMatch(/After: .*UnifiedIdGenerator\.generateBaseId\("step"\)/);
    const [box, signature] = await Promise.all([
      window.page.locator(".monaco-hover:not(.hidden)").first().boundingBox(),
      window.page.locator(".monaco-hover:not(.hidden) .monaco-tokenized-source").first().boundingBox(),
    ]);
    expect(signature!.y + 18).toBeLessThan(box!.y + box!.height);
    expect(
      shown.slice(shown.indexOf("One ID generator ·"), shown.indexOf("Fix project")).trim().split("\n").length,
    ).toBeLessThanOrEqual(6);
    await window.picture("hover", ".editor-instance .current-line", ".monaco-hover:not(.hidden)");
    await window.followLink("Show all");
    await window.page.locator(".peekview-widget").waitFor();
    await window.press("Escape", "Escape");
    await text();
    await window.followLink("Fix project");
    await window.page.locator(".monaco-dialog-box", { hasText: /Fix \d+ places/ }).waitFor();
    await window.press("Escape");
    await text();
    await window.followLink("Open contract");
    await expect.poll(() => window.activeTab(), poll).toBe("unified-ids.md");
  });

  test("the contract on hover with its counts from the first time on, and on the name of an import", async () => {
    const { original, left } = open;
    await open.reopen();
    const { window } = open;
    await window.openFile("src/agents/supervisor.ts");
    await expect.poll(() => window.status(), { ...poll, timeout: 100_000 }).toContain("left");
    // A window that is just loaded may show a hover before all that have a part in it answer.
    const hoverAt = async (place: string): Promise<string> => {
      await window.press("Escape", "Escape");
      await window.goTo(original, place);
      await window.command("Show or Focus Hover");
      await window.page
        .locator(".monaco-hover:not(.hidden)", { hasText: "One ID generator" })
        .waitFor({ timeout: 5_000 })
        .catch(() => undefined);
      return window.hover();
    };
    await expect.poll(() => hoverAt(SITE), poll).toContain(left[1]!.title);
    expect(await window.hover()).toMatch(/One ID generator · \d+ left, \d+ safe/);
    await window.press("Escape", "Escape");
    for (const name of ["v4 as", "uuidv4 }"]) {
      await expect.poll(() => hoverAt(name), poll).toContain("One ID generator ·");
      const shown = await window.hover();
      // One day, with the phase that it belongs to; and TypeScript's own answer.
      expect(shown.match(/due \d{4}-\d\d-\d\d \(Agents and tools\)/gu)).toHaveLength(1);
      expect(shown.match(/due /gu)).toHaveLength(1);
      expect(shown).toContain("(alias)");
      if (name.startsWith("v4"))
        await window.picture("hover-import", ".editor-instance .current-line", ".monaco-hover:not(.hidden)");
      await window.press("Escape", "Escape");
    }
  });

  test("the contract on hover whole in a narrow window, and in high contrast", async () => {
    const { window, example, original } = open;
    const themes = { preferredDarkColorTheme: "Default High Contrast", preferredLightColorTheme: "Default High Contrast Light" };
    const contrast = Object.fromEntries(Object.entries(themes).map(([key, theme]) => [`workbench.${key}`, theme]));
    for (const [name, width, settings] of [
      ["hover-narrow", 720, {}],
      ["hover-high-contrast", undefined, contrast],
    ] as const) {
      example.write(".vscode/settings.json", JSON.stringify(settings));
      await window.resize(width);
      await window.goTo(original, SITE);
      await window.command("Show or Focus Hover");
      await expect.poll(() => window.hover(), poll).toContain("Open contract · Show all · Fix project");
      const hover = window.page.locator(".monaco-hover:not(.hidden)").first();
      const [box, links] = await Promise.all([hover.boundingBox(), hover.getByText("Fix project").boundingBox()]);
      // The links are in sight without scrolling.
      expect(links!.y + links!.height).toBeLessThanOrEqual(box!.y + box!.height);
      await window.picture(name, ".editor-instance .current-line", ".monaco-hover:not(.hidden)");
      await window.press("Escape", "Escape");
      await window.resize();
    }
    await window.page.locator(".monaco-workbench.hc-light").waitFor();
  });

  test("what a baseline knows as three dots, and what is new in the contract's severity", async () => {
    const { window, example, total, original } = open;
    await window.press("Control+Home");
    await expect.poll(() => window.squiggles(), poll).toBeGreaterThanOrEqual(total);
    example.tolerate();
    await expect.poll(() => window.squiggles(), poll).toBe(0);
    await expect.poll(() => window.page.locator(".squiggly-hint").count(), poll).toBeGreaterThan(0);
    await expect.poll(() => window.status(), poll).toBe(`godwit: 0 new, ${total} known`);
    await expect.poll(() => window.shown(), poll).not.toContain("→");
    await window.goTo(original, "  async delegate");
    await window.press("Home");
    await window.type("  ownId = uuidv4();\n");
    await expect.poll(() => window.squiggles(), poll).toBe(1);
    await expect.poll(() => window.status(), poll).toBe(`godwit: 1 new, ${total} known`);
    await window.press("Escape");
    const hints = async (): Promise<string[]> => (await window.shown()).match(/→.*/gu) ?? [];
    await expect.poll(hints, poll).toEqual(['→ generateBaseId("own")']);
    await window.picture(
      "baseline",
      '.editor-instance .view-line:has-text("ownId")',
      '.editor-instance .view-line:has-text("stepId: ")',
    );
    for (const [setting, shown] of [
      ["violations", [HINT, '→ generateBaseId("own")']],
      ["off", []],
    ] as const) {
      example.write(".vscode/settings.json", JSON.stringify({ "godwit.inlayHints": setting }));
      await expect
        .poll(async () => (await hints()).filter((hint) => hint.includes("generateBaseId")).sort(), poll)
        .toEqual([...shown].sort());
    }
  });

  test("the replacement first in completion, and what is banned last and struck through", async () => {
    const { window, original } = open;
    await window.goTo(original, "\n\n  static context");
    await window.press("End", "Enter", "Enter");
    await window.type("engine = new Execution");
    let last: Awaited<ReturnType<typeof window.completions>> = [];
    const banned = async (): Promise<string[]> => {
      last = await window.completions();
      if (last.length === 0) await window.press("Control+Space");
      return last.filter(({ isStruckThrough }) => isStruckThrough).map(({ label }) => label);
    };
    await expect.poll(banned, { ...poll, interval: 1_500 }).toContain("ExecutionEngine");
    expect(last[0]!.label).toMatch(/^UserExecutionEngine.*migration/);
    expect(last.filter(({ label }) => label.startsWith("UserExecutionEngine "))).toHaveLength(1);
    expect(last.filter(({ isStruckThrough }) => !isStruckThrough).length).toBeGreaterThan(2);
    const firstBanned = last.findIndex(({ isStruckThrough }) => isStruckThrough);
    expect(last.slice(firstBanned).every(({ isStruckThrough }) => isStruckThrough)).toBe(true);
    await window.picture("completion", ".editor-instance .current-line", ".suggest-widget");
  });

  test("the new name, once, where an old one is typed, and a banned member last", async () => {
    const { window, example } = open;
    for (const [file, text] of Object.entries(LOGGERS)) example.write(file, text);
    await window.openFile("src/logging/run.ts");
    await expect.poll(() => window.status(), poll).toBe("godwit: 2 left");
    const end = (line: string): Promise<void> => window.goTo(LOGGERS["src/logging/run.ts"]!, line);
    const listed = async (): Promise<Awaited<ReturnType<typeof window.completions>>> => {
      if ((await window.completions()).length === 0) await window.press("Control+Space");
      return window.completions();
    };
    for (const [typed, label] of [
      ["createLogg", /^getLogger \(replaces createLogger\) ?migration/],
      ["randomUU", /^UnifiedIdGenerator \(replaces randomUUID\) ?migration/],
      // A list that VS Code asked for at "u" is of both names.
      ["uuidv", /^UnifiedIdGenerator (?:\(replaces uuidv4\) ?)?migration/],
    ] as const) {
      await end("\n// end");
      await window.press("Enter");
      await window.type(`const value = ${typed}`);
      const first = async (): Promise<string | undefined> => {
        const shown = (await listed())[0]?.label;
        // As long as TypeScript's server is busy, VS Code lists the words of the file, and does not ask again.
        if (!shown?.includes("migration")) await window.press("Escape", "Control+Space");
        return shown;
      };
      await expect.poll(first, { ...poll, interval: 1_500 }).toMatch(label);
      const name = label.source.slice(1).split(" ")[0]!;
      expect((await window.completions()).filter((each) => each.label.startsWith(`${name} `))).toHaveLength(1);
      if (typed === "createLogg") await window.picture("old-name", ".editor-instance .current-line", ".suggest-widget");
      await window.press("Enter");
      await expect.poll(() => window.shown(), poll).toContain(`const value = ${name}`);
      await expect.poll(() => window.shown(), poll).toMatch(new RegExp(`import \\{.*${name}.*\\}`));
      await window.command("File: Revert File");
    }
    await end("\n// end");
    await window.press("Enter");
    await window.type("const all = Registry.");
    await expect.poll(async () => (await listed()).at(-1), poll).toMatchObject({ isStruckThrough: true });
    expect((await window.completions()).at(-1)!.label).toMatch(/^getInstance/);
    await window.picture("banned-member", ".editor-instance .current-line", ".suggest-widget");
    await window.press("Escape");
    await window.command("View: Revert and Close Editor");
  });

  test("no character of a contract that turns or hides text, and titles no longer than a menu has room for", async () => {
    const { window, example } = open;
    const title = `Loggers \u202eare asked for\u202c, ${"which is told at length and in all detail, ".repeat(6)}`;
    const why = "One \u2066logger\u2069 a\u200brun.";
    for (const [file, text] of Object.entries(LOGGERS))
      example.write(
        file,
        text.replace("title: Loggers are asked for", `title: ${JSON.stringify(title)}\nwhy: ${JSON.stringify(why)}`),
      );
    await window.openFile("src/logging/run.ts");
    await expect.poll(() => window.status(), poll).toBe("godwit: 2 left");
    await window.goTo(LOGGERS["src/logging/run.ts"]!, 'createLogger("run")');
    const hidden = /[\u200b\u202a-\u202e\u2066-\u2069]/u;
    const titles = await window.lightBulb();
    const own = titles.filter((each) => each.includes("Loggers"));
    expect(own.length).toBeGreaterThan(2);
    for (const each of own) {
      expect(each).not.toMatch(hidden);
      expect(each).toMatch(/Loggers \ufffdare asked for\ufffd, which is told[^"]*…"/u);
      expect(each.length).toBeLessThanOrEqual(100);
    }
    await window.press("Escape");
    await window.command("Show or Focus Hover");
    await expect.poll(() => window.hover(), poll).toContain("One \ufffdlogger\ufffd a\ufffdrun.");
    expect(await window.hover()).not.toMatch(hidden);
    await window.press("Escape", "Escape");
    await window.clickStatus();
    const picks = await window.picks();
    expect(picks.join()).toContain("\ufffdare asked for");
    expect(picks.join()).not.toMatch(hidden);
    await window.press("Escape");
    await window.command("View: Close All Editors");
  });
});
