import path from "node:path";
import { mergeBaselineFiles } from "../baseline/merge-files.js";
import type { CommandPlace } from "../terminal.js";

/** Merges as git's merge driver; git takes any other exit code than 0 for a conflict. */
export function runBaselineMerge({ cwd }: CommandPlace, base: string, ours: string, theirs: string): number {
  mergeBaselineFiles({ base: path.resolve(cwd, base), ours: path.resolve(cwd, ours), theirs: path.resolve(cwd, theirs) });
  return 0;
}
