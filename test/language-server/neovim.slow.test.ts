import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "../../packages/language-server/build.mjs";
import { createEditorProject, type EditorProject } from "../editors/editor-project.js";

const SERVER = path.join(import.meta.dirname, "../../packages/language-server/bin/godwit-language-server.mjs");
const SETTINGS = path.join(import.meta.dirname, "../../docs/editor-settings.md");
const SCRIPT = path.join(import.meta.dirname, "../editors/neovim.lua");
const TEXT =
  'import { legacyId } from "./legacy-id.js";\nimport { v4 } from "uuid";\n\nexport const userId = v4();\nexport const a = legacyId("a");\n';

const found = spawnSync("nvim", ["--version"], { encoding: "utf8" });
if (found.error) console.log("Neovim is not installed: its test is skipped. On Debian: apt-get install neovim");

interface Answers {
  readonly diagnostics: readonly { line: number; column: number; severity: number; message: string; code: string }[];
  readonly titles: readonly string[];
  readonly hover?: { readonly value: string };
  readonly after?: readonly string[];
}

describe.skipIf(found.error)("Neovim with godwit's language server, set up as the docs say", () => {
  let project: EditorProject;
  let answers: Answers;
  beforeAll(async () => {
    await bundle();
    const [, config] = /```lua neovim\n([^]*?)```/.exec(readFileSync(SETTINGS, "utf8"))!;
    project = createEditorProject("extension", { "src/a.ts": TEXT, "init.lua": config! });
    mkdirSync(project.path("node_modules/.bin"));
    symlinkSync(SERVER, project.path("node_modules/.bin/godwit-language-server"));
    const out = project.path("answers.json");
    const env = { ...process.env, CONFIG: project.path("init.lua"), FILE: project.path("src/a.ts"), OUT: out };
    const run = spawnSync("nvim", ["--headless", "--clean", "-n", "-c", `luafile ${SCRIPT}`], {
      env,
      cwd: project.root,
      encoding: "utf8",
      timeout: 90_000,
    });
    expect(run.error).toBeUndefined();
    answers = JSON.parse(readFileSync(out, "utf8")) as Answers;
  }, 180_000);
  afterAll(() => rmSync(project.root, { recursive: true, force: true }));

  test("shows violations with the rule's id", () => {
    expect(answers.diagnostics.map(({ line, column, severity, code }) => [line, column, severity, code])).toEqual([
      [0, 9, 2, "ids/no-deprecated-import"],
      [3, 22, 2, "ids/no-raw-uuid"],
    ]);
  });

  test("offers the fix first, then all in the file, and applies it", () => {
    expect(answers.titles).toEqual([
      'Use newId from "./new-id.js"',
      'Fix all of "One ID generator" in this file (2)',
      // With their number once the project is counted.
      expect.stringMatching(/^Fix all of "One ID generator" in the project(?: \(2\))?…$/u),
      'Open contract "One ID generator"',
      "Ignore ids/no-deprecated-import here, with a reason",
    ]);
    expect(answers.after?.[0]).toBe('import { newId as legacyId } from "./new-id.js";');
  });

  test("shows the contract on hover", () => {
    expect(answers.hover?.value).toContain("IDs of one format keep sessions apart.");
  });
});
