import { groupBy } from "@godwit/project";
import type { AcrossFiles } from "../migrate/dry-run.js";
import type {
  AsyncWaveReport,
  ContextWaveReport,
  DryRefusal,
  ReportedRoot,
  TypedWaveReport,
  WaveReport,
} from "../results/schemas.js";
import { counted, grouped } from "../terminal.js";
import { type Block, type Line, paragraph } from "./document/document.js";

/** What edits across files would do in a contract. */
export function acrossFilesBlocks({ waves, refused, sites, files }: AcrossFiles): readonly Block[] {
  return [
    { kind: "heading", level: 2, text: "Across files" },
    ...(waves.length === 0 ? [paragraph("Nothing that edits across files could do.")] : wavesBlocks(waves)),
    ...(refused.length === 0
      ? []
      : [
          paragraph("What would not be kept:"),
          { kind: "list" as const, items: refusedByReason(refused).map(({ units, reason }) => [{ code: units }, `: ${reason}`]) },
        ]),
    paragraph(`${counted(sites, "site")} in ${counted(files, "file")} would change in all, those that one file proves included.`),
  ];
}

/** How many units are named that are refused for one reason. */
const MOST_NAMED = 3;

/** What would not be kept, each reason once. */
export function refusedByReason(refused: readonly DryRefusal[]): readonly { readonly units: string; readonly reason: string }[] {
  const byReason = groupBy(refused, ({ unit, reason }) => reason.replace(unit, "it"));
  return [...byReason].map(([general, own]) => {
    const units = own.slice(0, MOST_NAMED).map(({ unit }) => unit);
    const more = own.length - units.length;
    return {
      units: units.join(", ") + (more > 0 ? ` and ${grouped(more)} more` : ""),
      reason: own.length === 1 ? own[0]!.reason : general,
    };
  });
}

/** What edits across files did, wave by wave: how much, the places where values are wrapped, where the way up stops, what was taken back. */
export function wavesBlocks(waves: readonly WaveReport[]): readonly Block[] {
  // Of one that is put back no place is as it would be.
  return waves.flatMap((wave) =>
    wave.outcome === "put-back" ? ownBlocks(wave).slice(0, 2) : [...ownBlocks(wave), ...takenBackBlocks(wave)],
  );
}

function ownBlocks(wave: WaveReport): readonly Block[] {
  if (wave.kind === "typed") return typedBlocks(wave);
  const what = wave.kind === "async" ? "async" : wave.values.join(", ");
  const facts = wave.kind === "async" ? [describeAsync(wave)] : [describeContext(wave), ...describeRepeated(wave)];
  return [
    { kind: "heading", level: 3, text: ["Through callers: ", { code: what }] },
    paragraph(`${facts.join(". ")}.`),
    ...(wave.kind === "context" ? providedBlocks(wave) : []),
    ...outsideBlocks(wave),
    ...rootBlocks(wave),
  ];
}

/** What a person has to see to: no type checker knows what a container provides. */
function providedBlocks({ signatures }: ContextWaveReport): readonly Block[] {
  const rows = signatures.flatMap(({ provided, name, listedIn, ...at }): Line[][] =>
    provided === null
      ? []
      : [[[{ code: name.replace(/^new /u, "") }], place(at), [{ code: provided }], [listedIn.join(", ") || "nowhere"]]],
  );
  return tableOf(
    "Made by a container: the module of each class has to provide what it takes now",
    ["class", "place", "provide", "listed in"],
    rows,
  );
}

/** The calls that change outside of the contract's files. */
function outsideBlocks(wave: AsyncWaveReport | ContextWaveReport): readonly Block[] {
  const rows =
    wave.kind === "async"
      ? wave.calls
          .filter(({ isOutside, isTest }) => isOutside && !isTest)
          .map((call) => [place(call), [{ code: `await ${call.name}` }]])
      : wave.calls.filter(({ isOutside }) => isOutside).map((call) => [place(call), [{ code: call.passes }]]);
  return tableOf("Calls outside of the contract's files", ["place", "what it passes"], rows);
}

/** Where the way up stops; tests without a value are told as one, by what to complete in them. */
function rootBlocks(wave: AsyncWaveReport | ContextWaveReport): readonly Block[] {
  const tests = wave.roots.filter(({ isTest }) => isTest);
  const lines =
    wave.kind === "context" ? [...new Set(wave.roots.flatMap(({ isTest, write }) => (isTest ? (write ?? []) : [])))] : [];
  const [head, headOfTests] =
    wave.kind === "async"
      ? ["Roots: make one of these async, or write it in another way, and migrate again", "change them by hand"]
      : ["Roots: give one of these a value and migrate again", `complete ${lines.join(" or ")} in each`];
  const words = `Tests that can't follow keep ${counted(wave.freedByTests, "site")} together: ${headOfTests}`;
  const roots = wave.roots.filter(({ isTest }) => !isTest).map(rootRow);
  return [
    ...(roots.length === 0
      ? []
      : [paragraph(`${head}.`), { kind: "table", head: ROOT_HEAD, rows: roots, numbers: [3, 4] } as const]),
    ...tableOf(words, ROOT_HEAD, tests.map(rootRow), [3, 4]),
  ];
}

const ROOT_HEAD = ["root", "needs", "place", "frees", "with others", "why the way stops there"];

function rootRow(root: ReportedRoot & { readonly value?: string }): readonly Line[] {
  const way = root.chain.length > 1 ? `, by ${root.chain.join(" ← ")}` : "";
  return [
    ...[[{ code: root.name }], root.value === undefined || root.value === "await" ? "to be async" : root.value, place(root)],
    ...[String(root.frees), String(root.sites), root.reason + way],
  ];
}

