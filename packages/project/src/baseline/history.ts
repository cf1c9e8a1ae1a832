import { askGit, diffByGit, readObjects } from "../files/git.js";

/** The commit at which a branch began, or why it can't be found. */
export type MergeBase = { readonly commit: string; readonly ref: string } | { readonly problem: string };

const USUAL_REFS = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];

/** Finds the last common commit of the working tree's branch and `ref`, by default the main branch; `command` is the one that takes a ref. */
export function findMergeBase(root: string, ref: string | undefined, command: string): MergeBase {
  const inside = askGit(root, ["rev-parse", "--is-inside-work-tree"]);
  if (!inside) return { problem: "git can't be run here. Install git, or look at the history where it is." };
  if (inside.status !== 0) return { problem: `${root} is not in a git repository, so there is no history to compare with.` };
  if (!hasCommit(root, "HEAD")) return { problem: "The repository has no commit yet, so there is no history to compare with." };
  const other = ref ?? findUsualRef(root);
  if (other === undefined)
    return {
      problem: `There is no main branch here (${USUAL_REFS.join(", ")}). ${isShallow(root) ? `${HOW_TO_DEEPEN}, with the main branch: git fetch --unshallow origin "+refs/heads/*:refs/remotes/origin/*"` : `Name the one to compare with: ${command}`}`,
    };
  if (!hasCommit(root, other)) return { problem: `There is no commit ${other} here. ${howToFetch(root, other)}` };
  const base = askGit(root, ["merge-base", "HEAD", other]);
  const commit = base?.status === 0 ? base.entries.join("").trim() : "";
  if (commit !== "") return { commit, ref: other };
  return { problem: `HEAD and ${other} have no commit in common. ${howToFetch(root, other)}` };
}

/** The first of the usual names of a main branch that this clone has. */
export function findUsualRef(root: string): string | undefined {
  return USUAL_REFS.find((each) => hasCommit(root, each));
}

/** Whether a clone has the commit that a name means. */
export function hasCommit(root: string, ref: string): boolean {
  return !ref.startsWith("-") && askGit(root, ["rev-parse", "--quiet", "--verify", `${ref}^{commit}`])?.status === 0;
}

/** Whether a clone lacks the older commits. */
export function isShallow(root: string): boolean {
  return askGit(root, ["rev-parse", "--is-shallow-repository"])?.entries.join("").trim() === "true";
}

const HOW_TO_DEEPEN = "This clone is shallow: fetch the history (fetch-depth: 0 for actions/checkout)";

function howToFetch(root: string, ref: string): string {
  const branch = /^origin\/([\w./-]+)$/.exec(ref)?.[1];
  const refspec = branch === undefined || branch === "HEAD" ? "" : ` origin ${branch}:refs/remotes/origin/${branch}`;
  // A clone of one branch fetches no other one, unless it is named; a commit, or one beside HEAD, comes with the history.
  const isName = branch === undefined && /^[a-z][\w./-]*$/i.test(ref) && !/^[\da-f]{7,64}$|HEAD$/.test(ref);
  if (isShallow(root)) return `${HOW_TO_DEEPEN}: git fetch --unshallow${isName ? ` origin ${ref}:${ref}` : refspec}`;
  return refspec === "" ? "Fetch it, or name another one." : `Fetch it with git fetch${refspec}, or name another one.`;
}

/** A file's text in a commit; undefined if the commit does not have the file. */
export function readAtCommit(root: string, commit: string, file: string): string | undefined {
  const answer = askGit(root, ["show", `${commit}:./${file}`]);
  return answer?.status === 0 ? answer.entries.join("\0") : undefined;
}

/** The bytes of files (relative to the root) in a commit, of those that it has. */
export function readFilesAt(root: string, commit: string, files: Iterable<string>): ReadonlyMap<string, Buffer> {
  const wanted = new Set(files);
  const blobs = new Map<string, string>();
  for (const entry of askGit(root, ["ls-tree", "-r", "-z", commit, "./"])?.entries ?? []) {
    const [, blob, file] = /^100\d+ blob (\S+)\t(.+)$/s.exec(entry) ?? [];
    if (blob !== undefined && wanted.has(file!)) blobs.set(file!, blob);
  }
  const objects = readObjects(root, [...new Set(blobs.values())]);
  return new Map([...blobs].flatMap(([file, blob]) => (objects.has(blob) ? [[file, objects.get(blob)!]] : [])));
}

/** The names of a folder's files in a commit. */
export function listAtCommit(root: string, commit: string, folder: string): string[] {
  const answer = askGit(root, ["ls-tree", "-z", "--name-only", commit, `./${folder}/`]);
  return answer?.status === 0 ? answer.entries.map((file) => file.slice(file.lastIndexOf("/") + 1)) : [];
}

/** Whether a file ever existed in the history of a commit. */
export function wasThereBefore(root: string, commit: string, file: string): boolean {
  const answer = askGit(root, ["log", "-1", "--format=%H", commit, "--", file]);
  return answer?.status === 0 && answer.entries.join("").trim() !== "";
}

/** The files that git considers renamed in the working tree since a commit (by default the last change of `folder`): old path to new. */
export function findRenames(root: string, since: { readonly folder: string } | { readonly commit: string }): Map<string, string> {
  const commit = "commit" in since ? since.commit : lastChange(root, since.folder);
  const entries = diffByGit(root, ["--find-renames", "--diff-filter=R", "--name-status", commit]) ?? [];
  const renames = new Map<string, string>();
  for (let index = 0; index + 2 < entries.length; index += 3) renames.set(entries[index + 1]!, entries[index + 2]!);
  return renames;
}

function lastChange(root: string, folder: string): string {
  const answer = askGit(root, ["log", "-1", "--format=%H", "--", folder]);
  return (answer?.status === 0 && answer.entries.join("").trim()) || "HEAD";
}
