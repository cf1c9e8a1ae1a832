import { platform } from "node:os";
import { basename, dirname, join } from "node:path";
import {
  digestOf,
  findBytes,
  findText,
  findUnreadable,
  listEntries,
  nearestRealPath,
  ReadingSpace,
  statsAt,
  type FolderEntry,
} from "../disk/index.js";
import { isBlank, parseJsonc } from "./jsonc.js";
import { isRecording, note, noteText, remember } from "./recording.js";

/** The file or directory at a path, links followed; `path` is spelled as on the disk. */
interface TreeEntry {
  readonly kind: "file" | "directory";
  readonly path: string;
  /** The path itself is a link. */
  readonly isLink: boolean;
}

/** The file system as the module service sees it: each directory is listed once, and every answer is kept, also "not there". */
export interface FileTree {
  find(path: string): TreeEntry | undefined;
  /** The same for a name in a directory. */
  findIn(directory: string, name: string): TreeEntry | undefined;
  isFile(path: string): boolean;
  isDirectory(path: string): boolean;
  /** Names in a directory; empty if there is no such directory. */
  list(directory: string): readonly string[];
  /** The folders in a directory, and its JSON files: what decides where packages and projects are. */
  outline(directory: string): Outline;
  /** Notes what decides which file a path without extension means; false if that is more than the names in its directory. */
  notesNamesakes(path: string): boolean;
  /** The path with links followed; if it does not exist, the links of its nearest existing ancestor. */
  real(path: string): string;
  /** The text of a file; undefined for what is no regular file, or too large. */
  read(path: string): string | undefined;
  /** The text of a file of settings, or undefined; what is there and can't be read is kept as a fault. */
  settings(path: string): string | undefined;
  /** Whether a file of settings is there, or something in its place that can't be read. */
  hasSettings(path: string): boolean;
  /** Whether a file of settings is missing, or one that may be read; what can't be read is kept as a fault. */
  isSound(path: string): boolean;
  /** Looks at the `package.json` and `tsconfig.json` of a folder and of those around it, once each. */
  lookUpwards(directory: string): void;
  /** The files of settings that are there and can't be read, with the reasons. */
  readonly faults: ReadonlyMap<string, string>;
  /** The files of settings that were read and hold no JSON object, with the reasons; those of installed packages are left out. */
  readonly misspelled: ReadonlyMap<string, string>;
  /** The object in a JSON file (comments allowed); undefined if there is no such file or it does not parse. */
  json(path: string): Readonly<Record<string, unknown>> | undefined;
}

/** Names in a directory, in its order. */
export interface Outline {
  /** Links among them lead to folders. */
  readonly folders: readonly string[];
  readonly jsons: readonly string[];
}

/** Modules that are asked about are many, and only their texts are kept. */
const SPACE = new ReadingSpace();
const NO_OBJECT = "it holds no JSON object. Mend its syntax";

/** A special file is a pipe, a device or a socket: it is never opened. */
type Kind = "file" | "directory" | "link" | "special";
/** Whether this platform's disks take names of another case for the same. */
export const FOLDS_CASE = ["darwin", "win32"].includes(platform());

