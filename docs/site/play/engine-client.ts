import type { Completion, FileAnswer, Files, Hover, Question, Reply, Start, Started, WrittenPlace } from "../engine/protocol.js";

/** How long an answer may take; what takes longer is ended, so that no contract stops the page. How long it takes to load is the network's affair. */
const PATIENCE = 10_000;

/** Why there is no answer. */
export class EngineError extends Error {
  override readonly name = "EngineError";
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** The engine in a worker. It is started again after it was ended, with the next question. */
export class EngineClient {
  readonly #folder: string;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  /** Resolved when the worker can answer. */
  #started = Promise.resolve();
  #asked = 0;

  /** `folder` is the address of the engine's bundle. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  answer(files: Files): Promise<readonly FileAnswer[]> {
    return this.#ask({ kind: "files", files }) as Promise<readonly FileAnswer[]>;
  }

  hover(place: WrittenPlace): Promise<Hover | undefined> {
    return this.#ask({ kind: "hover", ...place }) as Promise<Hover | undefined>;
  }

  complete(place: WrittenPlace): Promise<readonly Completion[]> {
    return this.#ask({ kind: "complete", ...place }) as Promise<readonly Completion[]>;
  }

  /** Ends the worker. */
  close(): void {
    this.#end(new EngineError("The engine was closed."));
  }

  #ask(question: Question): Promise<unknown> {
    const id = ++this.#asked;
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      const end = (): void =>
        this.#end(new EngineError(`The engine was stopped: it had no answer after ${PATIENCE / 1000} seconds.`));
      let timer: ReturnType<typeof setTimeout> | undefined;
      void this.#started.then(() => {
        if (this.#waiting.has(id)) timer = setTimeout(end, PATIENCE);
      });
      const settled = <T>(settle: (value: T) => void) => {
        return (value: T): void => {
          clearTimeout(timer);
          settle(value);
        };
      };
      this.#waiting.set(id, { resolve: settled(resolve), reject: settled(reject) });
      worker.postMessage({ ...question, id });
    });
  }

  #start(): Worker {
    const worker = new Worker(`${this.#folder}/engine.js`, { type: "module" });
    let started = (): void => undefined;
    this.#started = new Promise((resolve) => (started = resolve));
    worker.addEventListener("message", ({ data }: MessageEvent<Reply | Started>) => {
      if ("started" in data) return started();
      const waiting = this.#waiting.get(data.id);
      this.#waiting.delete(data.id);
      if ("failure" in data) waiting?.reject(new EngineError(data.failure));
      else waiting?.resolve(data.answer);
    });
    worker.addEventListener("error", () => {
      this.#end(
        new EngineError(
          "The engine could not be loaded. Load the page again; without a network it has to have been open before.",
        ),
      );
    });
    const start: Start = { parser: `${this.#folder}/parser.wasm` };
    worker.postMessage(start);
    return worker;
  }

  #end(error: Error): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
