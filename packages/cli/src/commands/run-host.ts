import { listenForInterrupt } from "../migrate/interrupt.js";
import { createProgressBar, type ProgressBar } from "../migrate/progress-bar.js";
import type { RunHost } from "../migrate/session.js";
import { printable } from "../reporters/printable.js";
import type { ProcessHost, Terminal } from "../terminal.js";
import { UsageError } from "../failure.js";

/** Where a command runs, and how it shows its progress. */
export interface RunPlace {
  readonly terminal: Terminal;
  readonly cwd: string;
  /** Draws no progress. */
  readonly isQuiet: boolean;
}

/** The process of a command; throws `UsageError` where there is none. */
function requireHost({ host }: Terminal): ProcessHost {
  if (!host) throw new UsageError("This command needs a process of its own.");
  return host;
}

/** Does something long that shows progress and that Ctrl-C ends; `whenStopped` is said then. */
export async function withRunHost<Result>(
  { terminal, cwd, isQuiet }: RunPlace,
  whenStopped: string,
  run: (host: RunHost, bar: ProgressBar) => Promise<Result>,
): Promise<Result> {
  const host = requireHost(terminal);
  const bar = createProgressBar(terminal, isQuiet);
  const interrupt = listenForInterrupt(host, () => bar.above(`${whenStopped} Press Ctrl-C again to end at once.\n`));
  const listener = {
    command: (description: string): void => {
      bar.above(`Running ${printable(description)}\n`);
      bar.doing(`running ${printable(description)}`);
    },
    note: (text: string): void => bar.above(`${text}\n`),
    progress: (done: number, total: number, doing: string): void => bar.step(done, total, printable(doing)),
  };
  try {
    return await run({ cwd, process: host, interrupt, listener }, bar);
  } finally {
    bar.clear();
    interrupt.stop();
  }
}