/** Creates a tree over the disk; `readFile` can return texts that an editor has not saved yet. */
export function createFileTree(readFile?: (path: string) => string | undefined): FileTree {
  const directories = new Map<string, ReadonlyMap<string, Kind>>();
  const links = new Map<string, TreeEntry | undefined>();
  const reals = new Map<string, string>();
  const faults = new Map<string, string>();
  const misspelled = new Map<string, string>();
  const looked = new Set<string>();
  const jsons = new Map<string, Readonly<Record<string, unknown>> | undefined>();

  const entries = (directory: string): ReadonlyMap<string, Kind> => keep(directories, directory, () => listDirectory(directory));

  const find = (path: string): TreeEntry | undefined => {
    const parent = dirname(path);
    return parent === path ? { kind: "directory", path, isLink: false } : findIn(parent, basename(path));
  };

  const findIn = (directory: string, name: string): TreeEntry | undefined => {
    if (isRecording()) noteEntry(join(directory, name));
    const own = entries(directory);
    const spelled = nameOnDisk(own, name);
    if (spelled === undefined) return undefined;
    const kind = own.get(spelled)!;
    const path = join(directory, spelled);
    if (kind === "link") return keep(links, path, () => entryBehind(path));
    return kind === "special" ? undefined : { kind, path, isLink: false };
  };

  /** A link is noted as well: it may lead elsewhere, or nowhere. */
  const noteEntry = (path: string): void => {
    note("e", path, () => kindIn(entries(dirname(path)), path));
    if (entries(dirname(path)).get(basename(path)) === "link") real(path);
  };

  const isFolderIn = (directory: string, name: string): boolean => {
    const kind = entries(directory).get(name);
    return kind === "directory" || (kind === "link" && find(join(directory, name))?.kind === "directory");
  };

  /** A plain file is where its folder is, which spares a question for each; where names fold, the disk says how they are spelled. */
  const realOf = (path: string): string => {
    const folder = dirname(path);
    if (FOLDS_CASE || entries(folder).get(basename(path)) !== "file") return nearestRealPath(path);
    return join(
      keep(reals, folder, () => nearestRealPath(folder)),
      basename(path),
    );
  };
  const real = (path: string): string => {
    const answer = keep(reals, path, () => realOf(path));
    note("r", path, () => answer);
    return answer;
  };

  const read = (path: string): string | undefined => {
    if (!readFile && isRecording()) return readNoted(path);
    note("t", path);
    if (!readFile) return findText(path, "source", SPACE);
    // A host's own reader waits for a pipe.
    return findUnreadable(path, "source") ? undefined : readFile(path);
  };

  const isSound = (path: string): boolean => {
    const fault = findUnreadable(path, "settings");
    if (fault) faults.set(path, fault.message);
    return fault === undefined;
  };

  const hasSettings = (path: string): boolean =>
    find(path)?.kind === "file" || (entries(dirname(path)).has(basename(path)) && !isSound(path));

  const settings = (path: string): string | undefined => (hasSettings(path) && isSound(path) ? read(path) : undefined);

  return {
    find,
    findIn,
    real,
    isFile: (path) => find(path)?.kind === "file",
    isDirectory: (path) => find(path)?.kind === "directory",
    list(directory) {
      note("l", directory, () => namesIn(directory, entries(directory)));
      return [...entries(directory).keys()];
    },
    outline(directory) {
      note("o", directory, () => outlineIn(directory, entries(directory)));
      const names = namesOfOutline(entries(directory));
      return {
        folders: names.filter((name) => isFolderIn(directory, name)),
        jsons: names.filter((name) => name.endsWith(".json")),
      };
    },
    notesNamesakes(path) {
      const text = namesakesIn(entries(dirname(path)), path);
      if (FOLDS_CASE || /(?:link|directory)$/m.test(text)) return false;
      note("n", path, () => text);
      return true;
    },
    read,
    settings,
    hasSettings,
    isSound,
    faults,
    misspelled,
    lookUpwards(directory) {
      for (let at = directory; !looked.has(at); at = dirname(at)) {
        looked.add(at);
        for (const name of ["package.json", "tsconfig.json"]) isSound(join(at, name));
      }
    },
    json: (path) =>
      remember(jsons, path, () => {
        const text = settings(path);
        const value = text === undefined ? undefined : parseJsonc(text);
        if (isRecord(value)) return value;
        if (text !== undefined && isOwnSettings(path) && !isBlank(text)) misspelled.set(path, NO_OBJECT);
        return undefined;
      }),
  };
}

/** A text whose version is known: it may change while others are read. */
function readNoted(path: string): string | undefined {
  const bytes = findBytes(path, "source", SPACE);
  if (bytes) noteText(path, digestOf(bytes));
  else note("t", path);
  return bytes?.toString("utf8");
}

/** What a directory has at a path: a kind, or "" for nothing. */
export function kindIn(entries: ReadonlyMap<string, Kind>, path: string): string {
  const kind = entries.get(basename(path));
  return kind === "link" ? `link to ${kindBehindLink(path) ?? "nothing"}` : (kind ?? "");
}

