import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listFiles } from "./list-files.js";

let root: string;
beforeEach(() => (root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-list-")))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(...files: string[]): void {
  for (const file of files) {
    const [name, text = ""] = file.split("=");
    mkdirSync(path.dirname(path.join(root, name!)), { recursive: true });
    writeFileSync(path.join(root, name!), text);
  }
}

function git(...args: string[]): void {
  execFileSync("git", ["-C", root, "-c", "user.name=a", "-c", "user.email=a@b.c", ...args], { stdio: "ignore" });
}

const list = (folder = root): string[] => listFiles(folder).map((file) => file.path);

test("takes what git tracks or does not ignore, without node_modules and other types", () => {
  write(".gitignore=dist", "a.ts", "sub/b.tsx", "dist/c.js", "node_modules/x/d.js", "e.md", "ünï.mts", "f.d.ts");
  git("init", "-q");
  git("add", "a.ts");
  expect(list()).toEqual(["a.ts", "f.d.ts", "sub/b.tsx", "ünï.mts"]);
  expect(list(path.join(root, "sub"))).toEqual(["b.tsx"]);
});

test("leaves out what package managers write, with git and without", () => {
  write("a.ts", ".yarn/releases/yarn-4.9.1.cjs", ".yarn/sdks/typescript/lib/tsc.js", ".pnp.cjs", ".pnp.loader.mjs", "yarn/b.ts");
  expect(list()).toEqual(["a.ts", "yarn/b.ts"]);
  git("init", "-q");
  git("add", "-A");
  expect(list()).toEqual(["a.ts", "yarn/b.ts"]);
});

test("leaves out what was deleted and not yet committed", () => {
  write("a.ts", "b.ts");
  git("init", "-q");
  git("add", "-A");
  rmSync(path.join(root, "a.ts"));
  expect(list()).toEqual(["b.ts"]);
});

test("walks where there is no git, by the ignore files of each folder", () => {
  write(
    ".gitignore=*.gen.ts\n/build/",
    "a.ts",
    "a.gen.ts",
    "build/b.ts",
    "src/build/c.ts",
    "src/.gitignore=!d.gen.ts\nlocal",
    "src/d.gen.ts",
    "src/local/e.ts",
  );
  expect(list()).toEqual(["a.ts", "src/build/c.ts", "src/d.gen.ts"]);
});

test("walks where the repository ignores the folder itself", () => {
  write(".gitignore=scratch", "scratch/a.ts");
  git("init", "-q");
  expect(list(path.join(root, "scratch"))).toEqual(["a.ts"]);
});

test("leaves the files of a nested root to that root", () => {
  write('package.json={"godwit":{}}', "a.ts", 'inner/package.json={"godwit":{}}', "inner/b.ts", "inner/deep/c.ts");
  expect(list()).toEqual(["a.ts"]);
});

test("reads a link that leads out of the root, and not twice one that leads inside", () => {
  const outside = mkdtempSync(path.join(tmpdir(), "godwit-outside-"));
  writeFileSync(path.join(outside, "x.ts"), "");
  write("a.ts");
  symlinkSync("a.ts", path.join(root, "same.ts"));
  symlinkSync(path.join(outside, "x.ts"), path.join(root, "x.ts"));
  symlinkSync("loop.ts", path.join(root, "loop.ts"));
  expect(listFiles(root).map(({ path, isLink }) => ({ path, isLink }))).toEqual([
    { path: "a.ts", isLink: false },
    { path: "loop.ts", isLink: true },
    { path: "x.ts", isLink: true },
  ]);
  rmSync(outside, { recursive: true });
});

test("lists the files of a submodule, and none of a repository that is not tracked", () => {
  write("inner/a.ts", "inner/.gitignore=b.ts", "inner/b.ts", "stranger/c.ts", "top.ts");
  for (const folder of ["inner", "stranger"]) execFileSync("git", ["-C", path.join(root, folder), "init", "-q"]);
  git("init", "-q");
  expect(list()).toEqual(["top.ts"]);
  git("-C", "inner", "add", "a.ts");
  git("-C", "inner", "commit", "-qm", "First");
  git("submodule", "add", "-q", "./inner", "inner");
  expect(list()).toEqual(["inner/a.ts", "top.ts"]);
});
