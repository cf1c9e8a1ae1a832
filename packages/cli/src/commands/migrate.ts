import { type Contract, describeCheck } from "@godwit/core/contracts";
import { findUncommitted } from "@godwit/project";
import { askAtTerminal, type SiteQuestions } from "../migrate/units/ask-sites.js";
import { COMMIT_PLACES, unknownPlace } from "../migrate/disk/commit.js";
import { dryRun } from "../migrate/dry-run.js";
import { takeLock } from "../migrate/journal/lock.js";
import { migrate, type Migrated } from "../migrate/migrate.js";
import { type MigrateOptions, TAKEN_OVER } from "../migrate/options.js";
import { type ProgressBar, withRunHost } from "../migrate/progress-bar.js";
import { recover, sayUnfinished } from "../migrate/recover.js";
import type { MigrateReport } from "../results/schemas.js";
import type { RunHost } from "../migrate/session.js";
import { openProject, rootOf } from "../project.js";
import { renderDryRun, renderMigration } from "../reporters/migrate.js";
import { printable, printableData, printableJson } from "../reporters/printable.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { migrateCommand } from "../tables/migrate.js";
import { askKeyAt, type CommandPlace, type Terminal } from "../terminal.js";
import { explainMachineError, UsageError } from "../failure.js";
import { listRuns, readJournal, type RunJournal } from "../migrate/journal/journal.js";
import { type RunState, stateOf } from "../migrate/journal/run-state.js";

type MigrateCommandOptions = OptionsOf<typeof migrateCommand>;

/** Runs the migration, prints what became of it, and returns the exit code. */
export async function runMigrate(
  { cwd, terminal }: CommandPlace,
  contracts: readonly string[],
  options: MigrateCommandOptions,
): Promise<number> {
  requireSense(contracts, options);
  const root = rootOf(cwd);
  const [contract] = contracts;
  const isAsked = !options.dryRun && !options.allowDirty && !options.resume;
  if (isAsked && !(await confirmCommands(root, contracts, terminal))) {
    terminal.out("Nothing was changed.\n");
    return 1;
  }
  const place = { terminal, cwd, isQuiet: options.quiet ?? false };
  try {
    const whenStopped = options.dryRun ? "a dry run writes nothing." : "what is under way is put back.";
    return await withRunHost(place, whenStopped, async (run, bar) => {
      const { interrupt } = run;
      if (options.dryRun) sayUnfinished(root, terminal);
      if (options.dryRun) return await runDry(contract!, options, run, terminal);
      const release = takeLock(root, `migrate ${contract ?? "--resume"}`, run.process);
      try {
        for (const note of recover(root)) run.listener.note(note);
        const resumable = options.resume ? findResumable(root, contract) : undefined;
        const asked =
          resumable?.asked.map((each) => ({ ...each, ...onlyNow(options) })) ?? contracts.map((each) => toOptions(each, options));
        const questions = options.interactive ? { questions: withoutBar(askAtTerminal(root, terminal), bar) } : {};
        const migrated = await migrate(asked, { ...run, ...questions }, resumable?.runs);
        bar.clear();
        print(migrated, options, terminal);
        return interrupt.exitCode ?? Math.max(migrated.notBegun.length > 0 ? 1 : 0, ...migrated.reports.map(exitCodeOf));
      } finally {
        release();
      }
    });
  } catch (error) {
    throw explainMachineError(error, options.dryRun ? undefined : "godwit migrate --resume");
  }
}

/** Prints what became of one contract, or of each. */
function print({ reports, notBegun }: Migrated, options: MigrateCommandOptions, terminal: Terminal): void {
  if (reports.length + notBegun.length === 1) return terminal.out(render(reports[0]!, options, terminal));
  if (options.format === "json") return terminal.out(printableJson({ version: 1, runs: reports, notBegun }));
  for (const report of reports) terminal.out(`${printable(report.contract)}\n\n${render(report, options, terminal)}\n`);
  for (const { contract, reason } of notBegun) terminal.out(printable(`${contract} was not begun: ${reason}`) + "\n");
}

