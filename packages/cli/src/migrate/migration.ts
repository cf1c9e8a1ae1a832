import type { CheckCommand } from "@godwit/core/contracts";
import { listWords, quoteWord, settingsProblems } from "@godwit/project";
import type { ListedFinding } from "../check/listed-finding.js";
import { askedIn, countPlanned, findNow, lookNow, OpenPhases, groupLeft, nextSteps } from "./what-is-left.js";
import { chooseSites } from "./units/ask-sites.js";
import { type CommandRunner, describeCannotRun, runsOf } from "./commands.js";
import { commitFiles, Commits } from "./disk/commit.js";
import { type Unconfirmed, noteOfReworded } from "./types/verify-types.js";
import { expectAll, inRounds } from "./units/edit-elements.js";
import { isTriedTogether, openJob, type Job } from "./units/jobs.js";
import { turnsOf } from "./units/turns.js";
import type { Journal } from "./journal/journal.js";
import type { KeptRecord, RunOutcome } from "./journal/records.js";
import { makesCommits } from "./options.js";
import type { MigrateReport, UnitResult } from "../results/schemas.js";
import { runJob, type JobResult } from "./units/run-job.js";
import type { Session } from "./session.js";
import { type Stretch, stretchOf, type TakenBack } from "./units/stretch.js";
import { type AttemptContext, attemptContext } from "./units/unit-run.js";
import { digestOnDisk } from "./disk/unit-files.js";
import { filesToSpare } from "./disk/working-tree.js";
import { WaveRun } from "./waves/run-waves.js";
import type { PhaseWork } from "./units/work.js";

/** All files that a run may change. */
export function touchedFiles({ settlement }: Session, phases: readonly PhaseWork[]): readonly string[] {
  const files = phases.flatMap(({ units }) => units.flatMap((unit) => unit.files));
  return files.length === 0 ? [] : [...new Set([...files, ...baselinesOf(settlement)])];
}

function baselinesOf(settlement: Session["settlement"]): readonly string[] {
  return settlement.contracts.flatMap(({ baseline }) => (baseline && baseline.text !== "" ? [baseline.file] : []));
}

/** The run of one contract: phase by phase, job by job. */
export class Migration {
  readonly journal: Journal;
  readonly #started = performance.now();
  readonly #session: Session;
  readonly #phases: readonly PhaseWork[];
  readonly #openPhases: OpenPhases;
  readonly #commits: Commits;
  readonly #before: number;
  /** The files that the run had kept before it was cut off. */
  readonly #keptEarlier: readonly string[];
  #results: UnitResult[] = [];
  readonly #notes: string[] = [];
  readonly #waves: WaveRun;
  readonly #unseen = new Set<string>();
  readonly #blind = new Set<string>();
  /** The files as they were at the start, or as the run has kept them. */
  readonly #digests: Map<string, string | undefined>;
  /** What waits for its commands; undefined where they run for each unit. */
  #stretch: Stretch | undefined;
  /** How much had come of the run before it. */
  #beforeStretch = { results: 0, waves: 0 };
  #stopped: string | undefined;
  #hasFailed = false;

