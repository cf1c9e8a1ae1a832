import childProcess, { type SpawnSyncOptions, type SpawnSyncReturns } from "node:child_process";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { readFrame, writeFrame } from "./frames.mjs";

// To start a program Linux copies the tables of all memory that the process has: for a worker that has run many tests this takes many times as
// long as the program, and was a third of what the tests took. So a small process starts them; what is asked for and answered stays the same.

type Arguments = [file: string, args?: readonly string[] | SpawnSyncOptions, options?: SpawnSyncOptions];
type Result = SpawnSyncReturns<string | Buffer>;

const { spawnSync, execFileSync } = childProcess;
let pipes: { readonly questions: number; readonly answers: number } | undefined;

function startedBySmallProcess(...given: Arguments): Result {
  const { file, args, options } = parsed(given);
  if (!isAlone(options)) return spawnSync(file, args, options);
  pipes ??= openPipes();
  const { cwd = process.cwd(), env = process.env } = options;
  const folder = cwd instanceof URL ? fileURLToPath(cwd) : cwd;
  writeFrame(pipes.questions, { file, args, options: { ...options, cwd: folder, env: { ...env } } });
  const result = readFrame(pipes.answers) as Result | undefined;
  if (!result) throw new Error(`The process that starts programs for tests ended while it started ${file}.`);
  return result.error ? { ...result, error: Object.assign(new Error(result.error.message), result.error) } : result;
}

/** As Node does it: the output, or an error that has all of the result. */
function outputOf(...given: Arguments): string | Buffer {
  const { file, args, options } = parsed(given);
  if (!isAlone(options)) return execFileSync(file, args, options);
  const result = startedBySmallProcess(file, args, options);
  if (options.stdio === undefined && result.stderr.length > 0) process.stderr.write(result.stderr);
  if (result.error) throw Object.assign(result.error, result);
  if (result.status === 0) return result.stdout;
  throw Object.assign(new Error(`Command failed: ${[file, ...args].join(" ")}\n${String(result.stderr ?? "")}`), result);
}

function parsed([file, second, third]: Arguments): { file: string; args: readonly string[]; options: SpawnSyncOptions } {
  return Array.isArray(second)
    ? { file, args: second as readonly string[], options: third ?? {} }
    : { file, args: [], options: (second as SpawnSyncOptions | undefined) ?? third ?? {} };
}

/** Whether a program gets nothing that this process has open. */
function isAlone({ stdio = "pipe" }: SpawnSyncOptions): boolean {
  return [stdio].flat().every((each) => each === "pipe" || each === "ignore");
}

function openPipes(): { readonly questions: number; readonly answers: number } {
  const folder = mkdtempSync(path.join(tmpdir(), "pipes-"));
  const [questions, answers] = [path.join(folder, "questions"), path.join(folder, "answers")];
  execFileSync("mkfifo", [questions, answers]);
  const starter = path.join(import.meta.dirname, "program-starter.mjs");
  childProcess.spawn(process.execPath, [starter, questions, answers], { stdio: "ignore" }).unref();
  // Opening waits for the other end. For reading and writing it does not, and the process ends when this one does.
  const opened = { questions: openSync(questions, "r+"), answers: openSync(answers, "r") };
  rmSync(folder, { recursive: true });
  return opened;
}

if (process.platform === "linux" && childProcess.spawnSync.name !== startedBySmallProcess.name) {
  Object.assign(childProcess, { spawnSync: startedBySmallProcess, execFileSync: outputOf });
  syncBuiltinESMExports();
}
