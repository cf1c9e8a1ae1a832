import { MessageChannel, Worker } from "node:worker_threads";
import type { AsyncResult } from "../async/async-host.js";
import type { CallerHost } from "../callers/caller-host.js";
import type { ContextHost, ContextResult } from "../context/context-host.js";
import type { WaveHost, WaveResult } from "../typed/wave-host.js";
import { heapLimitOfThread } from "./heap-limit.js";
import { ring } from "./bell.js";
import { TypeCheckEndedError, type AsyncTypeChecker } from "./async-type-checker.js";
import {
  ENDED,
  copyError,
  restoreError,
  compileCache,
  type Answer,
  type CallerCall,
  type CopiedEdits,
  type FromThread,
  type HostCall,
  type ThreadStart,
  type ToThread,
} from "./messages.js";

/** Who answers what a wave asks. */
interface HostOfWave {
  answer(call: HostCall | CallerCall): unknown;
}

interface Question {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
  /** Who answers the thread meanwhile. */
  readonly host: HostOfWave | undefined;
}

interface StartedThread {
  readonly worker: Worker;
  post(message: ToThread): void;
}

type Asked<Kind> = Kind extends unknown ? Omit<Extract<ToThread, { kind: Kind }>, "id"> : never;

/** A type checker on a thread of its own, so that the thread that asks hears signals and draws meanwhile. It starts at the first question. */
export function typeCheckerInThread(root: string, files: readonly string[]): AsyncTypeChecker {
  const checker = new CheckerThread(root, files);
  return {
    foresee: (changes) => checker.ask({ kind: "foresee", changes }) as Promise<void>,
    judge: (texts) => checker.ask({ kind: "judge", texts }) as ReturnType<AsyncTypeChecker["judge"]>,
    keepLast: () => checker.tell({ kind: "keep" }),
    refresh: (changed) => checker.tell({ kind: "refresh", files: changed }),
    runWave: (sites, host) =>
      checker.ask({ kind: "wave", sites }, { answer: (call) => callHost(host, call as HostCall) }) as Promise<
        WaveResult | undefined
      >,
    runContextWave: (sites, host) =>
      checker.ask({ kind: "context", sites }, { answer: (call) => callCallerHost(host, call as CallerCall) }) as Promise<
        ContextResult | undefined
      >,
    runAsyncWave: (sites, host) =>
      checker.ask({ kind: "async", sites }, { answer: (call) => callCallerHost(host, call as CallerCall) }) as Promise<
        AsyncResult | undefined
      >,
    confirm: (before, after) => checker.ask({ kind: "confirm", before, after }) as ReturnType<AsyncTypeChecker["confirm"]>,
    slow: () => checker.ask({ kind: "slow" }) as ReturnType<AsyncTypeChecker["slow"]>,
    end: () => checker.end(),
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

  ask(
    question: Asked<"foresee" | "judge" | "slow" | "confirm" | "wave" | "context" | "async">,
    host?: HostOfWave,
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended);
      const id = this.#count++;
      this.#open.set(id, { resolve, reject, host });
      const { worker, post } = (this.#started ??= this.#start());
      // A thread that nobody waits for keeps no process alive.
      worker.ref();
      post({ ...question, id });
    });
  }

  /** What is told to a thread that never started needs no telling: it has nothing to forget. */
  tell(message: Extract<ToThread, { kind: "keep" | "refresh" }>): void {
    if (this.#ended === undefined) this.#started?.post(message);
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
    if ("error" in answer) question?.reject(restoreError(answer.error));
    else question?.resolve(answer.value);
  }

  #fail(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#open.values()) reject(this.#ended);
    this.#open.clear();
  }

  /** Answers a question of the thread, as the host of the wave that it works on. */
  #answer(call: HostCall | CallerCall): Answer {
    const host = [...this.#open.values()].find((question) => question.host)?.host;
    try {
      return { value: host?.answer(call) };
    } catch (error) {
      return { error: copyError(error) };
    }
  }
}

function callHost(host: WaveHost, { method, args }: HostCall): unknown {
  switch (method) {
    case "read":
      return host.read(...args);
    case "edit": {
      const { edits, refused } = host.edit(...args);
      const requests = args[2];
      const copied: CopiedEdits = {
        edits,
        refused: refused.map(({ request, reason }) => ({ index: requests.indexOf(request), reason })),
      };
      return copied;
    }
    case "mayRetype":
      return host.mayRetype(...args);
    case "mayFollow":
      return host.mayFollow(...args);
    case "usersBeside":
      return host.usersBeside(...args);
    case "typeForName":
      return host.typeForName(...args);
    case "isTest":
      return host.isTest(...args);
  }
}

function callCallerHost(host: CallerHost & Partial<Pick<ContextHost, "insert">>, { method, args }: CallerCall): unknown {
  switch (method) {
    case "read":
      return host.read(...args);
    case "insert":
      return host.insert?.(...args);
    case "fix":
      return host.fix(...args);
    case "refusal":
      return host.refusal(...args);
    case "callRefusal":
      return host.callRefusal(...args);
    case "usersBeside":
      return host.usersBeside(...args);
    case "overlapAt":
      return host.overlapAt(...args);
    case "isTest":
      return host.isTest(...args);
  }
}
