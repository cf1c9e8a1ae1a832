import { SourceSyntaxError } from "@godwit/modules";
import { fixInRounds, type SourceRead } from "@godwit/project";
import { findFaults } from "../host/parse.js";
import { replaceFile } from "../files/write-file.js";
import type { FileProblem } from "./file-problem.js";
import type { FileFindings } from "./finding.js";

/** The findings that are left in a file after its fixes, and why the fixes were not written, if they were not. */
export interface FixedFile {
  readonly left: FileFindings;
  readonly problem?: FileProblem;
  readonly isWritten: boolean;
}

/** A file that was read and searched. */
export interface FileToFix {
  readonly absolute: string;
  /** Relative to the root. */
  readonly file: string;
  readonly read: SourceRead & { kind: "text" };
  /** The findings in the text as it was read. */
  readonly first: FileFindings;
  find(text: string): FileFindings;
}

/** Applies the safe edits of a file until nothing changes and writes it; a text that would not parse is never written. */
export function fixFile({ absolute, file, read, first, find }: FileToFix): FixedFile {
  const untouched = (code: string, message: string): FixedFile => ({
    left: first,
    isWritten: false,
    problem: { file, line: 1, column: 1, code, message, isBlocking: true },
  });
  const {
    text,
    left = first,
    fault,
  } = fixInRounds<FileFindings>({
    text: read.text,
    findings: first,
    edits: (left) => left.safeEdits(),
    find,
    findFault: (next) => newFault(absolute, read.text, next),
  });
  if (fault !== undefined)
    return untouched("broken-fix", `The fixes would break the file (${fault}), so none was applied. Please report it.`);
  if (text === read.text) return { left: first, isWritten: false };
  const bytes = Buffer.from((read.hasBom ? "\uFEFF" : "") + text, "utf8");
  try {
    return replaceFile(absolute, read.bytes, bytes)
      ? { left, isWritten: true }
      : untouched("changed-meanwhile", "The file changed while it was being fixed and was left alone. Run the command again.");
  } catch (error) {
    return untouched("unwritable", `The fixed file can't be written: ${(error as Error).message}`);
  }
}

/** A problem of the new text that the old one did not have. */
function newFault(absolute: string, before: string, after: string): string | undefined {
  try {
    const known = findFaults(absolute, before);
    return findFaults(absolute, after).find((fault) => !known.includes(fault));
  } catch (error) {
    if (error instanceof SourceSyntaxError) return error.message;
    throw error;
  }
}
