import spawn from "cross-spawn";
import { parseArgsStringToArgv } from "string-argv";
import { findShellWord } from "../files/command-words.js";

/** How the command of a gate ended. */
export interface GateRun {
  /** Null: it could not be run, or was stopped. */
  readonly exitCode: number | null;
  /** In words: `exit code 1`. */
  readonly ending: string;
  readonly seconds: number;
}

/** Half an hour: a gate may run all tests of a repository, but a run in CI must end. */
const TIMEOUT_MS = 1_800_000;

/** Runs a gate's command in the root, without a shell; what it prints goes to stderr as it comes. */
export function runGateCommand(root: string, command: string, timeoutMs = TIMEOUT_MS): GateRun {
  const started = performance.now();
  const ended = (exitCode: number | null, ending: string): GateRun => ({
    ...{ exitCode, ending, seconds: Math.round((performance.now() - started) / 100) / 10 },
  });
  const [file, ...args] = parseArgsStringToArgv(command);
  if (file === undefined) return ended(null, "the command is empty");
  const shellWord = findShellWord([file, ...args]);
  if (shellWord !== undefined)
    return ended(null, `it is run without a shell, which ${shellWord} needs: put it into a script of package.json`);
  const { error, status, signal } = spawn.sync(file, args, { cwd: root, stdio: ["ignore", 2, 2], timeout: timeoutMs });
  const { code } = (error ?? {}) as NodeJS.ErrnoException;
  if (code === "ETIMEDOUT") return ended(null, `it took more than ${Math.round(timeoutMs / 1000)} s, and was stopped`);
  if (error) return ended(null, code === "ENOENT" ? `there is no command ${file}` : error.message);
  return status === null ? ended(null, `it was stopped by ${signal ?? "a signal"}`) : ended(status, `exit code ${status}`);
}
