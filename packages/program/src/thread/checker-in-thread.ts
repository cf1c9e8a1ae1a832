import { MessageChannel, Worker } from "node:worker_threads";
import { getHeapStatistics } from "node:v8";
import { TypeCheckEndedError, type AsyncTypeChecker } from "./async-type-checker.js";
import {
  type Answer,
  type Call,
  compileCache,
  ENDED,
  failureOf,
  type FromThread,
  ring,
  type ThreadStart,
  type ToThread,
  valueOf,
} from "./messages.js";
import { memoryHere } from "../memory.js";

/** An object whose methods the thread may call while it works on a question. */
type Host = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

interface Question {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly host: Host | undefined;
}

interface StartedThread {
  readonly worker: Worker;
  post(message: ToThread): void;
}

type Method = Exclude<keyof AsyncTypeChecker, "keepLast" | "refresh" | "assume" | "end">;

/** A type checker on a thread of its own, so that the thread that asks hears signals and draws meanwhile. It starts at the first question. */
export function typeCheckerInThread(root: string, files: readonly string[]): AsyncTypeChecker {
  const thread = new CheckerThread(root, files);
  return {
    judge: (...args) => thread.ask("judge", args),
    judgeAhead: (...args) => thread.ask("judgeAhead", args),
    confirm: (...args) => thread.ask("confirm", args),
    slow: (...args) => thread.ask("slow", args),
    looks: (...args) => thread.ask("looks", args),
    assume: (...args) => thread.tell({ method: "assume", args }, true),
    runWave: (sites, host) => thread.ask("runWave", [sites], host),
    runCallerWave: (sites, host) => thread.ask("runCallerWave", [sites], host),
    keepLast: (...args) => thread.tell({ method: "keepLast", args }),
    refresh: (...args) => thread.tell({ method: "refresh", args }),
    end: () => thread.end(),
  };
}

class CheckerThread {
  readonly #root: string;
  readonly #files: readonly string[];
  readonly #open = new Map<number, Question>();
  #started: StartedThread | undefined;
  /** Why there are no answers any more. */
  #ended: Error | undefined;
  #count = 0;
  readonly #compiler = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

  constructor(root: string, files: readonly string[]) {
    this.#root = root;
    this.#files = files;
  }

  ask<Asked extends Method>(method: Asked, args: readonly unknown[], host?: object): ReturnType<AsyncTypeChecker[Asked]> {
    const answer = new Promise<unknown>((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended);
      const id = this.#count++;
      this.#open.set(id, { resolve, reject, host: host as Host | undefined });
      const { worker, post } = (this.#started ??= this.#start());
      // A thread that nobody waits for keeps no process alive.
      worker.ref();
      post({ method, args, id, hasHost: host !== undefined });
    });
    return answer as ReturnType<AsyncTypeChecker[Asked]>;
  }

  /** What a thread should forget needs no telling to one that never started. */
  tell(call: Call, starts = false): void {
    if (this.#ended !== undefined) return;
    if (starts) this.#started ??= this.#start();
    this.#started?.post({ ...call, id: undefined, hasHost: false });
  }

  end(): void {
    this.#fail(new TypeCheckEndedError());
    this.#endCompiler();
    void this.#started?.worker.terminate();
  }

  /** A thread that waits for the compiler's answer does not hear that it should end. */
  #endCompiler(): void {
    const pid = Atomics.exchange(this.#compiler, 0, ENDED);
    try {
      if (pid > 0) process.kill(pid, "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }

  #start(): StartedThread {
    const answers = new MessageChannel();
    const bell = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const hasCompileCache = compileCache.getCompileCacheDir?.() !== undefined;
    const start: ThreadStart = {
      root: this.#root,
      files: this.#files,
      answers: answers.port2,
      bell,
      compiler: this.#compiler,
      hasCompileCache,
    };
    const limit = heapLimitOfThread();
    const worker = new Worker(new URL("./checker-thread.js", import.meta.url), {
      workerData: start,
      transferList: [answers.port2],
      resourceLimits: limit === undefined ? {} : { maxOldGenerationSizeMb: limit },
    });
    answers.port1.unref();
    worker.on("message", (message: FromThread) => {
      if (message.kind === "answer") return this.#settle(message.id, message.answer);
      answers.port1.postMessage(this.#answer(message.call));
      ring(bell);
    });
    worker.on("error", (error: Error) => this.#fail(error));
    worker.on("exit", (code) => this.#fail(new Error(`the thread of the type checker ended with code ${code}`)));
    return { worker, post: (message) => worker.postMessage(message) };
  }

  #settle(id: number, answer: Answer): void {
    const question = this.#open.get(id);
    this.#open.delete(id);
    if (this.#open.size === 0) this.#started?.worker.unref();
    try {
      question?.resolve(valueOf(answer));
    } catch (error) {
      question?.reject(error);
    }
  }

  #fail(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#open.values()) reject(this.#ended);
    this.#open.clear();
  }

  /** Answers a question of the thread, as the host of the wave that it works on. */
  #answer({ method, args }: Call): Answer {
    const host = [...this.#open.values()].find((question) => question.host)?.host;
    try {
      return { value: host?.[method]!(...args) };
    } catch (error) {
      return failureOf(error);
    }
  }
}

const MEBIBYTE = 1024 * 1024;
/** The largest programs that were seen need as much with their checker: 10,700 files. */
const ENOUGH = 8192;

/** What decides how much memory a thread may use. */
interface HeapFacts {
  /** The flags of this process, those of NODE_OPTIONS included. */
  readonly flags: readonly string[];
  /** What the machine or the container has, in bytes. */
  readonly memory: number;
  /** What Node would give the thread, in bytes. */
  readonly usual: number;
}

/**
 * How much heap the thread of the type checker may use, in MB: half of the memory, at most 8 GB, and not less than Node gives by itself.
 * Undefined where a person set a limit with `--max-old-space-size`, which holds for threads too.
 */
export function heapLimitOfThread({ flags, memory, usual }: HeapFacts = heapFacts()): number | undefined {
  if (flags.some((flag) => /^--max[-_]old[-_]space[-_]size/u.test(flag))) return undefined;
  return Math.floor(Math.max(usual / MEBIBYTE, Math.min(memory / MEBIBYTE / 2, ENOUGH)));
}

function heapFacts(): HeapFacts {
  return {
    flags: [...process.execArgv, ...(process.env.NODE_OPTIONS ?? "").split(/\s+/u)],
    memory: memoryHere(),
    usual: getHeapStatistics().heap_size_limit,
  };
}
