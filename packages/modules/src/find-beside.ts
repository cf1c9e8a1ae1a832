import { basename, dirname, extname, join } from "node:path";
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
  const directory = dirname(path);
  for (const name of completions(tree, directory, basename(path))) {
    const entry = tree.findIn(directory, name);
    if (entry === undefined) continue;
    const each = join(directory, name);
    return entry.kind === "file" && !entry.isLink && entry.path === each ? each : undefined;
  }
  return undefined;
}

/** No link leads to the folder. */
function isPlainFolder(tree: FileTree, folder: string): boolean {
  return tree.real(folder) === folder;
}

/** What a name in a directory may mean, in the order in which it is tried. */
function completions(tree: FileTree, directory: string, name: string): readonly string[] {
  const extension = extensionOf(name);
  const sources = SOURCES_OF[extension];
  if (sources) return sources.map((each) => stemOf(name) + each);
  if (extension !== "" || extname(name) === ".json") return [name];
  // The file of exactly this name comes first, whatever it is.
  return tree.findIn(directory, name)?.kind === "file" ? [] : PROBED_EXTENSIONS.map((each) => name + each);
}
