import path from "node:path";
import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import type { API, APIOptions, Project, Snapshot } from "typescript-7/unstable/sync";
import { Worker } from "node:worker_threads";
import { memoryHere } from "../memory.js";

// The one module that loads TypeScript 7. Its API is called unstable, so its version is pinned, and the build puts it into this package: as a
// dependency it would bring a `tsc` in place of the project's own.
interface Native {
  readonly API: new (options: APIOptions) => API;
}

/** The native compiler is not there, does not answer any more, or can't open a project: another one has to. */
export class NativeFailure extends Error {
  override readonly name = "NativeFailure";

  constructor(message: string, options?: ErrorOptions) {
    // A panic brings all of its stack, which is of no use to a reader; `cause` has it.
    super(message.trim().split(/\n|\s+goroutine \d+ \[/u, 1)[0], options);
  }
}

/** What a compiler sees in place of the disk. */
export interface NativeFiles {
  /** Undefined for what is on disk, null for what a compiler would wait for, such as a pipe. */
  read(file: string): string | null | undefined;
  /**
   * Files and folders that the disk does not have; undefined where there are none. With it each look for a name comes here, tens of thousands for a
   * program, which take longer than the rest.
   */
  readonly added: { hasFile(file: string): boolean; hasFolder(folder: string): boolean } | undefined;
}

/** How long a request may take. */
export interface NativeLimits {
  readonly answerMs: number;
  /** For tests: another program that is started in place of the compiler. */
  readonly program?: string;
}

export const USUAL_LIMITS: NativeLimits = { answerMs: 120_000 };

/** The option was removed; the value of the option was. */
const REMOVED: ReadonlySet<number> = new Set([5102, 5108]);

const [LEAST_LIMIT, MOST_LIMIT] = [2500, 8000];

/** The memory from which on the compiler collects garbage sooner, in MiB: a third of what the machine or the container has. */
function softLimit(): number {
  return Math.round(Math.min(MOST_LIMIT, Math.max(LEAST_LIMIT, memoryHere() / 1024 ** 2 / 3)));
}

interface WithProcess {
  readonly client: { readonly channel: { readonly child: ChildProcess } };
}

/** One process of TypeScript 7; each of its states is asked through `Snapshot`s, which have to be disposed. */
export class NativeCompiler {
  readonly #api: API;
  readonly #watchdog: Watchdog;
  readonly pid: number;

  /** Throws `NativeFailure` where no native compiler is installed. */
  constructor(folder: string, { read, added }: NativeFiles, { answerMs, program }: NativeLimits) {
    const options: APIOptions = {
      cwd: folder,
      ...(program !== undefined && { tsserverPath: program }),
      fs: {
        readFile: read,
        ...(added && {
          fileExists: (file: string) => added.hasFile(file) || undefined,
          directoryExists: (directory: string) => added.hasFolder(directory) || undefined,
        }),
      },
    };
    const { GOMEMLIMIT: limit } = process.env;
    // Go lets its heap grow to twice of what is used; near this limit it collects sooner, and beyond it all the time. The API hands on the
    // environment as it is.
    process.env["GOMEMLIMIT"] = limit ?? `${softLimit()}MiB`;
    try {
      // Loaded where it is needed, as few commands need it.
      const { API: Api } = createRequire(import.meta.url)("#typescript-7/sync") as Native;
      this.#api = new Api(options);
    } catch (error) {
      throw toFailure(error);
    } finally {
      // What else runs from here has limits of its own.
      if (limit === undefined) delete process.env["GOMEMLIMIT"];
    }
    const { child } = (this.#api as unknown as WithProcess).client.channel;
    // A program that can't be started says so later; who asks it hears that too.
    child.on("error", () => undefined);
    const { pid } = child;
    if (pid === undefined) throw new NativeFailure("the native compiler did not start");
    this.pid = pid;
    this.#watchdog = new Watchdog(pid, answerMs);
  }

  /** Makes a state with other texts or more projects. */
  update(changes: { readonly opened?: readonly string[]; readonly closed?: readonly string[] } & NativeChanges): Snapshot {
    const { opened = [], closed = [], changed, created, deleted } = changes;
    return this.ask(() =>
      this.#api.updateSnapshot({
        openProjects: [...opened],
        closeProjects: [...closed],
        // It goes on knowing a file that is told to be gone.
        fileChanges: deleted.length > 0 ? { invalidateAll: true } : { changed: [...changed], created: [...created] },
      }),
    );
  }

  /** Asks something that has an answer in time, or throws `NativeFailure`. */
  ask<Answer>(question: () => Answer): Answer {
    try {
      return this.#watchdog.watch(question);
    } catch (error) {
      throw toFailure(error);
    }
  }

  end(): void {
    this.#watchdog.end();
    try {
      this.#api.close();
    } catch {
      // It may be gone already.
    }
    try {
      // One that hangs does not hear that it should end.
      process.kill(this.pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
}

/** Files (absolute paths) whose texts differ from those of the last state. */
export interface NativeChanges {
  readonly changed: readonly string[];
  readonly created: readonly string[];
  readonly deleted: readonly string[];
}

/** Why a project can't be judged by the native compiler; undefined if it can. */
export function findRefusal(project: Project): string | undefined {
  const { program } = project;
  return program.getProgramDiagnostics().find(({ code }) => REMOVED.has(code))?.text;
}

/** The folder in which the compiler's own libraries are. */
export function isLibrary(file: string): boolean {
  return path.basename(file).startsWith("lib.") && file.includes("/@typescript/typescript-");
}

function toFailure(error: unknown): NativeFailure {
  if (error instanceof NativeFailure) return error;
  return new NativeFailure(error instanceof Error ? error.message : String(error), { cause: error });
}

/** What the watching thread shares with the one that is watched: the number of the request that is under way, 0 between two. */
const REQUEST = 0;
const STOP = 1;

/** Wakes once in a while: a request must not pay for being watched. */
const WATCH = `
const { workerData: { shared, pid, limitMs } } = require("node:worker_threads");
let seen = 0, since = 0;
while (Atomics.wait(shared, ${STOP}, 0, Math.min(1000, limitMs)) === "timed-out") {
  const request = Atomics.load(shared, ${REQUEST});
  if (request === 0 || request !== seen) { seen = request; since = Date.now(); }
  else if (Date.now() - since >= limitMs) { try { process.kill(pid, "SIGKILL"); } catch {} break; }
}`;

/** Ends a process that answers too late; who waits for its answer sees that it is gone. */
class Watchdog {
  readonly #shared = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
  #count = 0;

  constructor(pid: number, limitMs: number) {
    new Worker(WATCH, { eval: true, workerData: { shared: this.#shared, pid, limitMs } }).unref();
  }

  /** Asks something of the process. */
  watch<Answer>(question: () => Answer): Answer {
    this.#count = (this.#count % 0x7fffffff) + 1;
    Atomics.store(this.#shared, REQUEST, this.#count);
    try {
      return question();
    } finally {
      Atomics.store(this.#shared, REQUEST, 0);
    }
  }

  end(): void {
    Atomics.store(this.#shared, STOP, 1);
    Atomics.notify(this.#shared, STOP);
  }
}
