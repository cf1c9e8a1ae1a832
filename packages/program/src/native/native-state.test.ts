import path from "node:path";
import { expect, test, vi } from "vitest";
import { writeTree } from "../../../../test/support/temporary-tree.js";
import { findConfigs } from "../configs.js";
import { Workspace } from "../overlay.js";
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
