import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  openSync,
  renameSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { toFileError } from "./file-error.js";
import { notRegular } from "./read.js";

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
