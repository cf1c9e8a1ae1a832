import { readSource } from "@godwit/project";
import path from "node:path";
import { type EditedFile, patchOf } from "../units/edit-file.js";
import type { UnitResult, WaveReport } from "../../results/schemas.js";
import type { PlannedTypedWave } from "./typed-waves.js";
import { type PlannedWave, tryWaves } from "./try-waves.js";
import type { Journal } from "../journal/journal.js";
import type { JobResult } from "../units/run-job.js";
import type { Session } from "../session.js";
import { attempt, attemptContext, type AttemptContext } from "../units/unit-run.js";
import { bytesOnDisk } from "../disk/unit-files.js";
import type { PhaseWork } from "../units/work.js";
import { type WaveRefusal, type WaveSetting, textOnDisk } from "./wave-sites.js";

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

type HowTried = Pick<AttemptContext, "isProvedLater" | "onProgress">;

/** The edits across files of one run: each wave is a unit, which is kept or put back as one. */
export class WaveRun {
  /** What became of each wave; of those for types, one for each type. */
  reports: WaveReport[] = [];
  readonly #kept: PlannedWave[] = [];
  readonly #session: Session;
  readonly #journal: Journal;
  readonly #setting: WaveSetting;

  /** `spared` are files that may not be edited, each with the reason. */
  constructor(session: Session, journal: Journal, spared: WaveSetting["spared"]) {
    this.#session = session;
    this.#journal = journal;
    this.#setting = { session, spared, read: (file) => textOnDisk(session.project.root, file) };
  }

  /** Tries the waves of a phase, each as one unit; yields what became of each unit that there is something to write for. */
  async *run(phase: PhaseWork, how: HowTried): AsyncGenerator<JobResult> {
    const written = tryWaves(this.#setting, phase, {
      tryWave: (wave) => this.#write(wave, how),
      refusalOf: ({ refusal }) => refusal,
    });
    for await (const { reports, result } of written) {
      this.reports.push(...reports);
      if (result) yield result;
    }
  }

  /** Forgets what came of waves after so many, and of those before that were not kept: they are tried again. */
  forgetAfter(count: number): void {
    this.reports = this.reports.slice(0, count).filter(({ outcome }) => outcome === "kept");
  }

  /** Takes note that some files are as they were. */
  putBack(files: ReadonlySet<string>, reason: string): void {
    this.reports = this.reports.map((each) => (each.outcome === "kept" ? withoutFiles(each, files, reason) : each));
  }

  /** What became of a kept unit of which some files are as they were: a wave is kept without these, any other unit goes as a whole. */
  divide(unit: UnitResult, gone: ReadonlySet<string>, ended: EndedUnit): readonly UnitResult[] {
    const waves = this.#kept.filter((wave) => wave.unit === unit.unit && wave.phase === unit.phase);
    const [left, files] = [false, true].map((isGone) => unit.files.filter((file) => gone.has(file) === isGone)) as [
      string[],
      string[],
    ];
    if (waves.length === 0 || left.length === 0) return [{ ...unit, ...ended }];
    const sites = waves.flatMap((wave) => wave.sites.filter(({ file }) => gone.has(file))).length;
    return [
      { ...unit, files: left, sites: unit.sites - sites },
      { ...unit, ...ended, files, sites },
    ];
  }

  async #write(wave: PlannedWave, how: HowTried): Promise<WrittenWave> {
    const { root } = this.#session.project;
    const edits = editsOf(root, wave);
    if (edits.length === 0) return { reports: reportsOf(wave, "nothing", null), result: undefined };
    if (typeof edits === "string")
      return { ...resultOf(wave, { outcome: "put-back", reason: edits }), refusal: { reason: edits, errorFiles: [] } };
    const changed = edits.filter(({ file, before }) => !bytesOnDisk(root, file)?.equals(before)).map(({ file }) => file);
    if (changed.length > 0) return resultOf(wave, { outcome: "abandoned", reason: `${changed.join(", ")} changed meanwhile` });
    const outcome = await attempt(attemptContext(this.#session, this.#journal, how), {
      unit: wave.unit,
      package: ".",
      edits,
    });
    if (outcome.kind === "kept") {
      this.#kept.push(wave);
      return resultOf(wave, { outcome: "kept", reason: null }, { unproved: outcome.unproved, keptFiles: outcome.files });
    }
    if (outcome.kind === "abandoned") return resultOf(wave, { outcome: "abandoned", reason: outcome.reason });
    const { reason, output, errorFiles } = outcome;
    const written = resultOf(wave, { outcome: "put-back", reason, ...(output !== undefined && { output }) });
    return { ...written, refusal: { reason, errorFiles } };
  }
}

/** What is left of a wave once some files are as they were. */
function withoutFiles(report: WaveReport, files: ReadonlySet<string>, reason: string): WaveReport {
  const isGone = ({ file }: { readonly file: string }): boolean => files.has(file);
  const left = <Place extends { readonly file: string }>(places: readonly Place[]): Place[] =>
    places.filter((place) => !isGone(place));
  const kept = report.files.filter((file) => !files.has(file));
  if (kept.length === report.files.length) return report;
  if (kept.length === 0) return { ...report, outcome: "put-back", reason };
  const sites: readonly { file: string; line: number; column: number; name?: string }[] =
    report.kind === "typed" ? report.annotations.filter(({ isSite }) => isSite) : report.sites;
  const takenBack = sites.filter(isGone).map(({ file, line, column, name = "" }) => ({ file, line, column, name, reason }));
  const common = { files: kept, takenBack: [...report.takenBack, ...takenBack] };
  if (report.kind === "typed") return { ...report, ...common, annotations: left(report.annotations), wraps: left(report.wraps) };
  const both = { ...common, sites: left(report.sites), functions: left(report.functions) };
  if (report.kind === "async") return { ...report, ...both, calls: left(report.calls) };
  return { ...report, ...both, calls: left(report.calls), signatures: left(report.signatures) };
}

/** What became of a wave; without a result if there was nothing to write. */
interface WrittenWave {
  readonly reports: readonly WaveReport[];
  readonly result: JobResult | undefined;
  /** Why it was put back; undefined if it was not. */
  readonly refusal?: WaveRefusal;
}

type EndedUnit = Pick<UnitResult, "outcome" | "reason" | "output">;

function resultOf(
  wave: PlannedWave,
  ended: EndedUnit,
  kept: Omit<JobResult, "units" | "failed"> = { unproved: { unseen: [], blind: [] }, keptFiles: [] },
): WrittenWave {
  const base = { unit: wave.unit, package: ".", phase: wave.phase, sites: wave.sites.length };
  const unit: UnitResult = { ...base, files: [...wave.texts.keys()].sort(), ...ended };
  const failed = ended.outcome === "kept" ? undefined : wave.unit;
  return { reports: reportsOf(wave, ended.outcome, ended.reason), result: { units: [unit], failed, ...kept } };
}
