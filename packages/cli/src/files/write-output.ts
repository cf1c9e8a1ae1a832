import { randomUUID } from "node:crypto";
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/**
 * Writes a result to a file, all of it or nothing: through a temporary file beside it. What is there and is no regular file, such as a
 * pipe, is written to. Returns why it could not be written.
 */
export function writeOutput(file: string, text: string): string | undefined {
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats && !stats.isFile()) writeFileSync(file, text);
    else replace(stats ? realpathSync(file) : file, text, stats?.mode);
    return undefined;
  } catch (error) {
    return describe(file, error as NodeJS.ErrnoException);
  }
}

function replace(file: string, text: string, mode = 0o666): void {
  const temporary = path.join(path.dirname(file), `.godwit-${randomUUID()}`);
  try {
    const handle = openSync(temporary, "wx", mode & 0o777);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function describe(file: string, { code, message }: NodeJS.ErrnoException): string {
  const start = `The result can't be written to ${file}`;
  if (code === "ENOENT" || code === "ENOTDIR") return `${start}: make its folder first, with mkdir -p ${path.dirname(file)}`;
  if (code === "EISDIR") return `${start}: that is a folder.`;
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return `${start}: permission denied.`;
  if (code === "ENOSPC" || code === "EDQUOT") return `${start}: the disk is full.`;
  return `${start}: ${message}`;
}
