import { spawnSync } from "node:child_process";

/** What git answered: how it ended, and the entries that it printed, which `-z` separates. */
export interface GitAnswer {
  readonly status: number;
  readonly entries: readonly string[];
}

/** Runs git in a folder; undefined where there is no git, no such folder, or no answer within `timeout` milliseconds. */
export function askGit(folder: string, args: readonly string[], timeout?: number): GitAnswer | undefined {
  // Inside a hook git names the repository in the environment, which is wrong for any other folder.
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...env } = process.env;
  const asked = spawnSync("git", args, {
    ...{ cwd: folder, env, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "ignore"] },
    ...(timeout !== undefined && { timeout }),
  });
  if (asked.error || asked.status === null) return undefined;
  return { status: asked.status, entries: asked.stdout.split("\0").filter((entry) => entry !== "") };
}

/** Like `askGit` for a listing: its entries, or undefined where git could not make it. */
export function listByGit(folder: string, args: readonly string[]): readonly string[] | undefined {
  const answer = askGit(folder, ["ls-files", "-z", ...args]);
  return answer?.status === 0 ? answer.entries : undefined;
}

/** Whether the repository around a folder ignores the folder itself and tracks nothing in it: then it looks after none of its files. */
export function isLeftOut(folder: string): boolean {
  return askGit(folder, ["check-ignore", "-q", "."])?.status === 0 && listByGit(folder, ["--cached"])?.length === 0;
}
