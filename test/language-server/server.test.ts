import { mkdtempSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bundle } from "../../packages/language-server/build.mjs";
import { createEditorProject, IDS_CONTRACT, type EditorProject } from "../editors/editor-project.js";
import { LspClient } from "./lsp-client.js";

const RAW = 'import { v4 } from "uuid";\n\nexport const userId = v4();\n';
const PAIR = `${RAW}export const orderId = v4(), teamId = v4();\n`;
const FIXED = 'import { newId } from "./new-id.js";\n\nexport const userId = newId("user");\n';

/** A text after the protocol's edits. */
function edited(text: string, edits: readonly any[]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const at = ({ line, character }: any): number => starts[line]! + character;
  return [...edits]
    .sort((a, b) => at(a.range.start) - at(b.range.start))
    .reverse()
    .reduce((all, { range, newText }) => all.slice(0, at(range.start)) + newText + all.slice(at(range.end)), text);
}

/** The protocol's position of a part of a text. */
function locate(text: string, part: string, shift = 0): { readonly line: number; readonly character: number } {
  const at = text.indexOf(part);
  if (at === -1) throw new Error(`${JSON.stringify(part)} is not in the text`);
  const before = text.slice(0, at + shift).split("\n");
  return { line: before.length - 1, character: before.at(-1)!.length };
}

beforeAll(async () => {
  await bundle();
}, 120_000);

