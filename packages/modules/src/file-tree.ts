import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { platform } from "node:os";
import { basename, dirname, join } from "node:path";
import { parseJsonc } from "./jsonc.js";

/** The file or directory at a path, links followed; `path` is spelled as on the disk. */
interface TreeEntry {
  readonly kind: "file" | "directory";
  readonly path: string;
}

/** The file system as the module service sees it: each directory is listed once, and every answer is kept, also "not there". */
export interface FileTree {
  find(path: string): TreeEntry | undefined;
  isFile(path: string): boolean;
  isDirectory(path: string): boolean;
  /** Names in a directory; empty if there is no such directory. */
  list(directory: string): readonly string[];
  /** The path with links followed; if it does not exist, the links of its nearest existing ancestor. */
  real(path: string): string;
  read(path: string): string | undefined;
  /** The object in a JSON file (comments allowed); undefined if there is no such file or it does not parse. */
  json(path: string): Readonly<Record<string, unknown>> | undefined;
}

type Kind = "file" | "directory" | "link";
/** Whether this platform's disks take names of another case for the same. */
export const FOLDS_CASE = ["darwin", "win32"].includes(platform());

/** Creates a tree over the disk; `readFile` can return texts that an editor has not saved yet. */
export function createFileTree(readFile: (path: string) => string | undefined = readFromDisk): FileTree {
  const directories = new Map<string, ReadonlyMap<string, Kind>>();
  const found = new Map<string, TreeEntry | undefined>();
  const reals = new Map<string, string>();
  const jsons = new Map<string, Readonly<Record<string, unknown>> | undefined>();

  const entries = (directory: string): ReadonlyMap<string, Kind> =>
    remember(directories, directory, () => listDirectory(directory));

  const find = (path: string): TreeEntry | undefined =>
    remember(found, path, () => {
      const parent = dirname(path);
      if (parent === path) return { kind: "directory", path };
      const name = nameOnDisk(entries(parent), basename(path));
      if (name === undefined) return undefined;
      const kind = entries(parent).get(name);
      const onDisk = join(parent, name);
      if (kind !== "link") return kind && { kind, path: onDisk };
      const target = kindBehindLink(onDisk);
      return target && { kind: target, path: onDisk };
    });

  const real = (path: string): string =>
    remember(reals, path, () => {
      try {
        return realpathSync.native(path);
      } catch {
        const parent = dirname(path);
        return parent === path ? path : join(real(parent), basename(path));
      }
    });

  return {
    find,
    real,
    isFile: (path) => find(path)?.kind === "file",
    isDirectory: (path) => find(path)?.kind === "directory",
    list: (directory) => [...entries(directory).keys()],
    read: readFile,
    json: (path) => remember(jsons, path, () => (find(path)?.kind === "file" ? parseObject(readFile(path)) : undefined)),
  };
}

function remember<K, V>(cache: Map<K, V>, key: K, compute: () => V): V {
  const known = cache.get(key);
  if (known !== undefined || cache.has(key)) return known as V;
  const value = compute();
  cache.set(key, value);
  return value;
}

function listDirectory(directory: string): ReadonlyMap<string, Kind> {
  try {
    const list = readdirSync(directory, { withFileTypes: true });
    return new Map(
      list.map((entry) => [entry.name, entry.isDirectory() ? "directory" : entry.isSymbolicLink() ? "link" : "file"]),
    );
  } catch {
    return new Map();
  }
}

function nameOnDisk(entries: ReadonlyMap<string, Kind>, name: string): string | undefined {
  if (entries.has(name)) return name;
  if (!FOLDS_CASE) return undefined;
  const folded = name.toLowerCase();
  return [...entries.keys()].find((key) => key.toLowerCase() === folded);
}

function kindBehindLink(path: string): "file" | "directory" | undefined {
  try {
    return statSync(path).isDirectory() ? "directory" : "file";
  } catch {
    return undefined;
  }
}

function readFromDisk(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function parseObject(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  const value = text === undefined ? undefined : parseJsonc(text);
  return isRecord(value) ? value : undefined;
}

/** Whether the value is a plain object of JSON. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The strings of a JSON value that is a string or a list; empty for anything else. */
export function stringsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string");
}

export { remember };
