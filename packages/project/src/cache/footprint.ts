import { basename, dirname, join, relative, sep } from "node:path";
import { type FileStats, digestOf, findBytes, nearestRealPath, statsAt } from "@godwit/core/disk";
import { type DirectoryLook, type Looks, describeLook, listDirectory } from "@godwit/core/modules";

/** All of the disk that an answer depends on, besides what its key has; paths are relative to the root, so that a repository can move. */
export interface Footprint {
  readonly directories: readonly Directory[];
  /** Files with their stamp, or with the digest of their content where that may change without its stamp; "" for none. */
  readonly files: readonly (readonly [path: string, mark: string])[];
  /** Paths that a link is part of, and where they lead. */
  readonly links: readonly (readonly [path: string, target: string])[];
}

/** `asked` has what was looked for, `seen` a digest of what was found, or "" where the stamp is enough; the stamp is "" where it does not tell about changes. */
type Directory = readonly [path: string, stamp: string, asked: string, seen: string];

const [LISTED, OUTLINED] = ["//", "/"];

/** When the run began whose looks are kept, by `Date.now()`, and where. */
export interface FootprintOptions {
  /** Absolute. */
  readonly root: string;
  readonly startedAt: number;
}

/** What a run has looked at; undefined where nobody can tell whether it changed meanwhile. `isKnown` says which files (absolute) the key has. */
export function footprintOf(
  looks: Looks,
  { root, startedAt }: FootprintOptions,
  isKnown: (file: string) => boolean = () => false,
): Footprint | undefined {
  const toLocal = localTo(root);
  const files: (readonly [string, string])[] = [];
  for (const file of looks.files) {
    if (isKnown(file)) continue;
    const mark = markOf(file, startedAt);
    if (mark === undefined) return undefined;
    files.push([toLocal(file), mark]);
  }
  const directories = [...withAncestors(looks.directories, root)].map(([path, { look, names, stats }]): Directory => {
    const asked = [...names, ...(look.isListed ? [LISTED] : look.isOutlined ? [OUTLINED] : [])].join("\0");
    // Folders above the root change all the time, for reasons that are nobody's here.
    const stamp = stats && (path === root || isBelow(root, path)) ? settledStamp(stats, startedAt) : "";
    const seen = stamp !== "" && isInPackage(path) ? "" : digestOf(describeLook(path, { ...look, names }));
    return [toLocal(path), stamp, asked, seen];
  });
  return { directories, files, links: [...looks.links].map(([path, target]) => [toLocal(path), toLocal(target)]) };
}

/** Whether another run would see what is in a footprint. */
export function isAsSeen({ directories, files, links }: Footprint, root: string): boolean {
  const at = (path: string): string => join(root, path);
  return (
    files.every(([path, mark]) => isMarked(at(path), mark)) &&
    directories.every((each) => isSeen(at(each[0]), each)) &&
    links.every(([path, target]) => nearestRealPath(at(path)) === at(target))
  );
}

/** Two footprints as one. */
export function joinFootprints(one: Footprint, other: Footprint | undefined): Footprint {
  if (!other) return one;
  return {
    directories: [...one.directories, ...other.directories],
    files: [...one.files, ...other.files],
    links: [...one.links, ...other.links],
  };
}

/** What was looked for in a folder, and what the disk says of it. */
interface LookedAt {
  readonly look: DirectoryLook;
  readonly names: Set<string>;
  stats?: FileStats | undefined;
}

/**
 * The directories that are there. Whether a folder is a link, or not there, is seen in the one around it, so these count too, up to the
 * root.
 */
