import path from "node:path";
import type { CommandPlace } from "../../terminal.js";
import { readText, toFileError, writeWhole } from "@godwit/core/disk";
import { type BaselineEntry, editBaseline, mergeBaselines, parseBaseline } from "@godwit/project";
import { UsageError } from "../../failure.js";

/** Merges as git's merge driver; git takes any other exit code than 0 for a conflict. */
export function runBaselineMerge({ cwd }: CommandPlace, base: string, ours: string, theirs: string): number {
  mergeBaselineFiles({ base: path.resolve(cwd, base), ours: path.resolve(cwd, ours), theirs: path.resolve(cwd, theirs) });
  return 0;
}

/** Absolute paths as git passes them to a merge driver. */
interface MergeFiles {
  readonly base: string;
  readonly ours: string;
  readonly theirs: string;
}

/** Merges three versions of a baseline into `ours`. Throws `UsageError` and writes nothing if one of them can't be read as it is. */
function mergeBaselineFiles({ base, ours, theirs }: MergeFiles): void {
  const text = read(ours);
  const merged = mergeBaselines({
    base: entriesOf(base, read(base)),
    ours: entriesOf(ours, text),
    theirs: entriesOf(theirs, read(theirs)),
  });
  try {
    writeWhole(ours, editBaseline(text, merged));
  } catch (error) {
    throw new UsageError(`${ours} can't be written: ${toFileError(ours, error).message}.`);
  }
}

function read(file: string): string {
  try {
    return readText(file, "baseline");
  } catch (error) {
    throw new UsageError(`${file} can't be read: ${toFileError(file, error).message}.`);
  }
}

function entriesOf(file: string, text: string): readonly BaselineEntry[] {
  const { entries, faults } = parseBaseline(text);
  const [fault] = faults.filter(({ code }) => code !== "baseline-duplicate");
  if (fault) throw new UsageError(`Nothing was merged. ${file}:${fault.line} ${fault.message}`);
  return entries;
}