/** Wraps in tests are counted only: there literals are wrapped, of which nobody has to think. */
function typedBlocks(wave: TypedWaveReport): readonly Block[] {
  const wraps = wave.wraps.filter(({ isTest }) => !isTest);
  return [
    { kind: "heading", level: 3, text: ["Through the program: ", { code: wave.type }] },
    paragraph(`${describeTyped(wave)}.`),
    ...tableOf(
      "Values that become one; please read these",
      ["place", "value"],
      wraps.map((wrap) => [place(wrap), [{ code: wrap.value.replace(/\s+/gu, " ") }]]),
    ),
  ];
}

/** By what keeps them, most first: of many sites with one reason, such as a type that a package does not export, one change frees all. */
function takenBackBlocks({ takenBack }: WaveReport): readonly Block[] {
  const groups = [...groupBy(takenBack, ({ reason }) => reason)].sort(([, one], [, other]) => other.length - one.length);
  const rows = groups.map(([reason, sites]): Line[] => {
    const { file, line, name } = sites[0]!;
    const more = sites.length > 1 ? [" …"] : [];
    return [grouped(sites.length), name === "" ? "" : [{ code: name }], [{ code: `${file}:${line}` }, ...more], reason];
  });
  return tableOf(`Taken back: ${grouped(takenBack.length)}`, ["sites", "name", "where", "why"], rows, [0]);
}

/** A table that is folded on a page; nothing where it has no rows. */
function tableOf(
  summary: string,
  head: readonly string[],
  rows: readonly (readonly Line[])[],
  numbers: readonly number[] = [],
): Block[] {
  return rows.length === 0 ? [] : [{ kind: "details", summary, blocks: [{ kind: "table", head, rows, numbers }] }];
}

function place({ file, line }: { readonly file: string; readonly line: number }): Line {
  return [{ code: `${file}:${line}` }];
}

/** `287 annotations (4 further out), 12 wraps inside, 976 at callers in 127 other files (589 in tests) in 140 files` */
function describeTyped({ annotations, wraps, files, outcome }: TypedWaveReport): string {
  if (annotations.length === 0) return "no site can take it";
  const followers = annotations.filter(({ isSite }) => !isSite).length;
  const parts = [
    `${counted(annotations.length, "annotation")}${followers > 0 ? ` (${followers} further out)` : ""}`,
    ...describeWraps(wraps),
  ];
  return `${parts.join(", ")} in ${counted(files.length, "file")}${END[outcome]}`;
}

/** `12 wraps inside, 976 at callers in 127 files (589 in tests)`; without callers outside of the contract's files only how many. */
function describeWraps(wraps: TypedWaveReport["wraps"]): readonly string[] {
  const inside = wraps.filter(({ isInside }) => isInside);
  const outside = wraps.filter(({ isInside }) => !isInside);
  const inTests = (some: TypedWaveReport["wraps"]): string => {
    const count = some.filter(({ isTest }) => isTest).length;
    return count > 0 ? ` (${count} in tests)` : "";
  };
  const first = `${counted(inside.length, "wrap")}${outside.length > 0 ? " inside" : ""}${inTests(inside)}`;
  if (outside.length === 0) return [first];
  const files = new Set(outside.map(({ file }) => file)).size;
  return [first, `${outside.length} at callers in ${counted(files, "other file")}${inTests(outside)}`];
}

/** `37 of 40 sites: 12 functions made async, 31 calls awaited (9 in tests), in 14 files` */
function describeAsync({ sites, asked, functions, calls, files, outcome }: AsyncWaveReport): string {
  if (sites.length === 0) return `none of ${counted(asked, "site")} can wait`;
  const tests = calls.filter(({ isTest }) => isTest).length;
  const waiting = `${counted(calls.length, "call")} awaited${tests > 0 ? ` (${tests} in tests)` : ""}`;
  return `${sites.length} of ${counted(asked, "site")}: ${counted(functions.length, "function")} made async, ${waiting}, in ${counted(files.length, "file")}${END[outcome]}`;
}

/** `60 of 102 sites: 31 functions take one, 88 calls pass one, in 40 files` */
function describeContext({ sites, asked, signatures, functions, calls, files, outcome }: ContextWaveReport): string {
  if (sites.length === 0) return `none of ${counted(asked, "site")} gets one`;
  const async = functions.length > 0 ? `, ${counted(functions.length, "function")} made async` : "";
  const takers = counted(signatures.length, "function takes one", "functions take one");
  const passes = counted(calls.length, "call passes one", "calls pass one");
  return `${sites.length} of ${counted(asked, "site")}: ${takers}, ${passes}${async}, in ${counted(files.length, "file")}${END[outcome]}`;
}

/** What became of a wave, at the end of its sentence. */
const END = { kept: "", planned: "", nothing: "", "put-back": "; put back", abandoned: "; left alone" } as const;

/** `12 calls in 4 test files pass Logger.getInstance() themselves, as the sites did` */
function describeRepeated({ calls }: ContextWaveReport): readonly string[] {
  const repeated = calls.filter(({ isRepeated }) => isRepeated);
  return [...new Set(repeated.map(({ passes }) => passes))].map((passes) => {
    const own = repeated.filter((call) => call.passes === passes);
    const files = new Set(own.map(({ file }) => file)).size;
    return `${counted(own.length, "call")} in ${counted(files, "test file")} pass ${passes} themselves, as the sites did`;
  });
}
