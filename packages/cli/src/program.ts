import path from "node:path";
import { createRequire } from "node:module";
import { isFolder } from "@godwit/core/disk";
import { BaselineWriteError } from "@godwit/project";
import { Command, CommanderError } from "commander";
import { COMMAND_GROUPS, COMMANDS, HELP_HEADINGS, type RunnableCommand } from "./commands.js";
import { describeFailure, didYouMean, UsageError } from "./failure.js";
import { formatByName } from "./files/outputs.js";
import { guardOutput, printableLines, withoutCommands } from "./reporters/printable.js";
import { breakLines, fitScreen } from "./reporters/screen.js";
import { helpBelow, optionOf, type HelpView } from "./tables/define-command.js";
import { coloursFor, type CommandPlace, type Terminal } from "./terminal.js";

const { version } = createRequire(import.meta.url)("../package.json") as { version: string };

/** Runs one command line (without node and script) and returns the exit code; never rejects for a user's mistake. */
export async function runCommandLine(args: readonly string[], unguarded: Terminal): Promise<number> {
  // A terminal that was not told its size says that it has no columns.
  const columns = unguarded.columns === 0 ? 80 : unguarded.columns;
  let isLong = columns === undefined || args.includes("--help") || args.includes("-h");
  const terminal: Terminal = {
    ...unguarded,
    columns,
    out(text) {
      const guarded = guardOutput(text, unguarded.hasColour);
      unguarded.out(isLong || columns === undefined ? guarded : fitScreen(guarded, columns));
    },
    // No format goes to stderr, so nothing there is meant for a CI's runner.
    err(text) {
      const guarded = withoutCommands(guardOutput(text, unguarded.hasColour));
      unguarded.err(columns === undefined ? guarded : breakLines(guarded, columns));
    },
    draw: unguarded.err,
  };
  let exitCode = 0;
  const { given, isWhole } = withoutHelpAll(args);
  const program = createProgram(terminal, (code) => (exitCode = code), isWhole);
  program.hook("preAction", (_, command) => {
    isLong ||= asksForAll(program, command);
  });
  try {
    await program.parseAsync(given, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const isExpected = error instanceof UsageError || error instanceof BaselineWriteError;
    const sentence = isExpected ? error.message : describeFailure(error, args.includes("--debug"));
    terminal.err(`${coloursFor(terminal.hasColour).red("godwit:")} ${printableLines(sentence)}\n`);
    return 2;
  }
}

/** The commands whose usual format is for a program or a page. */
const FOR_PROGRAMS = new Set(["mcp", "graph", "report"]);

/** Whether a person wants more than a screen: all of it, a format for a program or a page, a patch, or what a question is about. */
function asksForAll(program: Command, command: Command): boolean {
  const given = { ...program.opts<{ all?: boolean }>(), ...command.opts<{ dryRun?: boolean; interactive?: boolean }>() };
  const { all, dryRun, interactive } = given;
  const isChosen = ["format", "output"].some((name) => command.getOptionValueSource(name) === "cli");
  return all === true || dryRun === true || interactive === true || isChosen || FOR_PROGRAMS.has(command.name());
}

/** `--help all` is `--help` that shows the rare options too. */
function withoutHelpAll(args: readonly string[]): { readonly given: string[]; readonly isWhole: boolean } {
  const end = args.indexOf("--");
  const at = args.findIndex((arg, index) => (arg === "--help" || arg === "-h") && args[index + 1] === "all");
  const isWhole = at >= 0 && (end < 0 || at < end);
  return { given: isWhole ? args.toSpliced(at + 1, 1) : [...args], isWhole };
}

/** The commands with what they take; `exit` is told the code with which one ends, `isWhole` says whether help shows rare options. */
export function createProgram(terminal: Terminal, exit: (code: number) => void, isWhole = false): Command {
  const view = { width: terminal.columns ?? 80, isWhole };
  const program = new Command("godwit")
    .description("Makes migration plans executable: lint rules, fixes and gates from one contract.")
    .version(version, "-v, --version")
    .option("-C <dir>", "run as if started in this folder")
    .option("--all", "print all of a result, of check what the baseline knows, too; a terminal gets 40 lines")
    .option("--debug", "where godwit itself fails, say where in its code")
    .helpOption("-h, --help", "show this help; --help all shows the rare options of a command too")
    .showHelpAfterError(helpOf("godwit"))
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(printableLines(text)) })
    .configureHelp({ helpWidth: view.width, subcommandTerm: (command) => command.name() })
    .exitOverride();
  const place = (): CommandPlace => ({
    ...{ terminal, version, all: program.opts<{ all?: boolean }>().all === true },
    cwd: workingDirectory(terminal.cwd, program.opts<{ C?: string }>().C),
  });
  program.allowExcessArguments(true).action(async () => {
    if (program.args.length > 0) throw new UsageError(unknownCommand(program));
    const { runOverview } = await import("./commands/status.js");
    exit(await runOverview(place()));
  });
  program.hook("preAction", (_, command) => chooseFormat(command));
  for (const each of COMMANDS) addCommand(program, { ...each, view }, async (given) => exit(await each.run(place(), given)));
  return program;
}

/** Adds a command as its table says; one of two words goes below the group of its first. */
function addCommand(
  program: Command,
  { table, view }: RunnableCommand & { readonly view: HelpView },
  run: (given: readonly unknown[]) => Promise<void>,
): void {
  const [first, second] = table.name.split(" ") as [string, string?];
  const heading = HELP_HEADINGS[first];
  if (heading !== undefined) program.commandsGroup(heading);
  const parent = second === undefined ? program : groupOf(program, first);
  const command = parent.command(second ?? first).description(table.summary);
  for (const [written, words] of table.takes) command.argument(written, words);
  for (const row of Object.values(table.options)) {
    if (row.heading !== undefined) command.optionsGroup(row.heading);
    command.addOption(optionOf(row, view));
  }
  command
    .allowExcessArguments(false)
    .showHelpAfterError(helpOf(`godwit ${table.name}`))
    .helpOption("-h, --help", "show this")
    .addHelpText("after", helpBelow(table, view))
    .action((...given: unknown[]) => run(given.slice(0, -1)));
}

function groupOf(program: Command, name: string): Command {
  const known = program.commands.find((each) => each.name() === name);
  if (known) return known;
  const group = program.command(name).description(COMMAND_GROUPS[name]!).helpCommand(false);
  return group.showHelpAfterError(helpOf(`godwit ${name}`));
}

/** What comes below a usage error: the help that has the right word. */
function helpOf(command: string): string {
  return `(${command} --help shows what there is)`;
}

function unknownCommand(program: Command): string {
  const names = program.commands.map((command) => command.name());
  return `There is no command ${program.args[0]!}. ${didYouMean(program.args[0]!, names)}`;
}

/** A format that was not chosen is the one that `--output` ends in. */
function chooseFormat(command: Command): void {
  const formats = command.options.find((option) => option.attributeName() === "format")?.argChoices;
  const { output } = command.opts<{ output?: string }>();
  if (!formats || output === undefined || command.getOptionValueSource("format") !== "default") return;
  command.setOptionValue("format", formatByName(output, formats) ?? command.getOptionValue("format"));
}

function workingDirectory(cwd: string, option: string | undefined): string {
  const directory = path.resolve(cwd, option ?? ".");
  if (option === undefined || isFolder(directory)) return directory;
  throw new UsageError(`-C ${option}: there is no such folder.`);
}
