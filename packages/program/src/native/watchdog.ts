import { Worker } from "node:worker_threads";

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
export class Watchdog {
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
