import { mkdirSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject } from "vitest";
import { copyExample, type ExampleCopy, type Left } from "./example-copy.js";
import { startVsCode, type VsCode } from "./vscode.js";
import { Workbench } from "./workbench.js";

/** With GODWIT_PICTURES=docs the pictures of the docs are taken anew. */
const CACHE = path.join(import.meta.dirname, "../../node_modules/.cache/screen");
const PICTURES = process.env["GODWIT_PICTURES"] === "docs" ? path.join(import.meta.dirname, "../../docs/pictures") : CACHE;
/** The example's file that most tests look at. */
export const FILE = "src/agents/supervisor.ts";
/** A site in that file, and the hint behind it. */
export const SITE = "uuidv4(), agent";
export const HINT = '→ generateBaseId("step")';

export const poll = { timeout: 40_000, interval: 250 };

/** VS Code with the example in it. */
export interface ExampleWindow {
  readonly example: ExampleCopy;
  readonly vscode: VsCode;
  window: Workbench;
  /** The file's text. */
  readonly original: string;
  /** The command line's findings in the file, the contract with the most first. */
  readonly left: readonly Left[];
  /** How many these are. */
  readonly total: number;
  /** Loads the window anew: a folder, or a workspace file. */
  reopen(shown?: Parameters<VsCode["address"]>[0]): Promise<void>;
}

/** Tests in a VS Code that shows the example's file, as it is in git before each of them. */
export function describeExample(name: string, tests: (open: ExampleWindow) => void): void {
  const editor = inject("editor");
  const vsix = inject("vsix");
  describe.skipIf("missing" in editor)(name, () => {
    const open = {} as { -readonly [Key in keyof ExampleWindow]: ExampleWindow[Key] };

    beforeAll(async () => {
      if ("missing" in editor) return;
      for (const folder of [CACHE, PICTURES]) mkdirSync(folder, { recursive: true });
      open.example = copyExample();
      open.original = open.example.read(FILE);
      open.left = open.example.check(FILE);
      open.total = open.left.reduce((sum, each) => sum + each.violations, 0);
      open.vscode = await startVsCode(editor, vsix);
      open.reopen = async (shown = { folder: open.example.folder }) => {
        await open.window?.close();
        open.window = await Workbench.open(editor.chromium, open.vscode.address(shown), PICTURES);
      };
      await open.reopen();
      await open.window.openFile(FILE);
    });
    beforeEach(async () => {
      const { example, window } = open;
      await window.press("Escape", "Escape");
      const isChanged = example.diff() !== "" || (await window.dirtyTabs()) > 0;
      example.restore();
      await window.openFile(FILE);
      if (isChanged) await window.command("File: Revert File");
      // The first time TypeScript's server has to start and to load the project.
      await expect.poll(() => window.status(), { ...poll, timeout: 100_000 }).toBe(`godwit: ${open.total} left`);
    });
    afterEach(async ({ task }) => {
      // What went wrong is mostly plain to see.
      const file = path.join(CACHE, `failed-${task.name.replaceAll(/\W+/g, "-").slice(0, 40)}.png`);
      if (task.result?.state === "fail") await open.window.page.screenshot({ path: file });
    });
    afterAll(async () => {
      await open.window?.close();
      await open.vscode?.stop();
      open.example?.remove();
    });

    tests(open);
  });
}

/** The example after `godwit check --fix`. */
export function fixedByCommandLine(
  contract: string,
  ...files: readonly string[]
): { readonly places: number; readonly files: number; readonly diff: string } {
  const copy = copyExample();
  try {
    return { places: copy.fix(contract, ...files), files: copy.changedFiles(), diff: copy.diff() };
  } finally {
    copy.remove();
  }
}
