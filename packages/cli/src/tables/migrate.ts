import { FORMAT, defineCommand, flag, list, many, minutes, oneOf, text } from "./define-command.js";

/** `godwit migrate`. */
export const migrateCommand = defineCommand({
  name: "migrate",
  summary: "migrate a contract, one consumer after the other, each verified, and put back if it does not hold",
  takes: [["[contract]", "the contract's id; not needed with --resume"]],
  options: {
    phase: text("--phase <name>", "only this phase, even if an earlier one is not done"),
    batch: text("--batch <id>", "only this batch of the plan (godwit plan <contract> lists them)"),
    dryRun: flag("-n, --dry-run", "write nothing; print what would change as a unified diff"),
    interactive: flag("-i, --interactive", "ask at each site: y yes, n no, a all the rest, q quit, e edit"),
    suggestions: flag("--suggestions", "take suggestions too, and keep the largest part that verifies"),
    acrossFiles: flag(
      "--across-files",
      "types through the whole program, values through callers, callers that wait: the default",
    ),
    fixesOnly: flag("--fixes-only", "only what one file proves, no edits across files"),
    only: text("--only <name>", "with --dry-run: only the edits for this type (UserId) or value (logger)"),
    verify: many(
      "--verify <command>",
      "also run this after each consumer; {files}, {package}, {consumer} are filled in (repeatable)",
    ),
    keepGoing: flag("--keep-going", "go on after a consumer that was put back"),
    commit: oneOf("--commit [per]", "make one commit per consumer, or per package", ["consumer", "package"]),
    commitMessage: text("--commit-message <text>", "with {consumer}, {package}, {contract}, {title}, {count}, {files}"),
    allowDirty: flag("--allow-dirty", "change files that have changes which are not committed; a copy is kept"),
    force: flag("--force", "migrate a contract that is planned or blocked"),
    resume: flag("--resume", "go on with the last run"),
    timeLimit: minutes("--time-limit <minutes>", "end a command that takes longer (default: 30)"),
    format: FORMAT,
    quiet: flag("-q, --quiet", "no progress"),
  },
  about: `For each consumer, in the order of the plan: apply the edits, run package.json's godwit.format, check the types, run
validate.each and --verify; then keep it, or put every byte back. A test's mocks move with what they mock. Then come the edits
across files (--fixes-only leaves them out): types go through the whole program at once, plain values are wrapped where they enter;
values go through callers to the sites that lack them; callers wait where a replacement does; and what the type checker refuses is taken back.
Ctrl-C puts back what is under way. Everything is in a journal under .godwit/, so that a run which was killed can go on (--resume) or be
undone (rollback).`,
  exits: `0 all that can be migrated is, 1 something was put back or not reached, 2 could not run as asked,
130 ended by Ctrl-C (128 and the signal's number).`,
  examples: `
godwit migrate unified-ids --dry-run                       look first
godwit migrate unified-ids --keep-going                    all that verifies
godwit migrate unified-ids --batch unified-ids/core/acme   one batch of the plan
godwit migrate typed-ids --suggestions --interactive       decide site by site
godwit migrate unified-ids --commit --verify "npm test -- {files}"
godwit migrate --resume                                    after a crash or Ctrl-C`,
});

/** `godwit rollback`. */
export const rollbackCommand = defineCommand({
  name: "rollback",
  summary: "undo a run of migrate, or a part of it, to the byte",
  takes: [["[run]", "the run's id; default: the last one that kept something"]],
  options: {
    list: flag("--list", "list the runs; with a run, what it kept and put back"),
    consumer: many("--consumer <file>", "only this consumer, with what moved with it (repeatable)"),
    files: list("--files <files...>", "only these files"),
    runCommands: flag("--run-commands", "also run the contract's rollback commands, after the files are put back"),
  },
  about: `Refuses, and writes nothing, where somebody has changed one of the files since: it shows the difference instead. Baselines get
their entries back. It makes no commit.`,
  exits: "0 put back, 1 refused or a command failed, 2 could not run as asked.",
  examples: `
godwit rollback --list
godwit rollback                                     the last run
godwit rollback 20261120-142233-unified-ids --consumer src/auth/session.ts
godwit rollback --files src/a.ts src/b.ts
godwit rollback --run-commands                      and switch off the flag, say`,
});
