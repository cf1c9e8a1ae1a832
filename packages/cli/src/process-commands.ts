import { Option, type Command } from "commander";
import type { BridgesOptions } from "./commands/bridges.js";
import type { ConsumersCommandOptions } from "./commands/consumers.js";
import type { GatesRecordOptions } from "./commands/gates-record.js";
import type { PlanOptions } from "./commands/plan.js";
import { CONSUMERS_FORMATS, PLAN_FORMATS } from "./commands/process-formats.js";
import type { Terminal } from "./terminal.js";

/** What the commands of the migration process need from the program. */
export interface ProcessCommandsHost {
  readonly terminal: Terminal;
  cwd(): string;
  exit(code: number): void;
}

/** Adds the commands that take a migration forward: `godwit plan` and those that look at consumers, bridges and gates. */
export function addProcess(program: Command, host: ProcessCommandsHost): void {
  addPlan(program, host);
  addConsumers(program, host);
  addBridges(program, host);
  addGates(program, host);
}

function addPlan(program: Command, { terminal, cwd, exit }: ProcessCommandsHost): void {
  program
    .command("plan")
    .description("say what to do next, in order: contracts, phases, batches of files")
    .argument("[contract]", "only this one, with everything that there is to do in it")
    .option(
      "--across-files",
      "with a contract: also what edits across files would do, and where values have to come from; asks the type checker",
    )
    .addOption(new Option("--format <format>", "how to print the plan").choices(PLAN_FORMATS).default("stylish"))
    .option("-o, --output <file>", "write the plan to a file instead of stdout; its ending chooses the format")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Contracts come in rounds: first what waits for nothing, then what waits for that. In a round the smaller risk comes first, then the
earlier date. The files of a phase are in batches by owner (CODEOWNERS, else the contract's) and package, smallest risk first.
The same code gives the same plan, and a batch keeps its id.

--across-files tries in memory what the edits across files of godwit migrate would do: how many places take a type, how many plain values are
wrapped inside and at callers, which functions take a value, and the roots that free most sites. That takes as long as checking the types.

Exit codes: 0 planned, 2 could not run as asked, or not every file could be counted, 130 ended by Ctrl-C.

Examples:
  godwit plan                                 all contracts, and the next command of each
  godwit plan unified-ids                     one in full: batches, files, what no fix takes away, gates
  godwit plan typed-ids --across-files        with the price of types through the program, and the roots
  godwit plan --format md -o PLAN.md          to read and to discuss
  godwit plan unified-ids --format json       for a machine`,
    )
    .action(async (contract: string | undefined, options: PlanOptions) => {
      const { runPlan } = await import("./commands/plan.js");
      exit(await runPlan(contract, options, cwd(), terminal));
    });
}

function addConsumers(program: Command, { terminal, cwd, exit }: ProcessCommandsHost): void {
  program
    .command("consumers")
    .description("list everything that uses a component, a file or an export, also what hides behind factories")
    .argument("<what>", "a component or name of a contract, FILE, FILE#EXPORT, or PACKAGE#EXPORT")
    .option("--depth <n>", "only what is at most n steps away; default: 1 for a file, else everything")
    .addOption(new Option("--format <format>", "how to print the list").choices(CONSUMERS_FORMATS).default("stylish"))
    .option("-o, --output <file>", "write the list to a file instead of stdout; its ending chooses the format")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
One step away is what names it: by import, require or import(), through barrels, aliases and namespaces, as a type, in a mock. Two steps
away is what gets it from there: from a function that returns it, an object that holds it, or as an argument; and so on.

Exit codes: 0 listed (also where nothing uses it), 2 could not run as asked, or not every file could be read.

Examples:
  godwit consumers AgentWebSocketBridge             a component of a contract
  godwit consumers src/db/pool.ts#DatabasePool      an export
  godwit consumers src/db/pool.ts --depth 2         all exports of a file
  godwit consumers uuid#v4                          an export of a package
  godwit consumers AgentWebSocketBridge --format mermaid -o consumers.mmd`,
    )
    .action(async (what: string, options: ConsumersCommandOptions) => {
      const { runConsumers } = await import("./commands/consumers.js");
      exit(runConsumers(what, options, cwd(), terminal));
    });
}

function addGates(program: Command, { terminal, cwd, exit }: ProcessCommandsHost): void {
  const gates = program.command("gates").description("record that a gate of a contract holds").helpCommand(false);
  gates
    .command("record")
    .description("write down what a gate's command says now, or what a person has seen")
    .argument("<contract>")
    .argument("<gate>", "the gate's name")
    .option("--note <text>", "what was seen, and where: needed for a gate that a person judges")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
The evidence is a file in migrations/.gates/: the command with its exit code or the note, the time, the commit and the author. Commit it.
godwit plan shows it, and says when the code has changed since. godwit check --gates runs all commands and records nothing.

Exit codes: 0 recorded, 1 recorded that the command failed, 2 could not run as asked.

Examples:
  godwit gates record websocket-factory "Events arrive in order"
  godwit gates record execution-engine "Staging validated" --note "https://grafana.example/d/42, 2027-02-03"`,
    )
    .action(async (contract: string, gate: string, options: GatesRecordOptions) => {
      const { runGatesRecord } = await import("./commands/gates-record.js");
      exit(runGatesRecord([contract, gate], options, cwd(), terminal));
    });
}

function addBridges(program: Command, { terminal, cwd, exit }: ProcessCommandsHost): void {
  program
    .command("bridges")
    .description("say who still uses each bridge of the contracts, and delete those that nothing uses")
    .argument("[contract]", "only the bridges of this one")
    .option("--remove", "delete the bridges that nothing uses, with their re-exports and unused imports")
    .option("--dry-run", "with --remove: print what it would change, and change nothing")
    .option(
      "--runtime <file>",
      "counts of running programs, by @godwit/bridge (repeatable)",
      (file: string, files: string[] = []) => [...files, file],
    )
    .option("--force", "with --remove: also what programs used lately, and where git could not bring it back")
    .addOption(new Option("--format <format>", "how to print the list").choices(["stylish", "json"]).default("stylish"))
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
A bridge is in use as long as code, a test, a mock, a config file, an export of a package, a path in a string or a fix of a contract
needs it, or a file that can't be read might. --remove deletes nothing else, and refuses files with changes that are not committed. With
--runtime it also refuses what running programs used in the last 7 days.

Exit codes: 0 listed or deleted, 1 one that nothing uses was not deleted, and the output says why, 2 could not run as asked.

Examples:
  godwit bridges                               all, with who uses them or since when nothing does
  godwit bridges execution-engine --format json
  godwit bridges --runtime counts.json         with uses at run time
  godwit bridges --remove --dry-run            as a diff
  godwit bridges execution-engine --remove`,
    )
    .action(async (contract: string | undefined, options: BridgesOptions) => {
      const { runBridges } = await import("./commands/bridges.js");
      exit(runBridges(contract, options, cwd(), terminal));
    });
}
