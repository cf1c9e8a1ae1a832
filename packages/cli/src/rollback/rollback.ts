import { Journal } from "../migrate/journal/journal.js";
import type { RunState } from "../migrate/journal/run-state.js";
import { isReadOnly, removeTemporaries, writeFiles } from "../migrate/unit-files.js";
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
  for (const { files, baselines } of run.kept) for (const { path } of [...files, ...baselines]) removeTemporaries(root, path);
  const plan = planRollback(root, run, journal, part);
  if (plan.changed.length > 0) return { ...plan, restored: [] };
  const readOnly = plan.writes.map(({ file }) => file).filter((file) => isReadOnly(root, file));
  if (readOnly.length > 0)
    throw new UsageError(`${readOnly.join(", ")} can't be put back: it is read-only. Nothing was changed.`);
  const time = new Date().toISOString();
  const states = plan.writes.map(({ file, after }) => ({ path: file, digest: journal.keep(after) }));
  journal.append({ type: "rollback-begin", time, files: states });
  writeFiles(root, plan.writes);
  journal.append({ type: "rollback-end", time, files: [...plan.files] });
  return { ...plan, restored: plan.writes.map(({ file }) => file) };
}
