import { platform } from "node:os";
import path from "node:path";
import type { FormatCommand } from "@godwit/core/contracts";
import spawn from "cross-spawn";
import { parseArgsStringToArgv } from "string-argv";
import type { FileProblem } from "./finding.js";
import process from "node:process";
import { npmRunPathEnv } from "npm-run-path";

/** The files for the project's format command. */
export interface FormatRun {
  /** Absolute path of the folder of package.json. */
  readonly root: string;
  /** As package.json has them, each with the word `{files}`. */
  readonly commands: readonly FormatCommand[];
  /** Paths relative to the root, with `/`. */
  readonly files: readonly string[];
  /** Called with the command before each run. */
  onCommand?(description: string): void;
  readonly timeoutMs?: number;
}

const PLACE = "{files}";
/** Ten minutes: a formatter may take long for thousands of files, but a run in CI must end. */
const TIMEOUT_MS = 600_000;
/** `npx` is a batch file on Windows, and cmd.exe takes 8,191 characters; elsewhere the system takes at least 128 KiB. */
const MAX_CHARACTERS = platform() === "win32" ? 7_000 : 100_000;

/**
 * Runs the project's format commands on files, all of them at once as far as the system takes it. No shell is involved: a command is
 * split into words, and each file name is one argument, whatever characters it has. Returns what went wrong.
 */
export function formatFiles(run: FormatRun): FileProblem | undefined {
  for (const command of run.commands) {
    const failed = formatBy(command, run);
    if (failed) return failed;
  }
  return undefined;
}

/** Whether a program that ended with an exit code only found other problems in the files: ESLint's 1. */
export function isLintResult(words: readonly string[], exitCode: number | null): boolean {
  return exitCode === 1 && words.includes("eslint");
}

function formatBy(command: FormatCommand, run: FormatRun): FileProblem | undefined {
  const fault = formatFault(command);
  if (fault !== undefined) return problem(fault);
  const words = parseArgsStringToArgv(command.run);
  for (const files of formatBatches(command, run.files)) {
    run.onCommand?.(`${describeFormat(command)} (${PLACE}: ${describe(files)})`);
    const failure = runOnce(
      words.flatMap((word) => (word === PLACE ? files : [word])),
      { ...run, root: path.join(run.root, command.in ?? "") },
    );
    if (failure !== undefined) return problem(`The format command ${failure} The fixes are written; format the files yourself.`);
  }
  return undefined;
}

/** A format command for people, with the folder in which it runs. */
export function describeFormat({ run, in: folder }: FormatCommand): string {
  return folder === undefined ? run : `${run} in ${folder}`;
}

/** What is wrong with a format command; undefined if nothing is. */
export function formatFault({ run }: FormatCommand): string | undefined {
  const words = parseArgsStringToArgv(run);
  if (!words.includes(PLACE) || words[0] === PLACE)
    return `The format command has no word ${PLACE} for the changed files: write it as in "npx prettier --write ${PLACE}".`;
  const shellWord = findShellWord(words);
  if (shellWord === undefined) return undefined;
  return `The format command is run without a shell, which ${shellWord} needs: put it into a script, and write "npm run <script> -- ${PLACE}".`;
}

function describe(files: readonly string[]): string {
  return files.length === 1 ? files[0]! : `${files[0]!} and ${files.length - 1} more`;
}

/** The files (relative to the root) of a command as it sees them from its folder, in lists that are short enough for one run each. */
export function formatBatches({ in: folder }: FormatCommand, all: readonly string[]): string[][] {
  const start = folder === undefined ? "" : `${folder}/`;
  const files = all.filter((file) => file.startsWith(start)).map((file) => file.slice(start.length));
  const batches: string[][] = [];
  let room = 0;
  for (const file of files.map(asArgument)) {
    if (file.length + 1 > room) {
      batches.push([]);
      room = MAX_CHARACTERS;
    }
    batches.at(-1)!.push(file);
    room -= file.length + 1;
  }
  return batches;
}

function runOnce([command, ...args]: readonly string[], { root, timeoutMs = TIMEOUT_MS }: FormatRun): string | undefined {
  const { error, status, signal, stdout, stderr } = spawn.sync(command!, args, {
    cwd: root,
    env: commandEnvironment(root),
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    timeout: timeoutMs,
    killSignal: "SIGKILL",
    maxBuffer: 1 << 26,
  });
  const code = (error as NodeJS.ErrnoException | null | undefined)?.code;
  if (code === "ETIMEDOUT") return `was stopped: it took more than ${Math.round(timeoutMs / 1000)} s.`;
  if (code === "ENOENT") return `can't be started: there is no ${command!}.`;
  if (error) return `can't be run: ${error.message}.`;
  if (status === 0 || isLintResult([command!, ...args], status)) return undefined;
  const said = `${stderr}${stdout}`.trim().split("\n").slice(-20).join("\n");
  const ending = status === null ? `ended by ${signal ?? "a signal"}` : `ended with exit code ${status}`;
  return said === "" ? `${ending}.` : `${ending}:\n${said}\n`;
}

function problem(message: string): FileProblem {
  return { file: "package.json", line: 1, column: 1, code: "format", message, isBlocking: true };
}

const SHELL_WORD = /^(?:&&?|\|\|?|;|\d?>{1,2}.*|<.*|\$\(.*|`.*)$/;

/** The first of a command's words that only a shell understands. */
export function findShellWord(words: readonly string[]): string | undefined {
  return words.find((word) => SHELL_WORD.test(word));
}

/** Makes sure that a name such as `-rf.ts` or `!a.ts` is read as a file, not as an option or a pattern. */
export function asArgument(file: string): string {
  return /^[\w.@]/.test(file) ? file : `./${file}`;
}

/** The environment of a command that runs in `cwd`: as a script of package.json has it, it finds the programs of installed packages by name. */
export function commandEnvironment(cwd: string): NodeJS.ProcessEnv {
  const { env } = process;
  return npmRunPathEnv({ cwd, addExecPath: false, env: env.PATH === undefined ? { ...env, PATH: "" } : env });
}
