import { spawnSync } from "node:child_process";
import path from "node:path";
import {
  type FileError,
  type FileKind,
  findText,
  findUnreadable,
  isFolder,
  listEntries,
  orUndefined,
  realPath,
} from "@godwit/core/disk";

/** Git's answer: its exit code, and the entries that it printed, separated by `-z`. */
export interface GitAnswer {
  readonly status: number;
  readonly entries: readonly string[];
}

/** How git is asked. */
export interface GitQuestion {
  /** Milliseconds, after which there is no answer; by default git may take as long as it needs, and what it can't open is thrown. */
  readonly timeout?: number;
  /** Looks at the index that a hook is about to commit, which `git commit --all` makes apart. */
  readonly asHook?: boolean;
  readonly input?: string;
  /** Paths after `--` are patterns; never with a path that a repository chose. */
  readonly hasPatterns?: boolean;
}

/**
 * Before each command, so that no configuration of a repository makes git run a program or wait: no file system monitor, no hook, no pager,
 * no signature check, no lock that another git would have to wait for, and no repository that lies about in a tracked folder.
 */
const SAFELY = [
  ...["--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"],
  ...["-c", "safe.bareRepository=explicit", "-c", "log.showSignature=false", "-c", "core.quotePath=false"],
];
/** After this many milliseconds without an answer it is looked whether git waits for something that is no file. */
const PATIENCE = 5_000;
/** Commands that compare contents, for which a repository may name programs; searching the log (`-S`) converts each version. */
const COMPARES = new Set(["diff", "log", "show"]);
/** For `git diff`: no look into submodules, which would start git there. */
const DIFF = ["diff", "-z", "--ignore-submodules=all", "--no-color", "--relative"];
/** In a hook these name the hook's repository, which is wrong for any other folder; or they change what a path means. */
const LEFT_OUT = new Set([
  ...["GIT_DIR", "GIT_COMMON_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF", "GIT_TRACE"],
  ...["GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"],
]);

/**
 * Runs git in a folder; undefined if there is no git, no such folder, or no answer in time. Paths after `--` are names, not patterns. Throws a
 * `FileError` where git would wait for something that is no file.
 */
export function askGit(folder: string, args: readonly string[], question: GitQuestion = {}): GitAnswer | undefined {
  const answer = runGit(folder, args, question);
  return answer && { status: answer.status, entries: splitEntries(answer.stdout.toString("utf8")) };
}

function runGit(
  folder: string,
  [command = "", ...rest]: readonly string[],
  { timeout, asHook, input, hasPatterns = false }: GitQuestion,
): { status: number; stdout: Buffer } | undefined {
  const odd = findOddGitFile(folder);
  if (odd && timeout === undefined) throw odd;
  if (odd) return undefined;
  if (isOutside(folder)) return OUTSIDE;
  const index = asHook ? findHookIndex(folder) : undefined;
  const ask = (limit: number | undefined) =>
    spawnSync("git", [...SAFELY, command, ...(COMPARES.has(command) ? ["--no-ext-diff", "--no-textconv"] : []), ...rest], {
      ...{
        cwd: folder,
        env: { ...cleanEnvironment(command, hasPatterns), ...(index !== undefined && { GIT_INDEX_FILE: index }) },
      },
      ...{ maxBuffer: 1 << 30, stdio: [input === undefined ? "ignore" : "pipe", "pipe", "ignore"] },
      ...(input !== undefined && { input }),
      ...(limit !== undefined && { timeout: limit }),
    });
  let asked = ask(timeout ?? PATIENCE);
  const error: NodeJS.ErrnoException | undefined = asked.error;
  if (timeout === undefined && error?.code === "ETIMEDOUT") {
    // Git opens whatever is called .gitignore, and waits for a pipe; a large repository just takes its time.
    const fault = findAnyOddGitFile(folder);
    if (fault) throw fault;
    asked = ask(undefined);
  }
  return asked.error || asked.status === null ? undefined : { status: asked.status, stdout: asked.stdout };
}

/** What git says outside of repositories. */
const OUTSIDE = { status: 128, stdout: Buffer.alloc(0) };

