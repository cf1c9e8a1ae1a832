import type { Journal } from "../journal/journal.js";
import type { UnitResult, WaveReport } from "../../results/schemas.js";
import type { JobResult } from "../run-job.js";
import type { Session } from "../session.js";
import { attempt, type AttemptContext, attemptContext } from "../unit-run.js";
import { bytesOnDisk } from "../unit-files.js";
import type { PhaseWork } from "../work.js";
import { editsOf, reportsOf } from "./run-waves.js";
import { tryWaves, type PlannedWave } from "./try-waves.js";
import type { WaveSetting } from "./wave.js";
import { textOnDisk } from "./wave-sites.js";

type HowTried = Pick<AttemptContext, "isProvedLater" | "onProgress">;

/** The edits across files of one run: each wave is a unit, which is kept or put back as one. */
export class WaveRun {
  /** What became of each wave; of those for types, one for each type. */
  reports: WaveReport[] = [];
  readonly #session: Session;
  readonly #journal: Journal;
  readonly #setting: WaveSetting;

  /** `spared` are files that may not be edited. */
  constructor(session: Session, journal: Journal, spared: ReadonlySet<string>) {
    this.#session = session;
    this.#journal = journal;
    this.#setting = { session, spared, read: (file) => textOnDisk(session.project.root, file) };
  }

  /** Tries the waves of a phase, each as one unit; yields what became of each unit that there is something to write for. */
  async *run(phase: PhaseWork, how: HowTried): AsyncGenerator<JobResult> {
    const written = tryWaves(this.#setting, phase, {
      tryWave: (wave) => this.#write(wave, how),
      isPutBack: ({ result }) => result?.units.some(({ outcome }) => outcome === "put-back") ?? false,
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

  /** Takes note that all files of some waves are as they were. */
  putBack(files: ReadonlySet<string>, reason: string): void {
    const isPutBack = ({ outcome, files: own }: WaveReport): boolean =>
      outcome === "kept" && own.every((file) => files.has(file));
    this.reports = this.reports.map((each) => (isPutBack(each) ? { ...each, outcome: "put-back", reason } : each));
  }

  async #write(wave: PlannedWave, how: HowTried): Promise<WrittenWave> {
    const { root } = this.#session.project;
    const edits = editsOf(root, wave);
    if (edits.length === 0) return { reports: reportsOf(wave, "nothing", null), result: undefined };
    if (typeof edits === "string") return resultOf(wave, { outcome: "put-back", reason: edits });
    const changed = edits.filter(({ file, before }) => !bytesOnDisk(root, file)?.equals(before)).map(({ file }) => file);
    if (changed.length > 0) return resultOf(wave, { outcome: "abandoned", reason: `${changed.join(", ")} changed meanwhile` });
    const outcome = await attempt(attemptContext(this.#session, this.#journal, how), {
      unit: wave.unit,
      package: ".",
      edits,
    });
    if (outcome.kind === "kept")
      return resultOf(wave, { outcome: "kept", reason: null }, { unproved: outcome.unproved, keptFiles: outcome.files });
    const { kind, reason } = outcome;
    const output = outcome.kind === "put-back" && outcome.output !== undefined ? { output: outcome.output } : {};
    return resultOf(wave, { outcome: kind, reason, ...output });
  }
}

/** What became of a wave; without a result if there was nothing to write. */
interface WrittenWave {
  readonly reports: readonly WaveReport[];
  readonly result: JobResult | undefined;
}

function resultOf(
  wave: PlannedWave,
  ended: Pick<UnitResult, "outcome" | "reason" | "output">,
  kept: Omit<JobResult, "units"> = { unproved: { unseen: [], blind: [] }, keptFiles: [] },
): WrittenWave {
  const base = { unit: wave.unit, package: ".", phase: wave.phase, sites: wave.sites.length };
  const unit: UnitResult = { ...base, files: [...wave.texts.keys()].sort(), ...ended };
  return { reports: reportsOf(wave, ended.outcome, ended.reason), result: { units: [unit], ...kept } };
}
