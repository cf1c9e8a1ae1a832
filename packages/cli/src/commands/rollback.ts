import path from "node:path";
import { createTwoFilesPatch } from "diff";
import { suggestNearest } from "@godwit/core/contracts";
import { describeWithheld } from "../contracts/compile-draft.js";
import { createRunner } from "../migrate/commands.js";
import { listenForInterrupt } from "../migrate/interrupt.js";
import { takeLock } from "../migrate/journal/lock.js";
import { listRuns, readJournal } from "../migrate/journal/journal.js";
import { stateOf, type RunState } from "../migrate/journal/run-state.js";
import { recover } from "../migrate/recover.js";
import { requireProject, rootOf, selectContracts } from "../project.js";
import { printable, printableLines } from "../reporters/printable.js";
import { listAllRuns, renderRuns, rollBack, type RolledBack } from "../rollback/rollback.js";
import { coloursFor, type CommandPlace, counted, type ProcessHost, type Terminal } from "../terminal.js";
import { explainMachineError, UsageError } from "../failure.js";
import type { OptionsOf } from "../tables/define-command.js";
import type { rollbackCommand } from "../tables/migrate.js";

type RollbackOptions = OptionsOf<typeof rollbackCommand>;

/** Undoes a run, prints what it did, and returns the exit code. */
export async function runRollback(
  { cwd, terminal }: CommandPlace,
  id: string | undefined,
  options: RollbackOptions,
): Promise<number> {
  const { host } = terminal;
  if (!host) throw new UsageError("This command needs a process of its own.");
  const root = rootOf(cwd);
  if (options.list) {
    terminal.out(renderRuns(listAllRuns(root), id, terminal));
    return 0;
  }
  let release = (): void => undefined;
  try {
    release = takeLock(root, `rollback ${id ?? ""}`.trim(), host);
    for (const note of recover(root)) terminal.err(`${note}\n`);
    const run = findRun(root, id);
    const commands = options.runCommands ? commandsOf(cwd, run) : [];
    const done = rollBack(root, run, {
      ...(options.consumer && { consumers: options.consumer.map((each) => toRelative(root, cwd, each)) }),
      ...(options.files && { files: options.files.map((each) => toRelative(root, cwd, each)) }),
    });
    terminal.out(describeRolledBack(run, done, terminal));
    if (done.changed.length > 0) return 1;
    return (await runCommands(commands, root, host, terminal)) ? 0 : 1;
  } catch (error) {
    throw explainMachineError(error, `godwit rollback${id === undefined ? "" : ` ${id}`}`);
  } finally {
    release();
  }
}

function findRun(root: string, id: string | undefined): RunState {
  const ids = listRuns(root);
  if (id !== undefined) {
    const read = ids.includes(id) ? readJournal(root, id) : undefined;
    if (read) return requireKept(stateOf(read));
    const nearest = suggestNearest(id, ids);
    throw new UsageError(
      `There is no run ${id}. ${nearest === undefined ? "See: godwit rollback --list" : `Did you mean ${nearest}?`}`,
    );
  }
  for (const each of [...ids].reverse()) {
    const read = readJournal(root, each);
    const state = read && stateOf(read);
    if (state && (state.kept.length > 0 || state.rollingBack)) return state;
  }
  throw new UsageError("There is no run to roll back. See: godwit rollback --list");
}

function requireKept(run: RunState): RunState {
  if (run.kept.length > 0) return run;
  throw new UsageError(
    `The run ${run.id} has kept nothing${run.rolledBack > 0 ? " that is not rolled back already" : ""}, so there is nothing to undo.`,
  );
}

function commandsOf(cwd: string, run: RunState): readonly string[] {
  const project = requireProject(cwd);
  const [active] = selectContracts(project, [run.contract]);
  const commands = active?.contract.rollback ?? [];
  if (commands.length === 0)
    throw new UsageError(
      `${run.contract} has no rollback commands${describeWithheld(active!.contract) ? " that may run" : ""}. ${describeWithheld(active!.contract) ?? "Leave --run-commands out."} Nothing was changed.`,
    );
  return commands;
}

function toRelative(root: string, cwd: string, file: string): string {
  const inside = path.relative(root, path.resolve(cwd, file)).replaceAll("\\", "/");
  return inside.startsWith("..") ? file : inside;
}

async function runCommands(commands: readonly string[], root: string, host: ProcessHost, terminal: Terminal): Promise<boolean> {
  const interrupt = listenForInterrupt(host, () => terminal.err("Stopping.\n"));
  const onCommand = (description: string): void => terminal.err(`Running ${description}\n`);
  const runner = createRunner({ root, host, interrupt, timeLimitMs: 30 * 60_000, onCommand });
  try {
    for (const command of commands) {
      const { ok, reason, output } = await runner.run(command, { files: [] });
      if (ok) continue;
      terminal.err(`${printableLines(output)}\nThe files are put back, but ${printable(reason)}. Run it yourself.\n`);
      return false;
    }
    return true;
  } finally {
    interrupt.stop();
  }
}

function describeRolledBack(run: RunState, { restored, already, changed, partly }: RolledBack, { hasColour }: Terminal): string {
  const colours = coloursFor(hasColour);
  if (changed.length > 0) {
    const lines = changed.flatMap(({ file, left, now }) => [
      colours.bold(printable(file)),
      ...(now ? difference(file, left, now) : ["  It is gone."]),
      "",
    ]);
    const names = changed.map(({ file }) => printable(file)).join(", ");
    return `${[...lines, colours.red(`✖ ${names} changed since the run ${run.id}, so nothing was put back.`)].join("\n")}
  Undo these changes first, or put the other files back with --files, or roll a later run back before this one (godwit rollback --list).\n`;
  }
  const lines = [
    ...restored.map((file) => `  ${printable(file)}`),
    ...already.map((file) => colours.dim(`  ${printable(file)} (had its old bytes already)`)),
    colours.green(`✔ Put back ${counted(restored.length, "file")} of the run ${run.id} (${run.contract}).`),
    ...partly.map((unit) => colours.yellow(`! Only a part of what moved with ${printable(unit)} is put back: run its tests.`)),
  ];
  return `${lines.join("\n")}\n`;
}

function difference(file: string, left: Buffer, now: Buffer): readonly string[] {
  const patch = createTwoFilesPatch(
    file,
    file,
    left.toString("utf8"),
    now.toString("utf8"),
    "as the run left it",
    "as it is now",
  );
  return printableLines(patch)
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => `  ${line}`);
}
