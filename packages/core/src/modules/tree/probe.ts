import { extname, join, sep } from "node:path";
import type { FileTree } from "./file-tree.js";
import { extensionOf, isDeclaration, OUTPUT_OF, PROBED_EXTENSIONS, SOURCES_OF, stemOf } from "./paths.js";

const MAX_PATH = 4096;

/** The real path of the file that a path leads to: the file itself, its source, a completed name, or a folder's entry. */
export function probe(tree: FileTree, path: string): string | undefined {
  if (path.length > MAX_PATH) return undefined;
  const found =
    path.endsWith(sep) || path.endsWith("/") ? probeFolder(tree, path) : (probeFile(tree, path) ?? probeFolder(tree, path));
  return found === undefined ? undefined : implementationOf(tree, tree.real(found));
}

/** Like `probe`, but never a folder's entry. */
export function probeFile(tree: FileTree, path: string): string | undefined {
  const extension = extensionOf(path);
  const sources = SOURCES_OF[extension];
  if (sources) {
    const stem = stemOf(path);
    const source = firstFile(tree, [...sources.map((each) => stem + each), path]);
    if (source !== undefined) return source;
  }
  const completed = PROBED_EXTENSIONS.map((each) => path + each);
  return firstFile(tree, extname(path) === "" ? [...completed, path] : [path, ...completed]);
}

function firstFile(tree: FileTree, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const entry = tree.find(path);
    if (entry?.kind === "file") return entry.path;
  }
  return undefined;
}

function probeFolder(tree: FileTree, path: string): string | undefined {
  if (!tree.isDirectory(path.length > 1 ? path.replace(/[\\/]+$/, "") : path)) return undefined;
  const json = tree.json(join(path, "package.json"));
  for (const field of ["main", "module", "types", "typings"]) {
    const entry = json?.[field];
    if (typeof entry !== "string") continue;
    const found = probeFile(tree, join(path, entry)) ?? probeFile(tree, join(path, entry, "index"));
    if (found !== undefined) return found;
  }
  return firstFile(
    tree,
    PROBED_EXTENSIONS.map((extension) => join(path, `index${extension}`)),
  );
}

/** The script beside a declaration file: both are the same module, and the script is what runs. */
function implementationOf(tree: FileTree, path: string): string {
  if (!isDeclaration(path)) return path;
  const sources = SOURCES_OF[OUTPUT_OF[extensionOf(path)] ?? ""] ?? [];
  const stem = stemOf(path);
  return (
    firstFile(
      tree,
      sources.map((extension) => stem + extension),
    ) ?? path
  );
}
