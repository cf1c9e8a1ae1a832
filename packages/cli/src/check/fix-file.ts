import { applyTextEdits, type TextEdit } from "@godwit/engine";
import { SourceSyntaxError } from "@godwit/modules";
import type { SourceRead } from "../files/read-source.js";
import { findFaults } from "../host/parse.js";
import { replaceFile } from "../files/write-file.js";
import type { FileProblem } from "./file-problem.js";
import type { FileFindings } from "./finding.js";

/** One round does it all; more are for edits that bring another contract's violation. */
const MAX_ROUNDS = 3;

/** What is left in a file after its fixes, and why they were not written. */
export interface FixedFile {
  readonly left: FileFindings;
  readonly problem?: FileProblem;
}

/** Applies the safe edits of a file until nothing changes and writes it; a text that would not parse is never written. */
export function fixFile(
  absolute: string,
  file: string,
  read: SourceRead & { kind: "text" },
  first: FileFindings,
  find: (text: string) => FileFindings,
): FixedFile {
  let text = read.text;
  let left = first;
  const untouched = (code: string, message: string): FixedFile => ({
    left: first,
    problem: { file, line: 1, column: 1, code, message, isBlocking: true },
  });
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = applyTextEdits(text, safeEdits(left));
    if (next === text) break;
    const fault = newFault(absolute, read.text, next);
    if (fault !== undefined)
      return untouched("broken-fix", `The fixes would break the file (${fault}), so none was applied. Please report it.`);
    left = find(next);
    text = next;
  }
  if (text === read.text) return { left: first };
  const bytes = Buffer.from((read.hasBom ? "\uFEFF" : "") + text, "utf8");
  try {
    return replaceFile(absolute, read.bytes, bytes)
      ? { left }
      : untouched("changed-meanwhile", "The file changed while it was being fixed and was left alone. Run the command again.");
  } catch (error) {
    return untouched("unwritable", `The fixed file can't be written: ${(error as Error).message}`);
  }
}

/** What is wrong with the new text and was not with the old one. */
function newFault(absolute: string, before: string, after: string): string | undefined {
  try {
    const known = findFaults(absolute, before);
    return findFaults(absolute, after).find((fault) => !known.includes(fault));
  } catch (error) {
    if (error instanceof SourceSyntaxError) return error.message;
    throw error;
  }
}

/** The edits of every finding of level fix, as one change. */
export function safeEdits({ open, analysis }: FileFindings): readonly TextEdit[] {
  const fixable = open.map(({ violation }) => violation).filter(({ level }) => level === "fix");
  return fixable.length === 0 ? [] : analysis.fixAll(fixable);
}
