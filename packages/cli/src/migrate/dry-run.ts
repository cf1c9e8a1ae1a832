import { describeCheck } from "@godwit/core/contracts";
import { textOf } from "./disk/unit-files.js";
import { describeFormat } from "../check/format-files.js";
import { requireDemands } from "./demands.js";
import { type MigrateOptions } from "./options.js";
import { cleanByTypes, editAll, expectAll, inRounds, type Refused } from "./units/edit-elements.js";
import { type EditedFile, patchOf } from "./units/edit-file.js";
import { type Element, type Job, type OpenJob, openJob, type UnusableFile } from "./units/jobs.js";
import { turnsOf } from "./units/turns.js";
import type { DryRefusal, DryRun, WaveReport } from "../results/schemas.js";
import type { PlannedProject } from "./plan-project.js";
import { openAnswers, openSession, type RunHost, type Session } from "./session.js";
import { proofOf, whyUnproved } from "./units/unit-run.js";
import { editsOf, patchesOfWave, reportsOf } from "./waves/run-waves.js";
import { type PlannedWave, tryWaves } from "./waves/try-waves.js";
import { textOnDisk, type WaveRefusal, type WaveSetting } from "./waves/wave-sites.js";
import { type PhaseWork, workOf } from "./units/work.js";
import { findNow, groupLeft } from "./what-is-left.js";

/** Finds out what a run would change; writes nothing. Undefined if that was interrupted: half a patch helps nobody. */
export async function dryRun(options: MigrateOptions, host: RunHost): Promise<DryRun | undefined> {
  const answers = openAnswers(options, host);
  const question = answers?.questionForToday("dry run", options);
  const known = question === undefined ? undefined : (answers!.find(question) as DryRun | undefined);
  if (known) return known;
  let isTold = true;
  const note = (text: string): void => {
    isTold = false;
    host.listener.note(text);
  };
  const session = openSession(options, { ...host, listener: { ...host.listener, note } }, answers);
  try {
    requireDemands(session.active.contract, session.planned, options, note);
    const changes = await changesOf(session);
    if (!changes || host.interrupt.exitCode !== undefined) return undefined;
    const found = { ...changes, left: changes.files === 0 ? groupLeft(findNow(session), new Set()) : [] };
    // What was said beside it has to be said again.
    if (question !== undefined && isTold) answers!.keep(question, found);
    return found;
  } finally {
    await session.types.end();
  }
}

