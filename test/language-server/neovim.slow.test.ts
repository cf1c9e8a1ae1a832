import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "../../packages/language-server/build.mjs";
import { createEditorProject, type EditorProject } from "../editors/editor-project.js";

const SERVER = path.join(import.meta.dirname, "../../packages/language-server/bin/godwit-language-server.mjs");
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

describe.skipIf(found.error)("Neovim with godwit's language server", () => {
  let project: EditorProject;
  let answers: Answers;
  beforeAll(async () => {
    await bundle();
    project = createEditorProject("extension", { "src/a.ts": TEXT });
    const out = project.path("answers.json");
    const env = { ...process.env, SERVER, NODE: process.execPath, ROOT: project.root, FILE: project.path("src/a.ts"), OUT: out };
    const run = spawnSync("nvim", ["--headless", "--clean", "-n", "-c", `luafile ${SCRIPT}`], {
      env,
      encoding: "utf8",
      timeout: 150_000,
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
      'Fix all of "One ID generator" in the project…',
      'Open contract "One ID generator"',
      "Ignore ids/no-deprecated-import here, with a reason",
    ]);
    expect(answers.after?.[0]).toBe('import { newId as legacyId } from "./new-id.js";');
  });

  test("shows the contract on hover", () => {
    expect(answers.hover?.value).toContain("IDs of one format keep sessions apart.");
  });
});