/** Whether a folder is in no repository, which is far sooner seen than asked. */
function isOutside(folder: string): boolean {
  // Git starts from where links lead; why a folder can't be looked at it says itself.
  const real = orUndefined(() => realPath(folder));
  return real !== undefined && nearestGitDirectory(real) === undefined;
}

function cleanEnvironment(command: string, hasPatterns: boolean): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !LEFT_OUT.has(name));
  // `check-ignore` takes names only, and fails with this setting.
  const literally = command === "check-ignore" || hasPatterns ? {} : { GIT_LITERAL_PATHSPECS: "1" };
  // A partial clone would fetch what it lacks from its server, one object after the other.
  const locally = command === "cat-file" ? { GIT_NO_LAZY_FETCH: "1" } : {};
  return { ...Object.fromEntries(kept), ...literally, ...locally, GIT_TERMINAL_PROMPT: "0" };
}

function splitEntries(text: string): string[] {
  return text.split("\0").filter((entry) => entry !== "");
}

/** The index that git names to a hook, as an absolute path; undefined outside of hooks, and if it is another repository's. */
export function findHookIndex(folder: string): string | undefined {
  const named = process.env["GIT_INDEX_FILE"];
  if (named === undefined) return undefined;
  const answer = runGit(folder, ["rev-parse", "--show-toplevel", "--absolute-git-dir"], {});
  const [top, directory] = answer?.status === 0 ? answer.stdout.toString("utf8").split("\n") : [];
  if (top === undefined || directory === undefined) return undefined;
  const index = path.resolve(top, named);
  return path.relative(directory, path.dirname(index)) === "" ? index : undefined;
}

/** Like `askGit` for a listing: its entries, or undefined if git could not make it. */
export function listByGit(folder: string, args: readonly string[]): readonly string[] | undefined {
  const answer = askGit(folder, ["ls-files", "-z", ...args]);
  return answer?.status === 0 ? answer.entries : undefined;
}

/** Like `askGit` for `git diff`, with paths relative to the folder. */
export function diffByGit(folder: string, args: readonly string[], question?: GitQuestion): readonly string[] | undefined {
  const answer = askGit(folder, [...DIFF, ...args], question);
  return answer?.status === 0 ? answer.entries : undefined;
}

/** Whether the repository around a folder ignores the whole folder and tracks nothing in it, so that it is not the files' repository. */
export function isLeftOut(folder: string): boolean {
  return askGit(folder, ["check-ignore", "-q", "."])?.status === 0 && listByGit(folder, ["--cached"])?.length === 0;
}

/** Whether the repository of a folder has another folder below it (both absolute) as its submodule; undefined if it is no repository. */
export function isSubmodule(folder: string, nested: string): boolean | undefined {
  const entries = listByGit(folder, ["--stage", "--", path.relative(folder, nested)]);
  return entries?.some((entry) => entry.startsWith("160000 "));
}

/** The bytes of git's objects by their ids; those that git does not have are left out. */
export function readObjects(folder: string, ids: readonly string[]): ReadonlyMap<string, Buffer> {
  const objects = new Map<string, Buffer>();
  if (ids.length === 0) return objects;
  const out = runGit(folder, ["cat-file", "--batch"], { input: `${ids.join("\n")}\n` })?.stdout ?? Buffer.alloc(0);
  for (let at = 0; at < out.length;) {
    const end = out.indexOf(0x0a, at);
    // `<id> blob <size>`, or `<id> missing`
    const [id, , size] = out.toString("latin1", at, end).split(" ");
    const start = end + 1;
    at = size === undefined ? start : start + Number(size) + 1;
    if (size !== undefined) objects.set(id!, out.subarray(start, start + Number(size)));
  }
  return objects;
}

/** What git opens in its folder for almost each question; a large repository has a large index and many packed references. */
const OWN_FILES: readonly (readonly [string, FileKind])[] = [
  ...["HEAD", "config", "config.worktree", "commondir", "shallow"].map((name) => [name, "settings"] as const),
  ...["info/exclude", "info/attributes", "info/sparse-checkout", "objects/info/alternates"].map(
    (name) => [name, "settings"] as const,
  ),
  ...["index", "packed-refs"].map((name) => [name, "own"] as const),
];
/** What it opens in each folder. */
const FOLDER_FILES = [".gitignore", ".gitattributes", ".gitmodules"];

