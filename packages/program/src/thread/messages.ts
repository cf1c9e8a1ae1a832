import nodeModule from "node:module";
import type { MessagePort } from "node:worker_threads";

/** What the thread of a type checker is started with. */
export interface ThreadStart {
  readonly root: string;
  readonly files: readonly string[];
  /** On which the answers to its own questions arrive. */
  readonly answers: MessagePort;
  /** Wakes the thread: 1 if an answer is there. */
  readonly bell: Int32Array;
  /** The process id of the native compiler; 0 as long as there is none, `ENDED` once there may be none. */
  readonly compiler: Int32Array;
  /** Whether Node keeps what it compiled, so that loading TypeScript costs little. */
  readonly hasCompileCache: boolean;
}

/** In place of the native compiler's process id: the thread ends. */
export const ENDED = -1;

/** Node's own store of compiled code, which Node 20 has not. */
export const compileCache = nodeModule as typeof nodeModule & {
  enableCompileCache?(): unknown;
  getCompileCacheDir?(): string | undefined;
};

/** A method of an object on the other thread, with its arguments. */
export interface Call {
  readonly method: string;
  readonly args: readonly unknown[];
}

/** What the type checker on the thread is asked; a wave's questions go to the host that the asking thread keeps. */
export interface ToThread extends Call {
  /** Undefined where nobody waits for an answer. */
  readonly id: number | undefined;
  readonly hasHost: boolean;
}

/** What the thread tells: an answer, or what it asks of a wave's host while it waits. */
export type FromThread =
  { readonly kind: "answer"; readonly id: number; readonly answer: Answer } | { readonly kind: "ask"; readonly call: Call };

/** How a question ended; an error keeps what it said and where. */
export type Answer =
  { readonly value: unknown } | { readonly error: { readonly message: string; readonly stack: string | undefined } };

/** The answer of a function that throws. */
export function failureOf(error: unknown): Answer {
  const { message, stack } = error instanceof Error ? error : { message: String(error), stack: undefined };
  return { error: { message, stack } };
}

/** What was answered; throws what was thrown on the other thread. */
export function valueOf(answer: Answer): unknown {
  if (!("error" in answer)) return answer.value;
  const { message, stack } = answer.error;
  throw Object.assign(new Error(message), stack !== undefined && { stack });
}

/** Waits until the bell is rung. Who rang for the answer before may wake this thread once more, which is no ring. */
export function waitForRing(bell: Int32Array): void {
  while (Atomics.load(bell, 0) === 0) Atomics.wait(bell, 0, 0);
}

/** Rings the bell, once the answer can be read. */
export function ring(bell: Int32Array): void {
  Atomics.store(bell, 0, 1);
  Atomics.notify(bell, 0);
}