/** A bar that moves would write over the question. */
function withoutBar(questions: SiteQuestions, bar: ProgressBar): SiteQuestions {
  return {
    ...questions,
    ask(site, patch) {
      bar.clear();
      return questions.ask(site, patch);
    },
  };
}

/** Prints the patch on stdout, and what it adds up to on stderr. */
async function runDry(contract: string, options: MigrateCommandOptions, run: RunHost, terminal: Terminal): Promise<number> {
  const found = await dryRun(toOptions(contract, options), run);
  run.listener.progress(0, 0, "");
  if (!found) return run.interrupt.exitCode!;
  if (options.format === "json") terminal.out(printableJson({ version: 1, contract, ...found }));
  else terminal.out(found.patch);
  run.listener.note(renderDryRun(contract, found).trimEnd());
  return run.interrupt.exitCode ?? 0;
}

function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}

function requireSense(contracts: readonly string[], options: MigrateCommandOptions): void {
  const alone = contracts.length > 1 ? FOR_ONE.find((name) => options[name] !== undefined) : undefined;
  if (alone !== undefined)
    throw new UsageError(`${flagOf(alone)} is for one contract: leave it out, or name only ${contracts[0]!}.`);
  if (new Set(contracts).size < contracts.length) throw new UsageError("A contract is named twice.");
  if (options.dryRun && (options.resume || options.interactive))
    throw new UsageError("--dry-run writes nothing, so it goes without --resume and --interactive.");
  if (options.only !== undefined && !(options.dryRun && !options.fixesOnly))
    throw new UsageError(
      "--only names what a dry run of edits across files is to show: add --dry-run, and leave out --fixes-only.",
    );
  if (options.branch !== undefined && (options.dryRun || options.commit !== undefined || options.allowDirty))
    throw new UsageError("--branch makes its own commits of what is clean: leave out --dry-run, --commit and --allow-dirty.");
  const twice = options.resume ? FROM_JOURNAL.find((name) => options[name] !== undefined) : undefined;
  if (twice !== undefined)
    throw new UsageError(
      `A run goes on as it began, so --resume goes without ${flagOf(twice)}. Begin a new run with godwit migrate <contract>.`,
    );
  if (contracts.length === 0 && !options.resume)
    throw new UsageError("Say which contract: godwit migrate <contract>. See: godwit plan");
  if (options.commitMessage !== undefined) {
    if (options.commit === undefined) throw new UsageError("--commit-message needs --commit.");
    const place = unknownPlace(options.commitMessage);
    if (place !== undefined)
      throw new UsageError(`--commit-message has no place ${place}. There are: ${COMMIT_PLACES.join(", ")}.`);
  }
  if (options.phase !== undefined && options.batch !== undefined)
    throw new UsageError("A batch belongs to one phase: leave --phase or --batch out.");
}

/** What asks for something of one contract. */
const FOR_ONE = ["phase", "batch", "dryRun", "interactive", "only", "branch", "resume"] as const;

/** What may be chosen anew for a run that goes on. */
function onlyNow({ keepGoing, timeLimit }: MigrateCommandOptions): Partial<MigrateOptions> {
  return { ...(keepGoing && { keepGoing }), ...(timeLimit !== undefined && { timeLimit }) };
}

/** What a run that goes on takes from its journal: all that is not chosen anew. */
const FROM_JOURNAL: readonly (keyof MigrateCommandOptions)[] = [
  ...TAKEN_OVER.filter((name) => name !== "keepGoing" && name !== "timeLimit"),
  "commit",
];

function toOptions(contract: string, options: MigrateCommandOptions): MigrateOptions {
  const { commit } = options;
  return {
    contract,
    ...Object.fromEntries(TAKEN_OVER.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]))),
    ...(commit !== undefined && { commit: commit === true ? "consumer" : commit }),
  };
}

