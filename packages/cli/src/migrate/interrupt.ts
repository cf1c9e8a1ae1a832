import type { ProcessHost } from "../terminal.js";

/** Whether somebody wants the run to end. */
export interface Interrupt {
  /** The exit code that tells of it: 128 and the signal's number; undefined while nobody asked. */
  readonly exitCode: number | undefined;
  /** Calls a listener at once when it happens, or now if it has happened; returns how to stop that. */
  onSet(listener: () => void): () => void;
  /** Lets signals in that came while code was running. */
  breathe(): Promise<void>;
  stop(): void;
}

/** Why what comes after Ctrl-C is not tried. */
export const INTERRUPTED = "the run was interrupted";

const NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** Listens for Ctrl-C and its like: the first ends the run in order, the second at once. */
export function listenForInterrupt(host: ProcessHost, onFirst: () => void): Interrupt {
  const listeners = new Set<() => void>();
  let exitCode: number | undefined;
  const stop = host.onInterrupt((signal) => {
    // The journal tells the next run what was under way.
    if (exitCode !== undefined) host.exit(exitCode);
    exitCode = 128 + NUMBERS[signal];
    onFirst();
    for (const listener of listeners) listener();
  });
  return {
    get exitCode() {
      return exitCode;
    },
    onSet(listener) {
      if (exitCode !== undefined) listener();
      else listeners.add(listener);
      return () => listeners.delete(listener);
    },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    stop,
  };
}
