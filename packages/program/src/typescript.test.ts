import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";

test("a pipe as package.json does not keep TypeScript from being found", () => {
  const root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-typescript-")));
  try {
    execFileSync("env", ["mkfifo", path.join(root, "package.json")]);
    const script = `const { findTypeScript } = await import(process.argv[1]); console.log(findTypeScript(process.argv[2]).isOwn);`;
    const entry = path.join(import.meta.dirname, "../dist/typescript.js");
    const args = ["--input-type=module", "--eval", script, entry, root];
    const { stdout, status } = spawnSync(process.execPath, args, { encoding: "utf8", timeout: 30_000, killSignal: "SIGKILL" });
    expect({ stdout, status }).toEqual({ stdout: "false\n", status: 0 });
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
