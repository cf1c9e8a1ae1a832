import { patchOf } from "../patch.js";
import { readSource } from "@godwit/project";
import path from "node:path";
import type { EditedFile } from "../edit-file.js";
import type { WaveReport } from "../report.js";
import type { PlannedWave } from "./typed-waves.js";

/** The files of a wave with their bytes before and after, over texts that are in memory only; a text says why they can't be written. */
export function editsOf(
  root: string,
  { texts, sites }: PlannedWave,
  inMemory: ReadonlyMap<string, string | undefined> = new Map(),
): readonly EditedFile[] | string {
  const edits: EditedFile[] = [];
  for (const [file, text] of texts) {
    const found = readSource(path.join(root, file));
    if (found.kind !== "text") return `${file} can't be read`;
    const bytesOf = (each: string): Buffer => Buffer.from((found.hasBom ? "\uFEFF" : "") + each, "utf8");
    const kept = inMemory.get(file);
    const [before, after] = [kept === undefined ? found.bytes : bytesOf(kept), bytesOf(text)];
    if (after.equals(before)) continue;
    edits.push({ file, before, after, sites: sites.filter((site) => site.file === file) });
  }
  return edits;
}

/** A wave as reports list it. */
export function reportOf(wave: PlannedWave, outcome: WaveReport["outcome"], reason: string | null): WaveReport {
  const { type, phase, annotations, wraps, takenBack, texts } = wave;
  return {
    ...{ kind: "typed" as const, type, phase, outcome, reason },
    files: [...texts.keys()].sort(),
    annotations: annotations.map(({ start: _, ...annotation }) => annotation),
    wraps,
    takenBack,
  };
}

/** The wave's changes as patches: first the files in which something is wrapped. */
export function patchesOfWave(edits: readonly EditedFile[], { wraps }: PlannedWave): readonly string[] {
  const first = new Set(wraps.map(({ file }) => file));
  return [...edits].sort((a, b) => Number(first.has(b.file)) - Number(first.has(a.file))).map((edit) => patchOf(edit));
}
