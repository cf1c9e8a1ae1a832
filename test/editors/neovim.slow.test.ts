import { spawnSync } from "node:child_process";
import { cpSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "../../packages/typescript-plugin/build.mjs";
import { createEditorProject, type EditorProject } from "./editor-project.js";
import { RAW } from "./open-editor.js";
import { TsserverClient } from "./tsserver-client.js";

const require = createRequire(import.meta.url);
const SERVER = path.join(path.dirname(require.resolve("typescript-language-server/package.json")), "lib/cli.mjs");
const TEXT = `import { legacyId } from "./legacy-id.js";\n${RAW}export const a = legacyId("a");\n`;
/** Neovim counts severities from the worst. */
const SEVERITIES: readonly unknown[] = [undefined, "error", "warning", "message", "suggestion"];

const found = spawnSync("nvim", ["--version"], { encoding: "utf8" });
if (found.error) console.log("Neovim is not installed: its test is skipped. On Debian: apt-get install neovim");

interface Answers {
  readonly diagnostics: readonly { line: number; column: number; severity: number; message: string; code: number }[];
  readonly titles: readonly string[];
  readonly hover?: unknown;
  readonly after?: readonly string[];
}

describe.skipIf(found.error)("Neovim with typescript-language-server", () => {
  let project: EditorProject;
  let answers: Answers;
  beforeAll(async () => {
    await bundle();
    project = createEditorProject("tsconfig", { "src/a.ts": TEXT });
    // TypeScript in the project, as people have it: its server finds the plugin beside itself.
    const typescript = path.dirname(require.resolve("typescript/package.json"));
    for (const part of ["package.json", "lib"])
      cpSync(path.join(typescript, part), project.path(`node_modules/typescript/${part}`), {
        recursive: true,
        dereference: true,
      });
    const out = project.path("answers.json");
    const env = { ...process.env, SERVER, NODE: process.execPath, ROOT: project.root, FILE: project.path("src/a.ts"), OUT: out };
    const script = path.join(import.meta.dirname, "neovim.lua");
    const run = spawnSync("nvim", ["--headless", "--clean", "-n", "-c", `luafile ${script}`], {
      env,
      encoding: "utf8",
      timeout: 150_000,
    });
    expect(run.error).toBeUndefined();
    answers = JSON.parse(readFileSync(out, "utf8")) as Answers;
  });
  afterAll(() => rmSync(project.root, { recursive: true, force: true }));

  test("shows what tsserver itself reports", async () => {
    const client = new TsserverClient("typescript", project.serverArguments);
    client.open(project.path("src/a.ts"), TEXT);
    const own = await client.diagnostics(project.path("src/a.ts"));
    await client.stop();
    expect(own).toHaveLength(2);
    const shown = answers.diagnostics.map(({ line, column, severity, message, code }) => [
      line + 1,
      column + 1,
      SEVERITIES[severity],
      message,
      code,
    ]);
    expect(shown).toEqual(own.map(({ start, category, text, code }) => [start.line, start.offset, category, text, code]));
  });

  test("offers the fix first, and applies it", () => {
    expect(answers.titles.slice(0, 3)).toEqual([
      'Use newId from "./new-id.js"',
      'Fix all of "One ID generator" in this file (2)',
      "Ignore ids/no-deprecated-import here, with a reason",
    ]);
    expect(answers.after?.[0]).toBe('import { newId as legacyId } from "./new-id.js";');
  });

  test("shows the contract on hover", () => {
    expect(JSON.stringify(answers.hover)).toContain("IDs of one format keep sessions apart.");
  });
});
