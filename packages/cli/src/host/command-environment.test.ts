import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import spawn from "cross-spawn";
import { expect, it, onTestFinished } from "vitest";
import { commandEnvironment } from "../check/format-files.js";

it("finds what is installed in the folder, and in the folders around it", () => {
  const root = mkdtempSync(path.join(tmpdir(), "godwit-environment-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const inPackage = path.join(root, "packages/a");
  for (const folder of [root, inPackage]) {
    const bin = path.join(folder, "node_modules/.bin");
    mkdirSync(bin, { recursive: true });
    const program = path.join(bin, "godwit-says-where");
    writeFileSync(program, `#!/usr/bin/env node\nconsole.log(${JSON.stringify(path.relative(root, folder))});\n`);
    chmodSync(program, 0o755);
  }
  const run = (cwd: string): string =>
    spawn.sync("godwit-says-where", [], { cwd, env: commandEnvironment(cwd), encoding: "utf8" }).stdout.trim();
  expect([run(root), run(inPackage), run(path.join(root, "packages"))]).toEqual(["", path.join("packages", "a"), ""]);
});

it("keeps the rest of the path, and the other variables", () => {
  const { PATH, HOME } = commandEnvironment(tmpdir());
  expect(PATH).toMatch(new RegExp(`${process.env.PATH!.replaceAll(/[^\w/]/g, ".")}$`));
  expect(HOME).toBe(process.env.HOME);
});
