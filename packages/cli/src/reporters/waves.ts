import type { AcrossFiles } from "../migrate/across-files.js";
import type { AsyncWaveReport, ContextWaveReport, TypedWaveReport, WaveReport } from "../migrate/report.js";
import { type Colours, counted } from "../terminal.js";
import { describeAsync, describeContext, describeRepeated, END, renderCallersWave, renderTakenBack } from "./callers-wave.js";
import type { Block, Line } from "./document/document.js";
import { printable, printableStart } from "./printable.js";
import { renderTable } from "./table.js";

const MOST_WRAPS = 30;
const MOST_CHARACTERS = 60;

/** What edits across files did, wave by wave: how much, the places where values are wrapped, and what was taken back and why. */
export function renderWaves(waves: readonly WaveReport[], colours: Colours): string[] {
  return waves.flatMap((wave) => {
    return wave.kind === "typed" ? renderTyped(wave, colours) : renderCallersWave(wave, colours);
  });
}

/** What edits across files would do in a contract, for `godwit plan`. */
export function renderAcrossFiles({ waves, refused, sites, files }: AcrossFiles, colours: Colours): string[] {
  return [
    ...["", colours.bold("Across files")],
    ...(waves.length === 0 ? ["  nothing that edits across files could do"] : ["", ...renderWaves(waves, colours)]),
    ...refused.map(({ unit, reason }) => `  would not be kept: ${printable(`${unit}: ${reason}`)}`),
    `  ${counted(sites, "site")} in ${counted(files, "file")} would change in all, those that one file proves included.`,
  ];
}

function renderTyped(wave: TypedWaveReport, colours: Colours): string[] {
  return [
    colours.bold(`Through the program: ${wave.type}`),
    `  ${describeTyped(wave)}`,
    ...renderWraps(wave, colours),
    ...renderTakenBack(wave, colours),
    "",
  ];
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

/** Wraps in tests are counted only: there literals are wrapped, of which nobody has to think. */
function renderWraps({ wraps }: TypedWaveReport, colours: Colours): string[] {
  const shown = wraps.filter(({ isTest }) => !isTest);
  if (shown.length === 0) return [];
  const rows = shown
    .slice(0, MOST_WRAPS)
    .map(({ file, line, column, value }) => [
      `${file}:${line}:${column}`,
      printableStart(value.replace(/\s+/gu, " "), MOST_CHARACTERS),
    ]);
  const more = shown.length - rows.length;
  return [
    "  Values that become one; please read these:",
    ...renderTable(rows, (text, column) => (column === 0 ? colours.cyan(text) : text)).map((line) => `    ${line}`),
    ...(more > 0 ? [colours.dim(`    and ${more} more (--format json lists all)`)] : []),
  ];
}

/** What edits across files would do, as parts of a document. */
export function acrossFilesBlocks({ waves, refused }: AcrossFiles): readonly Block[] {
  return [
    { kind: "heading", level: 2, text: "Across files" },
    ...(waves.length === 0 ? [paragraph("Nothing that edits across files could do.")] : waves.flatMap(waveBlocks)),
    ...(refused.length === 0
      ? []
      : [paragraph("What would not be kept:"), list(refused.map(({ unit, reason }) => [{ code: unit }, `: ${reason}`]))]),
  ];
}

function waveBlocks(wave: WaveReport): readonly Block[] {
  return [...ownBlocks(wave), ...takenBackBlocks(wave)];
}

function ownBlocks(wave: WaveReport): readonly Block[] {
  switch (wave.kind) {
    case "typed":
      return typedBlocks(wave);
    case "context":
      return contextBlocks(wave);
    case "async":
      return asyncBlocks(wave);
  }
}

function asyncBlocks(wave: AsyncWaveReport): readonly Block[] {
  return [
    { kind: "heading", level: 3, text: ["Through callers: ", { code: "async" }] },
    paragraph(`${describeAsync(wave)}.`),
    ...(wave.roots.length === 0
      ? []
      : [
          paragraph("Roots: make one of these async, or write it in another way, and migrate again."),
          {
            kind: "table",
            head: ["root", "place", "frees", "with others", "why the way stops there"],
            numbers: [2, 3],
            rows: wave.roots.map((root): Line[] => [
              ...[[{ code: root.name }], place(root), String(root.frees), String(root.sites), root.reason],
            ]),
          } satisfies Block,
        ]),
  ];
}

function typedBlocks(wave: TypedWaveReport): readonly Block[] {
  const wraps = wave.wraps.filter(({ isTest }) => !isTest);
  return [
    { kind: "heading", level: 3, text: ["Through the program: ", { code: wave.type }] },
    paragraph(`${describeTyped(wave)}.`),
    ...(wraps.length === 0
      ? []
      : [
          {
            kind: "details",
            summary: "Values that become one",
            blocks: [
              {
                kind: "table",
                head: ["place", "value"],
                rows: wraps.map((wrap): Line[] => [place(wrap), [{ code: wrap.value }]]),
              },
            ],
          } satisfies Block,
        ]),
  ];
}

function contextBlocks(wave: ContextWaveReport): readonly Block[] {
  return [
    { kind: "heading", level: 3, text: ["Through callers: ", { code: wave.values.join(", ") }] },
    paragraph(`${[describeContext(wave), ...describeRepeated(wave)].join(". ")}.`),
    ...(wave.roots.length === 0
      ? []
      : [
          paragraph("Roots: give one of these a value and migrate again."),
          {
            kind: "table",
            head: ["root", "needs", "place", "frees", "with others", "why the way stops there"],
            numbers: [3, 4],
            rows: wave.roots.map((root): Line[] => [
              ...[[{ code: root.name }], root.value, place(root), String(root.frees), String(root.sites), root.reason],
            ]),
          } satisfies Block,
        ]),
  ];
}

function takenBackBlocks({ takenBack }: WaveReport): readonly Block[] {
  if (takenBack.length === 0) return [];
  return [
    {
      kind: "details",
      summary: `Taken back: ${takenBack.length}`,
      blocks: [
        {
          kind: "table",
          head: ["place", "name", "why"],
          rows: takenBack.map((each): Line[] => [place(each), [{ code: each.name }], each.reason]),
        },
      ],
    },
  ];
}

function place({ file, line }: { readonly file: string; readonly line: number }): Line {
  return [{ code: `${file}:${line}` }];
}

function paragraph(text: string): Block {
  return { kind: "paragraph", text };
}

function list(items: readonly Line[]): Block {
  return { kind: "list", items };
}
