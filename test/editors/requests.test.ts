import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "../../packages/typescript-plugin/build.mjs";
import type plugin from "../../packages/typescript-plugin/src/index.cjs";
import { createEditorProject, type EditorProject } from "./editor-project.js";
import { TsserverClient } from "./tsserver-client.js";

type Requests = plugin.ExtensionRequests;

beforeAll(async () => {
  await bundle();
});

const RAW = 'import { v4 } from "uuid";\n\nexport const userId = v4();\nexport const pair = [v4(), v4(1)];\n';
const ELSEWHERE = 'import { v4 } from "uuid";\r\nexport const teamId = v4();\r\n';
const LEGACY = 'import { Legacy } from "./legacy.js";\n\nexport const name = "a";\nexport const engine = new Legacy(name);\n';
const DISABLED = "// eslint-disable-next-line ids/no-raw-uuid -- on purpose\nexport const keptId = v4();\n";

/** A text after edits in lines and characters. */
function edited(text: string, edits: Requests["_godwit.fixes"]["body"][number]["edits"]): string {
  const starts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const at = ({ line, character }: { line: number; character: number }): number => starts[line]! + character;
  return [...edits]
    .reverse()
    .reduce((all, { start, end, newText }) => all.slice(0, at(start)) + newText + all.slice(at(end)), text);
}

describe.each(["typescript-5.4", "typescript"])("an extension's requests to tsserver of %s", (version) => {
  let project: EditorProject;
  let client: TsserverClient;
  const ask = <Command extends keyof Requests>(
    command: Command,
    given: Requests[Command]["arguments"],
  ): Promise<Requests[Command]["body"] | undefined> => client.request(command, given);

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
        fixable: 2,
      },
    ]);
    expect(report!.violations.map(({ level }) => level)).toEqual(["fix", "fix", "hint"]);
    expect(report!.violations[0]).toMatchObject({
      start: { line: 2, character: 22 },
      end: { line: 2, character: 26 },
      contract: "ids",
      rule: "ids/no-raw-uuid",
      contractLine: 10,
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
    expect(report).toEqual({ inForce: 3, contracts: [], violations: [], hints: [] });
  });

  test("says that its errors have fixes also where no file is named, as VS Code asks", async () => {
    const { body } = await client.requestRaw("getSupportedCodeFixes", null);
    expect(body).toEqual(expect.arrayContaining(["990001", "990003"]));
  });

  test("lists the contracts that a file is under", async () => {
    const contracts = await ask("_godwit.contracts", { file: project.path("src/clean.ts") });
    expect(contracts!.map(({ id }) => id).sort()).toEqual(["engine", "ids", "typed"]);
  });

  test("gives the safe fixes of a contract in open, loaded and unknown files, and in none that git or another root has", async () => {
    const names = [
      "src/a.ts",
      "src/loaded.ts",
      "scripts/seed.ts",
      "scripts/broken.ts",
      "build/out.ts",
      "nested/src/c.ts",
      "gone.ts",
    ];
    const fixes = await ask("_godwit.fixes", {
      file: project.path("src/clean.ts"),
      contract: "ids",
      files: names.map((name) => project.path(name)),
    });
    expect(fixes!.map(({ file, count }) => [file, count])).toEqual([
      [project.path("src/a.ts"), 2],
      [project.path("src/loaded.ts"), 1],
      [project.path("scripts/seed.ts"), 1],
    ]);
    expect(edited(RAW + DISABLED, fixes![0]!.edits)).toContain('export const userId = newId("user");\n');
    for (const { file, edits } of fixes!.slice(1))
      expect(edited(readFileSync(file, "utf8"), edits)).toBe(
        'import { newId } from "../src/new-id.js";\r\nexport const teamId = newId("team");\r\n'.replace(
          "../src/",
          file.includes("loaded") ? "./" : "../src/",
        ),
      );
  });

  test("gives the safe fixes of all contracts in a file, for fix on save", async () => {
    const fixes = await ask("_godwit.fixFile", { file: project.path("src/a.ts") });
    expect(fixes).toMatchObject({ file: project.path("src/a.ts"), count: 2 });
    expect(edited(RAW + DISABLED, fixes!.edits)).toContain('export const userId = newId("user");\n');
    expect(await ask("_godwit.fixFile", { file: project.path("src/clean.ts") })).toBeUndefined();
  });

  test("fixes what a fix brings, too", async () => {
    const file = project.path("src/uses-engine.ts");
    const [fixes] = (await ask("_godwit.fixes", { file: project.path("src/clean.ts"), contract: "engine", files: [file] }))!;
    expect(edited(LEGACY, fixes!.edits)).toBe(
      'import { Engine as Legacy } from "./engine.js";\n\nexport const name = "a";\nexport const engine = Legacy.create(name);\n',
    );
  });

  test("leaves the diagnostics of one folder to ESLint, and hints to the extension", async () => {
    const quiet = { path: project.path("src/quiet"), diagnostics: "off" };
    await client.request("configurePlugin", {
      pluginName: "@godwit/typescript-plugin",
      configuration: { inlayHints: "off", folders: [quiet] },
    });
    expect(await client.diagnostics(project.path("src/quiet/b.ts"))).toEqual([]);
    expect(await client.diagnostics(project.path("src/a.ts"))).toHaveLength(3);
    const hints = await client.request("provideInlayHints", { file: project.path("src/a.ts"), start: 0, length: 200 });
    expect(hints).toEqual([]);
    const report = await ask("_godwit.file", { file: project.path("src/quiet/b.ts"), inlayHints: "violations" });
    expect(report!.hints.length).toBeGreaterThan(0);
  });
});
