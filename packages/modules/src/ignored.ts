import { dirname, join, relative } from "node:path";
import { minimatch } from "minimatch";
import { createFileTree, type FileTree, remember } from "./file-tree.js";
import { slashed } from "./paths.js";

interface IgnoreLine {
  readonly negated: boolean;
  readonly pattern: string;
}

/** Creates the test whether a path lies in a folder that some `.gitignore` above it (below or at `top`, where given) ignores. */
export function createIgnored(tree: FileTree, top?: string): (path: string) => boolean {
  const files = new Map<string, readonly IgnoreLine[]>();
  const folders = new Map<string, boolean>();

  const lines = (directory: string) => remember(files, directory, () => readLines(tree, join(directory, ".gitignore")));

  const isIgnored = (path: string): boolean =>
    remember(folders, path, () => {
      const parent = dirname(path);
      if (parent === path || path === top) return false;
      if (isIgnored(parent)) return true;
      // The nearest file decides, its last line first.
      for (let at = parent; ; at = dirname(at)) {
        const local = slashed(relative(at, path));
        const line = lines(at).findLast((each) => minimatch(local, each.pattern, { dot: true }));
        if (line) return !line.negated;
        if (at === top || tree.find(join(at, ".git")) || dirname(at) === at) return false;
      }
    });

  return isIgnored;
}

/** The same below a root that no repository looks after: what the `.gitignore` files in it say. */
export function createIgnoredBelow(root: string): (path: string) => boolean {
  return createIgnored(createFileTree(), root);
}

function readLines(tree: FileTree, path: string): readonly IgnoreLine[] {
  const text = tree.isFile(path) ? tree.read(path) : undefined;
  return (text ?? "").split(/\r?\n/).flatMap((raw) => {
    const line = raw.replace(/(?<!\\)\s+$/, "");
    if (line === "" || line.startsWith("#")) return [];
    const negated = line.startsWith("!");
    const body = line.slice(negated ? 1 : 0).replace(/\/+$/, "");
    // A slash before the end ties the pattern to its folder; without one it holds at any depth.
    return { negated, pattern: body.includes("/") ? body.replace(/^\//, "") : `**/${body}` };
  });
}
