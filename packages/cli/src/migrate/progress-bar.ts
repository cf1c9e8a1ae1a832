import type { Terminal } from "../terminal.js";

/** Draws how far a run is on one line of stderr; on a terminal only. */
export interface ProgressBar {
  step(done: number, total: number, doing: string): void;
  /** Prints lines above the bar. */
  above(text: string): void;
  clear(): void;
}

const WIDTH = 20;
const PARTS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** Creates a bar with a count, what is being done, and the time that is left. */
export function createProgressBar(terminal: Terminal, isQuiet: boolean, now = () => performance.now()): ProgressBar {
  const isDrawn = terminal.hasProgress && !isQuiet;
  let line = "";
  let drawn = 0;
  let shown: string | undefined;
  let began: { readonly at: number; readonly total: number } | undefined;
  const write = (text: string): void => (terminal.draw ?? terminal.err)(text);
  const draw = (): void => {
    drawn = now();
    write(`\r\u001B[K${line}`);
  };
  const clear = (): void => {
    if (isDrawn && line !== "") write("\r\u001B[K");
  };
  return {
    clear() {
      clear();
      line = "";
    },
    above(text) {
      clear();
      terminal.err(text);
      if (isDrawn && line !== "") draw();
    },
    step(done, total, doing) {
      if (!isDrawn) return;
      if (began?.total !== total) began = { at: now(), total };
      line = shorten(describe(done, total, doing, now() - began.at), terminal.columns || 80);
      // A loop that counts thousands of files must not spend its time drawing; what is new may take long, and is shown at once.
      if (doing !== shown || now() - drawn > 80) draw();
      shown = doing;
    },
  };
}

function describe(done: number, total: number, doing: string, elapsed: number): string {
  if (total === 0) return doing;
  const left = done > 0 && elapsed > 2_000 ? `  ${describeTime((elapsed / done) * (total - done))} left` : "";
  return `${bar(done / total)} ${done.toLocaleString("en-US")}/${total.toLocaleString("en-US")}${left}  ${doing}`;
}

function bar(share: number): string {
  const eighths = Math.round(Math.min(1, share) * WIDTH * 8);
  return ("█".repeat(Math.floor(eighths / 8)) + PARTS[eighths % 8]!).padEnd(WIDTH, "░");
}

function describeTime(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

function shorten(text: string, columns: number): string {
  return text.length < columns ? text : `${text.slice(0, Math.max(0, columns - 2))}…`;
}
