import type { AsyncWaveReport, ContextWaveReport, ReportedRoot, WaveReport } from "../migrate/report.js";
import { type Colours, counted } from "../terminal.js";
import { printable, printableStart } from "./printable.js";
import { renderTable } from "./table.js";

const MOST_ROOTS = 15;
const MOST_OUTSIDE = 20;
const MOST_TESTS = 10;

/** What was done to pass values through callers, or to let them wait: how many, calls in other files, and where the way up stops. */
export function renderCallersWave(wave: AsyncWaveReport | ContextWaveReport, colours: Colours): string[] {
  const own = wave.kind === "async" ? partsOfAsync(wave) : partsOfContext(wave);
  const tests = wave.roots.filter(({ isTest }) => isTest);
  return [
    colours.bold(`Through callers: ${own.what}`),
    ...own.facts.map((text) => `  ${text}`),
    ...renderOutside(own.outside, colours),
    ...renderRoots(own.roots, own.rootsHead, colours),
    ...(tests.length === 0 ? [] : [`  ${own.testsHead}`]),
    ...tests
      .slice(0, MOST_TESTS)
      .flatMap((root) => [
        `    ${own.placeOfTest(root)}: needed by ${counted(root.sites, "site")}`,
        colours.dim(`      ${printable(root.reason)}`),
      ]),
    ...moreOf(tests.length - MOST_TESTS, "more file", colours),
    ...renderTakenBack(wave, colours, "function"),
    "",
  ];
}

/** What the two kinds of waves say differently; all texts are safe to print. */
interface WaveParts {
  readonly what: string;
  readonly facts: readonly string[];
  readonly outside: readonly OutsideCall[];
  readonly rootsHead: string;
  /** The roots outside of tests, each with what a person may do there: `start a logger`. */
  readonly roots: readonly { readonly root: ReportedRoot; readonly ask: string }[];
  readonly testsHead: string;
  placeOfTest(root: ReportedRoot): string;
}

type OutsideCall = Pick<ReportedRoot, "file" | "line" | "column"> & { readonly text: string };

function partsOfAsync(wave: AsyncWaveReport): WaveParts {
  return {
    what: "async",
    facts: [describeAsync(wave)],
    outside: wave.calls
      .filter(({ isOutside, isTest }) => isOutside && !isTest)
      .map(({ name, ...call }) => ({ ...call, text: `await ${name}` })),
    rootsHead: "Roots: make one of these async, or write it in another way, and migrate again",
    roots: wave.roots.filter(({ isTest }) => !isTest).map((root) => ({ root, ask: `make ${printable(root.name)} async` })),
    testsHead: `Tests that can't follow keep ${counted(wave.freedByTests, "site")} together; change them by hand:`,
    placeOfTest: ({ file, line }) => `${file}:${line}`,
  };
}

function partsOfContext(wave: ContextWaveReport): WaveParts {
  const lines = [...new Set(wave.roots.flatMap(({ isTest, write }) => (isTest ? (write ?? []) : [])))].join(" or ");
  return {
    what: wave.values.join(", "),
    facts: [describeContext(wave), ...describeRepeated(wave).map(printable)],
    outside: wave.calls.filter(({ isOutside }) => isOutside).map(({ passes, ...call }) => ({ ...call, text: passes })),
    rootsHead: "Roots: give one of these a value and migrate again",
    roots: wave.roots
      .filter(({ isTest }) => !isTest)
      .map((root) => ({
        root,
        ask: root.value === "await" ? `make ${printable(root.name)} async` : `${printable(root.name)} a ${root.value}`,
      })),
    testsHead: `Tests without one free ${counted(wave.freedByTests, "site")} together: complete ${lines} in each`,
    placeOfTest: ({ file }) => file,
  };
}

/** `37 of 40 sites: 12 functions made async, 31 calls awaited (9 in tests), in 14 files` */
export function describeAsync({ sites, asked, functions, calls, files, outcome }: AsyncWaveReport): string {
  if (sites.length === 0) return `none of ${counted(asked, "site")} can wait`;
  const tests = calls.filter(({ isTest }) => isTest).length;
  const waiting = `${counted(calls.length, "call")} awaited${tests > 0 ? ` (${tests} in tests)` : ""}`;
  return `${sites.length} of ${counted(asked, "site")}: ${counted(functions.length, "function")} made async, ${waiting}, in ${counted(files.length, "file")}${END[outcome]}`;
}

