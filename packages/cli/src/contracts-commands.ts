import { Option, type Command } from "commander";
import type { ContractsDeriveOptions } from "./commands/contracts-derive.js";
import type { ContractsNewOptions } from "./commands/contracts-new.js";
import type { ContractsGraphOptions } from "./commands/contracts-graph.js";
import { GRAPH_FORMATS } from "./commands/overview-formats.js";
import type { Terminal } from "./terminal.js";

/** What the commands need of the program. */
export interface ContractsCommandsHost {
  readonly terminal: Terminal;
  cwd(): string;
  exit(code: number): void;
  contractOption(): Option;
}

/** Adds `godwit contracts` with what it does: list, validate, test, graph, new, derive. */
export function addContracts(program: Command, { terminal, cwd, exit, contractOption }: ContractsCommandsHost): void {
  const contracts = program
    .command("contracts")
    .description("begin, derive, list, validate, test and draw the contract files")
    .helpCommand(false);
  const format = (): Option =>
    new Option("--format <format>", "how to print the result").choices(["stylish", "json"]).default("stylish");
  type Format = { readonly format: "stylish" | "json" };
  contracts
    .command("list")
    .description("print a table of the contracts")
    .addOption(format())
    .addHelpText("after", "\nExample:\n  godwit contracts list")
    .action(async (options: Format) => {
      const { runContractsList } = await import("./commands/contracts-list.js");
      exit(runContractsList(options, cwd(), terminal));
    });
  contracts
    .command("validate")
    .description("say everything that is wrong with the contract files")
    .addOption(format())
    .addHelpText(
      "after",
      "\nExit codes: 0 they work (there may be warnings), 2 one does not.\n\nExample:\n  godwit contracts validate --format json",
    )
    .action(async (options: Format) => {
      const { runContractsValidate } = await import("./commands/contracts-validate.js");
      exit(runContractsValidate(options, cwd(), terminal));
    });
  contracts
    .command("test")
    .description("run the before/after examples of the contracts")
    .addOption(contractOption())
    .addOption(format())
    .addHelpText("after", "\nExit codes: 0 all hold, 1 one does not.\n\nExample:\n  godwit contracts test --contract unified-ids")
    .action(async (options: Format & { contract?: string[] }) => {
      const { runContractsTest } = await import("./commands/contracts-test.js");
      exit(runContractsTest(options, cwd(), terminal));
    });
  contracts
    .command("graph")
    .description("draw which contract waits for which")
    .addOption(new Option("--format <format>", "the language of the graph").choices(GRAPH_FORMATS).default("mermaid"))
    .option("-o, --output <file>", "write the graph to a file instead of stdout; its ending chooses the format")
    .addHelpText(
      "after",
      `
An arrow leads to the contract that waits. Contracts that wait for each other are refused, with the way around.

Exit codes: 0 drawn, 2 there is a circle, or a contract has errors.

Examples:
  godwit contracts graph
  godwit contracts graph --format dot | dot -Tsvg -o contracts.svg`,
    )
    .action(async (options: ContractsGraphOptions) => {
      const { runContractsGraph } = await import("./commands/contracts-graph.js");
      exit(runContractsGraph(options, cwd(), terminal));
    });
  contracts
    .command("new")
    .description("begin a migration: contract, test, decision record, and both ways behind a flag; or a ready contract")
    .argument("[id]", "what the contract is called, in kebab-case; a recipe's own name when not given")
    .option("--recipe <name>", "write only a contract, one that is ready")
    .option("--list-recipes", "print the ready contracts")
    .option("--dry-run", "say what would be written, and write nothing")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
What is written works as it is: the contract's example holds, and the test runs with what the project uses (vitest, jest, mocha, else
node:test). Nothing is overwritten: where one of the files is there, none is written.

Exit codes: 0 written, 2 could not run as asked.

Examples:
  godwit contracts new user-store
  godwit contracts new --list-recipes
  godwit contracts new --recipe uuid-to-random-uuid
  godwit contracts new dates --recipe moment-to-date-fns`,
    )
    .action(async (id: string | undefined, options: ContractsNewOptions) => {
      const { runContractsNew } = await import("./commands/contracts-new.js");
      exit(runContractsNew(id, options, cwd(), terminal));
    });
  contracts
    .command("derive")
    .description("write contracts from @deprecated tags")
    .argument("[paths...]", "only these folders, files or globs; all source files without them")
    .option(
      "--package <name>",
      "read the declarations of an installed package instead (repeatable)",
      (name: string, names: string[] = []) => [...names, name],
    )
    .option("--dry-run", "print the contracts, and write nothing")
    .addOption(format())
    .addHelpText(
      "after",
      `
Each deprecated export is banned. Where its code is only another name (const a = b, type A = B, a re-export), imports are moved; where the
tag names what to use instead, that is a suggestion. Every example is tried out before a contract is written. A file that is there is never
overwritten. What can't be derived is listed with the reason.

Exit codes: 0 derived (there may be things that could not be), 2 could not run as asked.

Examples:
  godwit contracts derive
  godwit contracts derive src/users --dry-run
  godwit contracts derive --package rxjs`,
    )
    .action(async (paths: string[], options: ContractsDeriveOptions) => {
      const { runContractsDerive } = await import("./commands/contracts-derive.js");
      exit(runContractsDerive(paths, options, cwd(), terminal));
    });
  // `contracts test unified-ids` must not look like a test of only that contract.
  for (const command of contracts.commands.filter((each) => each.name() !== "derive")) command.allowExcessArguments(false);
}