/** What a directory has under the name of a path, with any extension or none, as a text. */
export function namesakesIn(entries: ReadonlyMap<string, Kind>, path: string): string {
  const name = basename(path);
  const found: string[] = [];
  for (const each of byBeginning(entries).get(beginningOf(name)) ?? [])
    if (each.startsWith(name) && (each.length === name.length || each[name.length] === "."))
      found.push(`${each} ${entries.get(each)!}`);
  return found.sort().join("\n");
}

const beginnings = new WeakMap<ReadonlyMap<string, Kind>, ReadonlyMap<string, readonly string[]>>();

/** The names in a directory by what they begin with: each import asks for the namesakes of a file, in folders of any size. */
function byBeginning(entries: ReadonlyMap<string, Kind>): ReadonlyMap<string, readonly string[]> {
  const known = beginnings.get(entries);
  if (known) return known;
  const names = new Map<string, string[]>();
  for (const name of entries.keys()) {
    const beginning = beginningOf(name);
    const others = names.get(beginning);
    if (others) others.push(name);
    else names.set(beginning, [name]);
  }
  beginnings.set(entries, names);
  return names;
}

/** A name up to its first dot. */
function beginningOf(name: string): string {
  const dot = name.indexOf(".");
  return dot < 0 ? name : name.slice(0, dot);
}

/** The names in a directory as a text. */
export function namesIn(directory: string, entries: ReadonlyMap<string, Kind>): string {
  return asText(directory, [...entries.keys()]);
}

/** The outline of a directory as a text. */
export function outlineIn(directory: string, entries: ReadonlyMap<string, Kind>): string {
  return asText(directory, namesOfOutline(entries));
}

/** Caches of tools may be all that is new in a folder of packages. */
function asText(directory: string, names: readonly string[]): string {
  return names
    .filter((name) => !name.startsWith(".") || basename(directory) !== "node_modules")
    .sort()
    .join("\0");
}

function namesOfOutline(entries: ReadonlyMap<string, Kind>): string[] {
  return [...entries].filter(([name, kind]) => kind !== "file" || name.endsWith(".json")).map(([name]) => name);
}

/** Like `remember`, for what is a fact of the disk itself. */
function keep<K, V>(cache: Map<K, V>, key: K, compute: () => V): V {
  const known = cache.get(key);
  if (known !== undefined || cache.has(key)) return known as V;
  const value = compute();
  cache.set(key, value);
  return value;
}

/** What a directory has, by name; empty if there is no such directory. */
export function listDirectory(directory: string): ReadonlyMap<string, Kind> {
  return new Map((listEntries(directory) ?? []).map((entry) => [entry.name, kindOf(entry)]));
}

function kindOf(entry: FolderEntry): Kind {
  return entry.isFile() ? "file" : entry.isDirectory() ? "directory" : entry.isSymbolicLink() ? "link" : "special";
}

function nameOnDisk(entries: ReadonlyMap<string, Kind>, name: string): string | undefined {
  if (entries.has(name)) return name;
  if (!FOLDS_CASE) return undefined;
  const folded = name.toLowerCase();
  return [...entries.keys()].find((key) => key.toLowerCase() === folded);
}

function kindBehindLink(path: string): Exclude<Kind, "link"> | undefined {
  const stats = statsAt(path);
  return stats && (stats.isFile() ? "file" : stats.isDirectory() ? "directory" : "special");
}

function entryBehind(link: string): TreeEntry | undefined {
  const kind = kindBehindLink(link);
  return kind === "file" || kind === "directory" ? { kind, path: link, isLink: true } : undefined;
}

/** Not a source map, and nothing of a package that somebody else has made. */
function isOwnSettings(path: string): boolean {
  return path.endsWith(".json") && !/[\\/]node_modules[\\/]/.test(path);
}

/** Whether the value is a plain object of JSON. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The strings of a JSON value that is a string or a list; empty for anything else. */
export function stringsOf(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === "string");
}
