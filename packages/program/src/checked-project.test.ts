import { mkdirSync, symlinkSync } from "node:fs";
import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { realPath } from "@godwit/core/disk";
import { afterEach, expect, test, vi } from "vitest";
import { writeTree } from "../../../test/support/temporary-tree.js";
import { CheckedProject } from "./checked-project.js";
import { findConfigs } from "./configs.js";
import { CheckerRoom } from "./memory.js";
import { Workspace } from "./overlay.js";

const TSCONFIG = {
  compilerOptions: { strict: true, module: "NodeNext", target: "ES2022", lib: ["ES2022"], types: [], noEmit: true },
  include: ["src"],
};

afterEach(() => void vi.restoreAllMocks());

/** Six modules, each of which hands on what the one before has. */
function openChain(): { readonly project: CheckedProject; readonly workspace: Workspace; toPath(file: string): string } {
  const modules = [1, 2, 3, 4, 5, 6].map((at) => [
    `src/m${at}.ts`,
    at === 1 ? "export const v = 'a';\n" : `import { v as before } from './m${at - 1}.js';\nexport const v = before.slice(1);\n`,
  ]);
  const root = realPath(
    writeTree({ "tsconfig.json": TSCONFIG, "package.json": { type: "module" }, ...Object.fromEntries(modules) }),
  );
  const toPath = (file: string): string => path.join(root, file);
  const [config] = findConfigs([toPath("src/m1.ts")], root);
  const workspace = new Workspace([config!]);
  return { project: new CheckedProject(config!, workspace), workspace, toPath };
}

test("a project that is released keeps neither its program nor its parsed files, and knows its files", async () => {
  const { project, workspace, toPath } = openChain();
  const program = new WeakRef(project.current(new Map()).program);
  const parsed = new WeakRef(program.deref()!.getSourceFile(toPath("src/m1.ts"))!);
  expect(project.files(new Map())).toContain(toPath("src/m1.ts"));
  project.release();
  workspace.keepOnly(new Set(project.parsedFiles()));
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const isHeld = (): boolean => program.deref() !== undefined || parsed.deref() !== undefined;
  // What was looked at in one turn of the event loop stays until it ends, and code that is still being compiled holds what it saw.
  for (let turn = 0; turn < 50 && (turn === 0 || isHeld()); turn++) {
    await new Promise((resolve) => setTimeout(resolve, turn));
    collect();
  }
  expect([program.deref(), parsed.deref()].filter((each) => each !== undefined)).toHaveLength(0);
  expect(project.files(new Map())).toContain(toPath("src/m1.ts"));
});

test.each(["wide", "narrow"])("with another checker for each file a change adds the same errors (%s)", (how) => {
  const judgeAll = () => {
    const { project, toPath } = openChain();
    const texts = [
      { "src/m1.ts": "export const v = 1;\n" },
      { "src/m1.ts": "export const v = ['a', 'b'];\n", "src/m6.ts": "export const v: string = 1;\n" },
      { "src/m3.ts": "export const v: string = 2;\n" },
    ];
    let kept: ReadonlyMap<string, string> = new Map();
    return texts.map((each) => {
      const change = new Map(Object.entries(each).map(([file, text]) => [toPath(file), text]));
      const verdict = project.judge(change, kept, { isWide: how === "wide" });
      project.keep(verdict.id);
      kept = new Map([...kept, ...change]);
      return verdict.added.map(({ file, code, line }) => `${path.basename(file)}:${line} TS${code}`);
    });
  };
  const usual = judgeAll();
  expect(usual.flat().length).toBeGreaterThan(2);
  const isFull = vi.spyOn(CheckerRoom.prototype, "isFull").mockReturnValue(true);
  expect(judgeAll()).toEqual(usual);
  expect(isFull).toHaveBeenCalled();
});

test("a change inside of a linked package's source reaches nobody else", () => {
  const root = realPath(
    writeTree({
      "a/package.json": { name: "a", type: "module", exports: "./src/index.ts" },
      "a/src/index.ts": "export const a = (text: string): number => text.length;\n",
      "b/package.json": { name: "b", type: "module" },
      "b/tsconfig.json": TSCONFIG,
      "b/src/use.ts": "import { a } from 'a';\nexport const used = a('b');\n",
      "b/src/again.ts": "import { used } from './use.js';\nexport const again = used + 1;\n",
    }),
  );
  mkdirSync(path.join(root, "b/node_modules"));
  symlinkSync(path.join(root, "a"), path.join(root, "b/node_modules/a"));
  const [config] = findConfigs([path.join(root, "b/src/use.ts")], root);
  const project = new CheckedProject(config!, new Workspace([config!]));
  const source = path.join(root, "a/src/index.ts");
  const judge = (text: string) => project.judge(new Map([[source, text]]), new Map());
  expect([...judge("export const a = (text: string): number => text.length + 1;\n").checked]).toEqual([source]);
  const { added } = judge("export const a = (text: number): number => text;\n");
  expect(added.map(({ file, code }) => `${path.basename(file)} ${code}`)).toEqual(["use.ts 2345"]);
});
