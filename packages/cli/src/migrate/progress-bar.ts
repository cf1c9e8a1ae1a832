import { UsageError } from "../failure.js";
import { printable } from "../reporters/printable.js";
import { grouped, type ProcessHost, type Terminal } from "../terminal.js";
import { listenForInterrupt } from "./interrupt.js";
import type { RunHost } from "./session.js";

/** Draws how far a run is on one line of stderr; where that is no terminal, it says it on lines of their own, now and then. */
export interface ProgressBar {
  step(done: number, total: number, doing: string): void;
  /** Says what is being done now of the same step: a command that runs, say; undefined: what the step itself says. */
  doing(text: string | undefined): void;
  /** Prints lines above the bar. */
  above(text: string): void;
  clear(): void;
}

/** What a bar measures time with. */
export interface BarClock {
  now(): number;
  /** Calls back once a second, and keeps no process alive; returns how to stop that. */
  everySecond(tick: () => void): () => void;
}

const CLOCK: BarClock = {
  now: () => performance.now(),
  everySecond(tick) {
    const timer = setInterval(tick, 1_000).unref();
    return () => clearInterval(timer);
  },
};

/** What is being done, and since when. */
interface Step {
  readonly done: number;
  readonly total: number;
  readonly doing: string;
  readonly at: number;
}

const WIDTH = 20;
const BAR = /^[█▉▊▋▌▍▎▏░]+ /u;
const PARTS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** From when on a step shows how long it has taken. */
const LONG_MS = 5_000;
/** How often a line is written at most where none can be drawn. */
const LINE_MS = 5_000;

/** Creates a bar with a count, what is being done and since when, and the time that is left; it moves while a step takes long. */
export function createProgressBar(terminal: Terminal, isQuiet: boolean, clock = CLOCK): ProgressBar {
  const isDrawn = terminal.hasProgress && !isQuiet;
  const isSaid = !terminal.hasProgress && !isQuiet;
  let said = clock.now();
  let line = "";
  let drawn = 0;
  let step: Step | undefined;
  let ofStep = "";
  /** From when on time is measured: the first step that takes some also opens projects, which the others find open. */
  let began: { readonly at: number; readonly done: number; readonly total: number } | undefined;
  let stop: (() => void) | undefined;
  const write = (text: string): void => (terminal.draw ?? terminal.err)(text);
  const draw = (): void => {
    drawn = clock.now();
    write(`\r\u001B[K${line}`);
  };
  const describeNow = (): string => {
    if (!step || !began) return "";
    const now = clock.now();
    const since = step.doing !== "" && now - step.at >= LONG_MS ? ` (${describeElapsed(now - step.at)})` : "";
    const pace = step.done > began.done && now - began.at > 2_000 ? (now - began.at) / (step.done - began.done) : undefined;
    const text = describe(step, pace);
    return isSaid ? text.replace(BAR, "") + since : shorten(text, since, terminal.columns || 80);
  };
  const say = (): void => {
    // Of a step that takes minutes it is said less and less often.
    if (clock.now() - said < Math.max(LINE_MS, step ? said - step.at : 0)) return;
    said = clock.now();
    const text = describeNow();
    if (text !== "") terminal.err(`${text}\n`);
  };
  const tick = (): void => {
    if (isSaid) return say();
    line = describeNow();
    draw();
  };
  const clear = (): void => {
    if (isDrawn && line !== "") write("\r\u001B[K");
  };
  const take = (done: number, total: number, doing: string): void => {
    if (!isDrawn && !isSaid) return;
    const now = clock.now();
    if (began?.total !== total || began.done === 0) began = { at: now, done, total };
    const isNew = doing !== step?.doing;
    step = { done, total, doing, at: isNew || done !== step?.done ? now : step.at };
    stop ??= clock.everySecond(tick);
    if (isSaid) return say();
    line = describeNow();
    // A loop that counts thousands of files must not spend its time drawing; what is new may take long, and is shown at once.
    if (isNew || now - drawn > 80) draw();
  };
  return {
    step(done, total, doing) {
      ofStep = doing;
      take(done, total, doing);
    },
    doing: (text = ofStep) => take(step?.done ?? 0, step?.total ?? 0, text),
    clear() {
      clear();
      line = "";
      step = undefined;
      stop?.();
      stop = undefined;
    },
    above(text) {
      clear();
      terminal.err(text);
      if (isDrawn && line !== "") draw();
      said = clock.now();
    },
  };
}

/** `pace`: milliseconds for each, where that is known. */
function describe({ done, total, doing }: Step, pace: number | undefined): string {
  if (total === 0) return doing;
  const left = pace === undefined ? "" : `  ${describeTime(pace * (total - done))} left`;
  return `${bar(done / total)} ${grouped(done)}/${grouped(total)}${left}  ${doing}`;
}

function bar(share: number): string {
  const eighths = Math.round(Math.min(1, share) * WIDTH * 8);
  return ("█".repeat(Math.floor(eighths / 8)) + PARTS[eighths % 8]!).padEnd(WIDTH, "░");
}

function describeTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

/** `45 s`, `2 min 5 s` */
function describeElapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function shorten(text: string, end: string, columns: number): string {
  if (text.length + end.length < columns) return text + end;
  return `${text.slice(0, Math.max(0, columns - end.length - 2))}…${end}`;
}

/** Where a command runs, and how it shows its progress. */
interface RunPlace {
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
  let underWay = "";
  const interrupt = listenForInterrupt(host, () => {
    // Who sends the signal twice, as `timeout` does, reads nothing that comes after this.
    bar.above(
      `Stopping: ${whenStopped}${underWay === "" ? "" : ` Under way: ${underWay}.`} Press Ctrl-C again to end at once.\n`,
    );
  });
  const listener = {
    command: (description: string): void => {
      bar.above(`Running ${printable(description)}\n`);
      bar.doing(`running ${printable(description)}`);
    },
    commandEnd: (): void => bar.doing(undefined),
    note: (text: string): void => bar.above(`${text}\n`),
    progress: (done: number, total: number, doing: string): void => {
      underWay = printable(doing);
      bar.step(done, total, underWay);
    },
  };
  try {
    return await run({ cwd, process: host, interrupt, listener }, bar);
  } finally {
    bar.clear();
    interrupt.stop();
  }
}
