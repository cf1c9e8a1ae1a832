import { spawnSync } from "node:child_process";
import path from "node:path";
import { createIgnoredBelow } from "@godwit/modules";

interface Answers {
  readonly isIgnored: (file: string) => boolean;
  usedAt: number;
}

const roots = new Map<string, Answers>();

/** After a pause of this length (an editor), git is asked again. */
const STALE_AFTER_MS = 10_000;

/** Whether git leaves out a file of this root; git is asked once for all of its files, so ask only for a file with violations. */
export function isGitIgnored(root: string, file: string): boolean {
  const now = Date.now();
  let known = roots.get(root);
  if (!known || now - known.usedAt > STALE_AFTER_MS) {
    known = { isIgnored: askGit(root) ?? createIgnoredBelow(root), usedAt: now };
    roots.set(root, known);
  }
  known.usedAt = now;
  return known.isIgnored(file);
}

/** What git says, which knows tracked files and every kind of ignore file; undefined where it does not look after the root. */
function askGit(root: string): Answers["isIgnored"] | undefined {
  const args = ["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"];
  // Inside a hook git names the repository in the environment, which is wrong for any other folder.
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...env } = process.env;
  const options = { cwd: root, env, encoding: "utf8" as const, maxBuffer: 1 << 30 };
  const asked = spawnSync("git", args, options);
  if (asked.error || asked.status !== 0) return undefined;
  const entries = new Set(asked.stdout.split("\0"));
  // The root itself is ignored by a repository around it.
  if (entries.has("./")) return undefined;
  return (file) => lineage(root, file).some((entry) => entries.has(entry));
}

/** A path and the folders around it, as git names them from the root. */
function lineage(root: string, file: string): string[] {
  const parts = path.relative(root, file).split(path.sep);
  return parts.map((_, index) => parts.slice(0, index + 1).join("/") + (index < parts.length - 1 ? "/" : ""));
}
