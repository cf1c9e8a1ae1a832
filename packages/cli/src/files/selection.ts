import path, { posix, resolve } from "node:path";
import { type Contract, embedsScript } from "@godwit/core/contracts";
import { type ReadingSpace, exists, isFile, isWithin, statsAt } from "@godwit/core/disk";
import {
  type ActiveContract,
  type ListedFile,
  type SourceRead,
  type StagedFiles,
  findChanged,
  findHookIndex,
  findStaged,
  IgnoredFiles,
  isLinkInside,
  isUnreadableName,
  listFiles,
  listPaths,
  readSource,
  sourcesOf,
} from "@godwit/project";
import { Minimatch } from "minimatch";
import { didYouMean, UsageError } from "../failure.js";
import { type CodeOwners, isSameOwner, readCodeOwners } from "./codeowners.js";
import { type Shard, bytesOnDisk, shardsOf } from "./shard.js";
import { printable } from "../reporters/printable.js";
import { counted } from "../terminal.js";

/** Which of a root's files a run looks at; without any of these at all of them. */
export interface SelectionOptions {
  /** Absolute path of a folder: `paths` are relative to it. */
  readonly cwd: string;
  readonly paths?: readonly string[];
  /** Only these of the files (relative to the root). */
  readonly only?: ReadonlySet<string>;
  /** Only what is staged, as it is staged. */
  readonly staged?: boolean;
  /** Only what changed since the branch left this ref; true: the main branch. */
  readonly changed?: string | true;
  /** Only contracts of this owner, and the files that CODEOWNERS gives to it. */
  readonly owner?: string | undefined;
  readonly shard?: Shard | undefined;
  readonly fix?: boolean;
  /** Is told the nested roots (absolute) with files that are staged, or have changed, which are left out. */
  onNestedRoot?(root: string): void;
  /** Lists all files of the root, components included; by default they are listed for this selection alone. */
  readonly list?: (root: string) => readonly ListedFile[];
}

/** The files that a run looks at. */
export interface Selection {
  readonly files: readonly ListedFile[];
  /** All files of the root but components, which nothing imports by a name; they are listed when it is first called, since a hook does not need them. */
  all(): readonly ListedFile[];
  /** The same with components. */
  listed(): readonly ListedFile[];
  /** Whether the run, or its shards together, look at all files for all owners. */
  readonly isWhole: boolean;
  /** Whether the run would see a violation of a contract in a file (relative to the root), be it on disk or not. */
  looksAt(contract: Contract, file: string): boolean;
  /** Whether the owner that was named is asked about a contract in a file. */
  isOwned(contract: Contract, file: string): boolean;
  /** Reads a file (relative to the root; `absolute` is its path) as it is to be checked, into `space` where that is given. */
  read(file: string, absolute: string, space?: ReadingSpace): SourceRead;
  readonly owners: CodeOwners;
}

const WITH_COMPONENTS = { embedding: true } as const;

/** Selects files. Throws `UsageError` if that is not possible, or a name is unknown. */
export function selectFiles(root: string, contracts: readonly ActiveContract[], options: SelectionOptions): Selection {
  const { paths = [], cwd, shard, only } = options;
  const { list = () => listFiles(root, WITH_COMPONENTS) } = options;
  const listed = once(() => list(root));
  const all = once(() => listed().filter(({ path }) => !embedsScript(path)));
  const owners = readCodeOwners(root);
  const isOwned = ownership(owners, contracts, options.owner);
  const changed = changedFiles(root, options);
  const candidates = changed ? changed.files : only ? listPaths(root, [...only], WITH_COMPONENTS) : listed();
  const ids = contracts.map(({ contract }) => contract.id);
  const byPath = selectPaths(candidates, paths, { root, cwd, isPart: changed !== undefined, ids });
  const owned = byPath.filter((file) => contracts.some(({ contract }) => isOwned(contract, file.path)));
  const isInShard = shardTest(root, all, shard);
  const inShard = owned.filter((file) => isInShard(file.path));
  const selected = new Set(inShard.map((file) => file.path));
  const known = once(() => new Set(all().map((file) => file.path)));
  const isVanished = (file: string): boolean => {
    if (only || paths.length > 0) return false;
    return isInShard(file) && (changed ? changed.gone.has(file) : !known().has(file));
  };
  return {
    files: inShard,
    all,
    listed,
    isWhole: !only && !changed && paths.length === 0 && options.owner === undefined,
    looksAt: (contract, file) => isOwned(contract, file) && (selected.has(file) || isVanished(file)),
    isOwned,
    read: changed?.read ?? ((_, absolute, space) => readSource(absolute, space)),
    owners,
  };
}

