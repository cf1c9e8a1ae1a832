import path from "node:path";
import { createRequire } from "node:module";
import { suggestNearest } from "@godwit/contracts";
import { isFolder } from "@godwit/files";
import { BaselineWriteError } from "@godwit/project";
import { Command, CommanderError, Option } from "commander";
import { addBaseline } from "./baseline-commands.js";
import { addCheck } from "./check-command.js";
import { addBegin } from "./begin-commands.js";
import { addOverview } from "./overview-commands.js";
import { addContracts } from "./contracts-commands.js";
import { formatByName } from "./files/format-by-name.js";
import { addProcess } from "./process-commands.js";
import { guardOutput, printableSentences, withoutCommands } from "./reporters/printable.js";
import { coloursFor, type Terminal } from "./terminal.js";
import { describeFailure } from "./failure.js";
import { addMigrate } from "./migrate-commands.js";
import { UsageError } from "./usage-error.js";

const { version } = createRequire(import.meta.url)("../package.json") as { version: string };

/**
 * Runs one command line (without node and script) and returns the exit code; never rejects for a user's mistake. Each command is
 * imported when it runs, so that starting one does not load the others.
 */
export async function runCommandLine(args: readonly string[], unguarded: Terminal): Promise<number> {
  const terminal: Terminal = {
    ...unguarded,
    out: (text) => unguarded.out(guardOutput(text, unguarded.hasColour)),
    // No format goes to stderr, so nothing there is meant for a CI's runner.
    err: (text) => unguarded.err(withoutCommands(guardOutput(text, unguarded.hasColour))),
    draw: unguarded.err,
  };
  let exitCode = 0;
  const program = createProgram(terminal, (code) => (exitCode = code));
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const isExpected = error instanceof UsageError || error instanceof BaselineWriteError;
    const sentence = isExpected ? error.message : describeFailure(error, args.includes("--debug"));
    terminal.err(`${coloursFor(terminal.hasColour).red("godwit:")} ${printableSentences(sentence)}\n`);
    return 2;
  }
}

/** The commands with what they take; `exit` is told the code with which one ends. */
export function createProgram(terminal: Terminal, exit: (code: number) => void): Command {
  const program = new Command("godwit")
    .description("Makes migration plans executable: lint rules, fixes and gates from one contract.")
    .version(version, "-v, --version")
    .option("-C <dir>", "run as if started in this folder")
    .option("--debug", "where godwit itself fails, say where in its code")
    .helpOption("-h, --help", "show this help, or that of a command")
    .showHelpAfterError("(godwit --help shows what there is)")
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(printableSentences(text)) })
    .configureHelp({ ...(terminal.columns !== undefined && { helpWidth: terminal.columns }) })
    .exitOverride();
  const cwd = (): string => workingDirectory(terminal.cwd, program.opts<{ C?: string }>().C);
  program.allowExcessArguments(true).action(async () => {
    if (program.args.length > 0) throw new UsageError(unknownCommand(program));
    const { runOverview } = await import("./commands/overview.js");
    exit(await runOverview(cwd(), terminal));
  });
  program.hook("preAction", (_, command) => chooseFormat(command));
  const place = () => ({ cwd: cwd(), terminal });
  addBegin(program, { terminal, cwd, exit, version });
  addCheck(program, contractOption(), async (paths, options) => {
    const { runCheck } = await import("./commands/check.js");
    exit(await runCheck(paths, options, version, place()));
  });
  addOverview(program, { terminal, cwd, exit, contractOption, version });
  addProcess(program, { terminal, cwd, exit });
  addMigrate(program, { terminal, cwd, exit });
  addContracts(program, { terminal, cwd, exit, contractOption });
  addBaseline(program, { terminal, cwd, exit, contractOption });
  addDoctor(program, async (options) => {
    const { runDoctor } = await import("./commands/doctor.js");
    exit(runDoctor(options, cwd(), version, terminal));
  });
  return program;
}

function unknownCommand(program: Command): string {
  const names = program.commands.map((command) => command.name());
  const nearest = suggestNearest(program.args[0]!, names);
  return `There is no command ${program.args[0]!}. ${nearest ? `Did you mean ${nearest}?` : `There are: ${names.join(", ")}.`}`;
}

/** A format that was not chosen is the one that `--output` ends in. */
function chooseFormat(command: Command): void {
  const formats = command.options.find((option) => option.attributeName() === "format")?.argChoices;
  const { output } = command.opts<{ output?: string }>();
  if (!formats || output === undefined || command.getOptionValueSource("format") !== "default") return;
  command.setOptionValue("format", formatByName(output, formats) ?? command.getOptionValue("format"));
}

function addDoctor(program: Command, run: (options: { readonly format: "stylish" | "json" }) => Promise<void>): void {
  program
    .command("doctor")
    .description("say why an editor or ESLint shows nothing, and what to do")
    .addOption(new Option("--format <format>", "how to print the result").choices(["stylish", "json"]).default("stylish"))
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Looks at the contracts, their baselines, TypeScript, the editor plugin, VS Code's settings, ESLint's config and versions. It runs nothing of
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
  if (option === undefined || isFolder(directory)) return directory;
  throw new UsageError(`-C ${option}: there is no such folder.`);
}
