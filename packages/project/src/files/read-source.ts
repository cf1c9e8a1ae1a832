import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { isUtf8 } from "node:buffer";

/** The largest file that is parsed. */
export const MAX_BYTES = 10 * 1024 * 1024;
const MAX_SCANNED_BYTES = 256 * 1024 * 1024;

/** A file that is valid UTF-8. */
export interface SourceText {
  readonly kind: "text";
  readonly bytes: Buffer;
  readonly hasBom: boolean;
  /** Decoded when it is first asked for, without the byte order mark. */
  readonly text: string;
}

/** The content of a path on disk. */
export type SourceRead =
  | SourceText
  /** The file does not exist (any more), although git knows it. */
  | { readonly kind: "gone" }
  /** `scan` is the text to search for tokens; undefined if nothing could be read. */
  | { readonly kind: "problem"; readonly code: string; readonly message: string; readonly scan?: string };

/** Memory into which one file after the other is read: what was read is gone with the next file, unless `keepSource` copies it. */
export class ReadingSpace {
  #space = Buffer.allocUnsafeSlow(1 << 16);

  /** All bytes of an open file of about this size; undefined if it has grown meanwhile. */
  read(file: number, size: number): Buffer | undefined {
    if (size >= this.#space.length) this.#space = Buffer.allocUnsafeSlow(2 * size);
    let end = 0;
    for (;;) {
      const count = readSync(file, this.#space, end, this.#space.length - end, null);
      end += count;
      if (end === this.#space.length) return undefined;
      if (count === 0 || end === size) return this.#space.subarray(0, end);
    }
  }
}

/** What was read into a `ReadingSpace`, in memory of its own. */
export function keepSource({ bytes, hasBom }: SourceText): SourceText {
  return toSource(Buffer.from(bytes), hasBom);
}

/** Reads a source file; never throws, but returns why it can't be used as one. */
export function readSource(path: string, space?: ReadingSpace): SourceRead {
  try {
    const bytes = readBytes(path, space);
    return Buffer.isBuffer(bytes) ? decodeSource(bytes) : bytes;
  } catch (error) {
    return describeFailure(error as NodeJS.ErrnoException);
  }
}

function readBytes(path: string, space: ReadingSpace | undefined): Buffer | SourceRead {
  // Non-blocking, so that a named pipe does not hang the run.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(file);
    if (!stat.isFile()) return { kind: "problem", code: "not-a-file", message: "This is not a regular file.", scan: "" };
    if (stat.size <= MAX_BYTES) return space?.read(file, stat.size) ?? readFileSync(path);
    return tooLarge(stat.size, stat.size <= MAX_SCANNED_BYTES ? readFileSync(file, "latin1") : undefined);
  } finally {
    closeSync(file);
  }
}

function tooLarge(bytes: number, scan: string | undefined): SourceRead {
  const size = `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  const message = `The file has ${size}; files above 10 MB are not parsed. Exclude it with the contract's "ignores".`;
  return { kind: "problem", code: "too-large", message, ...(scan !== undefined && { scan }) };
}

/** Makes a source of bytes that were read elsewhere, such as from git's index. */
export function decodeSource(bytes: Buffer): SourceRead {
  if (bytes.length > MAX_BYTES) return tooLarge(bytes.length, bytes.toString("latin1"));
  if (bytes.includes(0)) {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    return {
      kind: "problem",
      code: utf16 ? "encoding" : "binary",
      message: utf16
        ? "The file is UTF-16. Save it as UTF-8."
        : 'The file is binary in spite of its name. Exclude it with the contract\'s "ignores".',
      scan: utf16 ? bytes.toString("utf16le") : bytes.toString("latin1"),
    };
  }
  if (!isUtf8(bytes)) {
    return {
      kind: "problem",
      code: "encoding",
      message: "The file is not valid UTF-8. Save it as UTF-8.",
      scan: bytes.toString("latin1"),
    };
  }
  const hasBom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return toSource(bytes, hasBom);
}

function toSource(bytes: Buffer, hasBom: boolean): SourceText {
  let text: string | undefined;
  return {
    ...{ kind: "text", bytes, hasBom },
    get text() {
      return (text ??= bytes.toString("utf8", hasBom ? 3 : 0));
    },
  };
}

function describeFailure(error: NodeJS.ErrnoException): SourceRead {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return { kind: "gone" };
  if (error.code === "ELOOP") {
    return { kind: "problem", code: "symlink-loop", message: "The symbolic link leads back to itself. Remove it.", scan: "" };
  }
  const why =
    error.code === "EACCES" || error.code === "EPERM" ? "permission denied; make it readable" : (error.code ?? error.message);
  return { kind: "problem", code: "unreadable", message: `The file can't be read: ${why}.` };
}
