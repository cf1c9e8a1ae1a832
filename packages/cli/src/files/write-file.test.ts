import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { replaceFile } from "./write-file.js";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "godwit-write-"));
  file = path.join(folder, "a.ts");
  writeFileSync(file, "old");
  chmodSync(file, 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("replaces the bytes and keeps the mode, with nothing left over", () => {
  expect(replaceFile(file, Buffer.from("old"), Buffer.from("new"))).toBe(true);
  expect(readFileSync(file, "utf8")).toBe("new");
  expect(statSync(file).mode & 0o777).toBe(0o755);
  expect(readdirSync(folder)).toEqual(["a.ts"]);
});

test("leaves a file alone that changed meanwhile", () => {
  writeFileSync(file, "theirs");
  expect(replaceFile(file, Buffer.from("old"), Buffer.from("new"))).toBe(false);
  expect(readFileSync(file, "utf8")).toBe("theirs");
  expect(readdirSync(folder)).toEqual(["a.ts"]);
});
