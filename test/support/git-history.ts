import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fillTree, writeTree, type TreeContent } from "./temporary-tree.js";

/** Files of a commit; null removes one. */
export type CommitFiles = Readonly<Record<string, TreeContent | null>>;

const WHO = [
  ...["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null"],
];

/** Runs git in a folder as an author without a name of their own, and returns what it printed. */
export function git(root: string, ...args: string[]): string {
  return execFileSync("git", [...WHO, ...args], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** Commits some files on a day (YYYY-MM-DD). */
export function commitOn(root: string, day: string, files: CommitFiles): void {
  for (const [file, content] of Object.entries(files)) {
    if (content === null) rmSync(join(root, file));
    else fillTree(root, { [file]: content });
  }
  const date = `${day}T12:00:00Z`;
  git(root, "add", "--all");
  execFileSync("git", [...WHO, "commit", "-q", "--allow-empty", "-m", "x"], {
    cwd: root,
    env: { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
  });
}

/** A repository with a commit a day, on the branch main. */
export function historyOf(commits: Readonly<Record<string, CommitFiles>>): string {
  const root = writeTree({});
  git(root, "init", "-q", "-b", "main");
  for (const [day, files] of Object.entries(commits)) commitOn(root, day, files);
  return root;
}
