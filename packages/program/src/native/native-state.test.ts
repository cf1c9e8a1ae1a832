import path from "node:path";
import { expect, test, vi } from "vitest";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { findConfigs, type ProjectConfig } from "../configs.js";
import { Workspace } from "../overlay.js";
import type { Texts } from "../project-state.js";
import { USUAL_LIMITS } from "./compiler.js";
import { NativeSession } from "./session.js";
import { NativeState } from "./native-state.js";

test("a state is not made again for where imports lead that another one over the same files knows", () => {
  const root = writeTree({
    "tsconfig.json": { compilerOptions: { strict: true, module: "NodeNext", types: [], noEmit: true }, include: ["."] },
    "package.json": { type: "module" },
    "id.ts": "export const id = 1;\n",
    "other.ts": "export const other = 1;\n",
    "use.ts": "export { id } from './id.js';\n",
  });
  const [id, other, use] = ["id.ts", "other.ts", "use.ts"].map((file) => path.join(root, file)) as [string, string, string];
  const configs = findConfigs([id, other, use], root);
  const workspace = new Workspace(configs);
  const session = new NativeSession(root, workspace.manifests, { limits: USUAL_LIMITS, onStart: () => undefined });
  try {
    const setting = { config: configs[0]!, workspace, session };
    const before = new NativeState(setting, new Map());
    expect(before.has(use)).toBe(true);
    const change = new Map([[use, "export { other } from './other.js';\nexport { id } from './id.js';\n"]]);
    const after = new NativeState(setting, change, before);
    expect(after.importsOf(use)).toEqual([other, id]);
    const ask = vi.spyOn(session, "ask");
    expect(before.importsOf(use)).toEqual([id]);
    expect(ask).not.toHaveBeenCalled();
  } finally {
    session.end();
  }
});

test("a project that is opened later takes away no state with other texts", () => {
  const options = { compilerOptions: { strict: true, module: "NodeNext", types: [], noEmit: true }, include: ["."] };
  const root = writeTree({
    "a/tsconfig.json": options,
    "a/id.ts": "export {};\n",
    "b/tsconfig.json": options,
    "b/id.ts": "export {};\n",
  });
  const [a, b] = ["a/id.ts", "b/id.ts"].map((file) => path.join(root, file)) as [string, string];
  const [first, second] = findConfigs([a, b], root) as [ProjectConfig, ProjectConfig];
  const workspace = new Workspace([first, second]);
  const session = new NativeSession(root, workspace.manifests, { limits: USUAL_LIMITS, onStart: () => undefined });
  const [before, after] = [new Map(), new Map([[a, "export const id = 1;\n"]])];
  const ask = (config: ProjectConfig, texts: Texts) => session.ask(config, texts, ({ program }) => program.getSourceFileNames());
  try {
    ask(first, after);
    ask(first, before);
    ask(second, before);
    expect(session.isAtHand(first, after)).toBe(true);
  } finally {
    session.end();
  }
});
