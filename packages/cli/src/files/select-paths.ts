import path from "node:path";
import { statsAt } from "@godwit/core/disk";
import type { ListedFile } from "@godwit/project";
import { Minimatch } from "minimatch";
import { UsageError } from "../usage-error.js";

/** Where paths are looked up. */
export interface PathPlace {
  readonly root: string;
  /** Paths and globs are relative to it. */
  readonly cwd: string;
  /** Whether the files are only a part of the root's, so that a path or glob may match none of them. */
  readonly isPart?: boolean;
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
  if (inside === ".." || inside.startsWith("../") || path.isAbsolute(inside)) {
    throw new UsageError(`${arg} lies outside the root ${root}. Go to its folder, or name its root with -C.`);
  }
  if (inside === "") return files;
  // A file that can belong to no contract (ignored, of another type) is no error, because hooks pass all staged files.
  return files.filter((file) => (kind === "file" ? file.path === inside : file.path.startsWith(`${inside}/`)));
}

function matchGlob(files: readonly ListedFile[], arg: string, { root, cwd, isPart }: PathPlace): readonly ListedFile[] {
  const pattern = new Minimatch(toPosix(path.normalize(arg)), { dot: true });
  const base = toPosix(path.relative(root, cwd));
  const found = files.filter((file) => pattern.match(path.posix.relative(base, file.path)));
  if (found.length > 0 || (isPart && pattern.hasMagic())) return found;
  const why = pattern.hasMagic() ? "matches no source file" : "is neither a file nor a folder";
  throw new UsageError(`${arg} ${why}. Paths and globs are relative to ${cwd}.`);
}

function kindOf(absolute: string): "file" | "folder" | undefined {
  const stats = statsAt(absolute);
  return stats && (stats.isDirectory() ? "folder" : "file");
}

function toPosix(file: string): string {
  return path.sep === "\\" ? file.replaceAll("\\", "/") : file;
}
