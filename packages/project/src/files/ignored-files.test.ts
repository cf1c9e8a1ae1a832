import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { IgnoredFiles } from "./ignored-files.js";
import { listFiles } from "./list-files.js";

let root: string;
beforeEach(() => (root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-ignored-")))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text = ""): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function git(folder: string, ...args: string[]): void {
  execFileSync("git", args, { cwd: path.join(root, folder), stdio: "ignore" });
}

const FILES = ["a.ts", "out/a.ts", "b.gen.ts", "tracked.gen.ts", "sub/kept.gen.ts", "inner/a.ts", "inner/local.ts"];

function writeFiles(below = ""): void {
  for (const file of FILES) write(path.join(below, file));
  write(path.join(below, ".gitignore"), "out/\n*.gen.ts\n");
  write(path.join(below, "sub/.gitignore"), "!kept.gen.ts\n");
  write(path.join(below, "inner/.gitignore"), "local.ts\n");
}

/** The files that are not ignored: asked one by one, asked all at once, and as a listing has them. */
function kept(folder = root): readonly (readonly string[])[] {
  const left = (ignored: IgnoredFiles): string[] => FILES.filter((file) => !ignored.isIgnored(path.join(folder, file))).sort();
  return [left(new IgnoredFiles(folder)), left(new IgnoredFiles(folder).askForAll()), listFiles(folder).map((file) => file.path)];
}

describe("one file, all files and the listing agree", () => {
  test("in a repository, whose tracked files are never ignored", () => {
    writeFiles();
    git("", "init", "-q");
    git("", "add", "-f", "tracked.gen.ts");
    const all = ["a.ts", "inner/a.ts", "sub/kept.gen.ts", "tracked.gen.ts"];
    expect(kept()).toEqual([all, all, all]);
  });

  test("where a repository is inside the repository: its files count if it is a submodule", () => {
    writeFiles();
    git("", "init", "-q");
    git("inner", "init", "-q");
    const own = ["a.ts", "sub/kept.gen.ts"];
    expect(kept()).toEqual([own, own, own]);
    git("inner", "add", "a.ts");
    git("inner", "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "First");
    git("", "submodule", "--quiet", "add", "./inner", "inner");
    const all = ["a.ts", "inner/a.ts", "sub/kept.gen.ts"];
    expect(kept()).toEqual([all, all, all]);
  });

  test("where the repository around ignores the root, with a repository in it", () => {
    writeFiles("scratch");
    write(".gitignore", "scratch\n");
    git("", "init", "-q");
    git("scratch/inner", "init", "-q");
    const all = ["a.ts", "inner/a.ts", "sub/kept.gen.ts"];
    expect(kept(path.join(root, "scratch"))).toEqual([all, all, all]);
  });

  test("without a repository, by the ignore files", () => {
    writeFiles();
    const all = ["a.ts", "inner/a.ts", "sub/kept.gen.ts"];
    expect(kept()).toEqual([all, all, all]);
  });

  test("where the repository around ignores the root itself", () => {
    writeFiles("scratch");
    write(".gitignore", "scratch\n");
    git("", "init", "-q");
    const all = ["a.ts", "inner/a.ts", "sub/kept.gen.ts"];
    expect(kept(path.join(root, "scratch"))).toEqual([all, all, all]);
  });
});

test("an answer is kept until it is to be forgotten", () => {
  write("a.ts");
  const ignored = new IgnoredFiles(root);
  const file = path.join(root, "a.ts");
  expect(ignored.isIgnored(file)).toBe(false);
  write(".gitignore", "a.ts\n");
  expect(ignored.isIgnored(file)).toBe(false);
  ignored.forget();
  expect(ignored.isIgnored(file)).toBe(true);
});
