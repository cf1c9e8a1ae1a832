import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { REPOSITORY } from "../../scripts/packages.mjs";
import { temporaryFolder } from "../packed/consumer.js";

const MAIN = path.join(REPOSITORY, "packages/cli/dist/main.js");
const PRELOAD = pathToFileURL(path.join(import.meta.dirname, "record-loads.mjs")).href;
const EXAMPLE = path.join(REPOSITORY, "examples/chat-platform");

/** The files of this repository that a command loads. */
function loadedBy(...args: string[]): string[] {
  const folder = temporaryFolder("loads");
  const file = path.join(folder, "loads.txt");
  const env = { ...process.env, NODE_OPTIONS: "", GODWIT_TEST_LOADS: file };
  const { status, stderr } = spawnSync(process.execPath, ["--import", PRELOAD, MAIN, ...args], {
    ...{ cwd: EXAMPLE, env, encoding: "utf8" },
  });
  expect(stderr).toBe("");
  expect(status).toBeLessThan(2);
  const urls = readFileSync(file, "utf8").trim().split("\n");
  rmSync(folder, { recursive: true });
  return urls.map((url) => fileURLToPath(url)).filter((loaded) => !loaded.includes("record-loads"));
}

const sizeOf = (files: readonly string[]): number => files.reduce((sum, file) => sum + statSync(file).size, 0);

test("godwit --version loads neither the engine nor what parses contracts", () => {
  const files = loadedBy("--version");
  expect(files.length).toBeLessThan(16);
  expect(sizeOf(files)).toBeLessThan(200_000);
});

test("a check loads a few bundled files, and of node_modules only the native parts", { tags: "slow" }, () => {
  const files = loadedBy("check");
  expect(files.length).toBeLessThan(60);
  expect(files.filter((file) => /[\\/]node_modules[\\/]/.test(file) && !/[\\/]oxc-|[\\/]@oxc-/.test(file))).toEqual([]);
});
