import type { AsyncWaveReport } from "../migrate/report.js";
import { counted, type Colours } from "../terminal.js";
import { printable } from "./printable.js";
import { renderOutside, renderRoots } from "./roots.js";
import { renderTakenBack } from "./taken-back.js";

const MOST_TESTS = 10;

/** What was done to let sites wait: how many, calls in other files, and where the way up stops. */
export function renderAsyncWave(wave: AsyncWaveReport, colours: Colours): string[] {
  const outside = wave.calls.filter(({ isOutside, isTest }) => isOutside && !isTest);
  return [
    colours.bold("Through callers: async"),
    `  ${describeAsync(wave)}`,
    ...renderOutside(
      outside.map(({ name, ...call }) => ({ ...call, text: `await ${name}` })),
      colours,
    ),
    ...renderRoots(wave.roots, colours, {
      head: "Roots: make one of these async, or write it in another way, and migrate again",
      ask: ({ name }) => `make ${printable(name)} async`,
    }),
    ...renderTests(wave, colours),
    ...renderTakenBack(wave, colours, "function"),
    "",
  ];
}

/** `37 of 40 sites: 12 functions made async, 31 calls awaited (9 in tests), in 14 files` */
export function describeAsync({ sites, asked, functions, calls, files, outcome }: AsyncWaveReport): string {
  if (sites.length === 0) return `none of ${counted(asked, "site")} can wait`;
  const end = { kept: "", planned: "", nothing: "", "put-back": "; put back", abandoned: "; left alone" }[outcome];
  const tests = calls.filter(({ isTest }) => isTest).length;
  const waiting = `${counted(calls.length, "call")} awaited${tests > 0 ? ` (${tests} in tests)` : ""}`;
  return `${sites.length} of ${counted(asked, "site")}: ${counted(functions.length, "function")} made async, ${waiting}, in ${counted(files.length, "file")}${end}`;
}

function renderTests({ roots, freedByTests }: AsyncWaveReport, colours: Colours): string[] {
  const tests = roots.filter(({ isTest }) => isTest);
  if (tests.length === 0) return [];
  const more = tests.length - MOST_TESTS;
  return [
    `  Tests that can't follow keep ${counted(freedByTests, "site")} together; change them by hand:`,
    ...tests
      .slice(0, MOST_TESTS)
      .flatMap(({ file, line, reason, sites }) => [
        `    ${file}:${line}: needed by ${counted(sites, "site")}`,
        colours.dim(`      ${printable(reason)}`),
      ]),
    ...(more > 0 ? [colours.dim(`    and ${counted(more, "more file")} (--format json lists all)`)] : []),
  ];
}
