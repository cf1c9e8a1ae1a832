import { findUsualRef, hasCommit, isShallow } from "../baseline/history.js";
import { type GitProblem, whyNoRepository } from "../files/changed-files.js";
import { askGit } from "../files/git.js";

/** One file that a commit left behind, or took away. */
export interface BlobChange {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** Git's id of the content; null if the commit has no such regular file. */
  readonly blob: string | null;
}

/** One commit of a branch, seen from its first parent. */
export interface HistoryCommit {
  readonly id: string;
  /** Seconds since 1970, by the committer's clock. */
  readonly time: number;
  /** Against the commit before it in the list; the first one has all its files. */
  readonly changes: readonly BlobChange[];
}

/** The commits of a branch, oldest first. */
export interface CommitHistory {
  /** The branch or commit as it was named or found. */
  readonly ref: string;
  readonly commits: readonly HistoryCommit[];
  /** Whether commits before the first one are missing because the clone is shallow. */
  readonly isShallow: boolean;
}

/** Which commits are read. */
export interface HistoryChoice {
  /** A branch or commit; default: the main branch. */
  readonly ref?: string | undefined;
  /** Only so many of the newest commits. */
  readonly last?: number | undefined;
}

/** Reads the commits of a branch along first parents, so that a merge counts once, with the files below the root. */
export function readCommits(root: string, { ref: asked, last }: HistoryChoice = {}): CommitHistory | GitProblem {
  const ref = asked ?? findMainBranch(root);
  if (ref === undefined) return { problem: whyNoHistory(root) };
  if (!hasCommit(root, ref))
    return { problem: `There is no commit ${ref} here. Name a branch or a commit that git log knows: --ref NAME` };
  // The one before the first is its parent, whose files are not needed.
  const count = last === undefined ? [] : [`--max-count=${last}`];
  const entries = ask(root, ["log", ...LOG, ...count, ref, "--"]);
  if (!entries) return { problem: `git can't read the history of ${ref}. See what git log says.` };
  const [first, ...others] = parseLog(entries).reverse();
  if (!first) return { problem: `${ref} has no commit.` };
  const files = ask(root, ["ls-tree", "-r", "-z", first.id]);
  if (!files) return { problem: `git can't list the files of ${first.id}. See what git fsck says.` };
  const hasAll = last === undefined || others.length + 1 < last;
  return {
    ref,
    commits: [{ ...first, changes: files.flatMap(parseTreeEntry) }, ...others],
    isShallow: hasAll && isShallow(root),
  };
}

/** Each commit once, with its raw changes; nothing of the repository's configuration changes their form. */
const LOG = [
  ...["--first-parent", "-m", "--raw", "-z", "--no-abbrev", "--no-renames", "--relative", "--ignore-submodules=all"],
  ...[
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-notes",
    "--no-show-signature",
    "--no-decorate",
    "--format=%x01%H %ct",
  ],
];

function ask(root: string, args: readonly string[]): readonly string[] | undefined {
  const answer = askGit(root, args);
  return answer?.status === 0 ? answer.entries : undefined;
}

function whyNoHistory(root: string): string {
  const inside = askGit(root, ["rev-parse", "--is-inside-work-tree"]);
  return inside?.status === 0
    ? "The repository has no commit yet, so there is no history."
    : whyNoRepository(root, "there is no history.");
}

/** `\u0001<id> <time>`, then for each change `:<mode> <mode> <blob> <blob> <status>` and the path. */
function parseLog(entries: readonly string[]): HistoryCommit[] {
  const commits: (Omit<HistoryCommit, "changes"> & { readonly changes: BlobChange[] })[] = [];
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]!;
    const head = /^\n?\u0001([0-9a-f]+) (\d+)/.exec(entry);
    if (head) {
      commits.push({ id: head[1]!, time: Number(head[2]), changes: [] });
      continue;
    }
    const [, mode = "", , blob = "", status = ""] = entry.trim().split(" ");
    const path = entries[++index];
    if (path === undefined) break;
    commits.at(-1)?.changes.push({ path, blob: status !== "D" && isRegular(mode) ? blob : null });
  }
  return commits;
}

/** `<mode> blob <id>\t<path>` */
function parseTreeEntry(entry: string): readonly BlobChange[] {
  const [, mode = "", blob = "", path = ""] = /^(\d+) blob ([0-9a-f]+)\t(.+)$/s.exec(entry) ?? [];
  return isRegular(mode) ? [{ path, blob }] : [];
}

/** A link's target is counted where it is itself. */
function isRegular(mode: string): boolean {
  return mode.startsWith("100");
}

/** The name of the branch whose history counts: the one that is checked out if it is a main branch, else the main branch as git knows it. */
function findMainBranch(root: string): string | undefined {
  const current = branchName(root, "HEAD");
  const remote = branchName(root, "refs/remotes/origin/HEAD")?.replace(/^origin\//, "");
  const isMain = current !== undefined && (remote === undefined ? ["main", "master"].includes(current) : current === remote);
  if (isMain && hasCommit(root, current)) return current;
  return findUsualRef(root) ?? (hasCommit(root, "HEAD") ? "HEAD" : undefined);
}

function branchName(root: string, ref: string): string | undefined {
  const answer = askGit(root, ["symbolic-ref", "--quiet", "--short", ref]);
  return answer?.status === 0 ? answer.entries.join("").trim() || undefined : undefined;
}
