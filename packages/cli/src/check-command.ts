import type { Command, Option } from "commander";
import { CHECK_FORMATS, type CheckCommandOptions } from "./commands/check-options.js";

/** Adds `godwit check`. */
export function addCheck(
  program: Command,
  contractOption: Option,
  run: (paths: string[], options: CheckCommandOptions) => Promise<void>,
): void {
  program
    .command("check")
    .description("report the violations of the contracts")
    .argument("[paths...]", "files, folders or globs, relative to the working directory; default: all")
    .optionsGroup("What to look at (any of them together):")
    .option("--staged", "what is staged, as it is staged; with --fix it stages what it fixed")
    .option("--changed [ref]", "what changed since the branch left ref; default: origin's main branch, else main or master")
    .addOption(contractOption)
    .option("--phase <name>", "only violations of this phase")
    .option("--owner <name>", "contracts of this owner, and files that CODEOWNERS gives to it")
    .option("--shard <i/n>", "one of n parts of the files; godwit report joins their JSON")
    .optionsGroup("What to do:")
    .option("--fix", "apply the safe fixes, and run package.json's godwit.format on the changed files")
    .option("--no-cache", "find everything out again, and keep nothing for the next run")
    .option("--lenient", "files that can't be read or parsed do not fail the run")
    .option("--frozen", "baseline entries that are no longer needed fail the run")
    .option("--gates", "run the commands of the gates, and fail where a gate does not hold")
    .optionsGroup("What to print:")
    .option(
      "--format <name[=file]>",
      `${CHECK_FORMATS.join(", ")}; default: what --output ends in, else stylish; repeatable, with =file for all but one`,
      (value: string, values: string[] | undefined) => [...(values ?? []), value],
    )
    .option("-o, --output <file>", "the file for the format without one, instead of stdout")
    .option("--summary", "print tables by contract, folder and owner, and no violations")
    .option("--suppressed", "also list what disable comments hide")
    .option("-q, --quiet", "list errors only, and no progress")
    .addHelpText(
      "after",
      `
Exit codes: 0 nothing wrong, 1 violations that no baseline knows or a gate that does not hold, 2 could not run as asked.

Examples:
  godwit check                                   everything
  godwit check src/auth "src/**/*.test.ts"       some files
  godwit check --staged                          before a commit
  godwit check --staged --fix                    the same, fixes what is safe and stages it
  godwit check --changed                         on a branch
  godwit check --changed origin/next -- src      since another branch, below src
  godwit check --contract unified-ids --fix      the safe part of one migration
  godwit check --owner @acme/auth --phase Auth   what is left for a team in a phase
  godwit check --gates --contract ids            does the migration count as done?
  godwit check --summary                         how much is left, and whose it is
  godwit check -o godwit.json                    for a machine
  godwit check --format github --format sarif=godwit.sarif --format markdown=summary.md
  godwit check --shard 2/3 --format json=2.json  one of three jobs; then
  godwit report --from 1.json 2.json 3.json`,
    )
    .action(run);
}