interface Changed {
  readonly files: readonly ListedFile[];
  readonly gone: ReadonlySet<string>;
  readonly read?: (file: string, absolute: string) => SourceRead;
}

function changedFiles(root: string, options: SelectionOptions): Changed | undefined {
  const { cwd, staged, changed } = options;
  if (staged) return stagedSelection(root, options);
  if (changed === undefined) return undefined;
  const found = findChanged(root, changed === true ? undefined : changed);
  if ("problem" in found)
    throw new UsageError(isPath(changed, cwd) ? `${found.problem} For a path write: --changed -- ${changed}` : found.problem);
  return { files: listPaths(root, found.files, { ...options, ...WITH_COMPONENTS }), gone: new Set(found.gone) };
}

/** `--changed src` takes src for a branch. */
function isPath(changed: string | true, cwd: string): changed is string {
  return changed !== true && exists(resolve(cwd, changed));
}

function stagedSelection(root: string, options: SelectionOptions): Changed {
  const staged = findStaged(root);
  if ("problem" in staged) throw new UsageError(staged.problem);
  if (staged.unmerged.length > 0)
    throw new UsageError(`Merge conflicts: ${staged.unmerged.join(", ")}. Resolve them, and stage the files.`);
  const gone = new Set(staged.gone);
  const listing = { ...options, ...WITH_COMPONENTS };
  const paths = sourcesOf(root, staged.files, listing);
  if (options.fix) {
    refuseToFix(root, staged);
    return { files: listPaths(root, paths, listing), gone };
  }
  const texts = staged.read(paths);
  return {
    files: paths.map((path) => ({ path, isLink: false })),
    gone,
    // Git has the content of a file whose name is not UTF-8; but what would be said of it is about a file that nobody can open.
    read: (file, absolute) =>
      isUnreadableName(file) && !exists(absolute) ? { kind: "gone" } : (texts.get(file) ?? readSource(absolute)),
  };
}

function refuseToFix(root: string, staged: StagedFiles): void {
  const partly = sourcesOf(root, staged.findPartlyStaged(), WITH_COMPONENTS);
  if (partly.length > 0)
    throw new UsageError(
      `Staged in part: ${partly.join(", ")}. --fix would stage the rest of these files as well: stage or stash it first, or check without --fix.`,
    );
  const index = findHookIndex(root);
  if (index !== undefined && /^next-index-/.test(posix.basename(index.replaceAll("\\", "/"))))
    throw new UsageError(
      "git commit was given paths, so the fixes would be committed, and unstaged again afterwards. Stage the files with git add, and commit without paths.",
    );
}

function shardTest(root: string, all: () => readonly ListedFile[], shard: Shard | undefined): (file: string) => boolean {
  if (!shard) return () => true;
  const shardOf = shardsOf(
    all().map((file) => file.path),
    shard.count,
    bytesOnDisk(root),
  );
  return (file) => shardOf(file) === shard.index;
}

function ownership(owners: CodeOwners, contracts: readonly ActiveContract[], owner: string | undefined): Selection["isOwned"] {
  if (owner === undefined) return () => true;
  const names = [...contracts.flatMap(({ contract }) => contract.owner ?? []), ...owners.names];
  if (!names.some((name) => isSameOwner(name, owner))) throw new UsageError(unknownOwner(owner, names));
  const isOwner = (name: string): boolean => isSameOwner(name, owner);
  return (contract, file) => (contract.owner !== undefined && isOwner(contract.owner)) || owners.ownersOf(file).some(isOwner);
}