/** `60 of 102 sites: 31 functions take one, 88 calls pass one, in 40 files` */
export function describeContext({ sites, asked, signatures, functions, calls, files, outcome }: ContextWaveReport): string {
  if (sites.length === 0) return `none of ${counted(asked, "site")} gets one`;
  const async = functions.length > 0 ? `, ${counted(functions.length, "function")} made async` : "";
  const changed = `${counted(signatures.length, "function")} take one, ${counted(calls.length, "call")} pass one${async}`;
  return `${sites.length} of ${counted(asked, "site")}: ${changed}, in ${counted(files.length, "file")}${END[outcome]}`;
}

/** What became of a wave, at the end of its sentence. */
export const END = { kept: "", planned: "", nothing: "", "put-back": "; put back", abandoned: "; left alone" } as const;

/** `12 calls in 4 test files pass Logger.getInstance() themselves, as the sites did` */
export function describeRepeated({ calls }: ContextWaveReport): readonly string[] {
  const repeated = calls.filter(({ isRepeated }) => isRepeated);
  return [...new Set(repeated.map(({ passes }) => passes))].map((passes) => {
    const own = repeated.filter((call) => call.passes === passes);
    const files = new Set(own.map(({ file }) => file)).size;
    return `${counted(own.length, "call")} in ${counted(files, "test file")} pass ${passes} themselves, as the sites did`;
  });
}

/** Those first that free most. */
function renderRoots(roots: WaveParts["roots"], head: string, colours: Colours): string[] {
  return [
    ...(roots.length > 0 ? [`  ${head}`] : []),
    ...roots.slice(0, MOST_ROOTS).flatMap(({ root: { file, line, column, reason, frees, sites, chain }, ask }) => {
      const others = sites > frees ? `, needed by ${sites} with others` : "";
      const way = chain.length > 1 ? `, by ${printable(chain.join(" ← "))}` : "";
      return [
        `    ${ask}: frees ${counted(frees, "site")}${others}`,
        colours.dim(`      ${file}:${line}:${column}: ${printable(reason)}${way}`),
      ];
    }),
    ...moreOf(roots.length - MOST_ROOTS, "more root", colours),
  ];
}

/** The calls that change outside of the contract's files. */
function renderOutside(calls: readonly OutsideCall[], colours: Colours): string[] {
  if (calls.length === 0) return [];
  const rows = calls.slice(0, MOST_OUTSIDE).map(({ file, line, column, text }) => [`${file}:${line}:${column}`, printable(text)]);
  const more = calls.length - rows.length;
  return [
    "  Calls outside of the contract's files:",
    ...renderTable(rows, (text, column) => (column === 0 ? colours.cyan(text) : text)).map((line) => `    ${line}`),
    ...(more > 0 ? [colours.dim(`    and ${more} more (--format json lists all)`)] : []),
  ];
}

function moreOf(more: number, what: string, colours: Colours): string[] {
  return more > 0 ? [colours.dim(`    and ${counted(more, what)} (--format json lists all)`)] : [];
}

const MOST_REASONS = 5;
/** Type errors may spell out whole types. */
const MOST_CHARACTERS = 240;

/** What edits across files took back, by reason. */
export function renderTakenBack({ takenBack }: Pick<WaveReport, "takenBack">, colours: Colours, what = "site"): string[] {
  if (takenBack.length === 0) return [];
  const byReason = new Map<string, WaveReport["takenBack"][number][]>();
  for (const each of takenBack) byReason.set(each.reason, [...(byReason.get(each.reason) ?? []), each]);
  const groups = [...byReason].sort((a, b) => b[1].length - a[1].length);
  const more = groups.slice(MOST_REASONS).reduce((sum, [, places]) => sum + places.length, 0);
  return [
    `  Taken back: ${counted(takenBack.length, what)}`,
    ...groups.slice(0, MOST_REASONS).flatMap(([reason, places]) => {
      const [{ file, line, column, name }] = places as [WaveReport["takenBack"][number]];
      const others = places.length > 1 ? ` and ${places.length - 1} more` : "";
      return [
        `    ${printableStart(reason, MOST_CHARACTERS)}`,
        colours.dim(`      ${printable(name)} at ${file}:${line}:${column}${others}`),
      ];
    }),
    ...(more > 0 ? [colours.dim(`    and ${more} more for other reasons`)] : []),
  ];
}
