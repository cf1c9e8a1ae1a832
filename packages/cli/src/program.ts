import path from "node:path";
import { statSync } from "node:fs";
import { createRequire } from "node:module";
import { suggestNearest } from "@godwit/contracts";
import { BaselineWriteError } from "@godwit/project";
import { Command, CommanderError, Option } from "commander";
import { addBaseline } from "./baseline-commands.js";
import { CHECK_FORMATS, runCheck, type CheckCommandOptions } from "./commands/check.js";
import { runContractsList } from "./commands/contracts-list.js";
import { runContractsTest } from "./commands/contracts-test.js";
import { runContractsValidate } from "./commands/contracts-validate.js";
import { runDoctor } from "./commands/doctor.js";
import { runOverview } from "./commands/overview.js";
import { coloursFor, type Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

const { version } = createRequire(import.meta.url)("../package.json") as { version: string };

/** Runs one command line (without node and script) and returns the exit code; never throws for a user's mistake. */
export function runCommandLine(args: readonly string[], terminal: Terminal): number {
  let exitCode = 0;
  const program = createProgram(terminal, (code) => (exitCode = code));
  try {
    program.parse([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError || error instanceof BaselineWriteError)) throw error;
    terminal.err(`${coloursFor(terminal.hasColour).red("godwit:")} ${error.message}\n`);
    return 2;
  }
}

function createProgram(terminal: Terminal, exit: (code: number) => void): Command {
  const program = new Command("godwit")
    .description("Makes migration plans executable: lint rules, fixes and gates from one contract.")
    .version(version, "-v, --version")
    .option("-C <dir>", "run as if started in this folder")
    .helpOption("-h, --help", "show this help, or that of a command")
    .showHelpAfterError("(godwit --help shows what there is)")
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .configureHelp({ ...(terminal.columns !== undefined && { helpWidth: terminal.columns }) })
    .exitOverride();
  const cwd = (): string => workingDirectory(terminal.cwd, program.opts<{ C?: string }>().C);
  program.allowExcessArguments(true).action(() => {
    if (program.args.length > 0) throw new UsageError(unknownCommand(program));
    exit(runOverview(cwd(), terminal));
  });
  addCheck(program, (paths, options) => exit(runCheck(paths, options, cwd(), terminal)));
  addContracts(program, terminal, cwd, exit);
  addBaseline(program, { terminal, cwd, exit, contractOption });
  addDoctor(program, (options) => exit(runDoctor(options, cwd(), version, terminal)));
  return program;
}

function unknownCommand(program: Command): string {
  const names = program.commands.map((command) => command.name());
  const nearest = suggestNearest(program.args[0]!, names);
  return `There is no command ${program.args[0]!}. ${nearest ? `Did you mean ${nearest}?` : `There are: ${names.join(", ")}.`}`;
}

function addCheck(program: Command, run: (paths: string[], options: CheckCommandOptions) => void): void {
  program
    .command("check")
    .description("report the violations of the contracts")
    .argument("[paths...]", "files, folders or globs, relative to the working directory; default: all")
    .addOption(contractOption())
    .option("--phase <name>", "only violations of this phase")
    .option("--fix", "apply the safe fixes, and run package.json's godwit.format on the changed files")
    .addOption(new Option("--format <format>", "how to print the result").choices(CHECK_FORMATS).default("stylish"))
    .option("-o, --output <file>", "write the result to a file instead of stdout")
    .option("--lenient", "files that can't be read or parsed do not fail the run")
    .option("--frozen", "baseline entries that are no longer needed fail the run")
    .option("--summary", "print tables by contract, folder and owner, and no violations")
    .option("--suppressed", "also list what disable comments hide")
    .option("-q, --quiet", "list errors only, and no progress")
    .addHelpText(
      "after",
      `
Exit codes: 0 nothing wrong, 1 violations that no baseline knows, 2 could not run as asked.

Examples:
  godwit check                                   everything
  godwit check src/auth "src/**/*.test.ts"       some files
  godwit check --contract unified-ids --fix      the safe part of one migration
  godwit check --summary                         how much is left, and whose it is
  godwit check --format json -o godwit.json      for a machine`,
    )
    .action(run);
}

function addContracts(program: Command, terminal: Terminal, cwd: () => string, exit: (code: number) => void): void {
  const contracts = program.command("contracts").description("list, validate and test the contract files").helpCommand(false);
  const format = (): Option =>
    new Option("--format <format>", "how to print the result").choices(["stylish", "json"]).default("stylish");
  type Format = { readonly format: "stylish" | "json" };
  contracts
    .command("list")
    .description("print a table of the contracts")
    .addOption(format())
    .addHelpText("after", "\nExample:\n  godwit contracts list")
    .action((options: Format) => exit(runContractsList(options, cwd(), terminal)));
  contracts
    .command("validate")
    .description("say everything that is wrong with the contract files")
    .addOption(format())
    .addHelpText(
      "after",
      "\nExit codes: 0 they work (there may be warnings), 2 one does not.\n\nExample:\n  godwit contracts validate --format json",
    )
    .action((options: Format) => exit(runContractsValidate(options, cwd(), terminal)));
  contracts
    .command("test")
    .description("run the before/after examples of the contracts")
    .addOption(contractOption())
    .addOption(format())
    .addHelpText("after", "\nExit codes: 0 all hold, 1 one does not.\n\nExample:\n  godwit contracts test --contract unified-ids")
    .action((options: Format & { contract?: string[] }) => exit(runContractsTest(options, cwd(), terminal)));
  // `contracts test unified-ids` must not look like a test of only that contract.
  for (const command of contracts.commands) command.allowExcessArguments(false);
}

function addDoctor(program: Command, run: (options: { readonly format: "stylish" | "json" }) => void): void {
  program
    .command("doctor")
    .description("say why an editor or ESLint shows nothing, and what to do")
    .addOption(new Option("--format <format>", "how to print the result").choices(["stylish", "json"]).default("stylish"))
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Looks at the contracts, TypeScript, the editor plugin, VS Code's settings, ESLint's config and versions. It runs nothing of
the project but ESLint, to print its config.

Exit codes: 0 nothing keeps godwit from working (there may be warnings), 1 something does.

Examples:
  godwit doctor
  godwit doctor -C packages/app --format json`,
    )
    .action(run);
}

function contractOption(): Option {
  return new Option("--contract <id>", "only this contract (repeatable)").argParser((id: string, ids: string[] | undefined) => [
    ...(ids ?? []),
    id,
  ]);
}

function workingDirectory(cwd: string, option: string | undefined): string {
  const directory = path.resolve(cwd, option ?? ".");
  if (option === undefined) return directory;
  try {
    if (statSync(directory).isDirectory()) return directory;
  } catch {
    // Reported below.
  }
  throw new UsageError(`-C ${option}: there is no such folder.`);
}
