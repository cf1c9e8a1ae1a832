import path from "node:path";
import { exists, makeFolder, replaceFile, toFileError, writeWhole } from "@godwit/core/disk";
import { UsageError } from "../usage-error.js";
import type { FileChange } from "./set-up/set-up-part.js";

/** Writes new files and changes those that still are as they were read; throws `UsageError` at the first that can't be written. */
export function writeChanges(root: string, changes: readonly FileChange[]): void {
  for (const { file, before, after, mode } of changes) {
    const target = path.join(root, file);
    try {
      if (before === undefined) {
        if (exists(target)) throw new UsageError(`${file} is there meanwhile, and was left alone. Run the command again.`);
        makeFolder(path.dirname(target), root);
        writeWhole(target, after, { root, ...(mode !== undefined && { mode }) });
      } else if (!replaceFile(target, { expected: Buffer.from(before), bytes: Buffer.from(after), root, kind: "settings" }))
        throw new UsageError(`${file} changed meanwhile, and was left alone. Run the command again.`);
    } catch (error) {
      if (error instanceof UsageError) throw error;
      throw new UsageError(`${file} can't be written: ${toFileError(target, error).message}.`);
    }
  }
}
