import type { Command } from "commander";
import type { InitOptions } from "./commands/init.js";
import type { ProcessCommandsHost } from "./process-commands.js";

/** What the commands for beginners need from the program. */
export interface BeginCommandsHost extends ProcessCommandsHost {
  readonly version: string;
}

/** Adds the commands with which people begin: `godwit init`. */
export function addBegin(program: Command, host: BeginCommandsHost): void {
  addInit(program, host);
}

function addInit(program: Command, { terminal, cwd, exit, version }: BeginCommandsHost): void {
  program
    .command("init")
    .description("set godwit up from what the project has: first contracts, baseline, linter, editor, hook, CI")
    .option("--yes", "ask nothing: begin with the best contracts, and write")
    .option("--dry-run", "show what would be written, and write nothing")
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
  godwit init --yes -C packages/app`,
    )
    .action(async (options: InitOptions) => {
      const { runInit } = await import("./commands/init.js");
      exit(await runInit(options, { cwd: cwd(), version, terminal }));
    });
}
