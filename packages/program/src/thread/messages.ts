import nodeModule from "node:module";
import type { MessagePort } from "node:worker_threads";
import type { AsyncSite } from "../async/async-host.js";
import type { OpenDeclaration } from "../open-declaration.js";
import type { ContextSite } from "../context/context-host.js";
import type { Insertion } from "../context/insertion.js";
import type { PlainEdit } from "../typed/plain-edits.js";
import type { WaveRequest, WaveSite } from "../typed/wave-host.js";

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

/** What the thread is told; those with an `id` are answered. */
export type ToThread =
  | { readonly kind: "judge"; readonly id: number; readonly texts: ReadonlyMap<string, string> }
  | { readonly kind: "foresee"; readonly id: number; readonly changes: readonly ReadonlyMap<string, string>[] }
  | { readonly kind: "wave"; readonly id: number; readonly sites: readonly WaveSite[] }
  | { readonly kind: "context"; readonly id: number; readonly sites: readonly ContextSite[] }
  | { readonly kind: "async"; readonly id: number; readonly sites: readonly AsyncSite[] }
  | { readonly kind: "slow"; readonly id: number }
  | {
      readonly kind: "confirm";
      readonly id: number;
      readonly before: ReadonlyMap<string, string>;
      readonly after: ReadonlyMap<string, string>;
    }
  | { readonly kind: "keep" }
  | { readonly kind: "refresh"; readonly files: readonly string[] };

/** What the thread asks of a wave's host while it waits. */
export type HostCall =
  | { readonly method: "read"; readonly args: readonly [file: string] }
  | { readonly method: "edit"; readonly args: readonly [file: string, text: string, requests: readonly WaveRequest[]] }
  | { readonly method: "mayRetype"; readonly args: readonly [file: string, part: readonly [number, number]] }
  | { readonly method: "mayFollow"; readonly args: readonly [file: string] }
  | { readonly method: "usersBeside"; readonly args: readonly [seen: readonly string[], asked: readonly OpenDeclaration[]] }
  | { readonly method: "typeForName"; readonly args: readonly [name: string] }
  | { readonly method: "isTest"; readonly args: readonly [file: string] };

/** What the thread asks of the host of a wave through callers; only a context wave asks to insert. */
export type CallerCall =
  | { readonly method: "read"; readonly args: readonly [file: string] }
  | { readonly method: "insert"; readonly args: readonly [file: string, text: string, insertions: readonly Insertion[]] }
  | {
      readonly method: "fix";
      readonly args: readonly [file: string, text: string, sites: readonly { readonly start: number; readonly rule: string }[]];
    }
  | { readonly method: "refusal"; readonly args: readonly [file: string] }
  | { readonly method: "callRefusal"; readonly args: readonly [file: string] }
  | { readonly method: "usersBeside"; readonly args: readonly [seen: readonly string[], asked: readonly OpenDeclaration[]] }
  | { readonly method: "overlapAt"; readonly args: readonly [file: string, range: readonly [number, number]] }
  | { readonly method: "isTest"; readonly args: readonly [file: string] };

/** A host's edits; refused requests are told by their place in the list, as a copy is not the same object. */
export interface CopiedEdits {
  readonly edits: readonly PlainEdit[];
  readonly refused: readonly { readonly index: number; readonly reason: string }[];
}

/** How a question ended; an error keeps what it said and where. */
export type Answer = { readonly value: unknown } | { readonly error: CopiedError };

/** What is kept of an error between threads. */
export interface CopiedError {
  readonly message: string;
  readonly stack: string | undefined;
}

/** What the thread tells. */
export type FromThread =
  | { readonly kind: "answer"; readonly id: number; readonly answer: Answer }
  | { readonly kind: "ask"; readonly call: HostCall | CallerCall };

/** What crosses to another thread of something that was thrown. */
export function copyError(error: unknown): CopiedError {
  return error instanceof Error ? { message: error.message, stack: error.stack } : { message: String(error), stack: undefined };
}

/** The error that was thrown on the other thread. */
export function restoreError({ message, stack }: CopiedError): Error {
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}
