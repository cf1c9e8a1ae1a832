import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { FileAnswer } from "../../docs/site/engine/protocol.js";
import { DIST, serveSite, startBrowser } from "./site.js";

interface WrittenExample {
  readonly name: string;
  readonly files: readonly (readonly [string, string])[];
  readonly shown?: string;
  /** What files become, where the example says so. */
  readonly expected?: readonly (readonly [string, string])[];
  /** Whether nothing is to be found in the shown file. */
  readonly isValid?: boolean;
}

const PAGES = path.resolve(import.meta.dirname, "../../docs/site/.pages");
const examples = JSON.parse(readFileSync(path.join(PAGES, "all-examples.json"), "utf8")) as readonly WrittenExample[];
const engine = readdirSync(DIST).find((name) => name.startsWith("engine-"))!;

let site: Awaited<ReturnType<typeof serveSite>>;
let browser: Browser;
let page: Page;
beforeAll(async () => {
  site = await serveSite();
  browser = await startBrowser();
  page = await browser.newPage();
  await page.goto(`${site.address}/404.html`);
  await page.evaluate(`
    const worker = new Worker("/${engine}/engine.js", { type: "module" });
    worker.postMessage({ parser: "/${engine}/parser.wasm" });
    window.answerTo = (pairs) =>
      new Promise((resolve) => {
        worker.onmessage = ({ data }) => "id" in data && resolve(data);
        worker.postMessage({ id: 1, kind: "files", files: new Map(pairs) });
      });
    undefined;`);
});
afterAll(async () => {
  await browser.close();
  await site.close();
});

async function answersFor(files: WrittenExample["files"]): Promise<readonly FileAnswer[]> {
  const reply = await page.evaluate<{ answer?: readonly FileAnswer[]; failure?: string }>(`answerTo(${JSON.stringify(files)})`);
  if (!reply.answer) throw new Error(reply.failure);
  return reply.answer;
}

test.each(examples.map((example) => [example.name, example] as const))(
  "the engine in the browser answers %s as everywhere else",
  async (_, { files, shown, expected = [], isValid = false }) => {
    const answers = await answersFor(files);
    const contracts = answers.filter(({ path: file }) => file.startsWith("migrations/"));
    const problems = contracts.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === "error"));
    expect(problems).toEqual([]);
    expect(contracts.flatMap((each) => each.examples.filter(({ failure }) => failure !== undefined))).toEqual([]);
    for (const [file, text] of expected) expect(answers.find((each) => each.path === file)?.fixed).toBe(text);
    const found = answers.find((each) => each.path === shown)!.diagnostics;
    expect(found.length === 0).toBe(isValid);
  },
);

test("is at most 1.5 MB, compressed", () => {
  const size = ["engine.js", "parser.wasm"].map((file) => gzipSync(readFileSync(path.join(DIST, engine, file))).length);
  expect(size[0]! + size[1]!).toBeLessThan(1_500_000);
});
