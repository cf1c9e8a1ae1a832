import { replaceFile, toFileError } from "@godwit/core/disk";
import { fixInRounds, ruleIdOf, type SourceRead } from "@godwit/project";
import type { FileFindings, FileProblem } from "./finding.js";

/** A file with its safe fixes, not written yet. */
export interface FixedFile {
  /** The findings that are left. */
  readonly left: FileFindings;
  /** Why some fixes were left out. */
  readonly problems: readonly FileProblem[];
  /** The fixed bytes; undefined if nothing changes. */
  readonly after: Buffer | undefined;
}

/** A file that was read and searched. */
export interface FileToFix {
  readonly read: SourceRead & { kind: "text" };
  /** The findings in the text as it was read. */
  readonly first: FileFindings;
  find(text: string): FileFindings;
}

/** Applies the safe edits of a file until nothing changes; an edit with which it would not parse is left out. */
export function fixFile({ read, first, find }: FileToFix): FixedFile {
  const { text, left = first } = fixInRounds<FileFindings>({
    text: read.text,
    findings: first,
    edits: (each) => each.safeEdits(),
    find,
  });
  const problems = brokenFixes(left);
  if (text === read.text) return { left: first, problems, after: undefined };
  return { left, problems, after: Buffer.from((read.hasBom ? "\uFEFF" : "") + text, "utf8") };
}

/** What a fixed file had, and gets. */
interface WrittenFile {
  readonly root: string;
  readonly absolute: string;
  readonly before: Buffer;
  readonly after: Buffer;
}

/** Writes a fixed file (`file` is its path relative to the root); returns the problem if it could not be written. */
export function writeFixed(file: string, { root, absolute, before, after }: WrittenFile): FileProblem | undefined {
  const problem = (code: string, message: string): FileProblem => ({ file, line: 1, column: 1, code, message, isBlocking: true });
  try {
    if (replaceFile(absolute, { expected: before, bytes: after, root })) return undefined;
    return problem("changed-meanwhile", "The file changed while it was being fixed and was left alone. Run the command again.");
  } catch (error) {
    return problem("unwritable", `The fixed file can't be written: ${toFileError(absolute, error).message}.`);
  }
}

function brokenFixes(left: FileFindings): FileProblem[] {
  return left.faults().map(({ finding, fault }) => {
    const { file, line, column } = left.list(finding);
    const message = `The fix of ${ruleIdOf(finding)} would break the file (${fault}), so it was left out. Please report it.`;
    return { file, line, column, code: "broken-fix", message, isBlocking: true };
  });
}
