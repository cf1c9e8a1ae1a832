import { UsageError } from "../usage-error.js";
import { JournalError, listRuns, readJournal } from "./journal/journal.js";
import { stateOf } from "./journal/run-state.js";
import { makesCommits, type MigrateOptions } from "./options.js";
import { digestOnDisk } from "./unit-files.js";
import { readTree } from "./working-tree.js";

/**
 * Throws `UsageError` if files that a run may change have changes that are in no commit.
 */
export function requireCleanTree(root: string, files: readonly string[], options: MigrateOptions): void {
  if (options.allowDirty) return;
  const { dirty, unknown } = readTree(root, files);
  if (unknown.length > 0)
    throw new UsageError(
      `There is no git that knows ${listShort(unknown)}, so nothing says whether they may be changed. ` +
        "With --allow-dirty godwit keeps a copy of every file that it changes, and godwit rollback puts it back.",
    );
  const foreign = foreignOf(root, dirty, options);
  if (foreign.length > 0)
    throw new UsageError(
      `${listShort(foreign)} ${foreign.length === 1 ? "has" : "have"} changes that are not committed. ` +
        "Commit them, or use --allow-dirty: then godwit keeps a copy of every file that it changes. Nothing was changed.",
    );
}

/** The files among some that a run may not change, as nothing else has a copy of what is in them. */
export function filesToSpare(root: string, files: readonly string[], options: MigrateOptions): ReadonlySet<string> {
  if (options.allowDirty) return new Set();
  const { dirty, unknown } = readTree(root, files);
  return new Set([...foreignOf(root, dirty, options), ...unknown]);
}

/** What earlier runs have kept does not count, as their journals can undo it; but it would slip into a commit. */
function foreignOf(root: string, dirty: readonly string[], options: MigrateOptions): readonly string[] {
  const own = makesCommits(options) ? new Set<string>() : ownStates(root);
  return dirty.filter((file) => !own.has(`${file}\0${digestOnDisk(root, file) ?? ""}`));
}

/** The files that earlier runs have left as they kept them. */
function ownStates(root: string): ReadonlySet<string> {
  const own = new Set<string>();
  for (const id of listRuns(root)) {
    try {
      const read = readJournal(root, id);
      const kept = read ? stateOf(read).kept : [];
      for (const { files, baselines } of kept)
        for (const { path, after } of [...files, ...baselines]) own.add(`${path}\0${after}`);
    } catch (error) {
      // What a journal does not tell is somebody else's.
      if (!(error instanceof JournalError)) throw error;
    }
  }
  return own;
}

/** The first five; the baselines of one folder count as one, since they are committed together. */
function listShort(files: readonly string[]): string {
  const folders = files.map((file) => /^(.*\/\.baseline)\/[^/]+\.txt$/.exec(file)?.[1]);
  const named = files.flatMap((file, index): string[] => {
    const folder = folders[index];
    const own = folders.filter((each) => each === folder).length;
    if (folder === undefined || own === 1) return [file];
    return folders.indexOf(folder) === index ? [`the ${own} baselines in ${folder}`] : [];
  });
  const more = named.length - 5;
  return more > 0 ? `${named.slice(0, 5).join(", ")} and ${more} more files` : named.join(", ");
}
