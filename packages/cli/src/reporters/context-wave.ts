import type { ContextWaveReport } from "../migrate/report.js";
import { counted, type Colours } from "../terminal.js";
import { printable } from "./printable.js";
import { renderOutside, renderRoots } from "./roots.js";
import { renderTakenBack } from "./taken-back.js";

const MOST_TESTS = 10;

/** What was done to pass values to the sites that lack them: how many, calls in other files, and where the way up stops. */
export function renderContextWave(wave: ContextWaveReport, colours: Colours): string[] {
  return [
    colours.bold(`Through callers: ${wave.values.join(", ")}`),
    `  ${describeContext(wave)}`,
    ...describeRepeated(wave).map((text) => `  ${printable(text)}`),
    ...renderOutside(
      wave.calls.filter(({ isOutside }) => isOutside).map(({ passes, ...call }) => ({ ...call, text: passes })),
      colours,
    ),
    ...renderRoots(wave.roots, colours, {
      head: "Roots: give one of these a value and migrate again",
      ask: ({ name, value }) => (value === "await" ? `make ${printable(name)} async` : `${printable(name)} a ${value}`),
    }),
    ...renderTests(
      wave.roots.filter(({ isTest }) => isTest),
      wave.freedByTests,
      colours,
    ),
    ...renderTakenBack(wave, colours, "function"),
    "",
  ];
}

/** `60 of 102 sites: 31 functions take one, 88 calls pass one, in 40 files` */
export function describeContext({ sites, asked, signatures, functions, calls, files, outcome }: ContextWaveReport): string {
  if (sites.length === 0) return `none of ${counted(asked, "site")} gets one`;
  const end = { kept: "", planned: "", nothing: "", "put-back": "; put back", abandoned: "; left alone" }[outcome];
  const async = functions.length > 0 ? `, ${counted(functions.length, "function")} made async` : "";
  const changed = `${counted(signatures.length, "function")} take one, ${counted(calls.length, "call")} pass one${async}`;
  return `${sites.length} of ${counted(asked, "site")}: ${changed}, in ${counted(files.length, "file")}${end}`;
}

/** `12 calls in 4 test files pass Logger.getInstance() themselves, as the sites did` */
export function describeRepeated({ calls }: ContextWaveReport): readonly string[] {
  const repeated = calls.filter(({ isRepeated }) => isRepeated);
  return [...new Set(repeated.map(({ passes }) => passes))].map((passes) => {
    const own = repeated.filter((call) => call.passes === passes);
    const files = new Set(own.map(({ file }) => file)).size;
    return `${counted(own.length, "call")} in ${counted(files, "test file")} pass ${passes} themselves, as the sites did`;
  });
}

function renderTests(tests: ContextWaveReport["roots"], frees: number, colours: Colours): string[] {
  if (tests.length === 0) return [];
  const shown = tests.slice(0, MOST_TESTS);
  const more = tests.length - shown.length;
  const lines = [...new Set(tests.flatMap(({ write }) => write ?? []))].join(" or ");
  return [
    `  Tests without one free ${counted(frees, "site")} together: complete ${lines} in each`,
    ...shown.flatMap(({ file, reason, sites }) => [
      `    ${file}: needed by ${counted(sites, "site")}`,
      colours.dim(`      ${printable(reason)}`),
    ]),
    ...(more > 0 ? [colours.dim(`    and ${counted(more, "more file")} (--format json lists all)`)] : []),
  ];
}
