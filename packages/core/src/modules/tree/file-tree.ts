import { platform } from "node:os";
import { basename, dirname, join } from "node:path";
import {
  findText,
  findUnreadable,
  listEntries,
  nearestRealPath,
  ReadingSpace,
  statsAt,
  type FolderEntry,
} from "../../disk/index.js";
import { below } from "./paths.js";
import { remember } from "./remember.js";

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
  /** The path with links followed; if it does not exist, the links of its nearest existing ancestor. */
  real(path: string): string;
  /** The text of a file; undefined for what is no regular file, or too large. */
  read(path: string): string | undefined;
  /** The text of a file of settings, or undefined; what is there and can't be read is kept as a fault. */
  settings(path: string): string | undefined;
  /** Takes what somebody has just read of a directory, so that it is not read again. */
  know(directory: string, entries: readonly FolderEntry[]): void;
  /** Whether a file of settings is there, or something in its place that can't be read. */
  hasSettings(path: string): boolean;
  /** Looks at the `package.json` and `tsconfig.json` of a folder and of those around it, once each. */
  lookUpwards(directory: string): void;
  /** The files of settings that are there and can't be read, with the reasons. */
  readonly faults: ReadonlyMap<string, string>;
  /** The files of settings that were read and hold no JSON object, with the reasons; those of installed packages are left out. */
  readonly misspelled: ReadonlyMap<string, string>;
  /** What was looked at so far. */
  readonly looks: Looks;
  /** The object in a JSON file (comments allowed); undefined if there is no such file or it does not parse. */
  json(path: string): Readonly<Record<string, unknown>> | undefined;
}

/** All that answers of a tree depend on. */
export interface Looks {
  /** Directories in which something was looked for, whether they are there or not. */
  readonly directories: ReadonlyMap<string, DirectoryLook>;
  /** Files whose texts, or whose kinds, were asked for. */
  readonly files: ReadonlySet<string>;
  /** Paths that a link is part of, with where they lead. */
  readonly links: ReadonlyMap<string, string>;
}

/** What was looked for in a directory. */
export interface DirectoryLook {
  readonly found: ReadonlyMap<string, Kind>;
  readonly names: ReadonlySet<string>;
  /** Whether somebody wanted to see all names. */
  readonly isListed: boolean;
  /** Whether somebody wanted to see the names of folders and JSON files. */
  readonly isOutlined: boolean;
}

/** Names in a directory, in its order. */
export interface Outline {
  /** Links among them lead to folders. */
  readonly folders: readonly string[];
  /** Those of the folders that are links. */
  readonly linked: ReadonlySet<string>;
  readonly jsons: readonly string[];
}

/** Modules that are asked about are many, and only their texts are kept. */
const SPACE = new ReadingSpace();
const NOTHING: ReadonlyMap<string, Kind> = new Map();
const NO_OBJECT = "it holds no JSON object. Mend its syntax";

/** A special file is a pipe, a device or a socket: it is never opened. */
export type Kind = "file" | "directory" | "link" | "special";
/** Whether this platform's disks take names of another case for the same. */
export const FOLDS_CASE = ["darwin", "win32"].includes(platform());

