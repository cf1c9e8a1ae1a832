import { basename, dirname, extname, join } from "node:path";
import type { FileTree } from "../tree/file-tree.js";
import { PROBED_EXTENSIONS, SOURCES_OF, extensionOf, stemOf } from "../tree/paths.js";

/** A relative path without a query, a fragment or anything else that a resolver reads in a way of its own. */
const PLAIN = /^\.\.?\/[^\0\\?#!%]*[^\0\\?#!%/.]$/;

/** A relative specifier in a file. */
export interface BesideQuery {
  /** Absolute path of the file. */
  readonly from: string;
  readonly specifier: string;
  /** Whether a folder of that name means its `index` file; with `rootDirs` it may mean another file. */
  readonly inFolders: boolean;
}

/**
 * The file that a relative specifier leads to, where no link or setting has a say: there the native resolver would find the same, but it asks
 * the disk each time. Undefined where that is not sure.
 */
export function findBeside(tree: FileTree, { from, specifier, inFolders }: BesideQuery): string | undefined {
  if (!PLAIN.test(specifier)) return undefined;
  const path = join(dirname(from), specifier);
  if (!isPlainFolder(tree, dirname(from)) || !isPlainFolder(tree, dirname(path))) return undefined;
  const found = firstPlain(tree, dirname(path), completions(tree, dirname(path), basename(path)));
  if (found !== undefined) return found.path;
  return inFolders && extname(path) === "" ? findIndex(tree, path) : undefined;
}

/** What the first of some names that a directory has leads to: a path, unless it is no plain file. */
function firstPlain(
  tree: FileTree,
  directory: string,
  names: readonly string[],
): { readonly path: string | undefined } | undefined {
  for (const name of names) {
    const entry = tree.findIn(directory, name);
    if (entry === undefined) continue;
    const each = join(directory, name);
    return { path: entry.kind === "file" && !entry.isLink && entry.path === each ? each : undefined };
  }
  return undefined;
}

/** The `index` file of a folder without a `package.json`, which could name another one. */
function findIndex(tree: FileTree, path: string): string | undefined {
  const folder = tree.findIn(dirname(path), basename(path));
  if (folder?.kind !== "directory" || folder.isLink || folder.path !== path) return undefined;
  if (tree.findIn(path, "package.json") !== undefined || tree.findIn(path, "index") !== undefined) return undefined;
  const names = PROBED_EXTENSIONS.map((extension) => `index${extension}`);
  return firstPlain(tree, path, names)?.path;
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