/** What a run would change, whether or not it may begin. Undefined if that was interrupted. */
async function changesOf(session: Session): Promise<Omit<DryRun, "left"> | undefined> {
  const { active, options, host } = session;
  const phases = workOf(session.planned, options);
  const turns = phases.map((phase) => ({
    phase,
    ...(options.only === undefined ? turnsOf(phase, session) : { code: [], afterWaves: [], tests: [] }),
  }));
  const jobs = turns.flatMap(({ code, afterWaves, tests }) => [...code, ...afterWaves, ...tests]);
  const total = jobs.reduce((sum, { units }) => sum + units.length, 0);
  const waves: DryWave[] = [];
  const kept = new Map<string, string>();
  const patches: string[] = [];
  const refused: DryRefusal[] = [];
  let sites = 0;
  let index = 0;
  /** Whether it was not interrupted. */
  const planAll = async (jobs: readonly Job[]): Promise<boolean> => {
    for (const { job, open } of openInRounds(session, jobs, kept)) {
      const done = index;
      index += job.units.length;
      host.listener.progress(done, total, job.name);
      await host.interrupt.breathe();
      if (host.interrupt.exitCode !== undefined) return false;
      const onDecided = (share: number): void =>
        host.listener.progress(done + Math.floor(share * job.units.length), total, job.name);
      const { unusable, failed, edits } = await planInParts(session, { job, open, onDecided });
      refused.push(...unusable.map(({ file, reason }) => ({ unit: file, reason })), ...failed);
      const reason = typeof edits === "string" ? edits : (await keepInMemory(session, edits))?.reason;
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
    return true;
  };
  for (const { phase, code, afterWaves, tests } of turns) {
    if (!(await planAll(code))) return undefined;
    for (const wave of session.hasWaves ? await wavesOf(session, phase, kept) : []) {
      waves.push(wave);
      refused.push(...wave.refusal);
      patches.push(...wave.patches);
      sites += wave.sites;
    }
    if (!(await planAll([...afterWaves, ...tests]))) return undefined;
  }
  const { before, each, after } = active.contract.validate;
  const commands = [...[...before, ...each].map(describeCheck), ...(options.verify ?? []), ...after.map(describeCheck)];
  return {
    patch: patches.join(""),
    files: new Set(patches.map((patch) => patch.slice(0, patch.indexOf("\n")))).size,
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

/** Opens jobs on top of what is kept, of which the next ones were judged together. */
function* openInRounds(
  { search, types }: Session,
  jobs: readonly Job[],
  kept: ReadonlyMap<string, string>,
): Generator<{ readonly job: Job; readonly open: OpenJob }> {
  for (const round of inRounds(jobs)) {
    const opened = round.map((job) => ({ job, open: openJob({ ...search, textNow: (file) => kept.get(file) }, job) }));
    if (opened.length > 1) expectAll(types, () => opened.map(({ open }) => open));
    yield* opened;
  }
}

/** What all of a job's edits make of its files as they are now. */
interface PlannedInParts {
  readonly unusable: readonly UnusableFile[];
  readonly failed: readonly DryRefusal[];
  /** A text says why they can't be edited. */
  readonly edits: readonly EditedFile[] | string;
}

/** The edits of a job of which parts may be kept: those that hold by types. */
async function planInParts(
  session: Session,
  { job, open, onDecided }: { readonly job: Job; readonly open: OpenJob; readonly onDecided: (share: number) => void },
): Promise<PlannedInParts> {
  const { types, host } = session;
  const search = {
    ...{ types, interrupt: host.interrupt, onDecided, isBySite: job.takesSuggestions },
    whyUnproved: (unseen: readonly string[]) => whyUnproved(proofOf(session), unseen),
  };
  const failures = new Map<Element, Refused>();
  const elements = await cleanByTypes(search, open, failures);
  const told = new Map([...failures].map(([{ unit }, { reason }]) => [`${unit.id}\0${reason}`, { unit: unit.id, reason }]));
  const failed = [...told.values()];
  return { unusable: open.unusable, failed, edits: editAll(open, elements) };
}

interface DryWave {
  readonly reports: readonly WaveReport[];
  readonly patches: readonly string[];
  readonly sites: number;
  readonly refusal: readonly DryRefusal[];
}

/** The edits across files, on top of what the other edits leave in memory. */
async function wavesOf(session: Session, phase: PhaseWork, kept: Map<string, string>): Promise<readonly DryWave[]> {
  const waves: DryWave[] = [];
  for await (const { wave, edits, refusal } of wavesInMemory(session, [phase], kept)) {
    const reason = refusal?.reason;
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

/** A wave that was tried in memory. */
interface TriedWave {
  readonly wave: PlannedWave;
  /** What it would change on top of those before it; none if it can't be kept. */
  readonly edits: readonly EditedFile[];
  /** Why it can't be kept; undefined if it can. */
  readonly refusal: WaveRefusal | undefined;
}

/** Plans the waves of phases in memory, each on top of `kept`, which takes over what they change. */
export async function* wavesInMemory(
  session: Session,
  phases: readonly PhaseWork[],
  kept: Map<string, string>,
): AsyncGenerator<TriedWave> {
  const read = (file: string): string | undefined => kept.get(file) ?? textOnDisk(session.project.root, file);
  const setting: WaveSetting = { session, spared: new Map(), read };
  const tryWave = async (wave: PlannedWave): Promise<TriedWave> => {
    const before = new Map([...wave.texts.keys()].map((file) => [file, kept.get(file)]));
    const edits = editsOf(session.project.root, wave, before);
    if (typeof edits === "string") return { wave, edits: [], refusal: { reason: edits, errorFiles: [] } };
    const refusal = await keepInMemory(session, edits);
    if (refusal) return { wave, edits: [], refusal };
    for (const { file, after } of edits) kept.set(file, textOf(after));
    return { wave, edits, refusal };
  };
  for (const phase of phases) yield* tryWaves(setting, phase, { tryWave, refusalOf: ({ refusal }) => refusal });
}

/** So that the next unit is judged on top of this one; returns why it can't be kept, if it can't. */
async function keepInMemory(session: Session, edits: readonly EditedFile[]): Promise<WaveRefusal | undefined> {
  if (edits.length === 0) return undefined;
  const verdict = await session.types.judge(new Map(edits.map(({ file, after }) => [file, textOf(after)])));
  const reason = verdict.reason ?? whyUnproved(proofOf(session), verdict.unseen);
  if (reason !== undefined) return { reason, errorFiles: [...new Set(verdict.added.map(({ file }) => file))] };
  verdict.keep();
  return undefined;
}

/** What `godwit migrate` would do in a contract, edits across files included, as far as types tell. */
export type AcrossFiles = Pick<DryRun, "sites" | "files" | "waves" | "refused">;

/** Finds out what edits across files would do, with every phase in its turn; writes nothing. Undefined if that was interrupted. */
export async function findAcrossFiles(
  contract: string,
  host: RunHost,
  planned: PlannedProject,
): Promise<AcrossFiles | undefined> {
  const session = openSession({ contract }, host, undefined, planned);
  try {
    const found = await changesOf(session);
    if (!found || host.interrupt.exitCode !== undefined) return undefined;
    const { sites, files, waves, refused } = found;
    return { sites, files, waves, refused };
  } finally {
    await session.types.end();
  }
}
