import { createHash, hash, randomUUID } from "node:crypto";
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  type Stats,
  writeFileSync,
  ftruncateSync,
  linkSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { FileError, toFileError } from "./file-error.js";
import { isWithin, linkStatsAt, listNames, nearestRealPath, realPath } from "./look.js";
import { type FileKind, notRegular, readBytes } from "./read.js";

/** New bytes for a file that is there. */
export interface Replacement {
  /** What the file must have now. */
  readonly expected: Buffer;
  readonly bytes: Buffer;
  /** The folder that the file must be in, links followed. */
  readonly root: string;
  /** Default: a source. */
  readonly kind?: FileKind;
}

/** How a whole file is written. */
export interface WriteOptions {
  /** The folder that the file must be in, links followed; anywhere without it. */
  readonly root?: string;
  /** Of a new file; an old one keeps its own. */
  readonly mode?: number;
  /**
   * Whether the file is on the disk before this returns, even if the machine stops then. What can be made again need not be, and takes the
   * place of one name of a file that has several.
   */
  readonly isDurable?: boolean;
}

/**
 * Replaces a file's bytes in one step, through a temporary file in the same folder; keeps mode and owner. Returns false, and changes
 * nothing, if the bytes on disk are no longer those expected. Throws a `FileError` for what must not be replaced: a link, a file with other
 * names, a file that nobody may write, and everything out of the root.
 */
export function replaceFile(path: string, { expected, bytes, root, kind = "source" }: Replacement): boolean {
  return writeBeside(path, bytes, {
    stats: replaceableStats(path, root),
    isDurable: true,
    isStill: () => readBytes(path, kind).equals(expected),
  });
}

/** Why `replaceFile` would not replace a file, whatever it has; undefined if it would. */
export function findWriteFault(path: string, root: string): FileError | undefined {
  try {
    replaceableStats(path, root);
    return undefined;
  } catch (error) {
    return toFileError(path, error);
  }
}

/** Writes a file, all of it or nothing; what is there must be a regular file. Throws a `FileError`. */
export function writeWhole(
  path: string,
  content: string | Buffer,
  { root, mode = 0o666, isDurable = true }: WriteOptions = {},
): void {
  if (root !== undefined) assertWithin(root, path);
  const stats = linkStatsAt(path);
  if (stats) assertReplaceable(path, stats, isDurable);
  writeBeside(path, content, { stats, mode, isDurable });
  if (isDurable) syncFolder(dirname(path));
}

/** Makes a folder and those around it; none out of the root, links followed. Throws a `FileError`. */
export function makeFolder(folder: string, root?: string): void {
  if (root !== undefined && !isWithin(realPath(root), nearestRealPath(folder))) throw outside(folder, root);
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw toFileError(folder, error);
  }
}

/** Makes a folder in one that is there; false if there is something of its name. Throws a `FileError`. */
export function makeNewFolder(folder: string): boolean {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw toFileError(folder, error);
  }
}

/** Removes a file, if it is there; throws a `FileError`. */
export function removeFile(path: string, root?: string): void {
  if (root !== undefined) assertWithin(root, path);
  try {
    rmSync(path, { force: true });
  } catch (error) {
    throw toFileError(path, error);
  }
}

/** Whether nobody may write a file. The superuser may, and must not: whoever took the right away meant it. */
function isReadOnly({ mode }: Stats): boolean {
  return (mode & 0o222) === 0;
}

/** Removes what writes that were cut off left beside a file. */
export function dropTemporaries(path: string): void {
  const start = temporaryStart(path);
  for (const name of listNames(dirname(path))) if (name.startsWith(start)) removeFile(join(dirname(path), name));
}

/** Makes sure that a folder's new names outlive a stop of the machine; not every system can. */
export function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Windows opens no folders; the names are written soon after.
  }
}

function replaceableStats(path: string, root: string): Stats {
  assertWithin(root, path);
  const stats = linkStatsAt(path);
  if (!stats) throw new FileError(path, "missing", "there is no such file");
  assertReplaceable(path, stats);
  return stats;
}

/** A folder that is tracked may have become a link since. */
function assertWithin(root: string, path: string): void {
  if (!isWithin(realPath(root), realPath(dirname(path)))) throw outside(path, root);
}

