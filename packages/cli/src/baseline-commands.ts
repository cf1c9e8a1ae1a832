import type { Command, Option } from "commander";
import type { BaselinePruneOptions } from "./commands/baseline-prune.js";
import type { BaselineWriteOptions } from "./commands/baseline-write.js";
import type { Terminal } from "./terminal.js";

/** What the commands of `godwit baseline` need from the program. */
export interface BaselineCommandsHost {
  readonly terminal: Terminal;
  cwd(): string;
  exit(code: number): void;
  contractOption(): Option;
}

/** Adds `godwit baseline` with its commands. */
export function addBaseline(program: Command, { terminal, cwd, exit, contractOption }: BaselineCommandsHost): void {
  const baseline = program
    .command("baseline")
    .description("tolerate the violations that are there, and no new ones")
    .helpCommand(false);
  baseline
    .command("write")
    .description("make what is found now known; a second time it only shrinks")
    .addOption(contractOption())
    .option("--force", "let baselines grow, and replace ones that can't be read")
    .option("--import <file>", "take over only what this eslint-suppressions.json suppresses")
    .addHelpText(
      "after",
      `
Exit codes: 0 written, 1 refused, since a baseline would grow, 2 could not run as asked. It writes migrations/.baseline/<contract>.txt;
commit the files.

Examples:
  godwit baseline write
  godwit baseline write --contract unified-ids --force
  godwit baseline write --import eslint-suppressions.json`,
    )
    .action(async (options: BaselineWriteOptions) => {
      const { runBaselineWrite } = await import("./commands/baseline-write.js");
      exit(runBaselineWrite(options, cwd(), terminal));
    });
  baseline
    .command("prune")
    .description("drop the entries that are no longer needed, and follow moved files")
    .addOption(contractOption())
    .option("--staged", "look only at staged files, and stage the baselines; for a pre-commit hook")
    .addHelpText(
      "after",
      "\nExit codes: 0 done, 2 could not run as asked.\n\nExamples:\n  godwit baseline prune\n  godwit baseline prune --staged",
    )
    .action(async (options: BaselinePruneOptions) => {
      const { runBaselinePrune } = await import("./commands/baseline-prune.js");
      exit(runBaselinePrune(options, cwd(), terminal));
    });
  baseline
    .command("check")
    .description("fail where a baseline grew since the branch began, by hand or by --force")
    .argument("[ref]", "the branch to compare with; default: origin's main branch, else main or master")
    .addHelpText(
      "after",
      "\nExit codes: 0 none grew, 1 one did, 2 could not run as asked (no repository, no such ref, a shallow clone).\n\nExample:\n  godwit baseline check origin/main",
    )
    .action(async (ref: string | undefined) => {
      const { runBaselineCheck } = await import("./commands/baseline-check.js");
      exit(runBaselineCheck(ref, cwd(), terminal));
    });
  baseline
    .command("merge")
    .description("merge three versions of a baseline, as a merge driver of git")
    .argument("<base>", "%O, the common ancestor")
    .argument("<ours>", "%A, our version; the result is written to it")
    .argument("<theirs>", "%B, their version")
    .addHelpText(
      "after",
      `
Install it with a line in .gitattributes, and in each clone with git config:
  migrations/.baseline/*.txt merge=godwit-baseline
  git config merge.godwit-baseline.driver "npx godwit baseline merge %O %A %B"

Exit codes: 0 merged, 2 a version can't be read, which git takes for a conflict.`,
    )
    .action(async (base: string, ours: string, theirs: string) => {
      const { runBaselineMerge } = await import("./commands/baseline-merge.js");
      exit(runBaselineMerge([base, ours, theirs], cwd()));
    });
  for (const command of baseline.commands) command.allowExcessArguments(false);
}