/** Creates a tree over the disk; `readFile` can return texts that an editor has not saved yet. */
export function createFileTree(readFile?: (path: string) => string | undefined): FileTree {
  const directories = new Map<string, OpenLook>();
  const links = new Map<string, TreeEntry | undefined>();
  const reals = new Map<string, string>();
  const faults = new Map<string, string>();
  const misspelled = new Map<string, string>();
  const looked = new Set<string>();
  const jsons = new Map<string, Readonly<Record<string, unknown>> | undefined>();

  const files = new Set<string>();
  const ways = new Map<string, string>();

  const known = new Map<string, readonly FolderEntry[]>();

  /** What a directory has; mostly what is there around one that is missing says so. */
  const entriesOf = (directory: string): ReadonlyMap<string, Kind> => {
    const entries = known.get(directory);
    known.delete(directory);
    if (entries) return namesOf(entries);
    const [around, name] = [dirname(directory), basename(directory)];
    const isMissing =
      directories.get(around)?.found.has(name) === false || known.get(around)?.every((entry) => entry.name !== name) === true;
    return isMissing && !FOLDS_CASE ? NOTHING : listDirectory(directory);
  };

  const look = (directory: string): OpenLook =>
    keep(directories, directory, () => ({
      ...{ found: entriesOf(directory), names: new Set<string>(), isListed: false, isOutlined: false },
    }));

  const lookFor = (directory: string, name: string): Kind | undefined => {
    const { found, names } = look(directory);
    names.add(name);
    return found.get(name);
  };

  const find = (path: string): TreeEntry | undefined => {
    const parent = dirname(path);
    return parent === path ? { kind: "directory", path, isLink: false } : findIn(parent, basename(path));
  };

  const findIn = (directory: string, name: string): TreeEntry | undefined => {
    const own = look(directory);
    own.names.add(name);
    const spelled = nameOnDisk(own.found, name);
    if (spelled === undefined) return undefined;
    const kind = own.found.get(spelled)!;
    const path = below(directory, spelled);
    if (kind === "special") return undefined;
    if (kind !== "link") return { kind, path, isLink: false };
    real(path);
    return keep(links, path, () => entryBehind(path));
  };

  const isFolderIn = (directory: string, name: string): boolean => {
    const kind = lookFor(directory, name);
    return kind === "directory" || (kind === "link" && find(join(directory, name))?.kind === "directory");
  };

  /**
   * What is no link is where its folder is, which spares a question for each; where names fold, the disk says how they are spelled. Of folders
   * that nobody has read yet it is asked at once.
   */
  const realOf = (path: string): string => {
    const folder = dirname(path);
    const kind = FOLDS_CASE ? undefined : lookFor(folder, basename(path));
    return kind === "file" || kind === "directory" ? below(realFolder(folder), basename(path)) : nearestRealPath(path);
  };
  const realFolder = (folder: string): string =>
    keep(reals, folder, () => {
      const isRead = known.has(dirname(folder)) || directories.has(dirname(folder));
      return isRead ? realOf(folder) : nearestRealPath(folder);
    });
  const real = (path: string): string =>
    keep(reals, path, () => {
      const answer = realOf(path);
      if (answer !== path) ways.set(path, answer);
      return answer;
    });

  const read = (path: string): string | undefined => {
    files.add(path);
    if (!readFile) return findText(path, "source", SPACE);
    // A host's own reader waits for a pipe.
    return findUnreadable(path, "source") ? undefined : readFile(path);
  };

  /** Whether a file of settings is missing, or one that may be read; what can't be read is kept as a fault. */
  const isSound = (path: string): boolean => {
    // Mostly nothing is there, and the directory says so.
    if (!FOLDS_CASE && lookFor(dirname(path), basename(path)) === undefined) return true;
    files.add(path);
    const fault = findUnreadable(path, "settings");
    // A build writes source maps anew, and nobody has to mend one.
    if (fault && !path.endsWith(".map")) faults.set(path, fault.message);
    return fault === undefined;
  };

  const hasSettings = (path: string): boolean => {
    // Mostly nothing is there, and the directory says so.
    if (!FOLDS_CASE && lookFor(dirname(path), basename(path)) === undefined) return false;
    return find(path)?.kind === "file" || (lookFor(dirname(path), basename(path)) !== undefined && !isSound(path));
  };

  const settings = (path: string): string | undefined => (hasSettings(path) && isSound(path) ? read(path) : undefined);

  return {
    find,
    findIn,
    real,
    isFile: (path) => find(path)?.kind === "file",
    isDirectory: (path) => find(path)?.kind === "directory",
    list(directory) {
      const own = look(directory);
      own.isListed = true;
      return [...own.found.keys()];
    },
    outline(directory) {
      const own = look(directory);
      own.isOutlined = true;
      const names = outlineOf(own.found);
      const folders = names.filter((name) => isFolderIn(directory, name));
      return {
        folders,
        linked: new Set(folders.filter((name) => own.found.get(name) === "link")),
        jsons: names.filter((name) => name.endsWith(".json")),
      };
    },
    looks: { directories, files, links: ways },
    know: (directory, entries) => void known.set(directory, entries),
    read,
    settings,
    hasSettings,
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

/** A look that others may add to. */
interface OpenLook extends DirectoryLook {
  readonly names: Set<string>;
  isListed: boolean;
  isOutlined: boolean;
}

/** What a look found, as a text that is the same as long as another look would find the same. */
export function describeLook(directory: string, { found, names, isListed, isOutlined }: DirectoryLook): string {
  const all = [...(isListed ? found.keys() : isOutlined ? outlineOf(found) : [])];
  // Caches of tools may be all that is new in a folder of packages.
  const seen = basename(directory) === "node_modules" ? all.filter((name) => !name.startsWith(".")) : all;
  const asked = [...names].flatMap((name) => {
    const spelled = nameOnDisk(found, name);
    return spelled === undefined ? [] : `${spelled} ${found.get(spelled)!}`;
  });
  return [...seen.sort(), "", ...asked.sort()].join("\0");
}

function outlineOf(found: ReadonlyMap<string, Kind>): string[] {
  return [...found].flatMap(([name, kind]) => (kind !== "file" || name.endsWith(".json") ? name : []));
}

/** Like `remember`, for keys that are paths of their own. */
function keep<K, V>(cache: Map<K, V>, key: K, compute: () => V): V {
  const known = cache.get(key);
  if (known !== undefined || cache.has(key)) return known as V;
  const value = compute();
  cache.set(key, value);
  return value;
}

/** What a directory has, by name; empty if there is no such directory. */
export function listDirectory(directory: string): ReadonlyMap<string, Kind> {
  return namesOf(listEntries(directory) ?? []);
}

/** What runs keep is there for themselves: a run that makes its folder looks at the same repository as the one before it. */
const WORK_FOLDER = ".godwit";

function namesOf(entries: readonly FolderEntry[]): ReadonlyMap<string, Kind> {
  return new Map(entries.flatMap((entry) => (entry.name === WORK_FOLDER ? [] : [[entry.name, kindOf(entry)]])));
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

// What is not closed goes on to the end, so that no text is searched again and again.
const STRING_OR_COMMENT = /"(?:[^"\\]+|\\[^])*(?:"|$)|\/\/[^\n\r]*|\/\*[^]*?(?:\*\/|$)/g;
const STRING_OR_LAST_COMMA = /"(?:[^"\\]+|\\[^])*(?:"|$)|,(?=\s*[\]}])/g;

/** Parses JSON with comments and trailing commas, as tsconfig files have them; undefined where it does not parse. Linear in the text. */
export function parseJsonc(text: string): unknown {
  const source = text.replace(/^\uFEFF/, "");
  return parseQuietly(source) ?? parseQuietly(blank(blank(source, STRING_OR_COMMENT), STRING_OR_LAST_COMMA));
}

/** Whether the text has nothing but blanks and comments: TypeScript takes such a tsconfig for an empty one. */
export function isBlank(text: string): boolean {
  return blank(text.replace(/^\uFEFF/, ""), STRING_OR_COMMENT).trim() === "";
}

/** The text with a blank in place of all that is no string. */
function blank(text: string, noise: RegExp): string {
  return text.replace(noise, (part) => (part.startsWith('"') ? part : " "));
}

function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
