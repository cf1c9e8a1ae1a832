import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { chromium, type Browser, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runGodwit } from "../support/run-godwit.js";
import { writeTree } from "../support/temporary-tree.js";
import { exampleRepository } from "./example.js";
import { largeReport } from "./large-report.js";
import { renderOverview } from "../../packages/cli/src/commands/report/overview.js";

/** A busy machine takes longer than a second; `waitForFunction` needs `eval`, which the page forbids. */
const PATIENT = { timeout: 20_000 };

const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const hasBrowser = existsSync(CHROMIUM);
if (!hasBrowser) console.warn(`Skipped: there is no ${CHROMIUM} (apt-get install chromium, or set CHROMIUM).`);
/** A folder for screenshots that a person wants to look at. */
const PICTURES = process.env["GODWIT_PICTURES"];

describe.skipIf(!hasBrowser)("the page of godwit report in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
  });
  afterAll(() => browser.close());

  /** Opens a page offline; what goes wrong in it, and what it asks the network for, is listed. */
  async function open(file: string, look: { scheme?: "light" | "dark"; width?: number } = {}) {
    const context = await browser.newContext({
      colorScheme: look.scheme ?? "light",
      viewport: { width: look.width ?? 1200, height: 900 },
    });
    const page = await context.newPage();
    const faults: string[] = [];
    page.on("console", (message) => faults.push(message.text()));
    page.on("pageerror", (error) => faults.push(String(error)));
    page.on("dialog", (dialog) => {
      faults.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) faults.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, faults };
  }

  async function exampleReport(): Promise<string> {
    const root = exampleRepository();
    expect((await runGodwit(root, "report", "-o", "report.html")).code).toBe(0);
    return path.join(root, "report.html");
  }

  const countOf = (page: Page) => page.textContent("#site-count");
  const background = (page: Page) => page.evaluate("getComputedStyle(document.body).backgroundColor");

  test("is light, dark, narrow and on paper what the reader needs, without a fault", async () => {
    const file = await exampleReport();
    const { page, faults } = await open(file);
    const dark = await open(file, { scheme: "dark" });
    const narrow = await open(file, { width: 360 });
    expect([await background(page), await background(dark.page)]).toEqual(["rgb(255, 255, 255)", "rgb(20, 23, 26)"]);
    expect(await narrow.page.evaluate("document.documentElement.scrollWidth")).toBe(360);
    const wide = await narrow.page.$$eval(".scroll:has(table)", (all) =>
      all.filter((each) => each.scrollWidth > each.clientWidth),
    );
    expect(wide).toEqual([]);
    if (PICTURES !== undefined) {
      mkdirSync(PICTURES, { recursive: true });
      for (const [name, shown] of Object.entries({ light: page, dark: dark.page, narrow: narrow.page }))
        await shown.screenshot({ path: path.join(PICTURES, `${name}.png`), fullPage: true });
    }
    await dark.page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await background(dark.page)).toBe("rgb(255, 255, 255)");
    expect(await dark.page.isVisible("nav")).toBe(false);
    if (PICTURES !== undefined) await dark.page.screenshot({ path: path.join(PICTURES, "print.png"), fullPage: true });
    expect([...faults, ...dark.faults, ...narrow.faults]).toEqual([]);
  });

  test("leads from every number to as many violations", async () => {
    const { page, faults } = await open(await exampleReport());
    const links = await page.$$eval("a.count", (all) =>
      all.map((link) => [link.getAttribute("href")!, link.textContent] as const),
    );
    expect(links.length).toBeGreaterThan(15);
    for (const [address, number] of new Map(links)) {
      await page.evaluate(`location.hash = ${JSON.stringify(address)}`);
      await expect.poll(() => countOf(page), PATIENT).toMatch(new RegExp(`^${number} violation`, "u"));
      expect(await page.locator("#site-list tr").count()).toBe(Number(number));
    }
    expect(faults).toEqual([]);
  });

  test("is read with the keyboard alone", async () => {
    const { page } = await open(await exampleReport());
    await page.keyboard.press("Tab");
    await expect.poll(() => page.evaluate("document.activeElement.textContent"), PATIENT).toBe("To the first part");
    await page.keyboard.press("Tab");
    await expect.poll(() => page.evaluate("document.activeElement.className"), PATIENT).toBe("count");
    // The browser moves the focus to the list before it tells the page, which sets the fields to what the link says.
    await page.evaluate(
      "addEventListener('hashchange', () => { document.documentElement.dataset.isFollowed = 'yes'; }, { once: true })",
    );
    await page.keyboard.press("Enter");
    await expect.poll(() => page.getAttribute("html", "data-is-followed"), PATIENT).toBe("yes");
    expect(await page.evaluate("document.activeElement.id")).toBe("sites");
    await page.keyboard.press("Tab");
    await expect.poll(() => page.evaluate("document.activeElement.name"), PATIENT).toBe("contract");
    // No letters: a select forgets what was typed after a second, which a busy machine takes between two keys.
    await page.keyboard.press("End");
    await expect.poll(() => countOf(page), PATIENT).toBe("2 violations of 21");
    const unnamed = await page.$$eval("a, button, select, input, summary, [role=group], [role=img], progress", (all) =>
      all
        .filter((each) => !(each.textContent || each.getAttribute("aria-label") || each.closest("label")))
        .map((each) => each.outerHTML),
    );
    expect(unnamed).toEqual([]);
    await page.fill("input[name=text]", "digest");
    await expect.poll(() => countOf(page), PATIENT).toBe("1 violation of 21");
    await page.click("button[type=reset]");
    await expect.poll(() => countOf(page), PATIENT).toBe("21 violations of 21");
  });

  test("has the look of the pages about many repositories and about the plan", async () => {
    const root = exampleRepository();
    await runGodwit(root, "check", "--format", "json=web.json");
    const files = { fleet: "fleet.html", plan: "plan.html" };
    await runGodwit(root, "report", "--repository", "web=web.json", "api=gone.json", "-o", files.fleet);
    await runGodwit(root, "plan", "-o", files.plan);
    for (const [name, file] of Object.entries(files)) {
      const { page, faults } = await open(path.join(root, file));
      const dark = await open(path.join(root, file), { scheme: "dark" });
      const narrow = await open(path.join(root, file), { width: 360 });
      expect([await background(page), await background(dark.page)]).toEqual(["rgb(255, 255, 255)", "rgb(20, 23, 26)"]);
      expect(await narrow.page.evaluate("document.documentElement.scrollWidth")).toBe(360);
      expect(await page.locator("nav a").count()).toBeGreaterThan(1);
      if (name === "fleet") expect(await page.textContent(".tile")).toMatch(/^at least \d+violations left$/);
      if (PICTURES !== undefined)
        for (const [look, shown] of Object.entries({ light: page, dark: dark.page, narrow: narrow.page }))
          await shown.screenshot({ path: path.join(PICTURES, `${name}-${look}.png`), fullPage: true });
      expect([...faults, ...dark.faults, ...narrow.faults]).toEqual([]);
    }
  });

  test("obeys nothing of what contracts, code and people say", async () => {
    const bad = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'<svg/onload=alert(3)>";
    const root = writeTree({
      "package.json": { type: "module", godwit: {}, name: bad },
      CODEOWNERS: "*.ts @</script><script>alert(4)</script>\n",
      "migrations/bad.md": `---\ntitle: ${JSON.stringify(bad)}\nwhy: ${JSON.stringify(bad)}\nowner: ${JSON.stringify(bad)}\ntrack: ${JSON.stringify(bad)}\nlinks: ["javascript:alert(5)"]\nphases: [{ name: ${JSON.stringify(bad)} }]\nrules:\n  no-raw-uuid: {}\n---\n${bad}\n\n[x](javascript:alert(6)) ![x](https://example.com/x.png)\n\n| a |\n|--:|\n| b |\n`,
      "a<b>'.ts": 'import { v4 } from "uuid";\nexport const id = v4();\n',
    });
    expect((await runGodwit(root, "report", "-o", "report.html")).code).toBe(0);
    const { page, faults } = await open(path.join(root, "report.html"));
    expect(await countOf(page)).toBe("1 violation of 1");
    expect(await page.textContent("h1")).toBe(`Migrations of ${bad}`);
    expect(await page.$$eval("img, iframe, object", (all) => all.length)).toBe(0);
    expect(faults).toEqual([]);
  });

  test("stays usable with 100 contracts and 50,000 violations", async () => {
    const root = writeTree({});
    const file = path.join(root, "large.html");
    const { report, now } = largeReport(100, 50_000);
    writeFileSync(file, renderOverview(report, "html", { now, base: null }));
    const { page, faults } = await open(file);
    expect(await countOf(page)).toBe("50,000 violations of 50,000");
    // What is on the page does not grow with the violations.
    expect(await page.evaluate('document.querySelectorAll("*").length')).toBeLessThan(25_000);
    await page.click("#site-more");
    expect(await page.locator("#site-list tr").count()).toBe(400);
    await page.fill("input[name=text]", "file-777.ts");
    expect(await page.locator("#site-list tr").count()).toBeGreaterThan(0);
    expect(faults).toEqual([]);
  });
});
