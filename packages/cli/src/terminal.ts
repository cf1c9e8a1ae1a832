import type { Readable, Writable } from "node:stream";
import pc from "picocolors";
import { counted, grouped, kindsText } from "@godwit/project";
import { UsageError } from "./failure.js";

export { counted, grouped, kindsText };

/** The process as commands see it; `main.ts` makes it from `process`. */
export interface Terminal {
  /** Absolute working directory, before `-C`. */
  readonly cwd: string;
  /** Whether results may have colour. */
  readonly hasColour: boolean;
  /** Whether progress may be drawn on stderr. */
  readonly hasProgress: boolean;
  /** Columns of stdout; undefined if it is no terminal. */
  readonly columns?: number | undefined;
  /** The variables of the environment that reports need, such as the commit that CI checks. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  out(text: string): void;
  err(text: string): void;
  /** What long-running commands need of the process; undefined where there is none, as in tests of short ones. */
  readonly host?: ProcessHost;
  /** Like `err`, for text that moves the cursor; `err` by default. */
  draw?(text: string): void;
}

/** Where a command runs. */
export interface CommandPlace {
  /** Absolute, after `-C`. */
  readonly cwd: string;
  readonly terminal: Terminal;
  /** godwit's own version. */
  readonly version: string;
  /** Whether all of a result is wanted (`--all`). */
  readonly all?: boolean;
}

/** The process and its neighbours. */
export interface ProcessHost {
  readonly pid: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a process is alive. */
  isAlive(pid: number): boolean;
  /** Ends a process and those that it started. */
  killGroup(pid: number): void;
  /** Calls a listener when somebody wants the process to end, instead of ending it; returns how to stop that. */
  onInterrupt(listener: (signal: "SIGINT" | "SIGTERM" | "SIGHUP") => void): () => void;
  /** Ends the process at once. */
  exit(code: number): never;
  /** The streams of the process, for a command that talks with a program instead of a person. */
  readonly streams?: { readonly input: Readable; readonly output: Writable };
  /** Shows a question and waits for one key, as `keysIn` tells them apart; undefined if the input is no terminal. */
  readonly readKey?: (prompt: string) => Promise<string>;
}

/** The time of a run in seconds since 1970; SOURCE_DATE_EPOCH sets it where results must not change from day to day. */
export function nowOf({ env = {} }: Pick<Terminal, "env">): number {
  const fixed = env["SOURCE_DATE_EPOCH"];
  return fixed !== undefined && /^\d{1,12}$/.test(fixed) ? Number(fixed) : Math.floor(Date.now() / 1_000);
}

/** How what is for people is drawn: as wide as the terminal and in its colours, or plain where it goes to a file. */
export function lookOf({ hasColour, columns }: Terminal, file: string | undefined): Pick<Terminal, "hasColour" | "columns"> {
  return file === undefined ? { hasColour, columns } : { hasColour: false };
}

/** Functions that colour a text for the terminal. */
export type Colours = ReturnType<typeof pc.createColors>;

/** Colour functions, or ones that do nothing. */
export function coloursFor(hasColour: boolean): Colours {
  return pc.createColors(hasColour);
}

/** A line of a difference as terminals show it; `text` where it is shown otherwise, such as indented. */
export function paintDiffLine(line: string, colours: Colours, text = line): string {
  if (line.startsWith("+")) return colours.green(text);
  if (line.startsWith("-")) return colours.red(text);
  return line.startsWith("@@") ? colours.cyan(text) : text;
}

/** `2 errors, 1 warning` */
export function faultsText(errors: number, warnings: number): string {
  return [errors > 0 && counted(errors, "error"), warnings > 0 && counted(warnings, "warning")].filter(Boolean).join(", ");
}

/** `120 ms`, `3.4 s` */
export function timeText(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** Draws `text… 120/9,120` on one line of stderr, at most ten times a second, after the first half second. */
export function progressOn(terminal: Terminal, text: string): { step(done: number, total: number): void; clear(): void } {
  let last = performance.now() + 400;
  let isDrawn = false;
  const draw = (drawn: string): void => (terminal.draw ?? terminal.err)(drawn);
  return {
    step(done, total) {
      if (!terminal.hasProgress || performance.now() - last < 100) return;
      last = performance.now();
      isDrawn = true;
      draw(`\r${text} ${grouped(done)}/${grouped(total)}`);
    },
    clear() {
      if (isDrawn) draw("\r\u001B[K");
    },
  };
}

/**
 * The keys that a terminal has sent at once: one, but of a pasted text the first of each line, so that `y` and Enter is an answer. A key that
 * sends several characters, such as an arrow, is one.
 */
export function keysIn(sent: string): readonly string[] {
  if (sent.length < 2 || sent.startsWith("\u001B")) return [sent];
  const keys = sent.split(/[\r\n]+/).flatMap((line) => [...line].slice(0, 1));
  return keys.length > 0 ? keys : ["\r"];
}

/** One more thing that a person may want before the answer. */
interface MoreToShow {
  readonly key: string;
  readonly words: string;
  show(): void;
}

/** Asks a question that is answered by y or n with one key; q and Ctrl-C leave everything as it is. */
export type AskKey = (question: string, more?: MoreToShow) => Promise<"yes" | "no" | "quit">;

/** Asks on the terminal; throws `UsageError` where there is none. */
export function askKeyAt(terminal: Terminal): AskKey {
  const readKey = terminal.host?.readKey;
  if (!readKey) throw new UsageError("init asks at a terminal, and there is none. Look with --dry-run, and write with --yes.");
  const colours = coloursFor(terminal.hasColour);
  return async (question, more) => {
    const asked = `${colours.bold(question)} ${["[y]es [n]o [q]uit", ...(more ? [more.words] : [])].join(" ")} `;
    for (let prompt = asked; ; prompt = "") {
      const key = (await readKey(prompt)).toLowerCase();
      if (key === more?.key) {
        terminal.out("\n");
        more.show();
        terminal.out(asked);
        continue;
      }
      const answer = key === "y" ? "yes" : key === "n" ? "no" : ["q", "\u0003", "\u0004"].includes(key) ? "quit" : undefined;
      if (answer) {
        terminal.out(`${answer}\n`);
        return answer;
      }
    }
  };
}
