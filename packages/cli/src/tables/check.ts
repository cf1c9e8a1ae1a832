import { CONTRACT, defineCommand, flag, flagOrText, many, text, under } from "./define-command.js";
import { CHECK_FORMATS } from "./formats.js";

/** `godwit check`. */
export const checkCommand = defineCommand({
  name: "check",
  summary: "report the violations of the contracts",
  takes: [["[paths...]", "files, folders or globs, relative to the working directory; default: all"]],
  options: {
    staged: under(
      "What to look at (any of them together):",
      flag("--staged", "what is staged, as it is staged; with --fix it stages what it fixed"),
    ),
    changed: flagOrText(
      "--changed [ref]",
      "what changed since the branch left ref; default: origin's main branch, else main or master",
    ),
    contract: CONTRACT,
    phase: text("--phase <name>", "only violations of this phase"),
    owner: text("--owner <name>", "contracts of this owner, and files that CODEOWNERS gives to it"),
    shard: text("--shard <i/n>", "one of n parts of the files; godwit report joins their JSON"),
    fix: under("What to do:", flag("--fix", "apply the safe fixes, and run package.json's godwit.format on the changed files")),
    cache: flag("--no-cache", "find everything out again, and keep nothing for the next run"),
    lenient: flag("--lenient", "files that can't be read or parsed do not fail the run"),
    frozen: flag("--frozen", "baseline entries that are no longer needed fail the run"),
    gates: flag("--gates", "run the commands of the gates, and fail where a gate does not hold"),
    format: under(
      "What to print:",
      many(
        "--format <name[=file]>",
        `${CHECK_FORMATS.join(", ")}; default: what --output ends in, else stylish; repeatable, with =file for all but one`,
      ),
    ),
    output: text("-o, --output <file>", "the file for the format without one, instead of stdout"),
    summary: flag("--summary", "print tables by contract, folder and owner, and no violations"),
    suppressed: flag("--suppressed", "also list what disable comments hide"),
    quiet: flag("-q, --quiet", "list errors only, and no progress"),
  },
  exits: "0 nothing wrong, 1 violations that no baseline knows or a gate that does not hold, 2 could not run as asked.",
  examples: `
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
});
