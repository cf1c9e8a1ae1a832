import { type Stats, closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { Buffer, isAscii } from "node:buffer";
import { FileError, orUndefined, toFileError } from "./file-error.js";

const MB = 1024 * 1024;

/** How many bytes are read at most of a file of each kind. */
export const MOST_BYTES = {
  contract: MB,
  /** `package.json`, `tsconfig.json`, ignore files, CODEOWNERS, configurations of tools. */
  settings: 8 * MB,
  source: 10 * MB,
  /** Any other text of a repository in which names are looked for. */
  text: MB,
  /** A source file that is too large to be parsed is still searched for words. */
  scanned: 256 * MB,
  baseline: 64 * MB,
  /** What godwit wrote itself: results, caches, journals. */
  own: 512 * MB - 1,
} as const;

/** A kind of file, by what it is read for. */
export type FileKind = keyof typeof MOST_BYTES;

// Non-blocking, so that a named pipe or a terminal does not hang the run.
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

/** Opens a regular file, lets `use` read it, and closes it; throws a `FileError` for everything that is no regular file. */
function withRegularFile<T>(path: string, use: (handle: number, size: number) => T): T {
  let handle: number;
  try {
    handle = openSync(path, FLAGS);
  } catch (error) {
    throw toFileError(path, error);
  }
  try {
    const stats = fstatSync(handle);
    if (!stats.isFile()) throw notRegular(path, stats);
    return use(handle, stats.size);
  } catch (error) {
    throw toFileError(path, error);
  } finally {
    closeSync(handle);
  }
}

/** Why something that is no regular file is not used. */
export function notRegular(path: string, stats: Stats): FileError {
  if (stats.isDirectory()) return new FileError(path, "folder", "it is a folder");
  const what = stats.isFIFO()
    ? "a named pipe"
    : stats.isSocket()
      ? "a socket"
      : stats.isCharacterDevice() || stats.isBlockDevice()
        ? "a device"
        : "something else";
  return new FileError(path, "special", `it is no regular file but ${what}. Put a regular file in its place`);
}

/** Memory into which one file after the other is read: what was read is gone with the next file. */
export class ReadingSpace {
  #space = Buffer.allocUnsafeSlow(1 << 16);

  /** All bytes of an open file of about this size; undefined if it has grown meanwhile. */
  read(handle: number, size: number): Buffer | undefined {
    if (size >= this.#space.length) this.#space = Buffer.allocUnsafeSlow(2 * size);
    let end = 0;
    for (;;) {
      const count = readSync(handle, this.#space, end, this.#space.length - end, null);
      end += count;
      if (end === this.#space.length) return undefined;
      if (count === 0 || end === size) return this.#space.subarray(0, end);
    }
  }
}

/** The bytes of a regular file of a kind, in `space` where that is given; throws a `FileError`. */
export function readBytes(path: string, kind: FileKind, space?: ReadingSpace): Buffer {
  return withRegularFile(path, (handle, size) => {
    const most = MOST_BYTES[kind];
    if (size > most) throw tooLarge(path, size, most);
    // The place in the file has moved where the space was too small.
    const inSpace = size > 0 ? space?.read(handle, size) : undefined;
    return inSpace ?? (space && size > 0 ? readBytes(path, kind) : readWhole(path, { handle, size, most }));
  });
}

/** The same as UTF-8 text, with its byte order mark. */
export function readText(path: string, kind: FileKind): string {
  return readBytes(path, kind).toString("utf8");
}

/** The bytes of a regular file of a kind, in `space` where that is given; undefined where nothing can be read. */
export function findBytes(path: string, kind: FileKind, space?: ReadingSpace): Buffer | undefined {
  return orUndefined(() => readBytes(path, kind, space));
}

/** The text of a regular file of a kind; undefined where nothing can be read. `space` may be used again afterwards. */
export function findText(path: string, kind: FileKind, space?: ReadingSpace): string | undefined {
  return findBytes(path, kind, space)?.toString("utf8");
}

interface OpenFile {
  readonly handle: number;
  readonly size: number;
  readonly most: number;
}

/** What an open file has; files that the system makes up say no size, and one may have no end. */
function readWhole(path: string, { handle, size, most }: OpenFile): Buffer {
  let space = Buffer.allocUnsafe(size > 0 ? size : 4096);
  let end = 0;
  for (;;) {
    const count = readSync(handle, space, end, space.length - end, null);
    end += count;
    if (count === 0 || (size > 0 && end === size)) return space.subarray(0, end);
    if (end > most) throw tooLarge(path, end, most);
    if (end === space.length) space = Buffer.concat([space], 2 * space.length);
  }
}

function tooLarge(path: string, size: number, most: number): FileError {
  const has = size > most && size < 1e12 ? `it has ${(size / MB).toFixed(1)} MB` : "it is too large";
  return new FileError(path, "too-large", `${has}, and at most ${Math.round(most / MB)} MB are read`);
}

let last: { readonly bytes: Buffer; readonly raw: string } | undefined;

/** Bytes as a text of one character each, in which ASCII can be searched without decoding; made once for those who ask one after the other. */
export function rawTextOf(bytes: Buffer): string {
  if (last?.bytes !== bytes) last = { bytes, raw: bytes.toString("latin1") };
  return last.raw;
}

/** Bytes of UTF-8 without a byte order mark as a text; most files are ASCII, and `rawTextOf` has that. */
export function decodedText(bytes: Buffer): string {
  return isAscii(bytes) ? rawTextOf(bytes) : bytes.toString("utf8");
}
