import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../../packages/language-server/build.mjs";
import { REPOSITORY } from "../support/copy-repository.js";
import { runGodwit } from "../support/run-godwit.js";
import { LspClient } from "./lsp-client.js";

let root: string;
let client: LspClient;
beforeAll(async () => {
  await bundle();
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-example-")));
  cpSync(path.join(REPOSITORY, "examples/chat-platform"), root, {
    recursive: true,
    filter: (file) => !/[\\/]node_modules$/.test(file),
  });
  execFileSync("git", ["init", "--quiet"], { cwd: root });
  client = await LspClient.start(root, { initializationOptions: { diagnostics: "on" } });
});
afterAll(async () => {
  await client.stop();
  rmSync(root, { recursive: true, force: true });
});

interface Checked {
  readonly fixed: number;
  readonly contracts: readonly { readonly id: string; readonly status: string; violations: number; readonly fixable: number }[];
  readonly violations: readonly { readonly heldBack?: object }[];
}

async function check(...args: string[]): Promise<Checked> {
  return JSON.parse((await runGodwit(root, "check", "--no-cache", "--format", "json", ...args)).out) as Checked;
}

/** The numbers in a text. */
function numbersIn(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number);
}

test("the lens of each contract has the numbers of check, and its safe ones are those that are not held back", async () => {
  const { contracts } = await check();
  expect(contracts.length).toBeGreaterThan(5);
  for (const { id, status, violations, fixable } of contracts) {
    const file = path.join(root, "migrations", `${id}.md`);
    const uri = client.show(file, readFileSync(file, "utf8"));
    const first = async (): Promise<string> =>
      (await client.request("textDocument/codeLens", { textDocument: { uri } }))[0]?.command.title;
    await expect.poll(first, { timeout: 60_000 }).toMatch(/ left, \d+ safe/);
    const title = await first();
    const [left, safe, heldBack = 0] = numbersIn(title);
    expect([id, left, safe! + heldBack]).toEqual([id, violations, fixable]);
    expect(title.startsWith("planned: ")).toBe(status === "planned");
  }
});

test("lens, hover, light bulb, question and extension have one number, and check --fix writes as many", async () => {
  const file = path.join(root, "migrations/unified-ids.md");
  const uri = client.show(file, readFileSync(file, "utf8"));
  const lenses: any[] = await client.request("textDocument/codeLens", { textDocument: { uri } });
  const titles = lenses.map(({ command }) => command.title as string);
  const [left, safe, heldBack] = numbersIn(titles[0]!);
  expect(heldBack).toBeGreaterThan(0);
  expect(titles[1]).toBe(`fix ${safe}…`);

  const places: any[] = await client.request("textDocument/references", {
    textDocument: { uri },
    position: { line: 1, character: 1 },
    context: { includeDeclaration: true },
  });
  expect(places).toHaveLength(left!);
  const sources = readdirSync(path.join(root, "src"), { recursive: true }) as string[];
  const [place] = places.filter((each) => sources.some((name) => each.uri.endsWith(`/src/${name}`)));
  const source = decodeURIComponent(new URL(place.uri).pathname);
  const at = { textDocument: { uri: client.show(source, readFileSync(source, "utf8")) }, position: place.range.start };
  const hover = (await client.request("textDocument/hover", at)).contents.value as string;
  expect(hover).toContain(`${left} left, ${safe} safe, ${heldBack} held back`);
  const actions: any[] = await client.request("textDocument/codeAction", {
    ...{ ...at, range: place.range, context: { diagnostics: [] } },
  });
  const fix = actions.find(({ title }) => title.includes("in the project"));
  expect(fix.title).toBe(`Fix all of "One ID generator" in the project (${safe})…`);
  await client.request("workspace/executeCommand", { command: fix.command.command, arguments: fix.command.arguments });
  const question = client.said.find(({ method }) => method === "window/showMessageRequest")!.params.message as string;
  expect([numbersIn(question)[0], numbersIn(question).at(-1)]).toEqual([safe, heldBack]);
  const { units, heldBack: waiting } = await client.request("_godwit.projectFixes", { contract: "unified-ids", root });
  expect([units.flat().reduce((sum: number, { count }: any) => sum + count, 0), waiting]).toEqual([safe, heldBack]);

  const checked = await check("--fix", "--contract", "unified-ids");
  expect([checked.fixed, checked.violations.filter((each) => each.heldBack).length]).toEqual([safe, heldBack]);
  client.show(source, readFileSync(source, "utf8"));
  const again = async (): Promise<string> =>
    (await client.request("textDocument/codeLens", { textDocument: { uri } }))[0].command.title;
  await expect.poll(again, { timeout: 60_000 }).toBe(`${left! - safe!} left, 0 safe, ${heldBack} held back`);
});
