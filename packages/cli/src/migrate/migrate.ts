import { UsageError } from "../failure.js";
import { requireProject, selectContracts } from "../project.js";
import { runningOnce } from "./commands.js";
import { openBranch } from "./disk/commit.js";
import { confirmKept } from "./types/verify-types.js";
import { requireDemands } from "./demands.js";
import { type MigrateOptions } from "./options.js";
import { Journal } from "./journal/journal.js";
import type { RunState } from "./journal/run-state.js";
import type { StartRecord } from "./journal/records.js";
import { Migration, touchedFiles } from "./migration.js";
import type { MigrateReport, NotBegun } from "../results/schemas.js";
import { openSession, type RunHost, type Session } from "./session.js";
import { headOf, requireCleanTree } from "./disk/working-tree.js";
import { workOf } from "./units/work.js";

/** What became of several contracts. */
export interface Migrated {
  readonly reports: readonly MigrateReport[];
  /** Contracts whose turn did not come, each with the reason. */
  readonly notBegun: NotBegun;
}

/** A contract's run, with what it was opened with. */
interface Begun {
  readonly session: Session;
  readonly migration: Migration;
  /** Takes a branch away that nothing was committed to; says so. */
  undoBranch(): string | undefined;
}

/**
 * Migrates contracts one after the other, as asked. They share the type checker; the projects' own TypeScript confirms at the end what all of
 * them have kept, and what they run afterwards runs once. `earlier` are runs that go on, by contract. Throws `UsageError` before anything was
 * changed.
 */
export async function migrate(
  asked: readonly MigrateOptions[],
  host: RunHost,
  earlier: ReadonlyMap<string, RunState> = new Map(),
): Promise<Migrated> {
  // What is not there, or can't be used, is said before anything changes.
  if (asked.length > 1)
    selectContracts(
      requireProject(host.cwd),
      asked.map(({ contract }) => contract),
    );
  const series = seriesOf(asked, earlier);
  const all: Begun[] = [];
  const notBegun: NotBegun[number][] = [];
  try {
    for (const options of asked) {
      const whyNot = whyStop(all.at(-1), options);
      const begun = whyNot ?? (await beginNext({ options, series, earlier: earlier.get(options.contract) }, host, all));
      if (typeof begun === "string") notBegun.push({ contract: options.contract, reason: begun });
      else await run(begun, all);
    }
    await end(all, host);
  } finally {
    await all.at(-1)?.session.types.end();
    for (const { migration, undoBranch } of all) if (!migration.hasKept) migration.takeNote(undoBranch());
  }
  return { reports: all.map(({ migration }) => migration.report()), notBegun };
}

/** Why no other contract begins after this one; undefined if it may. */
function whyStop(last: Begun | undefined, { keepGoing }: MigrateOptions): string | undefined {
  if (!last) return undefined;
  const { outcome, id } = last.migration;
  if (outcome === "interrupted") return "the run was interrupted";
  if (outcome === "failed" || (outcome === "stopped" && !keepGoing)) return `${id} did not come to its end`;
  return undefined;
}

/** One contract's part of what was asked. */
interface Part {
  readonly options: MigrateOptions;
  readonly series: StartRecord["series"];
  /** The run that goes on. */
  readonly earlier: RunState | undefined;
}

/** What journals say of several contracts that are migrated by one command, so that `--resume` finds all of them. */
function seriesOf(asked: readonly MigrateOptions[], earlier: ReadonlyMap<string, RunState>): StartRecord["series"] {
  const known = [...earlier.values()].find(({ series }) => series)?.series;
  if (known || asked.length < 2) return known;
  return { began: new Date().toISOString(), contracts: asked.map(({ contract }) => contract) };
}

/** Begins the run of a contract; a text says why it can't be, where others ran before. */
async function beginNext(part: Part, host: RunHost, all: readonly Begun[]): Promise<Begun | string> {
  const before = all.at(-1)?.session.types;
  await before?.save();
  try {
    return begin(part, before ? { ...host, types: before } : host);
  } catch (error) {
    if (!(error instanceof UsageError) || all.length === 0) throw error;
    return error.message;
  }
}

function begin({ options, series, earlier }: Part, host: RunHost): Begun {
  const session = openSession(options, host);
  const { root } = session.project;
  requireDemands(session.active.contract, session.planned, options);
  const kept = earlier?.kept ?? [];
  const phases = workOf(session.planned, { ...options, mayBeDone: kept.length > 0 });
  const files = touchedFiles(session, phases);
  requireCleanTree(root, files, options, kept);
  const branch = options.branch === undefined ? undefined : openBranch(root, files, options.branch, earlier?.kept);
  const migration = new Migration(session, phases, journalOf(session, series, earlier), kept);
  return { session, migration, undoBranch: () => branch?.undo() };
}

async function run(begun: Begun, all: Begun[]): Promise<void> {
  all.push(begun);
  try {
    await begun.migration.run();
  } catch (error) {
    begun.migration.giveUp();
    throw error;
  }
}

/** Has all that was kept confirmed, and runs what comes after it meanwhile; again, if something was put back. */
async function end(all: readonly Begun[], host: RunHost): Promise<void> {
  const runAfter = async (): Promise<readonly (string | undefined)[]> => {
    const runner = runningOnce(all.at(-1)!.session.runner);
    const faults: (string | undefined)[] = [];
    for (const { migration } of all) faults.push(await migration.runAfter(runner));
    return faults;
  };
  const ran = runAfter();
  // Where the question fails, nothing goes on behind its back.
  const [confirmed] = await Promise.allSettled([confirmAll(all, host, () => ran), ran]);
  if (confirmed.status === "rejected") throw confirmed.reason;
  const faults = await (confirmed.value ? runAfter() : ran);
  for (const [index, fault] of faults.entries()) all[index]!.migration.end(fault);
}

/** Has the projects' own TypeScript confirm what was kept; whether something was put back. `beforePutBack` is waited for before that. */
async function confirmAll(
  all: readonly Begun[],
  { interrupt, listener }: RunHost,
  beforePutBack: () => Promise<unknown>,
): Promise<boolean> {
  if (interrupt.exitCode !== undefined || !all.some(({ migration }) => migration.hasKept)) return false;
  listener.progress(0, 0, "the project's own TypeScript confirms what was kept");
  const { types, project, packageOf } = all.at(-1)!.session;
  const migrated = all.map(({ migration }) => migration);
  const unconfirmed = await confirmKept(types, project.root, migrated, { packageOf, beforePutBack });
  for (const { migration } of all) {
    const own = unconfirmed.get(migration.journal);
    if (own) migration.takeUnconfirmed(own);
  }
  return unconfirmed.size > 0;
}

function journalOf(
  { project: { root }, options, active }: Session,
  series: StartRecord["series"],
  earlier: RunState | undefined,
): Journal {
  const time = new Date().toISOString();
  if (!earlier) {
    const asked = { ...options };
    return Journal.create(root, { time, contract: active.contract.id, asked, head: headOf(root), ...(series && { series }) });
  }
  const journal = new Journal(root, earlier.id);
  journal.append({ type: "resume", time });
  return journal;
}
