import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { findMergeBase } from "../baseline/history.js";
import { findChanged, findNotCheckedOut, findStaged, findUnstaged, stageFiles } from "./changed-files.js";
import { askGit, readObjects } from "./git.js";
import { IgnoredFiles } from "./ignored-files.js";
import { listFiles } from "./list-files.js";

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-git-")));
  git("init", "-q", "--initial-branch=main");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function git(...args: string[]): string {
  const config = ["-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "protocol.file.allow=always"];
  return execFileSync("git", ["-C", root, ...config, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
}

function commit(): void {
  git("add", "--all");
  git("commit", "-qm", "Change");
}

const staged = () => {
  const found = findStaged(root);
  if ("problem" in found) throw new Error(found.problem);
  return found;
};

test("no configuration of a repository makes a question run a program", () => {
  const marker = path.join(root, "ran");
  const script = path.join(root, "script.sh");
  writeFileSync(script, `#!/bin/sh\necho ran >> ${marker}\n`);
  chmodSync(script, 0o755);
  write("a.ts", "1\n");
  commit();
  write("a.ts", "2\n");
  for (const [key, value] of [
    ["core.fsmonitor", script],
    ["core.hooksPath", "hooks"],
    ["core.pager", script],
    ["pager.diff", script],
    ["diff.external", script],
    ["diff.x.textconv", script],
    ["log.showSignature", "true"],
    ["gpg.program", script],
  ] as const)
    git("config", key, value);
  write(".gitattributes", "*.ts diff=x\n");
  for (const hook of ["post-index-change", "fsmonitor-watchman"]) {
    write(`hooks/${hook}`, `#!/bin/sh\necho ran >> ${marker}\n`);
    chmodSync(path.join(root, "hooks", hook), 0o755);
  }
  rmSync(marker, { force: true });
  listFiles(root);
  findChanged(root, "HEAD");
  new IgnoredFiles(root).isIgnored(path.join(root, "a.ts"));
  expect(stageFiles(root, ["a.ts"])).toBe(true);
  staged().findPartlyStaged();
  findUnstaged(root, ["a.ts"]);
  expect(askGit(root, ["log", "-1", "--format=%H", "-S1"])?.entries).toHaveLength(1);
  expect(existsSync(marker)).toBe(false);
  // The same without the safeguards does run it.
  git("status");
  expect(existsSync(marker)).toBe(true);
});

test("staged is what the next commit gets: neither the intent to add, nor links and submodules, but renames", () => {
  write("old.ts", "old\n");
  write("part.ts", "1\n");
  commit();
  git("mv", "old.ts", "new name.ts");
  write("part.ts", "2\n");
  git("add", "part.ts");
  write("part.ts", "3\n");
  write("later.ts", "later\n");
  git("add", "--intent-to-add", "later.ts");
  execFileSync("ln", ["-s", "part.ts", path.join(root, "link.ts")]);
  git("add", "link.ts");
  const { files, gone, findPartlyStaged, read } = staged();
  expect(files).toEqual(["new name.ts", "part.ts"]);
  expect(gone).toEqual(["old.ts"]);
  expect(findPartlyStaged()).toEqual(["part.ts"]);
  expect(read(["part.ts", "new name.ts"]).get("part.ts")).toMatchObject({ kind: "text", text: "2\n" });
});

test("staged in a repository without a commit, and in a folder of a repository", () => {
  write("sub/a.ts", "1\n");
  git("add", "--all");
  expect(staged().files).toEqual(["sub/a.ts"]);
  const found = findStaged(path.join(root, "sub"));
  expect(found).toMatchObject({ files: ["a.ts"] });
});

test("changed is what differs from the merge base: committed, staged, on disk and untracked, and what is gone", () => {
  for (const file of ["kept.ts", "committed.ts", "disk.ts", "gone.ts"]) write(file, "1\n");
  commit();
  git("checkout", "-qb", "branch");
  write("committed.ts", "2\n");
  commit();
  git("checkout", "-q", "main");
  write("theirs.ts", "1\n");
  commit();
  git("checkout", "-q", "branch");
  write("disk.ts", "2\n");
  write("new.ts", "1\n");
  write("stranger/.git/HEAD", "ref: refs/heads/main\n");
  rmSync(path.join(root, "gone.ts"));
  expect(findChanged(root)).toEqual({ files: ["committed.ts", "disk.ts", "new.ts"], gone: ["gone.ts"] });
  expect(findChanged(root, "no-such-branch")).toMatchObject({
    problem: expect.stringContaining("no commit no-such-branch") as string,
  });
  expect(findChanged(root, "--output=x")).toHaveProperty("problem");
});

test("changed looks into submodules, from the commit that was recorded", () => {
  const inner = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-inner-")));
  const inInner = (...args: string[]) =>
    execFileSync("git", ["-C", inner, "-c", "user.name=a", "-c", "user.email=a@b.c", ...args], { stdio: "ignore" });
  inInner("init", "-q");
  writeFileSync(path.join(inner, "a.ts"), "1\n");
  writeFileSync(path.join(inner, "b.ts"), "1\n");
  inInner("add", "--all");
  inInner("commit", "-qm", "First");
  git("submodule", "--quiet", "add", inner, "inner");
  commit();
  write("inner/a.ts", "2\n");
  expect(findChanged(root, "HEAD")).toEqual({ files: ["inner/a.ts"], gone: [] });
  expect(findNotCheckedOut(root, ["inner/a.ts", "inner/gone.ts", "gone.ts"])).toEqual(new Set());
  git("submodule", "--quiet", "deinit", "--force", "inner");
  expect(findNotCheckedOut(root, ["inner/a.ts", "gone.ts"])).toEqual(new Set(["inner/a.ts"]));
  rmSync(inner, { recursive: true });
});

test("files outside of a sparse checkout are not gone", () => {
  write("a/a.ts", "1\n");
  write("b/b.ts", "1\n");
  commit();
  git("sparse-checkout", "set", "a");
  expect(findNotCheckedOut(root, ["b/b.ts", "b/never.ts"])).toEqual(new Set(["b/b.ts"]));
  expect(findChanged(root, "HEAD")).toEqual({ files: [], gone: [] });
});

test("a shallow clone without the merge base says which command fetches it", () => {
  write("a.ts", "1\n");
  commit();
  write("a.ts", "2\n");
  commit();
  git("checkout", "-qb", "branch", "HEAD~1");
  write("b.ts", "1\n");
  commit();
  git("checkout", "-q", "main");
  const clone = mkdtempSync(path.join(tmpdir(), "godwit-clone-"));
  const run = (...args: string[]) => execFileSync("git", args, { cwd: clone, stdio: "ignore" });
  run("clone", "-q", "--depth=1", "--branch=branch", `file://${root}`, ".");
  expect(findMergeBase(clone, undefined, "x")).toMatchObject({
    problem: expect.stringMatching(/git fetch --unshallow/) as string,
  });
  expect(findMergeBase(clone, "origin/main", "x")).toMatchObject({
    problem: expect.stringContaining("git fetch --unshallow origin main:refs/remotes/origin/main") as string,
  });
  expect(findMergeBase(clone, "HEAD~7", "x")).toMatchObject({ problem: expect.stringMatching(/--unshallow$/) as string });
  const named = findMergeBase(clone, "main", "x");
  const command = /git (fetch --unshallow .+)$/.exec("problem" in named ? named.problem : "")?.[1];
  expect(command).toBe("fetch --unshallow origin main:main");
  run(...command!.split(" "));
  expect(findMergeBase(clone, "main", "x")).toMatchObject({ ref: "main" });
  run("fetch", "-q", "origin", "main:refs/remotes/origin/main");
  expect(findMergeBase(clone, undefined, "x")).toMatchObject({ ref: "origin/main" });
  rmSync(clone, { recursive: true });
});

test("outside of repositories git is not even started, and a link into one counts", () => {
  const outside = realpathSync(mkdtempSync(path.join(tmpdir(), "godwit-outside-")));
  const programs = path.join(outside, "bin");
  const marker = path.join(outside, "ran");
  mkdirSync(programs);
  writeFileSync(path.join(programs, "git"), `#!/bin/sh\necho ran >> ${marker}\n`);
  chmodSync(path.join(programs, "git"), 0o755);
  write("sub/a.ts", "1\n");
  symlinkSync(path.join(root, "sub"), path.join(outside, "link"));
  const before = process.env["PATH"];
  process.env["PATH"] = `${programs}:${before}`;
  try {
    expect(askGit(outside, ["ls-files"])).toMatchObject({ status: 128, entries: [] });
    expect(existsSync(marker)).toBe(false);
    askGit(path.join(outside, "link"), ["ls-files"]);
    expect(existsSync(marker)).toBe(true);
  } finally {
    process.env["PATH"] = before;
    rmSync(outside, { recursive: true });
  }
});

test("an object that git does not have is left out", () => {
  write("a.ts", "ä\n\0");
  commit();
  const id = git("rev-parse", "HEAD:a.ts").trim();
  const objects = readObjects(root, ["0".repeat(40), id, id]);
  expect([...objects]).toEqual([[id, Buffer.from("ä\n\0")]]);
});