/**
 * Why git can't be asked in a folder: a file that it opens for each question is a pipe, a device or gigabytes, for which it would wait.
 * A look at a dozen paths; undefined where git can be asked.
 */
export function findOddGitFile(folder: string): FileError | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const directory = gitDirectoryOf(at);
    if (typeof directory === "object") return directory;
    const fault = oddFileIn(at) ?? (directory === undefined ? undefined : oddFileOfGit(directory));
    if (fault || directory !== undefined || path.dirname(at) === at) return fault;
  }
}

/** The same for all files that git may open for a folder: those below it, and all references. For where git has not answered. */
export function findAnyOddGitFile(folder: string): FileError | undefined {
  const directory = nearestGitDirectory(folder);
  const references = directory === undefined ? [] : ["refs", "logs"].map((name) => path.join(directory, name));
  return (
    findOddGitFile(folder) ??
    firstOf(references.flatMap(filesBelow), (file) => findUnreadable(file, "own")) ??
    firstOf(foldersFrom(folder), oddFileIn)
  );
}

function oddFileIn(folder: string): FileError | undefined {
  return firstOf(FOLDER_FILES, (name) => findUnreadable(path.join(folder, name), "settings"));
}

function oddFileOfGit(directory: string): FileError | undefined {
  const odd = (at: string): FileError | undefined =>
    firstOf(OWN_FILES, ([name, kind]) => findUnreadable(path.join(at, name), kind));
  const fault = odd(directory);
  if (fault) return fault;
  // A worktree shares the rest with the repository that it belongs to.
  const common = findText(path.join(directory, "commondir"), "settings")?.trim();
  const shared = common === undefined ? directory : path.resolve(directory, common);
  const branch = /^ref: (refs\/\S+)/u.exec(findText(path.join(directory, "HEAD"), "settings") ?? "")?.[1];
  return (
    (shared === directory ? undefined : odd(shared)) ??
    (branch === undefined ? undefined : findUnreadable(path.join(shared, branch), "settings"))
  );
}

/** Git's folder, if a folder is the top of a repository; a fault where something odd is in its place. */
function gitDirectoryOf(folder: string): string | FileError | undefined {
  const at = path.join(folder, ".git");
  if (isFolder(at)) return at;
  const fault = findUnreadable(at, "settings");
  if (fault) return fault;
  const named = /^gitdir: (.+)/u.exec(findText(at, "settings") ?? "")?.[1];
  return named === undefined ? undefined : path.resolve(folder, named.trim());
}

function nearestGitDirectory(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const directory = gitDirectoryOf(at);
    if (directory !== undefined || path.dirname(at) === at) return typeof directory === "string" ? directory : undefined;
  }
}

function* foldersFrom(folder: string): Generator<string> {
  const waiting = [folder];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    yield at;
    for (const entry of listEntries(at) ?? [])
      if (entry.isDirectory() && entry.name !== ".git") waiting.push(path.join(at, entry.name));
  }
}

function filesBelow(folder: string): string[] {
  return [...foldersFrom(folder)].flatMap((at) =>
    (listEntries(at) ?? []).filter((entry) => !entry.isDirectory()).map(({ name }) => path.join(at, name)),
  );
}

function firstOf<T>(all: Iterable<T>, find: (each: T) => FileError | undefined): FileError | undefined {
  for (const each of all) {
    const fault = find(each);
    if (fault) return fault;
  }
  return undefined;
}

/** Those of some files (relative to a root) that git could not bring back as they are; undefined where there is no git to ask. */
export function findUncommitted(root: string, files: readonly string[]): readonly string[] | undefined {
  if (files.length === 0) return [];
  const status = askGit(root, ["status", "--porcelain", "-z", "--untracked-files=all", "--ignored", "--", ...files]);
  return status?.status === 0 ? status.entries.map((entry) => entry.slice(3)) : undefined;
}