describe("the language server", () => {
  let project: EditorProject;
  let client: LspClient;
  let answer: string | undefined;
  const applied: any[] = [];
  const capabilities = {
    window: { showDocument: { support: true } },
    workspace: {
      workspaceEdit: { documentChanges: true, changeAnnotationSupport: {}, resourceOperations: ["create"] },
      codeLens: { refreshSupport: true },
    },
  };
  beforeAll(async () => {
    project = createEditorProject("extension", { "src/a.ts": "export {};\n", "src/other.ts": RAW });
    client = await LspClient.start(project.root, {
      capabilities,
      answers: {
        "window/showMessageRequest": ({ actions }) => actions.find(({ title }: any) => title === answer) ?? null,
        "workspace/applyEdit": ({ edit }) => (applied.push(edit), { applied: true }),
        "window/showDocument": () => ({ success: true }),
      },
    });
  }, 120_000);
  beforeEach(() => {
    answer = undefined;
    applied.length = 0;
    client.said.length = 0;
  });
  afterAll(async () => {
    expect(await client.stop()).toBe(0);
    rmSync(project.root, { recursive: true, force: true });
  }, 60_000);

  const actionsAt = (uri: string, text: string, part: string, only?: string[]): Promise<any[]> => {
    const [start, end] = [locate(text, part), locate(text, part, part.length)];
    return client.request("textDocument/codeAction", {
      ...{ textDocument: { uri }, range: { start, end }, context: { diagnostics: [], ...(only && { only }) } },
    });
  };

  test("underlines violations of a buffer with id, link to the contract and severity, and nothing once they are gone", async () => {
    const uri = client.show(project.path("src/a.ts"), RAW);
    const [found, ...others] = await client.diagnostics(uri);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      range: { start: locate(RAW, "v4()"), end: locate(RAW, "v4()", 4) },
      message: 'Use newId("user") instead of v4().',
      source: "godwit",
      code: "ids/no-raw-uuid",
      severity: 2,
    });
    expect(found.codeDescription.href).toMatch(/^file:\/\/.*\/migrations\/ids\.md#L\d+$/);
    client.show(project.path("src/a.ts"), "export {};\n");
    expect(await client.diagnostics(uri)).toEqual([]);
  });

  test("strikes through what has moved, and shows what a baseline knows as a hint", async () => {
    const text = 'import { legacyId } from "./legacy-id.js";\nexport const a = legacyId("a");\n';
    const uri = client.show(project.path("src/moved.ts"), text);
    expect(await client.diagnostics(uri)).toMatchObject([{ code: "ids/no-deprecated-import", tags: [2] }]);
    project.write("migrations/.baseline/ids.txt", "src/known.ts\tno-raw-uuid\t1\tuserId=v4()\n");
    client.notify("workspace/didChangeWatchedFiles", { changes: [] });
    const known = client.show(project.path("src/known.ts"), RAW);
    expect(await client.diagnostics(known)).toMatchObject([{ severity: 4 }]);
    project.remove("migrations/.baseline");
    client.notify("workspace/didChangeWatchedFiles", { changes: [] });
  });

  test("keeps its findings while the text does not parse", async () => {
    const text = `${RAW}export function half( {\n  const orderId = v4();\n  if (\n`;
    const found = await client.diagnostics(client.show(project.path("src/a.ts"), text));
    expect(found.map(({ range }) => range.start)).toEqual([locate(text, "v4()"), locate(text, "orderId = v4()", 10)]);
  });

  test("has a light bulb in order, whose fix is preferred", async () => {
    const uri = client.show(project.path("src/a.ts"), PAIR);
    const actions = await actionsAt(uri, PAIR, "v4()");
    const plain = (title: string): string => title.replace(/ \(\d+\)…$/, "…");
    expect(actions.map(({ title, isPreferred }) => [plain(title), isPreferred ?? false])).toEqual([
      ['Use newId("user")', true],
      ['Fix all of "One ID generator" in this file (3)', false],
      ['Fix all of "One ID generator" in the project…', false],
      ['Open contract "One ID generator"', false],
      ["Ignore ids/no-raw-uuid here, with a reason", false],
    ]);
    expect(edited(PAIR, actions[0].edit.changes[uri])).toContain('userId = newId("user");\nexport const orderId = v4()');
    expect(edited(PAIR, actions[1].edit.changes[uri])).toBe(
      `${FIXED}export const orderId = newId("order"), teamId = newId("team");\n`,
    );
    expect(edited(PAIR, actions[4].edit.changes[uri])).toContain("// eslint-disable-next-line ids/no-raw-uuid --\nexport");
  });

  test("makes the edit of an action when it is chosen, where the editor can wait for it, and none for a text that has changed", async () => {
    const patient = await LspClient.start(project.root, {
      capabilities: { textDocument: { codeAction: { dataSupport: true, resolveSupport: { properties: ["edit"] } } } },
    });
    const uri = patient.show(project.path("src/a.ts"), PAIR);
    const [start, end] = [locate(PAIR, "v4()"), locate(PAIR, "v4()", 4)];
    const actions: any[] = await patient.request("textDocument/codeAction", {
      ...{ textDocument: { uri }, range: { start, end }, context: { diagnostics: [] } },
    });
    const [fix, all] = actions;
    expect([fix.edit, all.edit]).toEqual([undefined, undefined]);
    const resolve = async (action: any): Promise<any> => (await patient.request("codeAction/resolve", action)).edit;
    expect(edited(PAIR, (await resolve(fix)).changes[uri])).toContain('userId = newId("user");\nexport const orderId = v4()');
    expect(edited(PAIR, (await resolve(all)).changes[uri])).toContain('teamId = newId("team")');
    patient.show(project.path("src/a.ts"), `\n${PAIR}`);
    expect(await resolve(fix)).toBeUndefined();
    await patient.stop();
  });

  test("fixes all on save where the editor asks for that, and offers it nowhere else", async () => {
    const uri = client.show(project.path("src/a.ts"), RAW);
    const actions = await actionsAt(uri, RAW, "import", ["source.fixAll"]);
    expect(actions.map(({ kind }) => kind)).toEqual(["source.fixAll.godwit"]);
    expect(edited(RAW, actions[0].edit.changes[uri])).toBe(FIXED);
    expect(await actionsAt(uri, RAW, "import", ["refactor"])).toEqual([]);
    expect((await actionsAt(uri, RAW, "v4()")).map(({ kind }) => kind)).not.toContain("source.fixAll.godwit");
  });

  test("tells the contract on hover, in six lines, with what the project has left", async () => {
    const uri = client.show(project.path("src/a.ts"), RAW);
    const hover = async (): Promise<string> => {
      const answered = await client.request("textDocument/hover", { textDocument: { uri }, position: locate(RAW, "v4()", 1) });
      return answered.contents.value as string;
    };
    expect(await hover()).toContain('`v4()` → `newId("user")` (safe: quick fix)');
    await expect.poll(hover, { timeout: 50_000 }).toMatch(/^\*\*One ID generator\*\* · \d+ left/);
    expect((await hover()).split("\n")).toHaveLength(6);
    expect(await client.request("textDocument/hover", { textDocument: { uri }, position: { line: 0, character: 2 } })).toBeNull();
  });

  test.each([
    ["an import specifier", RAW, "v4", 0],
    ["an alias", 'import { v4 as make } from "uuid";\n', "make", 0],
    ["a module path", 'import { dataPath } from "./old-paths.js";\n', "old-paths", 0],
    ["a re-export", 'export { v4 } from "uuid";\n', "v4", 0],
    ["a member of a namespace", 'import * as ids from "uuid";\nexport const make = [ids.v4];\n', "ids.v4", 5],
    ["a use of what is imported", 'import { dataPath } from "./old-paths.js";\nexport const at = [dataPath];\n', "[dataPath", 1],
    ["a type", 'export type T = import("./old-paths.js").X;\n', "old-paths", 0],
    ["what is required", 'const { v4 } = require("uuid");\nmodule.exports = [v4];\n', "[v4", 1],
    ["a name in a text that does not parse", 'import { v4 } from "uuid";\nexport const a = [v4, {\n', "[v4", 1],
    ["a type in a comment", '/** @type {import("./old-paths.js").X} */\nexport const a = 1;\n', "old-paths", 0],
    ["a local of the same name", "export const v4 = 1;\nexport const a = [v4];\n", "[v4", -1],
    ["a name that is not banned", 'import { v5 } from "uuid";\n', "v5", -1],
    ["a word in a string", 'import { v4 } from "uuid";\nexport const a = "v4";\n', '"v4', -1],
  ])("tells on hover of %s what is on its way out", async (_, text, part, shift) => {
    const uri = client.show(project.path("src/a.ts"), text);
    const position = locate(text, part, Math.abs(shift));
    const found = await client.request("textDocument/hover", { textDocument: { uri }, position });
    expect((found?.contents.value ?? "").startsWith("**One ID generator**")).toBe(shift >= 0);
  });

  test("completes what replaces a name when that name is typed, with its import", async () => {
    const complete = async (text: string, part: string): Promise<any[]> => {
      const uri = client.show(project.path("src/a.ts"), text);
      const position = locate(text, part, part.length);
      const answer = await client.request("textDocument/completion", { textDocument: { uri }, position });
      return (Array.isArray(answer) ? answer : answer.items) as any[];
    };
    const text = 'import { load } from "./users.js";\nexport const store = getSto;\nload(store as never);\n';
    const [item, ...others] = await complete(text, "= getSto");
    expect(others).toEqual([]);
    expect(item).toMatchObject({ label: "openStore (replaces getStore)", filterText: "getStore", sortText: "0" });
    expect(edited(text, [item.textEdit, ...item.additionalTextEdits])).toBe(
      text.replace("getSto;", "openStore;").replace('.js";\n', '.js";\nimport { openStore } from "./open-store.js";\n'),
    );
    const labels = async (typed: string, before = ""): Promise<string[]> =>
      (await complete(`${before}export const id = ${typed};\n`, `= ${typed}`)).map(({ label }) => label);
    expect(await labels("randomUU")).toEqual(["newId (replaces randomUUID)"]);
    expect(await labels("uuidv")).toEqual(["newId (replaces uuidv4)"]);
    expect(await labels("makeI", 'import { v4 as makeId } from "uuid";\n')).toEqual(["newId (replaces makeId)"]);
    // The server for TypeScript lists it.
    expect(await labels("newI")).toEqual([]);
    expect(await complete("export function getSto() {}\n", "getSto")).toEqual([]);
    expect(await complete("export const a = other.getSto;\n", "getSto")).toEqual([]);
    expect(await complete('export const a = "getSto";\n', "getSto")).toEqual([]);
    expect(await complete("export const unknown = somethi;\n", "somethi")).toEqual([]);
  });

  test("hints once a line, at its end", async () => {
    const uri = client.show(project.path("src/a.ts"), PAIR);
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const hints = await client.request("textDocument/inlayHint", { textDocument: { uri }, range });
    expect(hints.map(({ label, position }: any) => [label, position])).toEqual([
      ['→ newId("user")', locate(PAIR, "userId = v4();", 14)],
      ['→ newId("order") +1', locate(PAIR, "teamId = v4();", 14)],
    ]);
  });

  test("finds all violations of a contract in the project, in buffers and on disk", async () => {
    const uri = client.show(project.path("src/a.ts"), PAIR);
    const places = await client.request("textDocument/references", {
      ...{ textDocument: { uri }, position: locate(PAIR, "v4()", 1), context: { includeDeclaration: true } },
    });
    const count = (name: string): number => places.filter((each: any) => each.uri.endsWith(name)).length;
    expect([count("src/a.ts"), count("src/other.ts")]).toEqual([3, 1]);
  });

  test("fixes the project after a question; a review has one edit a file", async () => {
    const onDisk = readFileSync(project.path("src/a.ts"), "utf8");
    project.write("src/a.ts", PAIR);
    const uri = client.show(project.path("src/a.ts"), PAIR);
    const fix = (await actionsAt(uri, PAIR, "v4()"))[2].command;
    const run = (): Promise<unknown> =>
      client.request("workspace/executeCommand", { command: fix.command, arguments: fix.arguments });
    await run();
    expect(applied).toEqual([]);
    const [question] = client.said.filter(({ method }) => method === "window/showMessageRequest");
    const [all] = question!.params.actions.map(({ title }: any) => title as string);
    expect(all).toMatch(/^Apply all \d+$/);
    answer = all;
    await run();
    const changeOf = (edit: any, name: string): any =>
      edit.documentChanges.find((each: any) => each.textDocument.uri.endsWith(name));
    expect(edited(RAW, changeOf(applied[0], "src/other.ts").edits)).toBe(FIXED);
    answer = "Review";
    await run();
    const { edits } = changeOf(applied[1], "src/a.ts");
    expect(edits).toHaveLength(1);
    expect(applied[1].changeAnnotations[edits[0].annotationId]).toMatchObject({ needsConfirmation: true });
    expect(edited(PAIR, edits)).toContain('teamId = newId("team")');
    expect(readFileSync(project.path("src/other.ts"), "utf8")).toBe(RAW);
    project.write("src/a.ts", onDisk);
  });

  test("opens the contract in the editor", async () => {
    const uri = client.show(project.path("src/a.ts"), RAW);
    const { command } = (await actionsAt(uri, RAW, "v4()")).find(({ title }) => title.startsWith("Open contract"));
    await client.request("workspace/executeCommand", { command: command.command, arguments: command.arguments });
    expect(client.said.find(({ method }) => method === "window/showDocument")!.params.uri).toMatch(/migrations\/ids\.md$/);
  });

  test("takes an unsaved contract at once, and keeps the last good version while it is broken", async () => {
    const uri = client.show(project.path("src/a.ts"), RAW);
    const contract = project.path("migrations/ids.md");
    client.show(contract, IDS_CONTRACT.replace("newId($entity)", "newId('x' + $entity)"));
    expect((await client.diagnostics(uri, ([first]) => first?.message.includes('"x"')))[0].message).toContain(
      'Use newId("x" + "user")',
    );
    const broken = IDS_CONTRACT.replace("newId($entity)", "newId('x' + $entity)").replace("rules:", "rulez:");
    const own = client.show(contract, broken);
    const problems = await client.diagnostics(own, ({ length }) => length > 0);
    expect(problems.find(({ code }) => code === "unknown-key")).toMatchObject({
      range: { start: locate(broken, "rulez"), end: locate(broken, "rulez", 5) },
    });
    expect((await client.diagnostics(uri))[0].message).toContain('Use newId("x" + "user")');
    const fixes = await actionsAt(own, broken, "rulez");
    expect(edited(broken, fixes[0].edit.changes[own])).toContain("\nrules:\n");
    client.show(contract, IDS_CONTRACT);
    expect(await client.diagnostics(own, ({ length }) => length === 0)).toEqual([]);
    await client.diagnostics(uri, ([first]) => first?.message === 'Use newId("user") instead of v4().');
  });

  test("quotes what YAML can't read", async () => {
    const text = IDS_CONTRACT.replace('match: "getStore()"', "match: `getStore()`");
    const uri = client.show(project.path("migrations/ids.md"), text);
    await client.diagnostics(uri, ({ length }) => length > 0);
    const [fix] = await actionsAt(uri, text, "`getStore()`");
    expect(edited(text, fix.edit.changes[uri])).toContain('match: "`getStore()`"');
    client.show(project.path("migrations/ids.md"), IDS_CONTRACT);
  });

  test.each([
    ["a key of the contract", "sever", "severity: warn", 5, "severity"],
    ["a word", "error", "severity: ", 10, "warn"],
    ["an option of a rule", "with", "- with: newId", 2, "when"],
    ["a name for a template", "newId", "with: newId($entity)", 8, "openStore"],
    ["a hole", "$entity", "newId($entity)", 7, "$value"],
    ["a file", "new-id.ts", "newId: ./src/new-id.ts", 16, "store.ts"],
  ])("completes %s in a contract, where the text is", async (_, __, part, shift, label) => {
    const uri = client.show(project.path("migrations/ids.md"), IDS_CONTRACT);
    const items = await client.request("textDocument/completion", {
      textDocument: { uri },
      position: locate(IDS_CONTRACT, part, shift),
    });
    expect(items.map((each: any) => each.label)).toContain(label);
  });

  test("completes in a contract that is broken: an export behind #, a glob, a key of an entry in brackets", async () => {
    const labels = async (line: string, after = "title: T\n"): Promise<string[]> => {
      const text = `---\n${after}${line}`;
      const uri = client.show(project.path("migrations/ids.md"), `${text}\n---\n`);
      const items = await client.request("textDocument/completion", {
        textDocument: { uri },
        position: locate(text, line, line.length),
      });
      return items.map((each: any) => each.label);
    };
    expect(await labels("imports: { x: ./src/users.ts#")).toEqual(["Account", "load"]);
    expect(await labels('files: ["src/')).toContain("users.ts");
    expect(await labels("    - { from: ./src/store.ts, ", "rules:\n  no-deprecated-import:\n")).toContain("to");
    expect(await labels("  no-dep", "rules:\n")).toContain("no-deprecated-call");
    client.show(project.path("migrations/ids.md"), IDS_CONTRACT);
  });

  test("offers the exports that a module has, and the modules that have an export, and quotes neither", async () => {
    const own = project.path("migrations/ids.md");
    const fixesFor = async (text: string, part: string): Promise<Record<string, string>> => {
      const uri = client.show(own, text);
      await client.diagnostics(uri, ({ length }) => length > 0);
      const actions = await actionsAt(uri, text, part);
      return Object.fromEntries(actions.map(({ title, edit }) => [title, edited(text, edit.changes[uri])]));
    };
    const wrong = IDS_CONTRACT.replace("newId: ./src/new-id.ts", "newId: ./src/users.ts");
    expect(await fixesFor(wrong, "newId: ./src/users.ts")).toEqual({
      "Use the export load": wrong.replace("newId: ./src/users.ts", "newId: ./src/users.ts#load"),
      "Use the export Account": wrong.replace("newId: ./src/users.ts", "newId: ./src/users.ts#Account"),
    });
    const near = IDS_CONTRACT.replace("newId: ./src/new-id.ts", "newId: ./src/new-id.ts#newID");
    expect(await fixesFor(near, "newId: ./src/new")).toEqual({ "Use the export newId": IDS_CONTRACT });
    const unknown = IDS_CONTRACT.replace('with: "await openStore()"', 'with: "load()"');
    expect(await fixesFor(unknown, "load()")).toMatchObject({
      "Use the export load of ./src/users.ts": unknown.replace("imports:\n", "imports:\n  load: ./src/users.ts\n"),
    });
    client.show(own, IDS_CONTRACT);
  });

  test(
    "has snippets for a contract, its rules, entries and examples, and plain text for editors without them",
    { tags: "slow" },
    async () => {
      const withSnippets = await LspClient.start(project.root, {
        capabilities: { textDocument: { completion: { completionItem: { snippetSupport: true } } } },
      });
      const complete = async (asked: LspClient, text: string): Promise<any[]> => {
        const uri = asked.show(project.path("migrations/fresh.md"), text);
        const position = { line: text.split("\n").length - 1, character: text.split("\n").at(-1)!.length };
        return asked.request("textDocument/completion", { textDocument: { uri }, position });
      };
      const snippets = async (text: string): Promise<string[]> =>
        (await complete(withSnippets, text)).filter((each) => each.insertTextFormat === 2).map((each) => each.textEdit.newText);
      expect((await snippets("contr"))[0]).toMatch(/^---\ntitle: \$\{1:.*\n/);
      const rules = await snippets("---\ntitle: T\nrules:\n  no-dep");
      expect(rules).toContain('no-deprecated-import:\n    - { from: "$1", to: "$2" }');
      expect(rules).toContain('no-deprecated-call:\n    replace:\n      - { match: "$1", with: "$2" }');
      expect(await snippets("---\ntitle: T\nrules:\n  no-deprecated-import:\n    - ")).toEqual(['{ from: "$1", to: "$2" }']);
      const prose = await snippets("---\ntitle: T\n---\n\nProse.\n\n```");
      expect(prose[0]).toMatch(/^```ts before=\$\{1:/);
      expect(await snippets("---\ntitle: T\n---\n\n```ts before=src/a.ts\nva")).toEqual([]);
      await withSnippets.stop();
      const [plain] = await complete(client, "contr");
      expect([plain.insertTextFormat, plain.textEdit.newText]).toEqual([undefined, expect.not.stringContaining("$")]);
      expect(plain.textEdit.newText).toContain('- { match: "oldName()", with: "newName()" }');
      client.notify("textDocument/didClose", {
        textDocument: { uri: pathToFileURL(project.path("migrations/fresh.md")).href },
      });
    },
  );

  test("explains keys, and leads from paths and names to what they mean", async () => {
    const uri = client.show(project.path("migrations/ids.md"), IDS_CONTRACT);
    const at = (part: string, shift = 1): object => ({ textDocument: { uri }, position: locate(IDS_CONTRACT, part, shift) });
    expect((await client.request("textDocument/hover", at("severity"))).contents.value).toContain("`error`, `warn`");
    expect((await client.request("textDocument/hover", at("from: ./src/legacy"))).contents.value).toContain("**from**");
    expect(await client.request("textDocument/definition", at("./src/new-id.ts"))).toMatchObject({
      uri: pathToFileURL(project.path("src/new-id.ts")).href,
      range: { start: { line: 0, character: 16 } },
    });
    expect(await client.request("textDocument/definition", at("newId($entity)"))).toMatchObject({
      uri,
      range: { start: locate(IDS_CONTRACT, "newId: ./src") },
    });
    const links = await client.request("textDocument/documentLink", { textDocument: { uri } });
    expect(links.map(({ target }: any) => target)).toContain(pathToFileURL(project.path("src/open-store.ts")).href);
    const symbols = await client.request("textDocument/documentSymbol", { textDocument: { uri } });
    expect(symbols.map(({ name }: any) => name)).toEqual(["title", "why", "imports", "rules", "severity", "One ID generator"]);
    expect(symbols[3].children.map(({ name }: any) => name)).toEqual([
      "no-raw-uuid",
      "no-deprecated-import",
      "no-deprecated-call",
    ]);
  });

  test("counts beside the rules of a contract what they match, as the text is now", async () => {
    client.show(project.path("src/a.ts"), PAIR);
    const uri = client.show(project.path("migrations/ids.md"), IDS_CONTRACT);
    const titles = async (): Promise<string[]> =>
      ((await client.request("textDocument/codeLens", { textDocument: { uri } })) as any[]).map(({ command }) => command.title);
    await expect.poll(titles, { timeout: 50_000 }).toContain("matches 0 sites");
    const before = await titles();
    expect(before[0]).toMatch(/^\d+ left, \d+ safe$/);
    expect(before[2]).toMatch(/^matches \d+ sites in \d+ files$/);
    client.show(project.path("migrations/ids.md"), IDS_CONTRACT.replace("rules:", 'files: ["lib/**"]\nrules:'));
    const first = async (): Promise<unknown> => (await titles()).find((title) => title.startsWith("matches"));
    await expect.poll(first, { timeout: 50_000 }).toBe("matches 0 sites");
    client.show(project.path("migrations/ids.md"), IDS_CONTRACT);
  });

  test("says of a contract that was never usable nothing before it is mended", async () => {
    client.show(project.path("src/a.ts"), PAIR);
    const good = "---\ntitle: Raw\nrules:\n  no-raw-uuid: { sources: [uuid#v4] }\n---\n";
    project.write("migrations/raw.md", good.replace("title: Raw\n", ""));
    const uri = client.show(project.path("migrations/raw.md"), good.replace("title: Raw\n", ""));
    const titlesIn = async (of: string): Promise<string[]> => {
      const lenses: any[] = await client.request("textDocument/codeLens", { textDocument: { uri: of } });
      return lenses.map(({ command }) => command.title);
    };
    const other = client.show(project.path("migrations/ids.md"), IDS_CONTRACT);
    await expect.poll(() => titlesIn(other), { timeout: 50_000 }).toContain("matches 0 sites");
    expect(await titlesIn(uri)).toEqual([]);
    client.show(project.path("migrations/raw.md"), good);
    await expect.poll(() => titlesIn(uri), { timeout: 50_000 }).toContain("4 left, 0 safe");
    project.remove("migrations/raw.md");
    client.notify("textDocument/didClose", { textDocument: { uri } });
    client.notify("workspace/didChangeWatchedFiles", { changes: [] });
  });

  test("tells beside each pattern of a contract what it matches alone, as the text is now", async () => {
    client.show(
      project.path("src/a.ts"),
      "const a = (x: number[]): number[] => x;\nexport const all = [a([1]), a([2]), a([])];\n",
    );
    project.write("src/b.ts", "export const b = (a: (x: number[]) => void): void => a([3]);\n");
    const textWith = (...patterns: string[]): string =>
      IDS_CONTRACT.replace('      - { match: "getStore()", with: "await openStore()" }\n', () =>
        patterns.map((pattern) => `      - match: ${pattern}\n`).join(""),
      );
    const range = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };
    const hints = async (text: string): Promise<unknown[]> => {
      const uri = client.show(project.path("migrations/ids.md"), text);
      const ask = async (): Promise<[string, string, string?][]> =>
        ((await client.request("textDocument/inlayHint", { textDocument: { uri }, range })) as any[]).map(
          ({ position, label, tooltip }) => [text.split("\n")[position.line]!.slice(0, position.character), label, tooltip],
        );
      await expect.poll(async () => (await ask()).some(([line]) => line.includes("match:")), { timeout: 50_000 }).toBe(true);
      return (await ask()).filter(([line]) => line.includes("match:"));
    };
    expect(await hints(textWith("a([$x])", "a($$$all)", "none()"))).toEqual([
      ["      - match: a([$x])", "matches 3 sites in 2 files", "src/a.ts:2\nsrc/a.ts:2\nsrc/b.ts:1"],
      ["      - match: a($$$all)", "matches 4 sites in 2 files", "src/a.ts:2\nsrc/a.ts:2\nsrc/a.ts:2\nsrc/b.ts:1"],
      ["      - match: none()", "matches 0 sites", undefined],
    ]);
    const later = textWith("a([])").replace("rules:", "status: planned\nrules:");
    expect(await hints(later)).toEqual([["      - match: a([])", "matches 1 site in 1 file", "src/a.ts:2"]]);
    client.show(project.path("migrations/ids.md"), IDS_CONTRACT);
    project.remove("src/b.ts");
  });

  test("tells at each example whether it passes, and how it fails, as the text is now", async () => {
    const example = (after: string): string =>
      `${IDS_CONTRACT}\n\`\`\`ts before=src/x.ts\n${RAW}\`\`\`\n\n\`\`\`ts after\n${after}\`\`\`\n\n\`\`\`ts valid=src/x.ts\nv4();\n\`\`\`\n`;
    const examples = async (text: string): Promise<[string, string[]][]> => {
      const uri = client.show(project.path("migrations/ids.md"), text);
      await client.diagnostics(uri, ({ length }) => length === 0);
      const lenses: any[] = await client.request("textDocument/codeLens", { textDocument: { uri } });
      const own = lenses.filter(({ command }) => /^(?:passes|fails)/.test(command.title));
      return own.map(({ range, command }) => [`${text.split("\n")[range.start.line]} ${command.title}`, command.arguments]);
    };
    expect(await examples(example(FIXED))).toEqual([
      ["```ts before=src/x.ts passes", undefined],
      ["```ts valid=src/x.ts passes", undefined],
    ]);
    const [[title, given]] = (await examples(example(FIXED.replace('"user"', '"account"')))) as any;
    expect(title).toBe("```ts before=src/x.ts fails: is fixed otherwise");
    expect(given[0]).toContain('-export const userId = newId("account");\n+export const userId = newId("user");');
    await client.request("workspace/executeCommand", { command: "godwit.showFailure", arguments: given });
    expect(client.said.find(({ method }) => method === "window/showMessage")!.params.message).toContain(
      '+export const userId = newId("user");',
    );
    const [[broken]] = (await examples(example("").replace("v4();\n```\n\n```ts after", "v4(;\n```\n\n```ts after"))) as any;
    expect(broken).toMatch(/fails: does not parse: \d+:\d+ /);
    client.show(project.path("migrations/ids.md"), IDS_CONTRACT);
  });

  test("makes a contract from a selected expression: pattern, replacement to fill in, example", async () => {
    const text =
      'import { chunk } from "lodash";\nimport { load } from "./users.js";\nexport const pages = chunk([1, 2], 2);\nexport const account = load(pages as never);\n';
    const uri = client.show(project.path("src/a.ts"), text);
    const draft = async (part: string): Promise<any> =>
      (await actionsAt(uri, text, part)).find(({ title }) => title.startsWith("New contract from"));
    const first = await draft("chunk([1, 2], 2)");
    expect(first).toMatchObject({
      title: "New contract from chunk([1, 2], 2)…",
      kind: "refactor",
      command: { command: "godwit.showContract" },
    });
    const [create, { edits }] = first.edit.documentChanges;
    expect(create).toEqual({
      ...{ kind: "create", uri: pathToFileURL(project.path("migrations/replace-chunk.md")).href },
      options: { overwrite: false, ignoreIfExists: true },
    });
    const made: string = edits[0].newText;
    const example = 'import { chunk } from "lodash";\n\nexport const example = chunk([1, 2], 2);\n';
    for (const part of ['  chunk: "lodash"', '- match: "chunk($argument1, $argument2)"', 'with: "replacement()"', example])
      expect(made).toContain(part);
    const second = (await draft("load(pages as never)")).edit.documentChanges[1].edits[0].newText;
    for (const part of ['  load: "./src/users.ts"', '- match: "load($argument1)"']) expect(second).toContain(part);
    expect(await draft("const account")).toBeUndefined();
    // With the replacement filled in it is a contract that works, and finds what was selected.
    const filled = made
      .replace("replacement()", "newId('x')")
      .replace("imports:", "imports:\n  newId: ./src/new-id.ts")
      .replace("planned", "active");
    project.write("migrations/replace-chunk.md", filled);
    client.notify("workspace/didChangeWatchedFiles", { changes: [] });
    await client.diagnostics(uri, (found) => found.some(({ code }) => code.startsWith("replace-chunk/")));
    expect(await draft("chunk([1, 2], 2)")).toBeUndefined();
    expect((await draft("load(pages as never)")).edit.documentChanges[0].uri).toMatch(/replace-load\.md$/);
    const own = client.show(project.path("migrations/replace-chunk.md"), filled);
    expect(await client.diagnostics(own, ({ length }) => length === 0)).toEqual([]);
    client.notify("textDocument/didClose", { textDocument: { uri: own } });
    project.remove("migrations/replace-chunk.md");
    client.notify("workspace/didChangeWatchedFiles", { changes: [] });
    await client.diagnostics(uri, ({ length }) => length === 0);
  });

  test("leaves sources to another where it is told to, and contract files never", async () => {
    const uri = client.show(project.path("src/a.ts"), RAW);
    await client.diagnostics(uri, ({ length }) => length > 0);
    client.notify("workspace/didChangeConfiguration", { settings: { godwit: { sources: "off" } } });
    expect(await client.diagnostics(uri, ({ length }) => length === 0)).toEqual([]);
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    expect(await client.request("textDocument/inlayHint", { textDocument: { uri }, range })).toEqual([]);
    expect((await actionsAt(uri, RAW, "userId")).map(({ title }) => title)).toEqual([]);
    const contract = client.show(project.path("migrations/ids.md"), IDS_CONTRACT.replace("rules:", "rulez:"));
    await client.diagnostics(contract, ({ length }) => length > 0);
    client.show(project.path("migrations/ids.md"), IDS_CONTRACT);
    client.notify("workspace/didChangeConfiguration", {
      settings: { godwit: { sources: "on", folders: [{ path: project.path("src"), diagnostics: "off" }] } },
    });
    await client.diagnostics(contract, ({ length }) => length === 0);
    expect(await client.diagnostics(uri)).toEqual([]);
    expect(await actionsAt(uri, RAW, "v4()")).not.toEqual([]);
    client.notify("workspace/didChangeConfiguration", { settings: { godwit: { folders: [] } } });
    await client.diagnostics(uri, ({ length }) => length > 0);
  });

  test("answers the VS Code extension: links in hovers, all places, the fixes of the project in units", async () => {
    client.notify("workspace/didChangeConfiguration", { settings: { godwit: { commands: "vscode" } } });
    const uri = client.show(project.path("src/a.ts"), PAIR);
    const { contents } = await client.request("textDocument/hover", { textDocument: { uri }, position: locate(PAIR, "v4()", 1) });
    expect(contents.value).toMatch(/\[Open contract\]\(.*\) · \[Show all\]\(command:godwit\.showAll\?.*\) · \[Fix project\]/);
    client.notify("workspace/didChangeConfiguration", { settings: { godwit: { commands: "own" } } });
    const asked = { contract: "ids", root: project.root };
    const sites: any[] = await client.request("_godwit.sites", asked);
    expect(sites.filter(({ file }) => file === project.path("src/a.ts")).map(({ start }) => start)).toContainEqual(
      locate(PAIR, "v4()"),
    );
    const fixes = await client.request("_godwit.projectFixes", asked);
    // The disk has another text of a.ts.
    expect(fixes.units.flat().map(({ file }: any) => path.basename(file))).toEqual(expect.arrayContaining(["other.ts"]));
    expect(fixes.units.flat().map(({ file }: any) => file)).not.toContain(project.path("src/a.ts"));
    expect(fixes.waiting).toContain("src/a.ts (not saved)");
    const broken = `${RAW}export const = ;\n`;
    project.write("src/half.ts", broken);
    client.show(project.path("src/half.ts"), broken);
    const again = await client.request("_godwit.projectFixes", asked);
    expect(again.units.flat().map(({ file }: any) => file)).not.toContain(project.path("src/half.ts"));
    expect(again.waiting).toContain("src/half.ts (does not parse)");
    client.show(project.path("src/half.ts"), "export {};\n");
    project.write("src/half.ts", "export {};\n");
    expect(await client.request("_godwit.projectFixes", { ...asked, contract: "none" })).toBeNull();
    const report = await client.request("_godwit.file", { file: project.path("src/a.ts"), inlayHints: "off" });
    expect(report.contracts[0]).toMatchObject({ id: "ids", left: 3, fixable: 3 });
  });

  test("lets contracts follow a file that is renamed, but not what they say of the past", async () => {
    const move = (from: string, to: string): object => ({
      oldUri: pathToFileURL(project.path(from)).href,
      newUri: pathToFileURL(project.path(to)).href,
    });
    const uri = client.show(project.path("migrations/ids.md"), IDS_CONTRACT);
    const ask = async (...files: object[]): Promise<string> =>
      edited(IDS_CONTRACT, (await client.request("workspace/willRenameFiles", { files })).changes[uri]);
    const renamed = await ask(move("src/new-id.ts", "src/ids/new-id.ts"), move("src/legacy-id.ts", "src/old/legacy-id.ts"));
    expect(renamed).toContain("newId: ./src/ids/new-id.ts");
    expect(renamed).toContain("legacyId: ./src/old/legacy-id.ts");
    expect(renamed).toContain("{ from: ./src/legacy-id.ts, name: legacyId, to: ./src/ids/new-id.ts, as: newId }");
    expect(await ask(move("src", "lib"))).toContain("openStore: ./lib/open-store.ts");
    expect(await client.request("workspace/willRenameFiles", { files: [move("README.md", "READ.md")] })).toBeNull();
  });

  test("keeps the rules of a contract whose module is gone, says so in the contract alone, and heals when it is back", async () => {
    const contract = client.show(project.path("migrations/ids.md"), IDS_CONTRACT);
    const source = client.show(project.path("src/a.ts"), RAW);
    await client.diagnostics(contract, ({ length }) => length === 0);
    const isThere = (found: any[]): boolean => found.some(({ code }) => code === "missing-module");
    const change = (type: number): void =>
      client.notify("workspace/didChangeWatchedFiles", {
        changes: [{ uri: pathToFileURL(project.path("src/new-id.ts")).href, type }],
      });
    const text = readFileSync(project.path("src/new-id.ts"), "utf8");
    project.remove("src/new-id.ts");
    change(3);
    await client.diagnostics(contract, isThere);
    expect((await client.diagnostics(source)).map(({ code }) => code)).toEqual(["ids/no-raw-uuid"]);
    client.show(project.path("src/a.ts"), `${RAW}\n`);
    expect((await client.diagnostics(source)).map(({ code }) => code)).toEqual(["ids/no-raw-uuid"]);
    project.write("src/new-id.ts", text);
    change(1);
    expect(await client.diagnostics(contract, (found) => !isThere(found))).toEqual([]);
    expect((await client.diagnostics(source)).map(({ code }) => code)).toEqual(["ids/no-raw-uuid"]);
  });

  test("fixes the project from the lens of a contract", async () => {
    client.show(project.path("src/a.ts"), PAIR);
    const uri = client.show(project.path("migrations/ids.md"), IDS_CONTRACT);
    const fix = async (): Promise<any> =>
      ((await client.request("textDocument/codeLens", { textDocument: { uri } })) as any[]).find(({ command }) =>
        command.title.startsWith("fix "),
      )?.command;
    await expect.poll(async () => (await fix())?.title, { timeout: 50_000 }).toMatch(/^fix [1-9]\d*…$/);
    const { command, arguments: given } = await fix();
    await client.request("workspace/executeCommand", { command, arguments: given });
    expect(client.said.find(({ method }) => method === "window/showMessageRequest")!.params.message).toMatch(
      /^Fix \d+ places? of "One ID generator" in \d+ files?\? Left out: src\/a\.ts \(not saved\)/,
    );
  });

  test("asks after the move of a module that many import whether to write a contract, and writes one that works", async () => {
    const importers = ["one", "two", "three", "four", "five"].map((name) => `src/importers/${name}.ts`);
    for (const file of importers) project.write(file, 'import { shared } from "../shared.js";\nexport const it = shared;\n');
    project.write("src/moved/shared.ts", "export const shared = 1;\n");
    const files = [
      {
        oldUri: pathToFileURL(project.path("src/shared.ts")).href,
        newUri: pathToFileURL(project.path("src/moved/shared.ts")).href,
      },
    ];
    answer = "Write a contract";
    client.notify("workspace/didRenameFiles", { files });
    await expect.poll(() => applied.length, { timeout: 50_000 }).toBe(1);
    const question = client.said.find(({ method }) => method === "window/showMessageRequest")!.params.message;
    expect(question).toContain("5 files import src/shared.ts, which is now src/moved/shared.ts.");
    const [create, { edits }] = applied[0].documentChanges;
    expect(create.uri).toMatch(/migrations\/move-shared\.md$/);
    project.write("migrations/move-shared.md", edits[0].newText);
    client.notify("workspace/didChangeWatchedFiles", { changes: [] });
    const text = 'import { shared } from "../shared.js";\nexport const it = shared;\n';
    const found = await client.diagnostics(client.show(project.path(importers[0]!), text), ({ length }) => length > 0);
    expect(found).toMatchObject([{ code: "move-shared/no-deprecated-import" }]);
    answer = undefined;
    client.said.length = 0;
    project.remove("src/importers/five.ts");
    client.notify("workspace/didRenameFiles", { files });
    await client.request("textDocument/codeLens", {
      textDocument: { uri: pathToFileURL(project.path("migrations/ids.md")).href },
    });
    expect(client.said.filter(({ method }) => method === "window/showMessageRequest")).toEqual([]);
    project.remove("migrations/move-shared.md");
    project.remove("src/importers");
    client.notify("workspace/didChangeWatchedFiles", { changes: [] });
  });

  test("is set while it runs, and says what it does not know", async () => {
    const uri = client.show(project.path("src/a.ts"), RAW);
    // The contract that the tests before have changed counts again.
    await client.diagnostics(uri, ({ length }) => length === 1);
    client.notify("workspace/didChangeConfiguration", { settings: { godwit: { diagnostics: "off", inlayHints: "loud" } } });
    expect(await client.diagnostics(uri, ({ length }) => length === 0)).toEqual([]);
    expect((await actionsAt(uri, RAW, "v4()"))[0].title).toBe('Use newId("user")');
    const [warning] = client.said.filter(({ method }) => method === "window/showMessage");
    expect(warning!.params.message).toContain('inlayHints is "loud"; write one of new, violations, all, off');
    client.notify("workspace/didChangeConfiguration", { settings: { godwit: { diagnostics: "on" } } });
    await client.diagnostics(uri, ({ length }) => length === 1);
  });
});

