import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../../packages/typescript-plugin/build.mjs";
import type { PluginRequests } from "@godwit/project/editor";
import { createEditorProject, type EditorProject } from "./editor-project.js";
import { describeServers } from "./open-editor.js";
import { TsserverClient } from "./tsserver-client.js";

beforeAll(async () => {
  await bundle();
});

const RAW = 'import { v4 } from "uuid";\n\nexport const userId = v4();\nexport const team = [v4(), v4(1)];\n';
const ELSEWHERE = 'import { v4 } from "uuid";\r\nexport const teamId = v4();\r\n';
const LEGACY = 'import { Legacy } from "./legacy.js";\n\nexport const name = "a";\nexport const engine = new Legacy(name);\n';
const DISABLED = "// eslint-disable-next-line ids/no-raw-uuid -- on purpose\nexport const keptId = v4();\n";

/** A text after edits in lines and characters. */
function edited(text: string, edits: PluginRequests["_godwit.fixFile"]["body"]["edits"]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const at = ({ line, character }: { line: number; character: number }): number => starts[line]! + character;
  return [...edits]
    .reverse()
    .reduce((all, { start, end, newText }) => all.slice(0, at(start)) + newText + all.slice(at(end)), text);
}

describeServers("an extension's requests", (version) => {
  let project: EditorProject;
  let client: TsserverClient;
  const ask = <Command extends keyof PluginRequests>(
    command: Command,
    given: PluginRequests[Command]["arguments"],
  ): Promise<PluginRequests[Command]["body"] | undefined> => client.request(command, given);

  beforeAll(() => {
    project = createEditorProject("extension", {
      "migrations/engine.md": `---
title: Engines are created
imports: { Engine: ./src/engine.ts }
rules:
  no-deprecated-import: [{ from: ./src/legacy.ts, name: Legacy, to: ./src/engine.ts, as: Engine }]
  no-deprecated-call: { replace: [{ match: new Engine($name), with: Engine.create($name) }] }
---
`,
      "src/legacy.ts": "export class Legacy {\n  constructor(readonly name: string) {}\n}\n",
      "src/engine.ts":
        "export class Engine {\n  static create(name: string): Engine {\n    return new Engine(name);\n  }\n  constructor(readonly name: string) {}\n}\n",
      "src/uses-engine.ts": LEGACY,
      "src/a.ts": "export {};\n",
      "src/clean.ts": "export {};\n",
      "src/quiet/b.ts": RAW,
      "src/loaded.ts": ELSEWHERE,
      "scripts/seed.ts": ELSEWHERE,
      "scripts/broken.ts": 'import { v4 } from "uuid";\nexport const teamId = v4(;\n',
      "build/out.ts": ELSEWHERE,
      ".gitignore": "build/\n",
      "nested/package.json": '{ "godwit": {} }',
      "nested/src/c.ts": ELSEWHERE,
    });
    execFileSync("git", ["init", "--quiet"], { cwd: project.root });
    client = new TsserverClient(version, project.serverArguments);
    client.open(project.path("src/a.ts"), RAW + DISABLED);
    client.open(project.path("src/clean.ts"), "export {};\n");
    client.open(project.path("src/quiet/b.ts"), RAW);
  });
  afterAll(async () => {
    await client.stop();
    rmSync(project.root, { recursive: true, force: true });
  });

  test("tells what is left in a file, contract by contract, and where", async () => {
    const report = await ask("_godwit.file", { file: project.path("src/a.ts"), inlayHints: "violations" });
    expect(report!.contracts).toEqual([
      {
        id: "ids",
        title: "One ID generator",
        status: "active",
        path: project.path("migrations/ids.md"),
        root: project.root,
        left: 3,
        known: 0,
        fixable: 2,
      },
    ]);
    expect(report!.violations.map(({ level }) => level)).toEqual(["fix", "fix", "hint"]);
    expect(report!.violations[0]).toMatchObject({
      start: { line: 2, character: 22 },
      end: { line: 2, character: 26 },
      contract: "ids",
      rule: "ids/no-raw-uuid",
      contractLine: 11,
    });
    expect(report!.hints[0]).toMatchObject({ position: { line: 2, character: 27 }, text: '→ newId("user")' });
  });

  test.each([
    ["violations", false],
    ["all", true],
  ] as const)("gives hints as asked: %s", async (inlayHints, withDisabled) => {
    const report = await ask("_godwit.file", { file: project.path("src/a.ts"), inlayHints });
    expect(report!.hints.some(({ text }) => text.includes('"kept"'))).toBe(withDisabled);
    expect((await ask("_godwit.file", { file: project.path("src/a.ts"), inlayHints: "off" }))!.hints).toEqual([]);
  });

  test("has nothing to say of a file without a violation", async () => {
    const report = await ask("_godwit.file", { file: project.path("src/clean.ts"), inlayHints: "all" });
    expect(report).toEqual({ root: project.root, inForce: 3, contracts: [], violations: [], isUnderlined: true, hints: [] });
  });

  test("says that its errors have fixes also where no file is named, as VS Code asks", async () => {
    const { body } = await client.requestRaw("getSupportedCodeFixes", null);
    expect(body).toEqual(expect.arrayContaining(["990001", "990003"]));
  });

  test("lists the contracts that a file is under", async () => {
    const contracts = await ask("_godwit.contracts", { file: project.path("src/clean.ts") });
    expect(contracts!.map(({ id }) => id).sort()).toEqual(["engine", "ids", "typed"]);
  });

  test("gives the safe fixes of a contract in files that are open or loaded, and in none that git or another root has", async () => {
    const fixesIn = (name: string) => ask("_godwit.fixFile", { file: project.path(name), contract: "ids" });
    const [open, loaded] = [await fixesIn("src/a.ts"), await fixesIn("src/loaded.ts")];
    expect([open?.count, loaded?.count]).toEqual([2, 1]);
    expect(edited(RAW + DISABLED, open!.edits)).toContain('export const userId = newId("user");\n');
    expect(edited(readFileSync(loaded!.file, "utf8"), loaded!.edits)).toBe(
      'import { newId } from "./new-id.js";\r\nexport const teamId = newId("team");\r\n',
    );
    for (const name of ["scripts/broken.ts", "build/out.ts", "nested/src/c.ts", "gone.ts"])
      expect(await fixesIn(name), name).toBeUndefined();
  });

  test("gives the safe fixes of all contracts in a file, for fix on save", async () => {
    const fixes = await ask("_godwit.fixFile", { file: project.path("src/a.ts") });
    expect(fixes).toMatchObject({ file: project.path("src/a.ts"), count: 2 });
    expect(edited(RAW + DISABLED, fixes!.edits)).toContain('export const userId = newId("user");\n');
    expect(await ask("_godwit.fixFile", { file: project.path("src/clean.ts") })).toBeUndefined();
  });

  test("lists what there is to do at a place, in the order of the menu, and gives the edits of what a person takes", async () => {
    const file = project.path("src/a.ts");
    const range = { start: { line: 2, character: 22 }, end: { line: 2, character: 22 } };
    const actions = await ask("_godwit.actions", { file, range });
    expect(actions!.map(({ kind }) => kind)).toEqual(["fix", "fix-file", "fix-project", "open-contract", "ignore"]);
    expect(actions![0]).toEqual({
      kind: "fix",
      title: 'Use newId("user")',
      contract: "ids",
      root: project.root,
      path: project.path("migrations/ids.md"),
      contractLine: 11,
      solves: { start: { line: 2, character: 22 }, end: { line: 2, character: 26 } },
    });
    const take = (index: number, title = actions![index]!.title) => ask("_godwit.action", { file, range, index, title });
    expect(edited(RAW + DISABLED, (await take(0))!.edits)).toContain('export const userId = newId("user");\n');
    const ignore = (await take(4))!;
    expect(ignore.edits[0]!.newText.slice(0, ignore.caret)).toBe("// eslint-disable-next-line ids/no-raw-uuid --");
    expect(await take(3)).toBeUndefined();
    expect(await take(0, "Use something else")).toBeUndefined();
    const behindTheEnd = { start: { line: 900, character: 0 }, end: { line: 900, character: 9 } };
    expect(await ask("_godwit.actions", { file, range: behindTheEnd })).toEqual([]);
  });

  test("tells what only edits across files can do, for the extension to ask the language server", async () => {
    const file = project.path("src/find.ts");
    client.open(file, "export const find = (userId: string): string => userId;\n");
    const at = { line: 0, character: 31 };
    const actions = await ask("_godwit.actions", { file, range: { start: at, end: at } });
    expect(actions!.map(({ kind }) => kind)).toEqual(["suggestion", "across-files", "open-contract", "ignore"]);
    expect(actions![1]).toMatchObject({
      title: "Type UserId through the program…",
      ...{ contract: "typed", root: project.root, subject: { kind: "type", name: "UserId" } },
    });
  });

  test("tells the contract of a place with links to commands, and what the project has left where it is known", async () => {
    const given = { file: project.path("src/a.ts"), position: { line: 2, character: 23 } };
    const hover = await ask("_godwit.hover", { ...given, counts: { ids: { left: 7, fixable: 5, heldBack: 1, files: 3 } } });
    expect(hover!.range).toEqual({ start: { line: 2, character: 22 }, end: { line: 2, character: 26 } });
    expect(hover!.markdown).toContain("**One ID generator** · 7 left, 5 safe, 1 held back");
    const link = encodeURIComponent(JSON.stringify([{ contract: "ids", root: project.root }]));
    expect(hover!.markdown).toContain(`[Show all](command:godwit.showAll?${link})`);
    expect((await ask("_godwit.hover", given))!.markdown).not.toContain("left");
    expect(hover!.markdown).toContain("→");
    // The editor shows the message above it.
    const below = (await ask("_godwit.hover", { ...given, isToldAbove: true }))!.markdown;
    expect(below).not.toContain("→");
    expect(below).toContain("After:");
    expect(await ask("_godwit.hover", { ...given, position: { line: 2, character: 8 } })).toBeUndefined();
  });

  test("fixes what a fix brings, too", async () => {
    const file = project.path("src/uses-engine.ts");
    const fixes = (await ask("_godwit.fixFile", { file, contract: "engine" }))!;
    expect(edited(LEGACY, fixes.edits)).toBe(
      'import { Engine as Legacy } from "./engine.js";\n\nexport const name = "a";\nexport const engine = Legacy.create(name);\n',
    );
  });

  test("leaves the diagnostics of one folder to ESLint, and hints, hovers and fixes to the extension", async () => {
    const quiet = { path: project.path("src/quiet"), diagnostics: "off" };
    await client.request("configurePlugin", {
      pluginName: "@godwit/typescript-plugin",
      configuration: { inlayHints: "off", shownBy: "extension", folders: [quiet] },
    });
    expect(await client.diagnostics(project.path("src/quiet/b.ts"))).toEqual([]);
    // The extension underlines, with links to the contract's entries.
    expect(await client.diagnostics(project.path("src/a.ts"))).toEqual([]);
    const quietly = await ask("_godwit.file", { file: project.path("src/quiet/b.ts"), inlayHints: "off" });
    const loudly = await ask("_godwit.file", { file: project.path("src/a.ts"), inlayHints: "off" });
    expect([quietly!.isUnderlined, loudly!.isUnderlined]).toEqual([false, true]);
    const hints = await client.request("provideInlayHints", { file: project.path("src/a.ts"), start: 0, length: 200 });
    expect(hints).toEqual([]);
    const report = await ask("_godwit.file", { file: project.path("src/quiet/b.ts"), inlayHints: "violations" });
    expect(report!.hints.length).toBeGreaterThan(0);
    const at = { file: project.path("src/a.ts"), line: 3, offset: 24 };
    expect(JSON.stringify(await client.request("quickinfo", at))).not.toContain("One ID generator");
    const span = { startLine: 3, startOffset: 23, endLine: 3, endOffset: 27, errorCodes: [990001] };
    expect(await client.request("getCodeFixes", { file: at.file, ...span })).toEqual([]);
    const refactors = await client.request("getApplicableRefactors", { ...at, file: project.path("src/quiet/b.ts") });
    expect(JSON.stringify(refactors)).not.toContain("Migrate");
  });
});
