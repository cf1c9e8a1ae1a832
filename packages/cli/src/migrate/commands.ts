import type { ChildProcess } from "node:child_process";
import { type CheckCommand, type FormatCommand, suggestNearest } from "@godwit/core/contracts";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import spawn from "cross-spawn";
import { parseArgsStringToArgv } from "string-argv";
import { asArgument, findShellWord, commandEnvironment } from "../check/format-files.js";
import type { ProcessHost } from "../terminal.js";
import type { Interrupt } from "./interrupt.js";

/** What the places of a command stand for. */
export interface CommandPlaces {
  /** Relative to the root. */
  readonly files: readonly string[];
  readonly package?: string;
  readonly consumer?: string;
  /** Where the command runs, relative to the root; without one in the root. `files` are seen from there. */
  readonly folder?: string;
}

/**
 * The runs of a command for some files (relative to the root): one; or one for each package of theirs, where the command runs there or names it.
 */
export function runsOf(
  { run, in: place }: CheckCommand,
  files: readonly string[],
  packageOf: (file: string) => string,
  consumer?: string,
): readonly CommandPlaces[] {
  const named = consumer === undefined ? {} : { consumer };
  if (place === "root" && !run.includes("{package}")) return [{ files, ...named }];
  const folders = [...new Set(files.map(packageOf))];
  return folders.map((folder) => {
    const own = files.filter((file) => packageOf(file) === folder);
    const start = place === "package" && folder !== "." ? `${folder}/` : "";
    const seen = (file: string): string => (file.startsWith(start) ? file.slice(start.length) : file);
    return {
      ...{ files: own.map(seen), package: folder },
      ...(consumer !== undefined && { consumer: seen(consumer) }),
      ...(start !== "" && { folder }),
    };
  });
}

/** How a command ended. */
export interface CommandResult {
  readonly ok: boolean;
  /** Null where it did not end by itself. */
  readonly exitCode: number | null;
  /** Why it failed, in a few words: `npm test ended with exit code 1`. */
  readonly reason: string;
  /** The end of what it printed. */
  readonly output: string;
}

/** Runs commands of contracts in the root. */
export interface CommandRunner {
  run(command: string, places: CommandPlaces): Promise<CommandResult>;
  /** Why a command could not even be run, whatever the code is: then nothing that is tried would hold. */
  readonly cannotRun?: string | undefined;
}

/** What a runner needs. */
export interface RunnerOptions {
  readonly root: string;
  readonly host: ProcessHost;
  readonly interrupt: Interrupt;
  readonly timeLimitMs: number;
  /** Called with each command before it runs. */
  onCommand(description: string): void;
  /** Called when it has ended. */
  onCommandEnd?(): void;
}

const PLACES = ["files", "package", "consumer"];
const KEPT_CHARACTERS = 64 * 1024;
/** How long to wait for output after a command has ended, as its own children may hold the pipe open for ever. */
const DRAIN_MS = 300;

/** What is wrong with a command that would be run without a shell; undefined if nothing is. */
export function commandFault(command: string): string | undefined {
  const words = parseArgsStringToArgv(command);
  if (words.length === 0) return "is empty";
  if (/^\w+=/u.test(words[0]!))
    return `is run without a shell, which would set ${words[0]!}: put it into a script of package.json, and write "npm run <script>"`;
  const places = words.flatMap((word) => [...word.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name!));
  for (const place of places.filter((name) => !PLACES.includes(name))) {
    const meant = suggestNearest(place.toLowerCase(), PLACES);
    if (meant !== undefined) return `has {${place}}, which stands for nothing: did you mean {${meant}}?`;
  }
  const shellWord = findShellWord(words);
  if (shellWord === undefined) return undefined;
  return `is run without a shell, which ${shellWord} needs: put it into a script of package.json, and write "npm run <script> -- {files}"`;
}

/** The words of a command; `{files}` becomes one argument a file, whatever characters its name has. */
function wordsOf(command: string, { files, package: folder, consumer }: CommandPlaces): readonly string[] {
  return parseArgsStringToArgv(command).flatMap((word) => {
    if (word === "{files}") return files.map(asArgument);
    return [
      word
        .replaceAll("{files}", () => files.join(","))
        .replaceAll("{package}", () => folder ?? ".")
        .replaceAll("{consumer}", () => consumer ?? ""),
    ];
  });
}

/** Which command can't be run, and what helps; undefined if none was tried that can't. */
export function describeCannotRun({ cannotRun }: CommandRunner, format: readonly FormatCommand[] = []): string | undefined {
  if (cannotRun === undefined) return undefined;
  const isFormat = format.some(({ run }) => cannotRun.startsWith(`${run} `));
  const advice = isFormat ? "Change godwit.format in package.json" : "Run it by hand, and give the contract a command that works";
  return `${cannotRun}. ${advice}.`;
}

