import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { askGit, findAnyOddGitFile, findOddGitFile } from "./git.js";
import { listFiles } from "./list-files.js";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-git-")));
  git("init", "-q", "--initial-branch=main");
  writeFileSync(path.join(root, "a.ts"), "1\n");
  mkdirSync(path.join(root, "sub"));
  git("add", "--all");
  git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "Start");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function git(...args: string[]): void {
  execFileSync("git", args, { cwd: root, stdio: "ignore" });
}

function put(place: string, thing: "pipe" | "device"): void {
  const at = path.join(root, place);
  rmSync(at, { recursive: true, force: true });
  mkdirSync(path.dirname(at), { recursive: true });
  if (thing === "pipe") execFileSync("env", ["mkfifo", at]);
  else symlinkSync("/dev/zero", at);
}

test("git is asked in a repository as it should be, in its folders, in a worktree, and where there is none", () => {
  git("worktree", "add", "-q", "tree");
  for (const folder of [root, path.join(root, "sub"), path.join(root, "tree"), path.parse(root).root]) {
    expect(findOddGitFile(folder)).toBeUndefined();
    expect(folder === path.parse(root).root || findAnyOddGitFile(folder) === undefined).toBe(true);
  }
  expect(listFiles(root).map((file) => file.path)).toContain("a.ts");
});

test.each([
  ...["HEAD", "config", "index", "packed-refs", "shallow", "info/exclude", "info/attributes", "refs/heads/main"].map(
    (name) => `.git/${name}`,
  ),
  ...[".git", ".gitignore", ".gitattributes", ".gitmodules"],
])("%s that is a pipe or a device is said before git waits for it", (place) => {
  for (const thing of ["pipe", "device"] as const) {
    put(place, thing);
    for (const folder of [root, path.join(root, "sub")])
      expect(findOddGitFile(folder)).toMatchObject({ fault: "special", path: path.join(root, place) });
    expect(() => listFiles(root)).toThrow("no regular file");
    expect(askGit(root, ["status"], { timeout: 60_000 })).toBeUndefined();
  }
});

test("what belongs to the repository of a worktree is looked at too", () => {
  git("worktree", "add", "-q", "tree");
  put(".git/config", "pipe");
  expect(findOddGitFile(path.join(root, "tree"))).toMatchObject({ fault: "special" });
});

test.each(["sub/.gitattributes", "sub/.gitignore", ".git/refs/heads/other"])(
  "%s is found where git has not answered",
  (place) => {
    put(place, "pipe");
    expect(findOddGitFile(root)).toBeUndefined();
    expect(findAnyOddGitFile(root)).toMatchObject({ fault: "special", path: path.join(root, place) });
  },
);
