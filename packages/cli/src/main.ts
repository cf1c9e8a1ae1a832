import { setFlagsFromString } from "node:v8";
import { describeFailure } from "./failure.js";
import { runCommandLine } from "./program.js";
import { keysIn, type ProcessHost } from "./terminal.js";

// A run makes much garbage and keeps little: without this V8 lets the heap grow to several times what is in use.
setFlagsFromString("--heap-growing-percent=30");

/** Whether a failure was said already: once is enough. */
let hasFailed = false;

function fail(error: unknown): void {
  process.exitCode = 2;
  if (hasFailed) return;
  hasFailed = true;
  process.stderr.write(`godwit: ${describeFailure(error, process.argv.includes("--debug"))}\n`);
}

// A reader that closes the pipe early (`| head`) needs no more output, and the exit code stays that of what was found.
const isClosed = ({ code }: NodeJS.ErrnoException): boolean => code === "EPIPE" || code === "EOF";
process.stdout.on("error", (error: NodeJS.ErrnoException) => (isClosed(error) ? undefined : fail(error)));
process.stderr.on("error", (error: NodeJS.ErrnoException) => {
  if (!isClosed(error)) process.exitCode = 2;
});
process.on("uncaughtException", fail);

/** NO_COLOR and FORCE_COLOR as people know them; otherwise colour only on a terminal. */
function hasColour(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  // `isTTY` is undefined, not false, if stdout is no terminal.
  return stream.isTTY ? TERM !== "dumb" : false;
}

/** The signals that ask a process to end. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

const host: ProcessHost = {
  pid: process.pid,
  env: process.env,
  isAlive(pid) {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "EPERM";
    }
  },
  killGroup(pid) {
    try {
      // Windows has no groups.
      process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
    } catch {
      // It has ended by itself.
    }
  },
  onInterrupt(listener) {
    for (const signal of SIGNALS) process.on(signal, listener);
    return () => {
      for (const signal of SIGNALS) process.off(signal, listener);
    };
  },
  exit: (code) => process.exit(code),
  streams: { input: process.stdin, output: process.stdout },
  ...(process.stdin.isTTY && process.stdout.isTTY && { readKey: (prompt) => readKey(process.stdin, prompt) }),
};

/** Keys that came together with one that was asked for. */
const keysAhead: string[] = [];

/** Asks, and waits for one key without Enter; Ctrl-C reads as `\u0003`. */
async function readKey(input: NodeJS.ReadStream, prompt: string): Promise<string> {
  // Before it asks: the terminal would show a key that comes at once.
  input.setRawMode(true);
  process.stdout.write(prompt);
  if (keysAhead.length === 0) {
    input.resume();
    const sent = await new Promise<string>((resolve) => input.once("data", (data: Buffer) => resolve(data.toString("utf8"))));
    keysAhead.push(...keysIn(sent));
    input.pause();
  }
  input.setRawMode(false);
  return keysAhead.shift()!;
}

const exitCode = await runCommandLine(process.argv.slice(2), {
  cwd: process.cwd(),
  hasColour: hasColour(process.stdout),
  hasProgress: process.stderr.isTTY && process.stdout.isTTY,
  columns: process.stdout.columns,
  env: process.env,
  host,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
});
// A full disk may have been noticed while the results were written.
process.exitCode ??= exitCode;
