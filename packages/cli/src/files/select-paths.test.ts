import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { listFiles } from "@godwit/project";
import { afterEach, beforeEach, expect, test } from "vitest";
import { UsageError } from "../failure.js";
import { selectPaths } from "./selection.js";

let root: string;
beforeEach(() => (root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-select-")))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(...files: string[]): void {
  for (const file of files) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), "");
  }
}

test("arguments are files, folders and globs relative to the working directory", () => {
  write("a.ts", "src/b.ts", "src/c.test.ts", "lib/d.ts", "notes.md");
  const files = listFiles(root);
  const select = (args: string[], cwd = root): string[] => selectPaths(files, args, { root, cwd }).map((file) => file.path);
  expect(select([])).toHaveLength(4);
  expect(select(["src", "a.ts"])).toEqual(["a.ts", "src/b.ts", "src/c.test.ts"]);
  expect(select(["**/*.test.ts"])).toEqual(["src/c.test.ts"]);
  expect(select(["*.test.ts", "../lib"], path.join(root, "src"))).toEqual(["lib/d.ts", "src/c.test.ts"]);
  expect(select(["notes.md"])).toEqual([]);
  expect(() => select(["scr"])).toThrow(UsageError);
  expect(() => select(["*.vue"])).toThrow("*.vue matches no source file");
  expect(() => select(["../other.ts", "/"])).toThrow(UsageError);
  expect(selectPaths([], ["*.ts", "src"], { root, cwd: root, isPart: true })).toEqual([]);
  expect(() => selectPaths([], ["scr"], { root, cwd: root, isPart: true })).toThrow(UsageError);
});
