import type { AcrossFiles } from "../migrate/across-files.js";
import type { AsyncWaveReport, ContextWaveReport, TypedWaveReport, WaveReport } from "../migrate/report.js";
import { describeAsync, describeContext, describeRepeated } from "./callers-wave.js";
import type { Block, Line } from "./document/document.js";
import { describeTyped } from "./waves.js";

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