function outside(path: string, root: string): FileError {
  return new FileError(path, "outside", `a symbolic link on its way leads out of ${root}. Put a folder in the link's place`);
}

function assertReplaceable(path: string, stats: Stats, isOnlyName = true): void {
  if (stats.isSymbolicLink())
    throw new FileError(path, "link", "it is a symbolic link. Put a regular file in its place, or change what it leads to");
  if (!stats.isFile()) throw notRegular(path, stats);
  if (isOnlyName && stats.nlink > 1) {
    const advice = "Make it a file of its own (copy it, and move the copy over it)";
    throw new FileError(
      path,
      "hard-link",
      `it has ${stats.nlink} names (hard links), and the others would keep the old text. ${advice}`,
    );
  }
  if (isReadOnly(stats) || !mayWrite(path))
    throw new FileError(path, "read-only", "it is write-protected. Allow writing first (chmod u+w), or exclude it");
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** As short for every name, since a name may already be as long as the disk allows. */
function temporaryStart(path: string): string {
  return `.godwit-${createHash("sha256").update(basename(path)).digest("hex").slice(0, 12)}-`;
}

interface Written {
  /** Of the file that is replaced. */
  readonly stats: Stats | undefined;
  readonly mode?: number;
  readonly isDurable: boolean;
  isStill?(): boolean;
}

function writeBeside(path: string, content: string | Buffer, { stats, mode, isDurable, isStill }: Written): boolean {
  const temporary = join(dirname(path), `${temporaryStart(path)}${randomUUID()}`);
  let isDone = false;
  try {
    const handle = openSync(temporary, "wx", stats ? 0o600 : mode);
    try {
      writeFileSync(handle, content);
      if (stats) {
        keepOwner(handle, stats);
        fchmodSync(handle, stats.mode & 0o7777);
      }
      if (isDurable) fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (isStill && !isStill()) return false;
    renameSync(temporary, path);
    isDone = true;
    return true;
  } catch (error) {
    throw toFileError(path, error);
  } finally {
    if (!isDone) dropQuietly(temporary);
  }
}

function keepOwner(handle: number, { uid, gid }: Stats): void {
  const now = fstatSync(handle);
  if (now.uid === uid && now.gid === gid) return;
  try {
    fchownSync(handle, uid, gid);
  } catch {
    // Only the superuser may change a file's owner; the content matters more.
  }
}

/** After a failure the temporary file may never have been made. */
function dropQuietly(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Why the file could not be written is said by the caller.
  }
}

/** A digest of a content: 22 letters, digits, `-` and `_`. */
export function digestOf(content: string | Uint8Array): string {
  // In one call: an object for each digest is slow to make, and slow to collect.
  return hash("sha256", content, "base64url").slice(0, 22);
}

const APPEND =
  constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** Appends bytes to a regular file, which is made if there is none; they are all on the disk when this returns, or none is. */
export function appendDurably(path: string, bytes: Buffer): void {
  withHandle(path, APPEND, (handle, size) => {
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(handle, bytes, written);
      fsyncSync(handle);
    } catch (error) {
      // Half a line would spoil the next one.
      ftruncateSync(handle, size);
      throw error;
    }
  });
}

/** Cuts a regular file off behind some bytes. */
export function cutDurably(path: string, size: number): void {
  withHandle(path, constants.O_RDWR | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0), (handle) => {
    ftruncateSync(handle, size);
    fsyncSync(handle);
  });
}

/** Writes a text to what is no regular file, such as a terminal or a pipe that somebody reads; it waits for the reader. */
export function writeToStream(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw toFileError(path, error);
  }
}

/** Gives a file a second name; false if that name is taken. */
export function linkTo(path: string, second: string): boolean {
  try {
    linkSync(path, second);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw toFileError(second, error);
  }
}

/** Gives a file another name; false if it is gone. */
export function moveFile(path: string, to: string): boolean {
  try {
    renameSync(path, to);
    return true;
  } catch {
    return false;
  }
}

function withHandle(path: string, flags: number, use: (handle: number, size: number) => void): void {
  try {
    const handle = openSync(path, flags, 0o600);
    try {
      const stats = fstatSync(handle);
      if (!stats.isFile()) throw notRegular(path, stats);
      use(handle, stats.size);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw toFileError(path, error);
  }
}
