import pc from "picocolors";

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
  out(text: string): void;
  err(text: string): void;
}

/** Functions that colour a text for the terminal. */
export type Colours = ReturnType<typeof pc.createColors>;

/** Colour functions, or ones that do nothing. */
export function coloursFor(hasColour: boolean): Colours {
  return pc.createColors(hasColour);
}

/** `1 file`, `2 files`, `1,204 files` */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? one : many}`;
}

/** Draws `text… 120/9,120` on one line of stderr, at most ten times a second, after the first half second. */
export function progressOn(terminal: Terminal, text: string): { step(done: number, total: number): void; clear(): void } {
  let last = performance.now() + 400;
  let isDrawn = false;
  return {
    step(done, total) {
      if (!terminal.hasProgress || performance.now() - last < 100) return;
      last = performance.now();
      isDrawn = true;
      terminal.err(`\r${text} ${done.toLocaleString("en-US")}/${total.toLocaleString("en-US")}`);
    },
    clear() {
      if (isDrawn) terminal.err("\r\u001B[K");
    },
  };
}
