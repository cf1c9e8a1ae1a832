import path from "node:path";
import { exists } from "@godwit/core/disk";
import { type Baseline, type BaselineEntry, findNotCheckedOut, type Project, readBaselines } from "@godwit/project";
import { contractFile } from "../contracts/compile-draft.js";

/** The baselines of contracts that no longer exist; a broken contract still exists. */
export function orphanBaselines({ root, directory }: Project): Baseline[] {
  return [...readBaselines(root, directory).values()].filter(
    ({ contract }) => !exists(path.join(root, contractFile({ directory }, contract))),
  );
}

/** The files of some entries that belong to the repository and are not on disk, so that their violations are not known to be gone. */
export function notCheckedOut(root: string, entries: readonly BaselineEntry[]): ReadonlySet<string> {
  return findNotCheckedOut(root, [...new Set(entries.map(({ file }) => file))]);
}
