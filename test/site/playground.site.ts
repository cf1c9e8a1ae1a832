import { deflateSync } from "node:zlib";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { serveSite, startBrowser } from "./site.js";

let site: Awaited<ReturnType<typeof serveSite>>;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What went wrong in the page, by its own account. */
let errors: string[];
beforeAll(async () => {
  site = await serveSite();
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
  await site.close();
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1500, height: 900 } });
  page = await context.newPage();
  errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
});
afterEach(async () => {
  await context.close();
  expect(errors).toEqual([]);
});

const packed = (files: readonly (readonly [string, string])[], more: object = {}): string =>
  `1.${deflateSync(JSON.stringify({ files, ...more })).toString("base64url")}`;
const summary = (): Promise<string> => page.getByRole("region", { name: "Result" }).locator(".play-summary").innerText();
const code = () => page.getByRole("region", { name: "Code" });
const contract = () => page.getByRole("region", { name: "Contract" });

async function open(link = ""): Promise<void> {
  await page.goto(`${site.address}/play.html${link === "" ? "" : `#${link}`}`);
  await page.locator(".play-row").first().waitFor();
}

test("begins with a ban of any pattern, and shows it as an editor does", async () => {
  await open();
  expect(await summary()).toBe("1 with a fix, 0 to look at, 3 by hand");
  expect(await code().locator(".play-hint").innerText()).toContain("→ log.info(");
  expect(await page.locator(".play-examples").innerText()).toContain("holds");
  await code().getByText("console", { exact: false }).first().hover();
  await page.locator(".play-hover").waitFor();
  const hover = await page.locator(".play-hover").innerText();
  expect(hover).toContain("No debug code in the product");
  expect(hover).toContain("(safe: quick fix)");
  await page.locator(".play-hover button", { hasText: "Open contract" }).click();
  expect(await contract().locator(".cm-activeLine").innerText()).toContain("match: console.log($message)");
});

test("takes a quick fix, and writes the whole result", async () => {
  await open("one-id");
  expect(await page.locator(".play-diff").innerText()).toContain('id: newId("session")');
  await code().locator(".cm-lintRange").first().hover();
  await page.locator(".cm-diagnosticAction", { hasText: 'Use newId("session")' }).click();
  await expect.poll(() => code().locator(".cm-content").innerText()).toContain('import { newId } from "../ids.js"');
  await expect.poll(() => page.locator(".play-list .play-row").count()).toBe(2);
  await page.getByLabel(/with suggestions/).check();
  await page.getByRole("button", { name: "Write this into the files" }).click();
  await expect.poll(summary).toBe("Nothing is found.");
  expect(await code().locator(".cm-content").innerText()).not.toContain('uuid"');
});

test("follows the contract while it is written, completes and explains it", async () => {
  await open("one-id");
  const editor = contract().locator(".cm-content");
  await editor.getByText("newId($entity)").click();
  await page.keyboard.press("End");
  await page.keyboard.insertText("\n        fix: suggest");
  await expect.poll(summary).toBe("0 with a fix, 3 to look at, 0 by hand");
  await editor.getByText("replace", { exact: false }).first().hover();
  await page.locator(".play-hover").waitFor();
  await page.keyboard.insertText("\n      - w");
  await page.keyboard.type("h");
  await page.locator(".cm-tooltip-autocomplete").getByText("when", { exact: true }).waitFor();
  await page.keyboard.press("Escape");
  await page.keyboard.type("om: x");
  await expect.poll(() => page.locator(".play-list").innerText()).toContain('"whom"');
  expect(await summary()).toContain("to repair");
});

test("a copied link opens the same files somewhere else", async () => {
  await open("one-id");
  await code().getByRole("button", { name: "src/ids.ts", exact: true }).click();
  await code().locator(".cm-content").click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("// mine");
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.locator(".play-copied", { hasText: "The link is" }).waitFor();
  const link = new URL(page.url()).hash.slice(1);
  page = await context.newPage();
  await open(link);
  expect(await code().locator(".cm-content").innerText()).toContain("// mine");
  expect(await summary()).toContain("with a fix");
});

test("opens from a rule's page and from a recipe's", async () => {
  for (const start of ["/rules/no-raw-uuid.html", "/recipes/uuid-to-random-uuid.html"]) {
    await page.goto(site.address + start);
    await page.locator("a.play-link").first().click();
    await page.locator(".play-row").first().waitFor();
    expect(await page.locator(".play-examples").innerText()).toContain("holds");
  }
});

test("nothing leaves the page: what is loaded comes from the site, and nothing is asked for afterwards", async () => {
  const asked: string[] = [];
  context.on("request", (request) => asked.push(`${request.method()} ${request.url()}`));
  await open();
  expect(asked.filter((each) => !each.startsWith(`GET ${site.address}/`))).toEqual([]);
  await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
  asked.length = 0;
  await code().locator(".cm-content").click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type('console.log("a");\n');
  await expect.poll(summary).toContain("2 with a fix");
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.locator(".play-copied", { hasText: "The link is" }).waitFor();
  // Only the worker that keeps the site for later may still be loading it, and not a word of the text is in what it asks for.
  expect(asked.filter((each) => !each.startsWith(`GET ${site.address}/`) || /#|\?/.test(each))).toEqual([]);
});

test("works without a network once it has been open", async () => {
  await open();
  await page.evaluate("navigator.serviceWorker.ready.then(() => true)");
  await context.setOffline(true);
  page = await context.newPage();
  await open("one-id");
  expect(await summary()).toContain("with a fix");
  await context.setOffline(false);
});

const FINE = [
  ["migrations/a.md", "---\ntitle: A\nrules:\n  no-deprecated-call:\n    replace:\n      - match: old($x)\n---\n"],
  ["src/a.ts", "old(1);\n"],
] as const;

test.each([
  ["cut", packed(FINE).slice(0, 60), "This link is damaged"],
  ["of 5 MB", `1.${"A".repeat(5_000_000)}`, "This link is too long: it has 5.0 MB"],
  ["with paths out of the project", packed([["../../a.ts", ""]]), "something else"],
])("says what is wrong with a link that is %s, and shows the first example", async (_, link, message) => {
  await page.goto(`${site.address}/play.html`);
  await page.locator(".play-row").first().waitFor();
  await page.evaluate(`location.hash = ${JSON.stringify(link)}`);
  await page.locator(".play-notice", { hasText: message }).waitFor();
  expect(await summary()).toBe("1 with a fix, 0 to look at, 3 by hand");
});

test("runs nothing of a hostile link", async () => {
  const evil = `<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>`;
  const title = `${evil}[a](javascript:window.pwned=1)`;
  const text = [
    `---\ntitle: ${JSON.stringify(title)}\nwhy: ${JSON.stringify(evil)}`,
    `validate:\n  each: [node -e "process.exit()"]\nrules:\n  no-deprecated-call:\n    replace:\n      - match: old($x)`,
    `        with: "globalThis.eval($x)"\n---\n\n${evil}\n`,
  ].join("\n");
  page.on("dialog", (dialog) => {
    errors.push(dialog.message());
    void dialog.dismiss();
  });
  await open(
    packed([
      ["migrations/evil.md", text],
      ["src/a.ts", `old("window.pwned=1;self.pwned=1");\n/* ${evil} */\n`],
    ]),
  );
  await code().getByText("old", { exact: false }).first().hover();
  await page.locator(".play-hover").waitFor();
  expect(await page.locator(".play-hover").innerText()).toContain("<img src=x");
  await page.mouse.move(0, 0);
  await page.getByLabel(/with suggestions/).check();
  expect(await page.evaluate("'pwned' in window")).toBe(false);
  expect(await page.locator(".play img[src], .play script, .play a").count()).toBe(0);
});

test("ends an engine that takes too long, says so, and starts it again", async () => {
  await page.clock.install();
  await open();
  // An engine that never answers.
  await page.evaluate("Worker.prototype.postMessage = () => undefined");
  await code().locator(".cm-content").click();
  await page.keyboard.type("a");
  await page.clock.runFor(11_000);
  await page.locator(".play-failed", { hasText: "it had no answer after 10 seconds" }).waitFor();
});

test("waits for an engine that takes long to load: only its answers have a limit", async () => {
  await context.route("**/parser.wasm", async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 12_000));
    await route.continue();
  });
  await open("one-id");
  expect(await summary()).toContain("with a fix");
});

test("finds pages by their words", async () => {
  await page.goto(`${site.address}/`);
  await page.getByRole("button", { name: "Search" }).click();
  await page.locator("#localsearch-input").fill("baseline write");
  await page.locator("#localsearch-list li").first().waitFor();
  expect(await page.locator("#localsearch-list").innerText()).toContain("The baseline");
});
