import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readLink, type PlayState } from "../../docs/site/play/link.js";
import { REPOSITORY } from "../support/copy-repository.js";
import { DIST, serveSite, startBrowser } from "./site.js";

const PAGES = ["rules", "recipes", ""].flatMap((folder) =>
  readdirSync(path.join(DIST, folder))
    .filter((name) => name.endsWith(".html"))
    .map((name) => path.posix.join(folder, name)),
);
/** What the links of a page to the playground carry, by the part behind `#`. */
const carried = new Map<string, readonly string[]>();
const opened = new Map<string, PlayState>();
let site: Awaited<ReturnType<typeof serveSite>>;
beforeAll(async () => {
  site = await serveSite();
  for (const page of PAGES) {
    const html = readFileSync(path.join(DIST, page), "utf8");
    const links = [...html.matchAll(/<a href="[^"]*\/play\.html#([^"]*)"[^>]*play-link/g)].map(([, link]) => link!);
    carried.set(page, links);
    for (const link of links) opened.set(link, await readLink(link));
  }
});
afterAll(() => site.close());

const namesIn = (folder: string): string[] =>
  readdirSync(path.join(REPOSITORY, folder)).flatMap((name) => (/^[a-z].*\.md$/.test(name) ? name.slice(0, -".md".length) : []));
const textOf = (file: string): string => readFileSync(path.join(REPOSITORY, file), "utf8");
const textsOf = (page: string): string[] => carried.get(page)!.flatMap((link) => [...opened.get(link)!.files.values()]);

test.each(namesIn("packages/cli/recipes"))("the recipe %s opens in the playground as it is", (name) => {
  const text = textOf(`packages/cli/recipes/${name}.md`);
  const [link, ...others] = carried.get(`recipes/${name}.html`)!;
  expect(others).toEqual([]);
  expect(opened.get(link!)!.files.get(`migrations/${name}.md`)).toBe(text);
});

test.each([...namesIn("docs/rules").map((name) => `rules/${name}`), "any-ban"])("every example of %s opens there", (name) => {
  const texts = textsOf(`${name}.html`);
  const examples = [...textOf(`docs/${name}.md`).matchAll(/^```\w+ (?:before|valid)=[^\n]*\n(.*?)^```$/gms)].map(
    ([, code]) => code!,
  );
  expect(examples.length).toBeGreaterThan(0);
  expect(examples.filter((code) => !texts.some((text) => text.includes(code)))).toEqual([]);
});

test("each link of the site shows its file and what is found, in the page itself", async () => {
  const browser = await startBrowser();
  const page = await browser.newPage();
  const failures: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  await page.goto(`${site.address}/play.html`);
  await page.locator(".play-row").first().waitFor();
  for (const [link, { shown }] of opened) {
    await page.evaluate(`document.querySelector(".play-summary").textContent = ""; location.hash = ${JSON.stringify(link)}`);
    await page.locator(".play-summary:not(:empty)").waitFor();
    const summary = await page.locator(".play-summary").innerText();
    const code = await page.locator("section[aria-label=Code] .play-shown > button").first().innerText();
    const isFaulty = /to repair|answer/.test(summary) || (await page.locator(".play-notice").isVisible()) || code !== shown;
    if (isFaulty) failures.push(`${shown}: ${code}: ${summary}`);
  }
  await browser.close();
  expect(failures).toEqual([]);
  expect(opened.size).toBeGreaterThan(100);
});