/** By what a shell says that it may not run a program, and that there is none: POSIX, "Exit Status for Commands". */
const NOT_RUN: ReadonlySet<number> = new Set([126, 127]);

/** Creates a runner: no shell, a time limit, the end of the output kept, and an end of all processes at an interrupt. */
export function createRunner({ root, host, interrupt, timeLimitMs, onCommand, onCommandEnd }: RunnerOptions): CommandRunner {
  let cannotRun: string | undefined;
  return {
    get cannotRun() {
      return cannotRun;
    },
    run(command, places) {
      const [file, ...args] = wordsOf(command, places);
      onCommand(describe(command, places));
      return new Promise((resolve) => {
        const cwd = path.join(root, places.folder ?? "");
        const child = spawn(file!, args, {
          cwd,
          env: commandEnvironment(cwd),
          stdio: ["ignore", "pipe", "pipe"],
          detached: true,
        });
        const output = collect(child);
        let why: string | undefined;
        const kill = (): void => {
          if (child.pid !== undefined) host.killGroup(child.pid);
        };
        const timer = setTimeout(() => {
          why = `took more than ${describeTime(timeLimitMs)}, and was stopped`;
          kill();
        }, timeLimitMs);
        const stopListening = interrupt.onSet(() => {
          why = "was interrupted";
          kill();
        });
        let isDone = false;
        const finish = (reason: string | undefined, exitCode: number | null = null, isStarted = true): void => {
          if (isDone) return;
          isDone = true;
          onCommandEnd?.();
          clearTimeout(timer);
          stopListening();
          child.stdout?.destroy();
          child.stderr?.destroy();
          child.unref();
          const where = places.folder === undefined ? "" : ` in ${places.folder}`;
          const said = reason === undefined ? "" : `${command}${where} ${reason}`;
          if (!isStarted || NOT_RUN.has(exitCode ?? 0)) cannotRun ??= said;
          resolve({ ok: reason === undefined, exitCode, reason: said, output: output() });
        };
        child.on("error", (error: NodeJS.ErrnoException) =>
          finish(
            error.code === "ENOENT" ? `can't be started: there is no ${file!}` : `can't be run: ${error.message}`,
            null,
            false,
          ),
        );
        child.on("exit", (code, signal) => {
          const reason = why ?? reasonOf(code, signal);
          child.on("close", () => finish(reason, code));
          setTimeout(() => finish(reason, code), DRAIN_MS);
        });
      });
    },
  };
}

/** A runner that runs the same command at the same place once, as nothing changes meanwhile. */
export function runningOnce(runner: CommandRunner): CommandRunner {
  const ran = new Map<string, Promise<CommandResult>>();
  return {
    run(command, places) {
      const key = JSON.stringify([wordsOf(command, places), places.folder]);
      const known = ran.get(key) ?? runner.run(command, places);
      ran.set(key, known);
      return known;
    },
  };
}

function reasonOf(code: number | null, signal: string | null): string | undefined {
  if (code === 0) return undefined;
  if (code === null) return `was ended by ${signal ?? "a signal"}`;
  return `ended with exit code ${code}${NOT_RUN.has(code) ? ", which says that a program in it can't be run" : ""}`;
}

/** Keeps the end of what a process prints, however much that is, without its colours. */
function collect(child: ChildProcess): () => string {
  let text = "";
  const take = (chunk: Buffer): void => {
    text = (text + chunk.toString("utf8")).slice(-KEPT_CHARACTERS);
  };
  child.stdout?.on("data", take);
  child.stderr?.on("data", take);
  return () => stripVTControlCharacters(text).trim();
}

function describe(command: string, { files, package: folder, consumer, folder: place }: CommandPlaces): string {
  const named = [
    ...(place === undefined ? [] : [`in ${place}`]),
    ...(command.includes("{files}")
      ? [`{files}: ${files.length > 1 ? `${files[0]!} and ${files.length - 1} more` : (files[0] ?? "none")}`]
      : []),
    ...(command.includes("{package}") ? [`{package}: ${folder ?? "."}`] : []),
    ...(command.includes("{consumer}") ? [`{consumer}: ${consumer ?? "none"}`] : []),
  ];
  return named.length > 0 ? `${command} (${named.join(", ")})` : command;
}

function describeTime(ms: number): string {
  return ms >= 60_000 ? `${Math.round(ms / 60_000)} min` : `${ms / 1000} s`;
}
