import path from "node:path";
import { mergeBaselineFiles } from "../baseline/merge-files.js";

/** Merges as git's merge driver; git takes any other exit code than 0 for a conflict. */
export function runBaselineMerge([base, ours, theirs]: readonly [string, string, string], cwd: string): number {
  mergeBaselineFiles({ base: path.resolve(cwd, base), ours: path.resolve(cwd, ours), theirs: path.resolve(cwd, theirs) });
  return 0;
}