  constructor(session: Session, phases: readonly PhaseWork[], journal: Journal, keptEarlier: readonly KeptRecord[] = []) {
    const { project, active, options } = session;
    this.#session = session;
    this.#phases = phases;
    this.#openPhases = new OpenPhases(session);
    this.journal = journal;
    this.#keptEarlier = keptEarlier.flatMap(({ files }) => files.map(({ path: file }) => file));
    const batches = new Map(phases.flatMap(({ units }) => units.map(({ id, batch }) => [id, batch] as const)));
    this.#commits = new Commits({
      ...{ root: project.root, contract: active.contract, options, journal, kept: keptEarlier },
      batchOf: (unit) => batches.get(unit),
      leftIn: (files) => findNow(session, new Set(files)),
    });
    this.#digests = new Map(touchedFiles(session, phases).map((file) => [file, digestOnDisk(project.root, file)]));
    const others = session.files.map((file) => file.path).filter((file) => !this.#digests.has(file));
    const spared = options.fixesOnly ? new Map<string, string>() : filesToSpare(project.root, others, options, keptEarlier);
    this.#waves = new WaveRun(session, journal, spared);
    this.#before = session.isPlannedAlone ? countPlanned(session, phases) : this.#asked(findNow(session)).length;
    if (isTriedTogether(active.contract, options) && !makesCommits(options) && !session.host.questions)
      this.#stretch = stretchOf(session, journal);
  }

  async run(): Promise<void> {
    const { contract } = this.#session.active;
    const asked = [...new Set(this.#phases.flatMap(({ units }) => units.flatMap(({ files }) => files)))];
    if (asked.length > 0 && (await this.#passes("validate.before", contract.validate.before, asked))) {
      const isTogether = this.#stretch !== undefined;
      await this.#runPhases();
      await this.#holds();
      // What did not hold together is gone over again, unit by unit; what held has nothing left to do.
      if (isTogether && !this.#stretch && !this.#isInterrupted()) await this.#runPhases();
    }
    this.#takeFault(this.#commits.flush());
    if (this.hasKept && !this.#isInterrupted()) this.#notes.push(...(await this.#session.types.notes()));
  }

  /** Runs what comes after all of it, also after other contracts; says what failed. */
  async runAfter(runner: CommandRunner): Promise<string | undefined> {
    const kept = this.#keptFiles;
    if (kept.length === 0 || this.#isInterrupted()) return undefined;
    return this.#findFault("validate.after", this.#session.active.contract.validate.after, kept, runner);
  }

  /** Ends the run with what came of the commands after it. */
  end(fault: string | undefined): void {
    if (fault && !this.#isInterrupted()) this.#fail(fault);
    this.journal.append({ type: "end", time: new Date().toISOString(), outcome: this.outcome });
  }

  /** The files that the run has kept a change of. */
  get #keptFiles(): readonly string[] {
    const now = this.#results.flatMap(({ outcome, files }) => (outcome === "kept" ? files : []));
    return [...new Set([...this.#keptEarlier, ...now])];
  }

  /** Whether all that waits for its commands holds; if not it is taken back, and from now on they run for each unit. */
  async #holds(): Promise<boolean> {
    const takenBack = await this.#stretch?.prove();
    if (takenBack) this.#goBack(takenBack);
    else this.#beforeStretch = { results: this.#results.length, waves: this.#waves.reports.length };
    return !takenBack;
  }

  #goBack({ reason, restored, foreign }: TakenBack): void {
    const { project, host, types } = this.#session;
    this.#stretch = undefined;
    for (const file of restored) this.#digests.set(file, digestOnDisk(project.root, file));
    types.refresh([...restored, ...foreign]);
    project.engine.modules.forget();
    if (this.#isInterrupted()) {
      const end = (result: UnitResult, index: number): UnitResult =>
        index < this.#beforeStretch.results || result.outcome !== "kept" ? result : { ...result, outcome: "put-back", reason };
      this.#results = this.#results.map(end);
      return this.#waves.putBack(new Set(restored), reason);
    }
    // What was not kept is tried again.
    const isDone = ({ outcome }: Pick<UnitResult, "outcome">): boolean => outcome === "kept";
    this.#results = this.#results.slice(0, this.#beforeStretch.results).filter(isDone);
    this.#waves.forgetAfter(this.#beforeStretch.waves);
    if (!this.#hasFailed) this.#stopped = undefined;
    if (this.#stopsWithoutCommand()) return;
    host.listener.note(`${reason}, for all that it was run for at once. That is put back, and tried again one after the other.`);
  }

  /** Puts back what waits for its commands, which nothing will prove. */
  giveUp(): void {
    this.#stretch?.giveUp("the run ended by an error");
  }

  /** Takes note of what the projects' own TypeScript has refused. */
  takeUnconfirmed({ reason, output, restored }: Unconfirmed): void {
    const { project, options, active } = this.#session;
    if (restored.length === 0) return this.#takeFault(reason);
    const gone = new Set(restored);
    const isRefused = ({ outcome, files }: UnitResult): boolean => outcome === "kept" && files.some((file) => gone.has(file));
    // What was kept before the run was cut off is in no result.
    if (!this.#results.some(isRefused)) this.#stopped ??= [reason, output].join("\n").trimEnd();
    const ended = { outcome: "put-back" as const, reason, ...(output !== undefined && { output }) };
    this.#results = this.#results.flatMap((each) => (isRefused(each) ? this.#waves.divide(each, gone, ended) : [each]));
    this.#waves.putBack(gone, reason);
    for (const file of restored) this.#digests.set(file, digestOnDisk(project.root, file));
    project.engine.modules.forget();
    if (!makesCommits(options)) return;
    const committed = commitFiles(project.root, restored, `Put back what the type checker refuses (${active.contract.id})`);
    if ("fault" in committed) this.#takeFault(`git made no commit: ${committed.fault}`);
    else this.#commits.made.push(...committed.commits);
  }

  /** The files that have to move together. */
  get groups(): readonly (readonly string[])[] {
    return this.#phases.flatMap(({ units }) => units.map(({ files }) => files));
  }

  /** The contract's id. */
  get id(): string {
    return this.#session.active.contract.id;
  }

  get hasKept(): boolean {
    return this.#keptEarlier.length > 0 || this.#results.some(({ outcome }) => outcome === "kept");
  }

  takeNote(note: string | undefined): void {
    if (note !== undefined) this.#notes.push(note);
  }

  report(): MigrateReport {
    const { active, options } = this.#session;
    const { contract } = active;
    const looked = lookNow(this.#session);
    const findings = this.#asked(looked.flatMap((each) => each.findings));
    const unread = looked.flatMap(({ problems }) => problems.map(({ file }) => file));
    const putBack = this.#results.flatMap(({ outcome, sites, files }) => (outcome === "put-back" && sites > 0 ? files : []));
    const report = {
      ...{ version: 1 as const, run: this.journal.id, contract: contract.id, title: contract.title },
      ...{ outcome: this.outcome, before: this.#before, after: findings.length },
      ...{ units: this.#results, waves: this.#waves.reports },
      ...{
        left: groupLeft(findings, new Set(putBack)),
        stopped: this.#stopped ?? null,
        rewordedErrors: this.#session.types.reworded,
        notes: [
          ...this.#notes,
          ...settingsProblems(this.#session.project.engine).map(({ file, message }) => `${file}: ${message}`),
          ...notesOf({ unread, unseen: [...this.#unseen], blind: [...this.#blind] }),
          ...noteOfReworded(this.#session.types.reworded),
        ],
        commits: this.#commits.made,
      },
      durationMs: Math.round(performance.now() - this.#started),
    };
    const { before, each, after } = contract.validate;
    const commands = [...[...before, ...each, ...after].map(({ run }) => run), ...(options.verify ?? [])];
    return { ...report, next: nextSteps(report, options, commands) };
  }

  /** The violations that are there now in the phases, or in the files of the batch, that were asked for. */
  #asked(findings: readonly ListedFinding[]): readonly ListedFinding[] {
    const isAsked = askedIn(this.#session, this.#phases);
    return findings.filter(({ file, phase }) => isAsked(file, phase));
  }

  get outcome(): RunOutcome {
    if (this.#isInterrupted()) return "interrupted";
    if (this.#hasFailed) return "failed";
    return this.#stopped === undefined ? "complete" : "stopped";
  }

  #isInterrupted(): boolean {
    return this.#session.host.interrupt.exitCode !== undefined;
  }

  /** Runs the commands of a checkpoint; the first that fails ends the run. */
  async #passes(name: string, commands: readonly CheckCommand[], files: readonly string[]): Promise<boolean> {
    const fault = await this.#findFault(name, commands, files, this.#session.runner);
    if (fault && !this.#isInterrupted()) this.#fail(fault);
    return fault === undefined && !this.#isInterrupted();
  }

  /** Runs the commands of a checkpoint up to the first that fails; says which that was. */
  async #findFault(
    name: string,
    commands: readonly CheckCommand[],
    files: readonly string[],
    runner: CommandRunner,
  ): Promise<string | undefined> {
    const { packageOf } = this.#session;
    const runs = commands.flatMap((command) => runsOf(command, files, packageOf).map((places) => ({ run: command.run, places })));
    for (const { run, places } of runs) {
      const { ok, reason, output } = await runner.run(run, places);
      if (!ok) return `${name}: ${reason}${output === "" ? "" : `\n${output}`}`;
      if (this.#isInterrupted()) return undefined;
    }
    return undefined;
  }

  #fail(fault: string): void {
    this.#hasFailed = true;
    this.#stopped = fault;
  }

  async #runPhases(): Promise<void> {
    const { options, planned } = this.#session;
    const isNamed = options.phase !== undefined || options.batch !== undefined;
    const turns = this.#phases.map((phase) => ({ phase, ...turnsOf(phase, this.#session) }));
    const all = turns.flatMap(({ code, afterWaves, tests }) => [...code, ...afterWaves, ...tests]);
    const total = all.reduce((sum, { units }) => sum + units.length, 0);
    let done = 0;
    for (const { phase, code, afterWaves, tests } of turns) {
      const waitsFor = isNamed ? undefined : this.#openPhaseBefore(phase.name);
      if (waitsFor !== undefined && code.length + afterWaves.length + tests.length > 0) {
        this.#stopped = waiting(phase.name, waitsFor, planned.id);
        return;
      }
      const runAll = async (some: readonly Job[]): Promise<boolean> => {
        for (const round of inRounds(some)) {
          this.#expect(round);
          for (const job of round) {
            if (!(await this.#runNext(job, { phase: phase.name, done, total }))) return false;
            done += job.units.length;
          }
        }
        return true;
      };
      // Code first, also what lies across files, so that a run which is ended has not only changed tests.
      if (!(await runAll(code))) return;
      if (!(await this.#runWaves(phase))) return;
      if (!(await runAll([...afterWaves, ...tests]))) return;
      this.#takeFault(this.#commits.flush());
      if (this.#stopped !== undefined) return;
    }
    this.#session.host.listener.progress(total, total, planned.id);
  }

  /** The edits across files, after those that one file proves; whether the run goes on. */
  async #runWaves(phase: PhaseWork): Promise<boolean> {
    const { hasWaves, host } = this.#session;
    if (!hasWaves) return true;
    const onProgress = (_: number, doing: string): void => host.listener.progress(0, 0, doing);
    const how = { isProvedLater: this.#stretch !== undefined, onProgress };
    for await (const result of this.#waves.run(phase, how)) if (!(await this.#take(result))) return false;
    return !this.#isInterrupted();
  }

  /** Has the next jobs judged together; where a person is asked about each site, nobody knows yet what they write. */
  #expect(jobs: readonly Job[]): void {
    const { host, search, types } = this.#session;
    if (host.questions || jobs.length < 2) return;
    expectAll(types, () => jobs.map((job) => openJob(search, job)));
  }

  /** Runs a job in its turn; whether the run goes on. */
  async #runNext(
    job: Job,
    { phase, done, total }: { readonly phase: string | null; readonly done: number; readonly total: number },
  ): Promise<boolean> {
    const { listener, interrupt } = this.#session.host;
    listener.progress(done, total, job.name);
    await interrupt.breathe();
    if (this.#isInterrupted()) return false;
    return this.#runJob(job, phase, (share, doing) =>
      listener.progress(done + Math.floor(share * job.units.length), total, doing),
    );
  }

  /** Whether the run goes on. */
  async #runJob(job: Job, phase: string | null, onProgress: AttemptContext["onProgress"]): Promise<boolean> {
    const { project } = this.#session;
    const all = openJob(this.#session.search, job, (file) => this.#digests.get(file) !== digestOnDisk(project.root, file));
    const { questions } = this.#session.host;
    const { open, isQuit } = questions ? await chooseSites(all, questions) : { open: all, isQuit: false };
    if (isQuit) this.#stopped = "you quit";
    if (isQuit && open.elements.length === 0) return false;
    if (open.elements.length === 0 && open.unusable.length === 0) return true;
    const how = { isProvedLater: this.#stretch !== undefined, onProgress };
    const result = await runJob(attemptContext(this.#session, this.journal, how), job, open, phase);
    return this.#take(result, job.canSplit);
  }

  /** Takes over what became of a job; whether the run goes on. */
  async #take(result: JobResult, canSplit = false): Promise<boolean> {
    const { options, settlement, project, active } = this.#session;
    this.#results.push(...result.units);
    for (const file of result.unproved.unseen) this.#unseen.add(file);
    for (const file of result.unproved.blind) this.#blind.add(file);
    for (const file of result.keptFiles) this.#digests.set(file, digestOnDisk(project.root, file));
    const { modules } = project.engine;
    // What commands write may be new files.
    const runsCommands = active.contract.validate.each.length + (options.verify?.length ?? 0) > 0;
    if (result.keptFiles.length > 0 && runsCommands) modules.forget();
    else if (result.keptFiles.length > 0) modules.forgetTexts();
    this.#takeFault(this.#commits.add(result, baselinesOf(settlement)));
    if (this.#stopped !== undefined || this.#stopsWithoutCommand()) return false;
    if (this.#stretch?.isDue && !(await this.#holds())) return false;
    if (result.failed === undefined || options.keepGoing || canSplit || this.#isInterrupted()) return !this.#isInterrupted();
    this.#stopped = `${result.failed} was ${result.keptFiles.length > 0 ? "kept in part" : "not kept"}, and the run stops at the first. Go on past it with --keep-going.`;
    return false;
  }

  /** Whether the run ends since a command can't be run, wherever it is tried. */
  #stopsWithoutCommand(): boolean {
    const fault = describeCannotRun(this.#session.runner, this.#session.format);
    this.#takeFault(fault);
    return fault !== undefined;
  }

  #takeFault(fault: string | undefined): void {
    if (fault === undefined) return;
    this.#hasFailed = true;
    this.#stopped ??= fault;
  }

  #openPhaseBefore(phase: string | null): string | undefined {
    const names = this.#session.planned.phases.map(({ name }) => name);
    const earlier = this.#session.planned.phases.slice(0, names.indexOf(phase));
    if (earlier.length === 0) return undefined;
    return this.#openPhases.first(earlier, this.#keptFiles);
  }
}

/** What the type checker could not say. */
function notesOf({ unread, unseen, blind }: Record<"unread" | "unseen" | "blind", readonly string[]>): readonly string[] {
  const say = (files: readonly string[], one: string, many: string, rest: string): string[] =>
    files.length === 0
      ? []
      : [`${files.length === 1 ? `1 file ${one}` : `${files.length} files ${many}`}${rest}: ${listWords(files)}`];
  return [
    ...say(unread, "holds", "hold", " code that can't be read (godwit check says why), which is neither migrated nor counted"),
    ...say(unseen, "is", "are", " in no tsconfig, so nothing was checked there by types"),
    ...say(blind, "imports", "import", " modules whose types are missing, which may hide errors; install the dependencies"),
  ];
}

function waiting(phase: string | null, waitsFor: string, id: string): string {
  const anyway = phase === null ? "" : ` To begin anyway: godwit migrate ${id} --phase ${quoteWord(phase)}`;
  return `${quote(phase)} and later phases wait, as ${quote(waitsFor)} is not done.${anyway}`;
}

function quote(name: string | null): string {
  return name === null ? "what is in no phase" : `"${name}"`;
}
