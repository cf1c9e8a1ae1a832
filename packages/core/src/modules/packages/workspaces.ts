import { dirname, join } from "node:path";
import { minimatch } from "minimatch";
import { type FileTree, isRecord, stringsOf } from "../tree/file-tree.js";
import { remember } from "../tree/remember.js";

/** Finds the folders of a repository's workspaces, even if nothing is installed. */
export interface Workspaces {
  /** The folders of the workspaces that the nearest workspace root above `directory` declares. */
  membersFor(directory: string): readonly string[];
  /** Whether members find only those of the others that they declare, as with pnpm. */
  linksOnlyDeclared(directory: string): boolean;
}

const MAX_FOLDERS = 20_000;

/** Creates the lookup of workspaces: package.json (npm, yarn, bun), pnpm-workspace.yaml, lerna.json. */
export function createWorkspaces(tree: FileTree): Workspaces {
  const members = new Map<string, readonly string[]>();

  const membersFor = (directory: string): readonly string[] =>
    remember(members, directory, () => {
      const patterns = workspacePatterns(tree, directory);
      if (patterns.length > 0) return expand(tree, directory, patterns);
      const parent = dirname(directory);
      return parent === directory ? [] : membersFor(parent);
    });

  const linksOnlyDeclared = (directory: string): boolean => {
    if (tree.isFile(join(directory, "pnpm-workspace.yaml"))) return true;
    const parent = dirname(directory);
    return parent !== directory && linksOnlyDeclared(parent);
  };

  return { membersFor, linksOnlyDeclared };
}

function workspacePatterns(tree: FileTree, directory: string): readonly string[] {
  const declared = tree.json(join(directory, "package.json"))?.["workspaces"];
  const listed = stringsOf(isRecord(declared) ? declared["packages"] : declared);
  if (listed.length > 0) return listed;
  const pnpm = tree.settings(join(directory, "pnpm-workspace.yaml"));
  if (pnpm !== undefined) return pnpmPackages(pnpm);
  return stringsOf(tree.json(join(directory, "lerna.json"))?.["packages"]);
}

/** The list under `packages:`, in block or flow style: all of YAML that this file has in practice. */
function pnpmPackages(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.replace(/(?:^|\s)#.*$/, ""));
  const start = lines.findIndex((line) => /^packages\s*:/.test(line));
  if (start < 0) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => /^[^\s-]/.test(line));
  const block = [(lines[start] ?? "").replace(/^packages\s*:/, ""), ...(end < 0 ? rest : rest.slice(0, end))].join("\n");
  const items = block.trimStart().startsWith("[")
    ? block.replace(/[[\]]/g, "").split(",")
    : block.split("\n").map((line) => line.replace(/^\s*-/, ""));
  return items.map((item) => item.trim().replace(/^(["'])(.*)\1$/, "$2")).filter((item) => item !== "");
}

function expand(tree: FileTree, root: string, patterns: readonly string[]): readonly string[] {
  const tidy = (pattern: string) => pattern.replace(/^\.\//, "").replace(/\/+$/, "");
  const excluded = patterns.filter((pattern) => pattern.startsWith("!")).map((pattern) => tidy(pattern.slice(1)));
  const search: FolderSearch = { tree, found: new Map(), foldersLeft: MAX_FOLDERS };
  for (const pattern of patterns) {
    if (!pattern.startsWith("!")) walk(search, root, "", tidy(pattern).split("/"));
  }
  return [...search.found].filter(([path]) => !excluded.some((pattern) => minimatch(path, pattern))).map(([, folder]) => folder);
}

interface FolderSearch {
  readonly tree: FileTree;
  /** Folders with a package.json, by their paths below the root. */
  readonly found: Map<string, string>;
  foldersLeft: number;
}

function walk(search: FolderSearch, folder: string, path: string, pattern: readonly string[]): void {
  const { tree, found } = search;
  if (search.foldersLeft-- <= 0) return;
  const [segment, ...rest] = pattern;
  if (segment === undefined) {
    if (tree.isFile(join(folder, "package.json"))) found.set(path, folder);
    return;
  }
  if (segment === "**") walk(search, folder, path, rest);
  if (!/[*?[{(]/.test(segment)) {
    if (tree.isDirectory(join(folder, segment))) walk(search, join(folder, segment), join(path, segment), rest);
    return;
  }
  for (const name of tree.outline(folder).folders) {
    const isCandidate = name !== "node_modules" && !name.startsWith(".") && (segment === "**" || minimatch(name, segment));
    if (!isCandidate) continue;
    walk(search, join(folder, name), join(path, name), segment === "**" ? pattern : rest);
  }
}
