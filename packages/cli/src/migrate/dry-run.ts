import { describeCheck } from "@godwit/core/contracts";
import type { ShownTypeError } from "@godwit/program";
import { describeFormat } from "../check/format-files.js";
import { requireDemands } from "./demands.js";
import { cleanByTypes, editAll, type Refused } from "./edit-elements.js";
import { patchOf } from "./patch.js";
import type { EditedFile } from "./edit-file.js";
import { jobsOf, openJob, type Element, type Job, type UnusableFile } from "./jobs.js";
import { keepInMemory } from "./keep-in-memory.js";
import { editsAcrossFiles, type MigrateOptions } from "./options.js";
import { openSession, type RunHost, type Session } from "./session.js";
import { textOf } from "./verify-types.js";
import type { WaveReport } from "./report.js";
import { patchesOfWave, reportsOf } from "./waves/run-waves.js";
import { wavesInMemory } from "./waves/waves-in-memory.js";
import { workOf, type PhaseWork } from "./work.js";

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
  /** Edits across files, those for types with an entry for each type; their patches come last, as they are on top of the others. */
  readonly waves: readonly WaveReport[];
  /** Type errors that would read differently, where they would be: there nothing is proved. */
  readonly rewordedErrors: readonly ShownTypeError[];
  /** Commands that a run would run, which may refuse more. */
  readonly commands: readonly string[];
  /** What a person should know of who judged. */
  readonly notes: readonly string[];
  /** The command that formats what a run writes; the patch is not formatted. */
  readonly format: string | null;
}

/** Finds out what a run would change; writes nothing. Undefined if that was interrupted: half a patch helps nobody. */
export async function dryRun(options: MigrateOptions, host: RunHost): Promise<DryRun | undefined> {
  const session = openSession(options, host);
  try {
    requireDemands(session.active.contract, session.planned, options);
    const found = await changesOf(session);
    return host.interrupt.exitCode === undefined ? found : undefined;
  } finally {
    session.types.end();
  }
}

/** What a run would change, whether or not it may begin. Undefined if that was interrupted. */
export async function changesOf(session: Session): Promise<DryRun | undefined> {
  const { active, options, host } = session;
  const phases = workOf(session.planned, options);
  const jobs = options.only === undefined ? phases.flatMap(({ units }) => jobsOf(units, session)) : [];
  const kept = new Map<string, string>();
  const patches: string[] = [];
  const refused: DryRefusal[] = [];
  let sites = 0;
  for (const [index, job] of jobs.entries()) {
    host.listener.progress(index, jobs.length, job.name);
    await host.interrupt.breathe();
    if (host.interrupt.exitCode !== undefined) return undefined;
    const { unusable, failed, edits } = await planInParts(session, job);
    refused.push(...unusable.map(({ file, reason }) => ({ unit: file, reason })), ...failed);
    const reason = typeof edits === "string" ? edits : await keepInMemory(session, edits);
    if (typeof edits === "string" || reason !== undefined) {
      refused.push({ unit: job.name, reason: reason! });
      continue;
    }
    for (const edit of edits) {
      kept.set(edit.file, textOf(edit.after));
      const patch = patchOf(edit);
      if (patch === "") continue;
      patches.push(patch);
      sites += edit.sites.length;
    }
  }
  const waves = !editsAcrossFiles(options) ? [] : await wavesOf(session, phases, kept);
  for (const { refusal } of waves) refused.push(...refusal);
  const wavePatches = waves.flatMap(({ patches: own }) => own);
  sites += waves.reduce((sum, wave) => sum + wave.sites, 0);
  const { before, each, after } = active.contract.validate;
  const commands = [...[...before, ...each].map(describeCheck), ...(options.verify ?? []), ...after.map(describeCheck)];
  return {
    patch: [...patches, ...wavePatches].join(""),
    files: new Set([...patches, ...wavePatches].map((patch) => patch.slice(0, patch.indexOf("\n")))).size,
    ...{
      sites,
      refused,
      waves: waves.flatMap(({ reports }) => reports),
      rewordedErrors: session.types.reworded,
      commands: [...new Set(commands)],
    },
    notes: await session.types.notes(),
    format: session.format?.map(describeFormat).join(" && ") ?? null,
  };
}

/** What all of a job's edits make of its files as they are on disk. */
interface PlannedInParts {
  readonly unusable: readonly UnusableFile[];
  readonly failed: readonly DryRefusal[];
  /** A text says why they can't be edited. */
  readonly edits: readonly EditedFile[] | string;
}

/** The edits of a job of which parts may be kept: those that hold by types. */
async function planInParts(session: Session, job: Job): Promise<PlannedInParts> {
  const open = openJob(session.search, job);
  const failures = new Map<Element, Refused>();
  const elements = job.canSplit
    ? await cleanByTypes({ types: session.types, interrupt: session.host.interrupt }, open, failures)
    : open.elements;
  const failed = [...failures].map(([{ unit }, { reason }]) => ({ unit: unit.id, reason }));
  return { unusable: open.unusable, failed, edits: editAll(open, elements) };
}

interface DryWave {
  readonly reports: readonly WaveReport[];
  readonly patches: readonly string[];
  readonly sites: number;
  readonly refusal: readonly DryRefusal[];
}

/** The edits across files, on top of what the other edits leave in memory. */
async function wavesOf(session: Session, phases: readonly PhaseWork[], kept: Map<string, string>): Promise<readonly DryWave[]> {
  const waves: DryWave[] = [];
  for await (const { wave, edits, reason } of wavesInMemory(session, phases, kept)) {
    const outcome = reason !== undefined ? "put-back" : edits.length === 0 ? "nothing" : "planned";
    waves.push({
      reports: reportsOf(wave, outcome, reason ?? null),
      patches: patchesOfWave(edits, wave),
      sites: reason === undefined ? wave.sites.length : 0,
      refusal: reason === undefined ? [] : [{ unit: wave.unit, reason }],
    });
  }
  return waves;
}
