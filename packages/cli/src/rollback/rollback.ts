import { join } from "node:path";
import { dropTemporaries } from "@godwit/core/disk";
import { Journal } from "../migrate/journal/journal.js";
import type { RunState } from "../migrate/journal/run-state.js";
import { findWriteFaults, writeFiles } from "../migrate/unit-files.js";
import { UsageError } from "../usage-error.js";
import { planRollback, type RollbackPart, type RollbackPlan } from "./plan-rollback.js";

/** What a rollback did. */
export interface RolledBack extends RollbackPlan {
  /** The files that have their old bytes again, baselines included. */
  readonly restored: readonly string[];
}

/** Undoes a run or a part of it, unless somebody changed one of its files since: then nothing is written. */
export function rollBack(root: string, run: RunState, part: RollbackPart): RolledBack {
  const journal = new Journal(root, run.id);
  for (const { files, baselines } of run.kept) for (const { path } of [...files, ...baselines]) dropTemporaries(join(root, path));
  const plan = planRollback(root, run, journal, part);
  if (plan.changed.length > 0) return { ...plan, restored: [] };
  const faults = findWriteFaults(
    root,
    plan.writes.map(({ file }) => file),
  );
  if (faults !== undefined) throw new UsageError(`${faults}. Nothing was changed.`);
  const time = new Date().toISOString();
  const states = plan.writes.map(({ file, after }) => ({ path: file, digest: journal.keep(after) }));
  journal.append({ type: "rollback-begin", time, files: states });
  writeFiles(root, plan.writes);
  journal.append({ type: "rollback-end", time, files: [...plan.files] });
  return { ...plan, restored: plan.writes.map(({ file }) => file) };
}
