import { askGit } from "./git.js";

/** Those of some files (relative to a root) that git could not bring back as they are; undefined where there is no git to ask. */
export function findUncommitted(root: string, files: readonly string[]): readonly string[] | undefined {
  if (files.length === 0) return [];
  const status = askGit(root, ["status", "--porcelain", "-z", "--untracked-files=all", "--ignored", "--", ...files]);
  return status?.status === 0 ? status.entries.map((entry) => entry.slice(3)) : undefined;
}
