import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { ownsFile, RootFinder } from "@godwit/contracts";
import createIgnore, { type Ignore } from "ignore";

const SOURCE = /\.(?:[cm]?[jt]s|[jt]sx)$/;

/** A source file below the root. */
export interface ListedFile {
  /** Relative to the root, with `/`. */
  readonly path: string;
  /** A symbolic link that leads out of the root: read, but never written. */
  readonly isLink: boolean;
}

/** The source files of a root: what git tracks or has not ignored, else what ignore files leave; sorted. */
export function listFiles(root: string): ListedFile[] {
  const paths = listByGit(root) ?? [...walk(root)];
  const ownership = new Map<string, boolean>();
  const finder = new RootFinder();
  const isOwned = (file: string): boolean => {
    const folder = path.posix.dirname(file);
    let answer = ownership.get(folder);
    if (answer === undefined) ownership.set(folder, (answer = ownsFile(root, path.join(root, file), finder)));
    return answer;
  };
  const sources = [...new Set(paths)].filter(
    (file) => SOURCE.test(file) && !/(?:^|\/)node_modules\//.test(file) && isOwned(file),
  );
  return sources.sort(compareText).flatMap((file) => toListed(root, file));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function toListed(root: string, file: string): ListedFile[] {
  const absolute = path.join(root, file);
  try {
    if (!lstatSync(absolute).isSymbolicLink()) return [{ path: file, isLink: false }];
  } catch {
    return [];
  }
  try {
    const inside = path.relative(realpathSync(root), realpathSync(absolute));
    // The file behind it is listed by itself.
    if (!inside.startsWith("..") && !path.isAbsolute(inside)) return [];
  } catch {
    // A loop or a dangling link: reading it says so.
  }
  return [{ path: file, isLink: true }];
}

/** What git says, or undefined where it can't: no repository, no git, a folder that the repository ignores. */
function listByGit(root: string): string[] | undefined {
  const listed = git(root, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
  if (listed === undefined) return undefined;
  if (listed.length === 0 && git(root, ["check-ignore", "."])?.length) return undefined;
  const nested = [...listed.filter((file) => file.endsWith("/")), ...submodules(root)];
  return [
    ...listed.filter((file) => !file.endsWith("/")),
    ...nested.flatMap((folder) => listNested(root, folder.replace(/\/$/, ""))),
  ];
}

/** A repository inside the repository: git names its folder only. */
function listNested(root: string, folder: string): string[] {
  const absolute = path.join(root, folder);
  if (!existsSync(path.join(absolute, ".git"))) return [];
  return (listByGit(absolute) ?? []).map((file) => `${folder}/${file}`);
}

function submodules(root: string): string[] {
  const staged = git(root, ["ls-files", "-z", "--stage"], () => hasSubmodules(root)) ?? [];
  return staged.flatMap((entry) => /^160000 \S+ \d\t(.+)$/s.exec(entry)?.[1] ?? []);
}

function hasSubmodules(root: string): boolean {
  for (let folder = root; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, ".gitmodules"))) return true;
    if (existsSync(path.join(folder, ".git")) || folder === path.dirname(folder)) return false;
  }
}

function git(cwd: string, args: readonly string[], when: () => boolean = () => true): string[] | undefined {
  if (!when()) return undefined;
  // Inside a hook git names the repository in the environment, which is wrong for any other folder.
  // eslint-disable-next-line no-restricted-globals -- a child inherits the environment
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, GIT_PREFIX: _prefix, ...env } = process.env;
  const result = spawnSync("git", args, { cwd, env, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "ignore"] });
  if (result.error || (result.status !== 0 && args[0] !== "check-ignore")) return undefined;
  return result.stdout.split("\0").filter((entry) => entry !== "");
}

interface IgnoreRules {
  readonly folder: string;
  readonly rules: Ignore;
}

function* walk(root: string, folder = "", inherited: readonly IgnoreRules[] = []): Generator<string> {
  const ignores = [...inherited, ...readIgnore(root, folder)];
  let entries;
  try {
    entries = readdirSync(path.join(root, folder), { withFileTypes: true });
  } catch {
    return;
  }
  for (const entry of entries) {
    const file = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.name === "node_modules" || entry.name === ".git") continue;
    if (isIgnored(ignores, file, entry.isDirectory())) continue;
    if (entry.isDirectory()) yield* walk(root, file, ignores);
    else yield file;
  }
}

function readIgnore(root: string, folder: string): IgnoreRules[] {
  try {
    return [{ folder, rules: createIgnore().add(readFileSync(path.join(root, folder, ".gitignore"), "utf8")) }];
  } catch {
    return [];
  }
}

/** The nearest ignore file that speaks of the path decides, as in git. */
function isIgnored(ignores: readonly IgnoreRules[], file: string, isFolder: boolean): boolean {
  for (const { folder, rules } of [...ignores].reverse()) {
    const inside = folder === "" ? file : file.slice(folder.length + 1);
    const answer = rules.test(isFolder ? `${inside}/` : inside);
    if (answer.ignored) return true;
    if (answer.unignored) return false;
  }
  return false;
}
