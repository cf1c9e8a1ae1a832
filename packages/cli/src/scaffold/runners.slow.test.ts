import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { npm } from "../../../../test/packed/consumer.js";
import { runGodwit } from "../../../../test/support/run-godwit.js";
import { fillTree, writeTree } from "../../../../test/support/temporary-tree.js";

const roots: string[] = [];
afterAll(() => {
  for (const root of roots) rmSync(root, { recursive: true, force: true });
});

test.each([
  ["jest", "^30.0.0", "tests/user-store.test.js", "node_modules/jest/bin/jest.js"],
  ["mocha", "^11.0.0", "tests/user-store.test.mjs", "node_modules/mocha/bin/mocha.js"],
])(
  "what contracts new writes for %s runs in it, and fails when both ways differ",
  async (runner, version, file, program) => {
    const root = writeTree({ "package.json": { name: "shop", godwit: {}, devDependencies: { [runner]: version } } });
    roots.push(root);
    await npm(root, "install");
    expect((await runGodwit(root, "contracts", "new", "user-store")).code).toBe(0);
    const run = (): string =>
      execFileSync(process.execPath, [path.join(root, program), file], { cwd: root, encoding: "utf8", stdio: "pipe" });
    expect(run).not.toThrow();
    const way = runner === "jest" ? "src/user-store/new-way.js" : "src/user-store/new-way.mjs";
    const exported =
      runner === "jest" ? "exports.userStore = (input) => input;\n" : "export const userStore = (input) => input;\n";
    fillTree(root, { [way]: exported });
    expect(run).toThrow();
  },
  240_000,
);