function unknownOwner(owner: string, names: readonly string[]): string {
  const known = [...new Set(names)].sort();
  return `There is no owner called ${owner}, neither of a contract nor in CODEOWNERS. ${didYouMean(owner, known)}`;
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Where paths are looked up. */
interface PathPlace {
  readonly root: string;
  /** Paths and globs are relative to it. */
  readonly cwd: string;
  /** Whether the files are only a part of the root's, so that a path or glob may match none of them. */
  readonly isPart?: boolean;
  /** Contracts, which somebody may name in place of a path. */
  readonly ids?: readonly string[];
}

/** The listed files that the arguments (files, folders, globs) select. */
export function selectPaths(files: readonly ListedFile[], args: readonly string[], place: PathPlace): readonly ListedFile[] {
  if (args.length === 0) return files;
  const selected = new Set<ListedFile>();
  for (const arg of args) {
    for (const file of matchArgument(files, arg, place)) selected.add(file);
  }
  return files.filter((file) => selected.has(file));
}

function matchArgument(files: readonly ListedFile[], arg: string, place: PathPlace): readonly ListedFile[] {
  const { root, cwd } = place;
  const absolute = path.resolve(cwd, arg);
  const kind = kindOf(absolute);
  if (kind === undefined) return matchGlob(files, arg, place);
  const inside = toPosix(path.relative(root, absolute));
  if (inside === ".." || inside.startsWith("..") || path.isAbsolute(inside)) {
    throw new UsageError(`${arg} lies outside the root ${root}. Go to its folder, or name its root with -C.`);
  }
  if (inside === "") return files;
  // A file that can belong to no contract (ignored, of another type) is no error, because hooks pass all staged files.
  return files.filter((file) => (kind === "file" ? file.path === inside : file.path.startsWith(`${inside}/`)));
}

function matchGlob(files: readonly ListedFile[], arg: string, { root, cwd, isPart, ids = [] }: PathPlace): readonly ListedFile[] {
  const pattern = new Minimatch(toPosix(path.normalize(arg)), { dot: true });
  const base = toPosix(path.relative(root, cwd));
  const found = files.filter((file) => pattern.match(path.posix.relative(base, file.path)));
  if (found.length > 0 || (isPart && pattern.hasMagic())) return found;
  const why = pattern.hasMagic() ? "matches no source file" : "is neither a file nor a folder";
  const what = ids.includes(arg) ? `For the contract: --contract ${arg}.` : `Paths and globs are relative to ${cwd}.`;
  throw new UsageError(`${arg} ${why}. ${what}`);
}

function kindOf(absolute: string): "file" | "folder" | undefined {
  const stats = statsAt(absolute);
  return stats && (stats.isDirectory() ? "folder" : "file");
}

function toPosix(file: string): string {
  return path.sep === "\\" ? file.replaceAll("\\", "/") : file;
}

const MOST = 5;

/** Says which folders were left out because they have contracts of their own: a gate that passes over them must not look like one that does not. */
export function sayNestedRoots(
  roots: ReadonlySet<string>,
  paths: readonly string[],
  { cwd, terminal }: { readonly cwd: string; readonly terminal: { err(text: string): void } },
): void {
  const asked = [...roots].filter((root) => paths.length === 0 || paths.some((each) => mayConcern(each, root, cwd))).sort();
  const [first] = asked;
  if (first === undefined) return;
  const names = asked.slice(0, MOST).map((root) => path.relative(cwd, root).replaceAll("\\", "/"));
  const more = asked.length > MOST ? ` and ${asked.length - MOST} more` : "";
  const [have, their] = asked.length === 1 ? ["has", "its"] : ["have", "their"];
  const text = `${names.join(", ")}${more} ${have} contracts of ${their} own, so none of ${their} files was looked at.`;
  const each = asked.length === 1 ? "it" : `each of the ${counted(asked.length, "folder")}`;
  terminal.err(`godwit: ${printable(`${text} Check ${each} as well: godwit check -C ${names[0]!}`)}\n`);
}

/** Says which source files that were named are not among the listed ones, and why: nothing found there must not look like nothing there. */
export function sayLeftOut(
  listed: readonly ListedFile[],
  paths: readonly string[],
  { root, cwd, terminal }: { readonly root: string; readonly cwd: string; readonly terminal: { err(text: string): void } },
): void {
  const known = new Set(listed.map((file) => file.path));
  const ignored = new IgnoredFiles(root);
  for (const named of paths) {
    const absolute = path.resolve(cwd, named);
    const file = toPosix(path.relative(root, absolute));
    if (known.has(file) || !isFile(absolute) || sourcesOf(root, [file], WITH_COMPONENTS).length === 0) continue;
    const why = isLinkInside(root, absolute)
      ? "is a link, and what it leads to is looked at by its own name"
      : ignored.isIgnored(absolute)
        ? "is ignored by git, or by an ignore file"
        : undefined;
    if (why !== undefined) terminal.err(`godwit: ${printable(`${named} was not looked at: it ${why}.`)}\n`);
  }
}

/** Whether a path or glob of the command line may lead into a folder. */
function mayConcern(argument: string, folder: string, cwd: string): boolean {
  const absolute = path.resolve(cwd, argument);
  return isWithin(absolute, folder) || isWithin(folder, absolute) || /[*?[{]/.test(argument);
}
