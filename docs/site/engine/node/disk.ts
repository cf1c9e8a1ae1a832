/** Takes the place of `node:fs`: files in memory, which only `setFiles` changes. */
import { Buffer } from "buffer";

interface Entry {
  readonly bytes: Uint8Array;
  /** Tells versions of a file apart, as the time of a change does. */
  readonly version: number;
}

const files = new Map<string, Entry>();
/** The folders, each with the names in it. */
const folders = new Map<string, Set<string>>();
let versions = 0;

/** Makes these the only files there are; the keys are absolute paths. */
export function setFiles(texts: ReadonlyMap<string, string>): void {
  for (const path of files.keys()) if (!texts.has(path)) files.delete(path);
  for (const [path, text] of texts) {
    const bytes = Buffer.from(text, "utf8");
    const known = files.get(path);
    if (!known || Buffer.compare(known.bytes, bytes) !== 0) files.set(path, { bytes, version: ++versions });
  }
  folders.clear();
  folders.set("/", new Set());
  for (const path of files.keys()) addToFolders(path);
}

function addToFolders(path: string): void {
  const end = path.lastIndexOf("/");
  const folder = end === 0 ? "/" : path.slice(0, end);
  const names = folders.get(folder);
  if (names) {
    names.add(path.slice(end + 1));
    return;
  }
  folders.set(folder, new Set([path.slice(end + 1)]));
  addToFolders(folder);
}

class Stats {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
  readonly ino: number;
  readonly mode: number;
  readonly nlink = 1;
  readonly #isFolder: boolean;

  constructor(entry: Entry | undefined) {
    this.#isFolder = entry === undefined;
    this.size = entry?.bytes.length ?? 0;
    this.mtimeMs = this.ctimeMs = this.ino = entry?.version ?? 0;
    this.mode = entry ? 0o100444 : 0o040555;
  }
  isFile = (): boolean => !this.#isFolder;
  isDirectory = (): boolean => this.#isFolder;
  isSymbolicLink = (): boolean => false;
  isFIFO = (): boolean => false;
  isSocket = (): boolean => false;
  isCharacterDevice = (): boolean => false;
  isBlockDevice = (): boolean => false;
}

function cleaned(path: string): string {
  return path === "/" ? path : path.replace(/\/+$/, "");
}

function look(path: string): Stats | undefined {
  const at = cleaned(path);
  const entry = files.get(at);
  return entry || folders.has(at) ? new Stats(entry) : undefined;
}

function failed(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}

export function statSync(path: string, options?: { throwIfNoEntry?: boolean }): Stats | undefined {
  const stats = look(path);
  if (!stats && options?.throwIfNoEntry !== false) throw failed("ENOENT", path);
  return stats;
}

/** There are no links. */
export const lstatSync = statSync;

export function readdirSync(path: string, options?: { withFileTypes?: boolean; encoding?: string }): unknown[] {
  // Names as bytes are asked for to find those that are no UTF-8, and there are none.
  if (options?.encoding === "buffer") return [];
  const at = cleaned(path);
  const names = folders.get(at);
  if (!names) throw failed(files.has(at) ? "ENOTDIR" : "ENOENT", path);
  const sorted = [...names].sort();
  if (!options?.withFileTypes) return sorted;
  return sorted.map((name) => Object.assign(look(`${at === "/" ? "" : at}/${name}`)!, { name }));
}

export const realpathSync = Object.assign(followLinks, { native: followLinks });

function followLinks(path: string): string {
  if (!look(path)) throw failed("ENOENT", path);
  return cleaned(path);
}

const open = new Map<number, Entry & { at: number }>();
let handles = 0;

export function openSync(path: string): number {
  const entry = files.get(path);
  if (!entry) throw failed(look(path) ? "EISDIR" : "ENOENT", path);
  open.set(++handles, { ...entry, at: 0 });
  return handles;
}

export function fstatSync(handle: number): Stats {
  return new Stats(open.get(handle));
}

export function readSync(handle: number, into: Uint8Array, offset: number, length: number): number {
  const file = open.get(handle)!;
  const part = file.bytes.subarray(file.at, file.at + length);
  into.set(part, offset);
  file.at += part.length;
  return part.length;
}

export function closeSync(handle: number): void {
  open.delete(handle);
}

export const constants = { O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_APPEND: 1024, W_OK: 2 };

/** Whatever would write: nothing in the engine does. */
function refuse(path: unknown): never {
  throw failed("EROFS", String(path));
}

export {
  refuse as accessSync,
  refuse as fchmodSync,
  refuse as fchownSync,
  refuse as fsyncSync,
  refuse as ftruncateSync,
  refuse as linkSync,
  refuse as mkdirSync,
  refuse as renameSync,
  refuse as rmSync,
  refuse as writeFileSync,
  refuse as writeSync,
};
