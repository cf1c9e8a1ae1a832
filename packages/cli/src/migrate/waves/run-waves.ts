import { patchOf } from "../patch.js";
import { readSource } from "@godwit/project";
import path from "node:path";
import type { EditedFile } from "../edit-file.js";
import type { WaveReport } from "../../results/schemas.js";
import type { PlannedTypedWave } from "./typed-waves.js";
import type { PlannedWave } from "./try-waves.js";

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

/** A wave as reports list it: that of several types as one entry for each. */
export function reportsOf(wave: PlannedWave, outcome: WaveReport["outcome"], reason: string | null): readonly WaveReport[] {
  if (wave.kind === "typed") return wave.types.map((type) => reportOfType(wave, type, { outcome, reason }));
  const common = { phase: wave.phase, outcome, reason, files: [...wave.texts.keys()].sort() };
  const sites = wave.sites.map(({ file, line, column }) => ({ file, line, column }));
  const { kind, values, asked, signatures, functions, calls, waits, takenBack, roots, freedByTests } = wave;
  const both = { ...common, asked, sites, functions, takenBack, freedByTests };
  if (kind === "context") return [{ ...both, kind, values, signatures, calls, roots }];
  return [{ ...both, kind, calls: waits, roots: roots.map(({ value: _, write: __, ...root }) => root) }];
}

/** What a wave does for one of its types; nothing is written of a type that no place can take. */
function reportOfType(
  { kind, phase, ...wave }: PlannedTypedWave,
  type: string,
  { outcome, reason }: Pick<WaveReport, "outcome" | "reason">,
): WaveReport {
  const ofType = <T extends { readonly type: string }>(all: readonly T[]): readonly Omit<T, "type">[] =>
    all.flatMap(({ type: own, ...rest }) => (own === type ? [rest] : []));
  const annotations = ofType(wave.annotations).map(({ start: _, ...annotation }) => annotation);
  const [wraps, takenBack] = [ofType(wave.wraps), ofType(wave.takenBack)];
  const files = [...new Set([...annotations, ...wraps].map(({ file }) => file))].sort();
  const ended = files.length === 0 ? ({ outcome: "nothing", reason: null } as const) : { outcome, reason };
  return { kind, type, phase, ...ended, files, annotations, wraps, takenBack };
}

/** The wave's changes as patches: first the files in which something is wrapped, takes a value, or becomes async. */
export function patchesOfWave(edits: readonly EditedFile[], wave: PlannedWave): readonly string[] {
  const first = new Set(firstOf(wave).map(({ file }) => file));
  return [...edits].sort((a, b) => Number(first.has(b.file)) - Number(first.has(a.file))).map((edit) => patchOf(edit));
}

function firstOf(wave: PlannedWave): readonly { readonly file: string }[] {
  if (wave.kind === "typed") return wave.wraps;
  return wave.kind === "context" ? wave.signatures : wave.functions;
}
