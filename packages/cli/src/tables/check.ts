import { defineCommand, flag, many, CHECK_FORMATS, CONTRACT, flagOrText, rare, text, under } from "./define-command.js";

/** `godwit check`. */
export const checkCommand = defineCommand({
  name: "check",
  summary: "report the violations of the contracts",
  takes: [["[paths...]", "files, folders or globs; default: all"]],
  options: {
    staged: under(
      "What to look at (any of them together):",
      flag("--staged", "what is staged; with --fix it stages what it fixed"),
    ),
    changed: flagOrText("--changed [ref]", "what changed since ref; default: the main branch"),
    contract: CONTRACT,
    phase: rare(text("--phase <name>", "only violations of this phase")),
    owner: text("--owner <name>", "this owner's contracts, and files by CODEOWNERS"),
    shard: rare(text("--shard <i/n>", "one of n parts of the files; godwit report joins their JSON")),
    fix: under("What to do:", flag("--fix", "apply the safe fixes, and run godwit.format on them")),
    cache: rare(flag("--no-cache", "find everything out again, and keep nothing for the next run")),
    lenient: rare(flag("--lenient", "files that can't be read or parsed do not fail the run")),
    frozen: rare(flag("--frozen", "baseline entries that are no longer needed fail the run")),
    gates: flag("--gates", "run the gates too, and fail where one does not hold"),
    format: under(
      "What to print:",
      many("--format <name[=file]>", `${CHECK_FORMATS.join(", ")}; default: what --output ends in; several as name=file`),
    ),
    output: text("-o, --output <file>", "the file for the format without one, instead of stdout"),
    summary: flag("--summary", "print tables by contract, folder and owner"),
    suppressed: rare(flag("--suppressed", "also list what disable comments hide")),
    quiet: flag("-q, --quiet", "list errors only, and no progress"),
  },
  exits: "0 nothing wrong, 1 violations that no baseline knows or a gate that does not hold, 2 could not run as asked.",
  examples: `
godwit check                                   everything
godwit check src/auth "src/**/*.test.ts"       some files
godwit check --staged --fix                    before a commit
godwit check --changed                         on a branch
godwit check --contract unified-ids --fix      the safe part of one migration
godwit check --summary                         how much is left, and whose it is
godwit check -o godwit.json                    for a machine`,
  rareExamples: `
godwit check --staged                          before a commit
godwit check --changed origin/next -- src      since another branch, below src
godwit check --owner @acme/auth --phase Auth   what is left for a team in a phase
godwit check --gates --contract ids            does the migration count as done?
godwit check --format github --format sarif=godwit.sarif --format markdown=summary.md
godwit check --shard 2/3 --format json=2.json  one of three jobs; then
godwit report --from 1.json 2.json 3.json`,
});
