import { requireDemands } from "./demands.js";
import type { EditedFile } from "./edit-file.js";
import { cleanByTypes, editAll, type Refused } from "./edit-elements.js";
import { patchOf } from "./patch.js";
import { jobsOf, openJob, type Element } from "./jobs.js";
import type { MigrateOptions } from "./options.js";
import { openSession, type RunHost, type Session } from "./session.js";
import { textOf } from "./verify-types.js";
import { workOf } from "./work.js";

/** One unit that would not be kept. */
export interface DryRefusal {
  readonly unit: string;
  readonly reason: string;
}

/** What a run would change, as far as the type checker lets it; commands are not run. */
export interface DryRun {
  /** A unified diff that `git apply` takes. */
  readonly patch: string;
  readonly files: number;
  readonly sites: number;
  readonly refused: readonly DryRefusal[];
  /** Commands that a run would run, which may refuse more. */
  readonly commands: readonly string[];
  /** The command that formats what a run writes; the patch is not formatted. */
  readonly format: string | null;
}

/** Finds out what a run would change; writes nothing. */
export async function dryRun(options: MigrateOptions, host: RunHost): Promise<DryRun> {
  const session = openSession(options, host);
  const { active, planned } = session;
  requireDemands(active.contract, planned, options);
  const jobs = workOf(planned, options).flatMap(({ units }) => jobsOf(units, session.active.contract, options));
  const patches: string[] = [];
  const refused: DryRefusal[] = [];
  let sites = 0;
  for (const [index, job] of jobs.entries()) {
    host.listener.progress(index, jobs.length, job.name);
    const open = openJob(session.search, job);
    refused.push(...open.unusable.map(({ file, reason }) => ({ unit: file, reason })));
    const failures = new Map<Element, Refused>();
    const kept = job.canSplit
      ? await cleanByTypes({ types: session.types, interrupt: host.interrupt }, open, failures)
      : open.elements;
    for (const [{ unit }, { reason }] of failures) refused.push({ unit: unit.id, reason });
    const edits = editAll(open, kept);
    const reason = typeof edits === "string" ? edits : keepInMemory(session, edits);
    if (typeof edits === "string" || reason !== undefined) {
      refused.push({ unit: job.name, reason: reason! });
      continue;
    }
    for (const edit of edits) {
      const patch = patchOf(edit);
      if (patch === "") continue;
      patches.push(patch);
      sites += edit.sites.length;
    }
  }
  const { before, each, after } = active.contract.validate;
  const commands = [...before, ...each, ...(options.verify ?? []), ...after];
  return {
    patch: patches.join(""),
    files: patches.length,
    sites,
    refused,
    commands: [...new Set(commands)],
    format: session.format ?? null,
  };
}

/** So that the next unit is judged on top of this one; returns why it can't be kept, if it can't. */
function keepInMemory({ types }: Session, edits: readonly EditedFile[]): string | undefined {
  if (edits.length === 0) return undefined;
  const verdict = types.judge(new Map(edits.map(({ file, after }) => [file, textOf(after)])));
  if (verdict.reason === undefined) verdict.keep();
  return verdict.reason;
}
