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

const DAY = 86_400;
/** Within these days a period is as long as any; it doubles where the age of a commit does. */
const RECENT = 64 * DAY;
/** A pace is measured over four weeks, so there is a commit from before them. */
const PACE = 28 * DAY;

/**
 * Fewer and fewer of some commits, with the changes of those that are left out: the last commit of each day, of each two days and so on, and
 * of longer periods long ago; always the newest and the one before the pace's four weeks. Later commits change little of the choice, so that what
 * was counted once is what is counted again.
 */
export function* everFewer(commits: readonly HistoryCommit[]): Generator<readonly HistoryCommit[]> {
  const newest = commits.at(-1);
  const beforePace = newest && commits.findLast(({ time }) => time <= newest.time - PACE);
  let fewer = commits;
  for (let days = 1; ; days *= 2) {
    fewer = keepOnly(fewer, (commit, next) => {
      if (!next || commit.id === beforePace?.id) return true;
      const octave = Math.floor(Math.log2(Math.max(1, (newest!.time - commit.time) / RECENT)));
      const period = days * DAY * 2 ** octave;
      return Math.floor(commit.time / period) !== Math.floor(next.time / period);
    });
    yield fewer;
    if (fewer.length <= 2) return;
  }
}

function keepOnly(
  commits: readonly HistoryCommit[],
  isKept: (commit: HistoryCommit, next: HistoryCommit | undefined) => boolean,
): readonly HistoryCommit[] {
  let changes = new Map<string, BlobChange>();
  return commits.flatMap((commit, index) => {
    for (const change of commit.changes) changes.set(change.path, change);
    if (!isKept(commit, commits[index + 1])) return [];
    const kept = { ...commit, changes: [...changes.values()] };
    changes = new Map();
    return [kept];
  });
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