function render(report: MigrateReport, options: MigrateCommandOptions, { hasColour, columns }: Terminal): string {
  if (options.format === "json") return printableJson(report);
  const safe = { ...printableData(report), stopped: report.stopped };
  return renderMigration(safe, { hasColour, columns, asked: printableData(options) });
}

/** 1 where something was put back, left alone or not reached. */
function exitCodeOf({ outcome, units }: MigrateReport): number {
  return outcome === "complete" && units.every((unit) => unit.outcome === "kept") ? 0 : 1;
}

/**
 * Asks before the commands of a contract run that is in no commit, since nobody may have read it; false if the person does not want that.
 * Throws `UsageError` where nobody can be asked.
 */
async function confirmCommands(root: string, contracts: readonly string[], terminal: Terminal): Promise<boolean> {
  const project = openProject(root);
  for (const id of contracts) {
    const found = project.contracts.find(({ contract }) => contract.id === id)?.contract;
    if (found && !(await confirmCommandsOf(root, found, terminal))) return false;
  }
  return true;
}

async function confirmCommandsOf(root: string, found: Contract, terminal: Terminal): Promise<boolean> {
  const { before, each, after } = found.validate;
  const commands = [...new Set([...before, ...each, ...after].map(describeCheck))];
  // Whoever trusts a version of a package has read it.
  if (found.package || commands.length === 0 || !findUncommitted(root, [found.file])?.length) return true;
  const fact = `${found.file} is not committed as it is, and migrate would run its commands: ${commands.join("; ")}.`;
  if (!terminal.host?.readKey) throw new UsageError(`${fact} Commit it, or say --allow-dirty.`);
  // Not as a result, which a terminal gets a screen of: who answers has to see every command.
  terminal.err(`${printable(fact)}\n`);
  return (await askKeyAt(terminal)("Run them?")) === "yes";
}

/** What goes on with `--resume`. */
interface Resumable {
  /** What was asked of each contract that has not come to its end, in order. */
  readonly asked: readonly MigrateOptions[];
  /** The runs that had begun, by contract. */
  readonly runs: ReadonlyMap<string, RunState>;
}

/** The last run, with those that the same command asked for. Throws `UsageError` if it came to its end, or is another contract's. */
function findResumable(root: string, contract: string | undefined): Resumable {
  const all = listRuns(root).flatMap((id) => readJournal(root, id) ?? []);
  const last = all.at(-1);
  if (!last) throw new UsageError("There is no run to go on with. Begin one with godwit migrate <contract>.");
  const runs = new Map(inSeriesOf(last, all).map((run) => [run.start.contract, stateOf(run)]));
  const contracts = last.start.series?.contracts ?? [last.start.contract];
  if (hasEnded(stateOf(last)))
    throw new UsageError(
      `The last run, ${last.id}, came to its end. Begin a new one with godwit migrate ${contracts.join(" ")}.`,
    );
  if (contract !== undefined && (contracts.length > 1 || contract !== contracts[0]))
    throw new UsageError(
      `The last run, ${last.id}, is of ${contracts.join(", ")}. Go on with godwit migrate --resume, without a contract.`,
    );
  const asked = last.start.asked as unknown as MigrateOptions;
  const open = contracts.filter((id) => !hasEnded(runs.get(id)));
  return { asked: open.map((id) => ({ ...asked, contract: id })), runs };
}

/** The runs of the same command, oldest first. */
function inSeriesOf({ id, start }: RunJournal, all: readonly RunJournal[]): readonly RunJournal[] {
  return all.filter((run) => (start.series ? run.start.series?.began === start.series.began : run.id === id));
}

function hasEnded(state: RunState | undefined): boolean {
  return state?.outcome === "complete" || state?.outcome === "rolled-back";
}
