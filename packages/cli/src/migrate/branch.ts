import { spawnSync } from "node:child_process";
import path from "node:path";
import { exists } from "@godwit/core/disk";
import { UsageError } from "../failure.js";
import { byRepository, headOf } from "./working-tree.js";

/** What git is in the middle of, by the file that says so. */
const UNDER_WAY: readonly (readonly [file: string, what: string])[] = [
  ["MERGE_HEAD", "a merge"],
  ["CHERRY_PICK_HEAD", "a cherry-pick"],
  ["REVERT_HEAD", "a revert"],
  ["rebase-merge", "a rebase"],
  ["rebase-apply", "a rebase"],
  ["BISECT_LOG", "a bisection"],
];

/** A branch that a run makes, and leaves again where it keeps nothing. */
export interface RunBranch {
  /** Deletes the branch and goes back to where the run began. Returns why git did not, if it did not. */
  undo(): string | undefined;
}

/**
 * Makes a branch for a run that may change some files (relative to the root), and checks it out; what is not committed stays as it is. `isResumed`
 * is for a run that made its branch already. Throws `UsageError` where that can't be.
 */
export function openBranch(root: string, files: readonly string[], name: string, isResumed: boolean): RunBranch {
  const top = repositoryOf(root, files);
  const start = headOf(top);
  if (start === null)
    throw new UsageError(`There is no commit yet that ${name} could begin at: make one first. Nothing was changed.`);
  const current = git(top, ["symbolic-ref", "--quiet", "--short", "HEAD"]);
  const before = current.ok ? current.out : undefined;
  if (isResumed && before === name) return { undo: () => undefined };
  if (isResumed) throw new UsageError(`The run is on the branch ${name}. Check it out first: git switch ${name}`);
  if (!git(top, ["check-ref-format", "--branch", name]).ok)
    throw new UsageError(`${JSON.stringify(name)} can't be the name of a branch: git refuses it. Nothing was changed.`);
  if (git(top, ["show-ref", "--verify", "--quiet", `refs/heads/${name}`]).ok)
    throw new UsageError(
      `There is a branch ${name} already. Choose another name, or delete it: git branch -d ${name}. Nothing was changed.`,
    );
  const under = UNDER_WAY.find(([file]) => exists(path.resolve(top, git(top, ["rev-parse", "--git-path", file]).out)));
  if (under)
    throw new UsageError(`Git is in the middle of ${under[1]}, so no branch can be made. End it first. Nothing was changed.`);
  const made = git(top, ["switch", "--quiet", "--no-track", "--create", name]);
  if (!made.ok) throw new UsageError(`Git made no branch ${name}: ${made.fault} Nothing was changed.`);
  return {
    undo() {
      if (headOf(top) !== start) return undefined;
      const back = git(top, ["switch", "--quiet", ...(before === undefined ? ["--detach", start] : [before])]);
      const gone = back.ok ? git(top, ["branch", "--quiet", "-D", name]) : back;
      return gone.ok ? undefined : `the empty branch ${name} is left: ${gone.fault}`;
    },
  };
}

/** The one repository of the files. */
function repositoryOf(root: string, files: readonly string[]): string {
  const tops = byRepository(root, files.length > 0 ? files : ["."]).map(({ top }) => top);
  if (tops.includes(undefined))
    throw new UsageError("--branch needs a git repository, and there is none here. Nothing was changed.");
  if (tops.length > 1)
    throw new UsageError(
      `--branch works in one repository, and the files are in ${tops.length}: ${tops.join(", ")}. Nothing was changed.`,
    );
  return tops[0]!;
}

function git(cwd: string, args: readonly string[]): { readonly ok: boolean; readonly out: string; readonly fault: string } {
  const { status, stdout, stderr, error } = spawnSync("git", args, { cwd, encoding: "utf8" });
  const fault = error ? error.message : stderr.trim().split("\n").slice(-3).join(" ");
  return { ok: status === 0, out: (stdout ?? "").trim(), fault };
}
