import { expect, test } from "vitest";
import type { ProcessHost } from "../terminal.js";
import { createProgressBar, type ProgressBar, withRunHost } from "./progress-bar.js";

/** A bar whose clock a test moves on. */
function barOf(
  columns = 80,
  hasProgress = true,
): {
  bar: ProgressBar;
  drawn: () => string;
  written: () => readonly string[];
  pass: (seconds: number) => void;
  ticks: () => number;
} {
  let now = 1_000;
  const written: string[] = [];
  const ticking = new Set<() => void>();
  const terminal = { cwd: "/", hasColour: false, hasProgress, columns, out: () => undefined };
  const bar = createProgressBar({ ...terminal, err: (text) => written.push(text) }, false, {
    now: () => now,
    everySecond(tick) {
      ticking.add(tick);
      return () => ticking.delete(tick);
    },
  });
  return {
    bar,
    written: () => written,
    drawn: () => written.at(-1)!.replace("\r\u001B[K", ""),
    pass(seconds) {
      for (let second = 0; second < seconds; second++) {
        now += 1_000;
        for (const tick of ticking) tick();
      }
    },
    ticks: () => ticking.size,
  };
}

test("a step that takes long shows since when; the time that is left is told without the first step, which opens projects", () => {
  const { bar, drawn, pass } = barOf();
  bar.step(0, 4, "src/a.ts: types");
  pass(4);
  expect(drawn()).toBe("░░░░░░░░░░░░░░░░░░░░ 0/4  src/a.ts: types");
  bar.step(1, 4, "src/b.ts: types");
  expect(drawn()).toBe("█████░░░░░░░░░░░░░░░ 1/4  src/b.ts: types");
  pass(6);
  expect(drawn()).toBe("█████░░░░░░░░░░░░░░░ 1/4  src/b.ts: types (6 s)");
  bar.step(2, 4, "src/c.ts: types");
  expect(drawn()).toBe("██████████░░░░░░░░░░ 2/4  12 s left  src/c.ts: types");
  pass(1);
  expect(drawn()).toBe("██████████░░░░░░░░░░ 2/4  14 s left  src/c.ts: types");
});

test("a narrow terminal keeps how long it takes, and nothing moves after the end", () => {
  const { bar, drawn, pass, ticks } = barOf(40);
  bar.step(0, 4, "packages/core/src/a-long-name.ts");
  pass(61);
  expect(drawn()).toBe("░░░░░░░░░░░░░░░░░░░░ 0/4  … (1 min 1 s)");
  bar.clear();
  expect(ticks()).toBe(0);
});

test("where no bar can be drawn, a line says every five seconds what is being done", () => {
  const { bar, written, pass } = barOf(0, false);
  bar.step(0, 4, "src/a.ts: types");
  pass(4);
  bar.step(1, 4, "src/b.ts: types");
  expect(written()).toEqual([]);
  pass(6);
  expect(written()).toEqual(["1/4  src/b.ts: types\n", "1/4  src/b.ts: types (6 s)\n"]);
});

test("a command that runs is said in place of the step before it", () => {
  const { bar, written, pass } = barOf(0, false);
  bar.step(1, 4, "src/b.ts: types");
  bar.doing("running npm test");
  pass(11);
  bar.doing(undefined);
  pass(6);
  expect(written()).toEqual([...["1/4  running npm test (5 s)\n", "1/4  running npm test (10 s)\n"], "1/4  src/b.ts: types\n"]);
});

test("the first signal says what is under way, and what becomes of it", async () => {
  const written: string[] = [];
  let signal: () => void = () => undefined;
  const host = {
    onInterrupt: (listener: (name: "SIGTERM") => void) => {
      signal = () => listener("SIGTERM");
      return () => undefined;
    },
  } as Partial<ProcessHost> as ProcessHost;
  const terminal = {
    cwd: "/",
    hasColour: false,
    hasProgress: false,
    out: () => undefined,
    err: (text: string) => written.push(text),
    host,
  };
  const code = await withRunHost({ terminal, cwd: "/", isQuiet: true }, "a dry run writes nothing.", (run) => {
    run.listener.progress(0, 0, "typing UserId: round 2, mending 3 errors in 2 files");
    signal();
    return Promise.resolve(run.interrupt.exitCode);
  });
  expect([code, written]).toEqual([
    143,
    [
      "Stopping: a dry run writes nothing. Under way: typing UserId: round 2, mending 3 errors in 2 files. Press Ctrl-C again to end at once.\n",
    ],
  ]);
});
