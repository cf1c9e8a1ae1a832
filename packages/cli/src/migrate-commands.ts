import { InvalidArgumentError, Option, type Command } from "commander";
import type { MigrateCommandOptions } from "./commands/migrate.js";
import type { RollbackOptions } from "./commands/rollback.js";
import { MIGRATE_FORMATS } from "./migrate/options.js";
import type { Terminal } from "./terminal.js";

/** What the commands that change code need from the program. */
export interface MigrateCommandsHost {
  readonly terminal: Terminal;
  cwd(): string;
  exit(code: number): void;
}

/** Adds the commands that change code, and take the change back: `godwit migrate` and `godwit rollback`. */
export function addMigrate(program: Command, host: MigrateCommandsHost): void {
  addMigrateCommand(program, host);
  addRollback(program, host);
}

function addRollback(program: Command, host: MigrateCommandsHost): void {
  program
    .command("rollback")
    .description("undo a run of migrate, or a part of it, to the byte")
    .argument("[run]", "the run's id; default: the last one that kept something")
    .option("--list", "list the runs; with a run, what it kept and put back")
    .addOption(repeatable("--consumer <file>", "only this consumer, with what moved with it"))
    .option("--files <files...>", "only these files")
    .option("--run-commands", "also run the contract's rollback commands, after the files are put back")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Refuses, and writes nothing, where somebody has changed one of the files since: it shows the difference instead. Baselines get
their entries back. It makes no commit.

Exit codes: 0 put back, 1 refused or a command failed, 2 could not run as asked.

Examples:
  godwit rollback --list
  godwit rollback                                     the last run
  godwit rollback 20261120-142233-unified-ids --consumer src/auth/session.ts
  godwit rollback --files src/a.ts src/b.ts
  godwit rollback --run-commands                      and switch off the flag, say`,
    )
    .action(async (run: string | undefined, options: RollbackOptions) => {
      const { runRollback } = await import("./commands/rollback.js");
      host.exit(await runRollback(run, options, host.cwd(), host.terminal));
    });
}

function addMigrateCommand(program: Command, host: MigrateCommandsHost): void {
  program
    .command("migrate")
    .description("migrate a contract, one consumer after the other, each verified, and put back if it does not hold")
    .argument("[contract]", "the contract's id; not needed with --resume")
    .option("--phase <name>", "only this phase, even if an earlier one is not done")
    .option("--batch <id>", "only this batch of the plan (godwit plan <contract> lists them)")
    .option("-n, --dry-run", "write nothing; print what would change as a unified diff")
    .option("-i, --interactive", "ask at each site: y yes, n no, a all the rest, q quit, e edit")
    .option("--suggestions", "take suggestions too, and keep the largest part that verifies")
    .option("--across-files", "types through the whole program, values through callers, callers that wait: the default")
    .option("--fixes-only", "only what one file proves, no edits across files")
    .option("--only <name>", "with --dry-run: only the edits for this type (UserId) or value (logger)")
    .addOption(
      repeatable("--verify <command>", "also run this after each consumer; {files}, {package}, {consumer} are filled in"),
    )
    .option("--keep-going", "go on after a consumer that was put back")
    .addOption(new Option("--commit [per]", "make one commit per consumer, or per package").choices(["consumer", "package"]))
    .option("--commit-message <text>", "with {consumer}, {package}, {contract}, {title}, {count}, {files}")
    .option("--allow-dirty", "change files that have changes which are not committed; a copy is kept")
    .option("--force", "migrate a contract that is planned or blocked")
    .option("--resume", "go on with the last run")
    .addOption(new Option("--time-limit <minutes>", "end a command that takes longer (default: 30)").argParser(minutes))
    .addOption(new Option("--format <format>", "how to print the result").choices(MIGRATE_FORMATS).default("stylish"))
    .option("-q, --quiet", "no progress")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
For each consumer, in the order of the plan: apply the edits, run package.json's godwit.format, check the types, run
validate.each and --verify; then keep it, or put every byte back. A test's mocks move with what they mock. Then come the edits
across files (--fixes-only leaves them out): types go through the whole program at once, plain values are wrapped where they enter;
values go through callers to the sites that lack them; callers wait where a replacement does; and what the type checker refuses is taken back.
Ctrl-C puts back what is under way. Everything is in a journal under .godwit/, so that a run which was killed can go on (--resume) or be
undone (rollback).

Exit codes: 0 all that can be migrated is, 1 something was put back or not reached, 2 could not run as asked,
130 ended by Ctrl-C (128 and the signal's number).

Examples:
  godwit migrate unified-ids --dry-run                       look first
  godwit migrate unified-ids --keep-going                    all that verifies
  godwit migrate unified-ids --batch unified-ids/core/acme   one batch of the plan
  godwit migrate typed-ids --suggestions --interactive       decide site by site
  godwit migrate unified-ids --commit --verify "npm test -- {files}"
  godwit migrate --resume                                    after a crash or Ctrl-C`,
    )
    .action(async (contract: string | undefined, options: MigrateCommandOptions) => {
      const { runMigrate } = await import("./commands/migrate.js");
      host.exit(await runMigrate(contract, options, host.cwd(), host.terminal));
    });
}

function repeatable(flags: string, description: string): Option {
  return new Option(flags, `${description} (repeatable)`).argParser((value: string, before: string[] | undefined) => [
    ...(before ?? []),
    value,
  ]);
}

function minutes(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("It has to be a number of minutes, such as 10.");
  return value;
}
