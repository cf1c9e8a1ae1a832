import { isUtf8 } from "node:buffer";
import {
  decodedText,
  findBytes,
  MOST_BYTES,
  rawTextOf,
  readBytes,
  statsAt,
  toFileError,
  type FileError,
  type ReadingSpace,
} from "@godwit/core/disk";

/**
 * A file that is valid UTF-8. It is a class since V8 keeps what a getter of a single object holds until it collects all garbage, which would be
 * the bytes of every file.
 */
export class SourceText {
  readonly kind = "text";
  #text: string | undefined;

  constructor(
    readonly bytes: Buffer,
    readonly hasBom: boolean,
  ) {}

  /** The bytes as a text of one character each: to search for ASCII. */
  get raw(): string {
    return rawTextOf(this.bytes);
  }

  /** Decoded when it is first asked for, without the byte order mark. */
  get text(): string {
    return (this.#text ??= decodedText(this.hasBom ? this.bytes.subarray(3) : this.bytes));
  }
}

/** The content of a path on disk. */
export type SourceRead =
  | SourceText
  /** The file does not exist (any more), although git knows it. */
  | { readonly kind: "gone" }
  /** `scan` is the text to search for tokens; undefined if nothing could be read. */
  | { readonly kind: "problem"; readonly code: string; readonly message: string; readonly scan?: string };

/** What was read into a `ReadingSpace`, in memory of its own. */
export function keepSource({ bytes, hasBom }: SourceText): SourceText {
  return new SourceText(Buffer.from(bytes), hasBom);
}

/** Reads a source file; never throws, but returns why it can't be used as one. */
export function readSource(path: string, space?: ReadingSpace): SourceRead {
  try {
    return decodeSource(readBytes(path, "source", space));
  } catch (error) {
    return describeFailure(toFileError(path, error));
  }
}

function tooLarge(bytes: number | undefined, scan: string | undefined): SourceRead {
  const size = bytes === undefined ? "too many bytes" : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  const message = `The file has ${size}; files above 10 MB are not parsed. Exclude it with the contract's "ignores".`;
  return problem("too-large", message, scan);
}

function problem(code: string, message: string, scan?: string): SourceRead {
  return { kind: "problem", code, message, ...(scan !== undefined && { scan }) };
}

/** Makes a source of bytes that were read elsewhere, such as from git's index. */
export function decodeSource(bytes: Buffer): SourceRead {
  if (bytes.length > MOST_BYTES.source) return tooLarge(bytes.length, bytes.toString("latin1"));
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16) return problem("encoding", "The file is UTF-16. Save it as UTF-8.", bytes.toString("utf16le"));
  if (!isUtf8(bytes)) {
    const scan = bytes.toString("latin1");
    // Some have a NUL in a string, which parsers take.
    return bytes.includes(0)
      ? problem("binary", 'The file is binary in spite of its name. Exclude it with the contract\'s "ignores".', scan)
      : problem("encoding", "The file is not valid UTF-8. Save it as UTF-8.", scan);
  }
  const hasBom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return new SourceText(bytes, hasBom);
}

function describeFailure({ fault, message, path }: FileError): SourceRead {
  if (fault === "missing") return { kind: "gone" };
  if (fault === "too-large") return tooLarge(statsAt(path)?.size, findBytes(path, "scanned")?.toString("latin1"));
  if (fault === "folder" || fault === "special") return problem("not-a-file", "This is not a regular file.", "");
  if (fault === "link-loop") return problem("symlink-loop", "The symbolic link leads back to itself. Remove it.", "");
  const why = fault === "denied" ? "permission denied; make it readable" : message;
  return problem("unreadable", `The file can't be read: ${why}.`);
}
