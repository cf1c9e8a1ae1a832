import { dirname, extname, join } from "node:path";
import type { FileTree } from "./file-tree.js";
import { extensionOf, PROBED_EXTENSIONS, SOURCES_OF, stemOf } from "./paths.js";

/** A relative path without a query, a fragment or anything else that a resolver reads in a way of its own. */
const PLAIN = /^\.\.?\/[^\0\\?#!%]*[^\0\\?#!%/.]$/;

/**
 * The file that a relative specifier leads to, where no link, folder or setting has a say: there the native resolver would find the same,
 * but it asks the disk each time. Undefined where that is not sure.
 */
export function findBeside(tree: FileTree, from: string, specifier: string): string | undefined {
  if (!PLAIN.test(specifier)) return undefined;
  const path = join(dirname(from), specifier);
  if (!isPlainFolder(tree, dirname(from)) || !isPlainFolder(tree, dirname(path))) return undefined;
  const paths = completions(tree, path);
  for (const each of paths) {
    const entry = tree.find(each);
    if (entry === undefined) continue;
    return entry.kind === "file" && !entry.isLink && entry.path === each ? each : undefined;
  }
  return undefined;
}

/** No link leads to the folder. */
function isPlainFolder(tree: FileTree, folder: string): boolean {
  return tree.real(folder) === folder;
}

/** What a path may mean, in the order in which it is tried. */
function completions(tree: FileTree, path: string): readonly string[] {
  const sources = SOURCES_OF[extensionOf(path)];
  if (sources) return sources.map((extension) => stemOf(path) + extension);
  if (extensionOf(path) !== "" || extname(path) === ".json") return [path];
  // The file of exactly this name comes first, whatever it is.
  return tree.isFile(path) ? [] : PROBED_EXTENSIONS.map((extension) => path + extension);
}
