import { defineCommand, flag, list, many, text, FORMAT, minutes, oneOf, rare } from "./define-command.js";

/** `godwit migrate`. */
export const migrateCommand = defineCommand({
  name: "migrate",
  summary: "migrate contracts consumer by consumer, each verified",
  takes: [["[contracts...]", "their ids, one after the other; none with --resume"]],
  options: {
    phase: text("--phase <name>", "only this phase, even if an earlier one is not done"),
    batch: text("--batch <id>", "only this batch of the plan"),
    dryRun: flag("-n, --dry-run", "write nothing; print what would change as a unified diff"),
    interactive: flag("-i, --interactive", "ask at each site"),
    suggestions: flag("--suggestions", "take suggestions too, as many as verify"),
    acrossFiles: rare(
      flag("--across-files", "types through the whole program, values through callers, callers that wait: the default"),
    ),
    fixesOnly: flag("--fixes-only", "only what one file proves, no edits across files"),
    only: rare(text("--only <name>", "with --dry-run: only the edits for this type (UserId) or value (logger)")),
    verify: many("--verify <command>", "also run this after each consumer (repeatable)"),
    keepGoing: flag("--keep-going", "go on after a consumer that was put back"),
    commit: oneOf("--commit [per]", "one commit per consumer, or per package", ["consumer", "package"]),
    commitMessage: rare(text("--commit-message <text>", "with {consumer}, {package}, {contract}, {title}, {count}, {files}")),
    branch: text("--branch <name>", "make this branch, with a commit for each batch"),
    allowDirty: rare(flag("--allow-dirty", "change files that have changes which are not committed; a copy is kept")),
    force: rare(flag("--force", "migrate a contract that is planned or blocked")),
    resume: flag("--resume", "go on with the last run"),
    timeLimit: rare(minutes("--time-limit <minutes>", "end a command that takes longer (default: 30)")),
    format: rare(FORMAT),
    quiet: rare(flag("-q, --quiet", "no progress")),
  },
  about: `For each consumer, in the order of the plan: apply the edits, run package.json's godwit.format, check the types, run
validate.each and --verify (with {files}, {package} and {consumer} filled in); then keep it, or put every byte back. Then come edits across files. Ctrl-C puts back what is under way; a killed run can go on (--resume) or be undone (rollback).`,
  exits: `0 all is migrated that can be, 1 something was put back or not reached, 2 could not run as asked,
130 after Ctrl-C.`,
  examples: `
godwit migrate unified-ids --dry-run                       look first
godwit migrate unified-ids --keep-going                    all that verifies
godwit migrate unified-ids --batch unified-ids/core/acme --branch ids   for a pull request
godwit migrate typed-ids --suggestions --interactive       decide site by site
godwit migrate --resume                                    after a crash or Ctrl-C`,
  rareExamples: `
godwit migrate unified-ids typed-ids --keep-going
godwit migrate unified-ids --commit --verify "npm test -- {files}"`,
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
