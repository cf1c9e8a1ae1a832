import path from "node:path";
import { realPath, statsAt, toFileError, writeToStream, writeWhole, type FileError } from "@godwit/core/disk";

/**
 * Writes a result to a file, all of it or nothing: through a temporary file beside it. What is there and is no regular file, such as a
 * pipe, is written to. Returns why it could not be written.
 */
export function writeOutput(file: string, text: string): string | undefined {
  try {
    const stats = statsAt(file);
    if (stats && !stats.isFile()) writeToStream(file, text);
    else writeWhole(stats ? realPath(file) : file, text);
    return undefined;
  } catch (error) {
    return describe(file, toFileError(file, error));
  }
}

function describe(file: string, { fault, message }: FileError): string {
  const start = `The result can't be written to ${file}`;
  if (fault === "missing") return `${start}: make its folder first, with mkdir -p ${path.dirname(file)}`;
  if (fault === "folder") return `${start}: that is a folder.`;
  return `${start}: ${message}.`;
}
