import { runCommandLine } from "../../packages/cli/src/program.js";

/** How a command ended, and what it printed. */
export interface GodwitRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of godwit in this process, as in a pipe; `cwd` is an absolute path. */
export async function runGodwit(cwd: string, ...args: string[]): Promise<GodwitRun> {
  const printed = { out: "", err: "" };
  const code = await runCommandLine(args, {
    ...{ cwd, hasColour: false, hasProgress: false },
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
  });
  return { code, ...printed };
}
