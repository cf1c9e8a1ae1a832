import { Option, type Command } from "commander";
import type { ExplainOptions } from "./commands/explain.js";
import type { InitOptions } from "./commands/init.js";
import type { McpOptions } from "./commands/mcp.js";
import type { ProcessCommandsHost } from "./process-commands.js";

/** What the commands for beginners need from the program. */
export interface BeginCommandsHost extends ProcessCommandsHost {
  readonly version: string;
}

/** Adds the commands with which people begin: `godwit init`, `godwit explain`, and `godwit mcp` for agents. */
export function addBegin(program: Command, host: BeginCommandsHost): void {
  addInit(program, host);
  addExplain(program, host);
  addMcp(program, host);
}

function addInit(program: Command, { terminal, cwd, exit, version }: BeginCommandsHost): void {
  program
    .command("init")
    .description("set godwit up from what the project has: first contracts, baseline, linter, editor, hook, CI")
    .option("--yes", "ask nothing: begin with the best contracts, and write")
    .option("--dry-run", "show what would be written, and write nothing")
    .option("--agents", "also keep a section for coding agents in AGENTS.md, from the contracts")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Looks for calls of uuid, exports marked @deprecated, imports past a package's entry, getInstance() and plain IDs that have a type, counts
them with contracts that it could write, and shows every change as a difference first. It overwrites nothing, runs nothing, and installs
nothing. The baseline knows what is there, so that CI starts green. Run again it adds only what is missing.

Exit codes: 0 written, or nothing to do; 2 it found nothing to begin with, or could not write.

Examples:
  godwit init
  godwit init --dry-run
  godwit init --yes -C packages/app
  godwit init --agents --yes    again whenever the contracts have changed`,
    )
    .action(async (options: InitOptions) => {
      const { runInit } = await import("./commands/init.js");
      exit(await runInit(options, { cwd: cwd(), version, terminal }));
    });
}

function addExplain(program: Command, { terminal, cwd, exit }: BeginCommandsHost): void {
  program
    .command("explain")
    .description("say why something is reported, what its fix would do, or why there is none")
    .argument("<what>", "FILE:LINE, FILE:LINE:COLUMN, FILE, CONTRACT, or CONTRACT/RULE")
    .addOption(new Option("--format <format>", "how to print the answer").choices(["stylish", "json"]).default("stylish"))
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Of a violation: the contract and the entry that decides, whether it fails the check, its fix as a difference, or why there is none and what
would make it one. Of a line without one: which contracts look at the file, and why they report nothing there.

Exit codes: 0 explained, 2 there is no such file or rule, or no contract can look at it.

Examples:
  godwit explain src/users.ts:12
  godwit explain src/users.ts:12:9 --format json
  godwit explain unified-ids/no-raw-uuid
  godwit explain unified-ids`,
    )
    .action(async (what: string, options: ExplainOptions) => {
      const { runExplain } = await import("./commands/explain.js");
      exit(runExplain(what, options, cwd(), terminal));
    });
}

function addMcp(program: Command, { terminal, cwd, exit, version }: BeginCommandsHost): void {
  program
    .command("mcp")
    .description("serve coding agents over stdin and stdout: what is wanted, check, fix, explain, plan")
    .option("--write", "also give them a tool that writes safe fixes to the disk")
    .allowExcessArguments(false)
    .addHelpText(
      "after",
      `
Speaks the Model Context Protocol. Agents start it themselves; it reads the contracts again for each question, and ends with its input.
Its tools only read: wanted_in_file, check_text, fix_text (returns a text), explain, next_batch, counts; with --write also write_fixes.

Examples:
  claude mcp add godwit -- npx godwit mcp
  { "mcpServers": { "godwit": { "command": "npx", "args": ["godwit", "mcp"] } } }`,
    )
    .action(async (options: McpOptions) => {
      const { runMcp } = await import("./commands/mcp.js");
      exit(await runMcp(options, version, cwd(), terminal));
    });
}