function withAncestors(looks: Looks["directories"], root: string): ReadonlyMap<string, LookedAt> {
  const all = new Map<string, LookedAt>([...looks].map(([path, look]) => [path, { look, names: new Set(look.names) }]));
  // The map grows while it is walked.
  for (const [path, own] of all) {
    own.stats = statsAt(path);
    const isMissing = !own.stats?.isDirectory();
    const parent = dirname(path);
    if (isMissing) all.delete(path);
    if (parent === path || !(isMissing || isBelow(root, path))) continue;
    const around = all.get(parent) ?? { look: lookLater(parent), names: new Set() };
    all.set(parent, around);
    around.names.add(basename(path));
  }
  // A repository can move, with the folders around it.
  for (let at = root; dirname(at) !== at; at = dirname(at)) all.get(dirname(at))?.names.delete(basename(at));
  return all;
}

/** A look at a folder that is listed once somebody asks what it has. */
export function lookLater(folder: string, isListed = false): DirectoryLook & { readonly names: Set<string> } {
  let known: DirectoryLook["found"] | undefined;
  return {
    get found() {
      return (known ??= listDirectory(folder));
    },
    ...{ names: new Set<string>(), isListed, isOutlined: false },
  };
}

/** Whether a folder is part of an installed package, in which nobody puts files and takes them away again. */
function isInPackage(folder: string): boolean {
  return /[\\/]node_modules[\\/](?!\.)(?:@[^\\/]+[\\/])?[^@\\/]/.test(folder);
}

function isBelow(root: string, path: string): boolean {
  return path.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}

function markOf(file: string, startedAt: number): string | undefined {
  const stats = statsAt(file);
  if (!stats) return "";
  const stamp = settledStamp(stats, startedAt);
  if (stamp !== "") return stamp;
  const bytes = mayHaveChanged(stats, startedAt) ? undefined : findBytes(file, "own");
  return bytes && `=${digestOf(bytes)}`;
}

function isMarked(file: string, mark: string): boolean {
  if (mark.startsWith("=")) {
    const bytes = findBytes(file, "own");
    return bytes !== undefined && `=${digestOf(bytes)}` === mark;
  }
  const stats = statsAt(file);
  return (stats ? stampOf(stats) : "") === mark;
}

function isSeen(path: string, [, stamp, asked, seen]: Directory): boolean {
  const stats = stamp === "" ? undefined : statsAt(path);
  if (stats && stampOf(stats) === stamp) return true;
  const names = new Set(asked.split("\0"));
  const [isListed, isOutlined] = [names.delete(LISTED), names.delete(OUTLINED)];
  return digestOf(describeLook(path, { found: listDirectory(path), names, isListed, isOutlined })) === seen;
}

/** Makes paths relative to a root; nearly all are plain paths below it, and `relative` takes long. */
function localTo(root: string): (path: string) => string {
  const start = root.endsWith(sep) ? root.length : root.length + 1;
  return (path) => (isBelow(root, path) ? path.slice(start) : relative(root, path)).replaceAll("\\", "/");
}

/** A file system may keep times in steps of up to two seconds. */
const COARSEST_CLOCK = 2_000;
/** The clock of local file systems runs behind by less than this, in milliseconds. */
const CLOCK_STEP = 50;

/** A text that changes with a file or directory; machines do not agree on it. */
function stampOf(stats: FileStats): string {
  return `${stats.mtimeMs} ${stats.ctimeMs} ${stats.size} ${stats.ino}`;
}

/**
 * The stamp, or "" if something may yet change in the same tick of the clock as the last change, so that the stamp would stay (git
 * calls it racy); `startedAt` is when the run that reads the content began, in milliseconds.
 */
export function settledStamp(stats: FileStats, startedAt: number): string {
  return changedAt(stats) < startedAt - COARSEST_CLOCK ? stampOf(stats) : "";
}

/** Whether something may have changed after the run began, so that nobody knows which version the run saw. */
export function mayHaveChanged(stats: FileStats, startedAt: number): boolean {
  return changedAt(stats) >= startedAt - CLOCK_STEP;
}

function changedAt({ mtimeMs, ctimeMs }: FileStats): number {
  return Math.max(mtimeMs, ctimeMs);
}
