import { spawnSync } from "node:child_process";

/** Git's answer: its exit code, and the entries that it printed, separated by `-z`. */
export interface GitAnswer {
  readonly status: number;
  readonly entries: readonly string[];
}

/** Runs git in a folder; undefined if there is no git, no such folder, or no answer within `timeout` milliseconds. */
export function askGit(folder: string, args: readonly string[], timeout?: number): GitAnswer | undefined {
  // In a hook, git's environment variables name the hook's repository, which is wrong for any other folder.
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...env } = process.env;
  const asked = spawnSync("git", args, {
    ...{ cwd: folder, env, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "ignore"] },
    ...(timeout !== undefined && { timeout }),
  });
  if (asked.error || asked.status === null) return undefined;
  return { status: asked.status, entries: asked.stdout.split("\0").filter((entry) => entry !== "") };
}

/** Like `askGit` for a listing: its entries, or undefined if git could not make it. */
export function listByGit(folder: string, args: readonly string[]): readonly string[] | undefined {
  const answer = askGit(folder, ["ls-files", "-z", ...args]);
  return answer?.status === 0 ? answer.entries : undefined;
}

/** Whether the repository around a folder ignores the whole folder and tracks nothing in it, so that it is not the files' repository. */
export function isLeftOut(folder: string): boolean {
  return askGit(folder, ["check-ignore", "-q", "."])?.status === 0 && listByGit(folder, ["--cached"])?.length === 0;
}
