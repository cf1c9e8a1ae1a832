import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { writeTree } from "../../../test/support/temporary-tree.js";
import { CheckedProject } from "./checked-project.js";
import { findConfigs } from "./configs.js";
import { Workspace } from "./overlay.js";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

test("a project that is released keeps neither its program nor its parsed files, and knows its files", async () => {
  const root = writeTree({
    "tsconfig.json": { compilerOptions: { types: [] }, include: ["src"] },
    "src/a.ts": "export const a = 1;\n",
  });
  const file = path.join(root, "src/a.ts");
  const configs = findConfigs([file], root);
  const workspace = new Workspace(configs);
  const project = new CheckedProject(configs[0]!, workspace);
  const program = new WeakRef(project.current(new Map()).program);
  const parsed = new WeakRef(program.deref()!.getSourceFile(file)!);
  expect(project.files(new Map())).toContain(file);
  project.release();
  workspace.keepOnly(new Set(project.parsedFiles()));
  // What a reference gave is kept to the end of the turn.
  await new Promise(setImmediate);
  collectGarbage();
  expect([program.deref(), parsed.deref()].filter((each) => each !== undefined)).toHaveLength(0);
  expect(project.files(new Map())).toContain(file);
});
