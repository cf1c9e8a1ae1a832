import path from "node:path";
import { makeFolder, removeFile, writeWhole } from "@godwit/core/disk";

/** Writes files (relative to the root) of which none is there, all or none: what was written goes again where one fails. */
export function writeNewFiles(root: string, files: readonly { readonly file: string; readonly text: string }[]): void {
  const written: string[] = [];
  try {
    for (const { file, text } of files) {
      const absolute = path.join(root, file);
      makeFolder(path.dirname(absolute), root);
      writeWhole(absolute, text, { root });
      written.push(absolute);
    }
  } catch (error) {
    for (const absolute of written) removeFile(absolute, root);
    throw error;
  }
}
