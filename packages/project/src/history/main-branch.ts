import { askGit } from "../files/git.js";
import { findUsualRef, hasCommit } from "../baseline/history.js";

/** The name of the branch whose history counts: the one that is checked out if it is a main branch, else the main branch as git knows it. */
export function findMainBranch(root: string): string | undefined {
  const current = nameOf(root, "HEAD");
  const remote = nameOf(root, "refs/remotes/origin/HEAD")?.replace(/^origin\//, "");
  const isMain = current !== undefined && (remote === undefined ? ["main", "master"].includes(current) : current === remote);
  if (isMain && hasCommit(root, current)) return current;
  return findUsualRef(root) ?? (hasCommit(root, "HEAD") ? "HEAD" : undefined);
}

function nameOf(root: string, ref: string): string | undefined {
  const answer = askGit(root, ["symbolic-ref", "--quiet", "--short", ref]);
  return answer?.status === 0 ? answer.entries.join("").trim() || undefined : undefined;
}
