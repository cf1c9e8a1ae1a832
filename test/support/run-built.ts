import path from "node:path";
import type { ProcessHost, Terminal } from "../../packages/cli/src/terminal.js";

const PROGRAM = path.resolve(import.meta.dirname, "../../packages/cli/dist/program.js");

/** The built command line, loaded once; its worker threads and lazy parts are files, which the sources are not. */
let program: Promise<{ runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> }> | undefined;

/** How a command ended, and what it printed. */
export interface BuiltRun {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command of the built godwit in this process, as in a pipe, with all that long commands need; `cwd` is an absolute path. */
export async function runBuilt(
  cwd: string,
  args: readonly string[],
  { env = process.env, pid = process.pid }: { readonly env?: NodeJS.ProcessEnv; readonly pid?: number } = {},
): Promise<BuiltRun> {
  program ??= import(PROGRAM);
  const printed = { out: "", err: "" };
  const code = await (
    await program
  ).runCommandLine(args, {
    ...{ cwd, hasColour: false, hasProgress: false, env, host: hostOf(env, pid) },
    out: (text) => (printed.out += text),
    err: (text) => (printed.err += text),
  });
  return { code, ...printed };
}

function hostOf(env: NodeJS.ProcessEnv, own: number): ProcessHost {
  return {
    ...{ pid: own, env },
    isAlive(pid) {
      try {
        return process.kill(pid, 0);
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === "EPERM";
      }
    },
    killGroup(pid) {
      try {
        process.kill(-pid, "SIGKILL");
      } catch {
        // It has ended by itself.
      }
    },
    onInterrupt: () => () => undefined,
    exit(code) {
      throw new Error(`godwit wants to end the process with ${code}`);
    },
  };
}