describe("beside TypeScript's own server", () => {
  const withTypescript = async (version: string): Promise<number> => {
    const project = createEditorProject("tsconfig", {
      "src/a.ts": RAW,
      "node_modules/typescript/package.json": JSON.stringify({ name: "typescript", version }),
    });
    const client = await LspClient.start(project.root);
    const found = await client.diagnostics(client.show(project.path("src/a.ts"), RAW));
    const contract = client.show(project.path("migrations/ids.md"), IDS_CONTRACT.replace("rules:", "rulez:"));
    expect(await client.diagnostics(contract, ({ length }) => length > 0)).not.toEqual([]);
    await client.stop();
    rmSync(project.root, { recursive: true, force: true });
    return found.length;
  };

  test(
    "is quiet in sources where the plugin shows the same, and not with TypeScript 7, which has no plugins",
    { tags: "slow" },
    async () => {
      expect(await withTypescript("6.0.3")).toBe(0);
      expect(await withTypescript("7.0.1")).toBe(1);
    },
  );

  test("works in a project without contracts, without git, and outside of every project", { tags: "slow" }, async () => {
    const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-plain-")));
    mkdirSync(path.join(folder, "src"));
    writeFileSync(path.join(folder, "src/a.ts"), RAW);
    const client = await LspClient.start(folder);
    expect(await client.diagnostics(client.show(path.join(folder, "src/a.ts"), RAW))).toEqual([]);
    const uri = client.show(path.join(folder, "README.md"), "# Hello\n");
    expect(await client.request("textDocument/documentSymbol", { textDocument: { uri } })).toEqual([]);
    expect(await client.stop()).toBe(0);
    rmSync(folder, { recursive: true, force: true });
  });
});
