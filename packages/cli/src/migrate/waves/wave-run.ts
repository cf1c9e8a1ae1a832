import { attemptContext } from "../attempt-context.js";
import type { Journal } from "../journal/journal.js";
import type { UnitResult, WaveReport } from "../report.js";
import type { JobResult } from "../run-job.js";
import type { Session } from "../session.js";
import { attempt, type AttemptContext } from "../unit-run.js";
import { bytesOnDisk } from "../unit-files.js";
import type { PhaseWork } from "../work.js";
import { planAsyncWave } from "./async-waves.js";
import { planContextWave } from "./context-waves.js";
import { editsOf, reportOf, type PlannedWave } from "./run-waves.js";
import { planTypedWave, typesOf, type WantedWave } from "./typed-waves.js";
import type { WaveSetting } from "./wave-setting.js";
import { textOnDisk } from "./wave-sites.js";

/** The edits across files of one run: each type is a unit, which is kept or put back as one. */
export class WaveRun {
  /** What became of each type. */
  readonly reports: WaveReport[] = [];
  readonly #session: Session;
  readonly #journal: Journal;
  readonly #setting: WaveSetting;

  /** `spared` are files that may not be edited. */
  constructor(session: Session, journal: Journal, spared: ReadonlySet<string>) {
    this.#session = session;
    this.#journal = journal;
    this.#setting = { session, spared, read: (file) => textOnDisk(session.project.root, file) };
  }

  /** The types to give in a phase. */
  typesOf(phase: PhaseWork): readonly WantedWave[] {
    return typesOf(this.#setting, phase);
  }

  /** Gives a type to its sites; undefined if there is nothing to write. */
  async run(phase: PhaseWork, wanted: WantedWave, onProgress: AttemptContext["onProgress"]): Promise<JobResult | undefined> {
    const wave = await planTypedWave(this.#setting, phase, wanted);
    return wave && this.#write(wave, onProgress);
  }

  /** Passes values to the sites of a phase that lack them; undefined if there is nothing to write. */
  async runContext(phase: PhaseWork, onProgress: AttemptContext["onProgress"]): Promise<JobResult | undefined> {
    const wave = await planContextWave(this.#setting, phase);
    return wave && this.#write(wave, onProgress);
  }

  /** Lets the sites of a phase wait, and their callers; undefined if there is nothing to write. */
  async runAsync(phase: PhaseWork, onProgress: AttemptContext["onProgress"]): Promise<JobResult | undefined> {
    const wave = await planAsyncWave(this.#setting, phase);
    return wave && this.#write(wave, onProgress);
  }

  async #write(wave: PlannedWave, onProgress: AttemptContext["onProgress"]): Promise<JobResult | undefined> {
    const { root } = this.#session.project;
    const edits = editsOf(root, wave);
    if (edits.length === 0) {
      this.reports.push(reportOf(wave, "nothing", null));
      return undefined;
    }
    if (typeof edits === "string") return this.#result(wave, { outcome: "put-back", reason: edits });
    const changed = edits.filter(({ file, before }) => !bytesOnDisk(root, file)?.equals(before)).map(({ file }) => file);
    if (changed.length > 0)
      return this.#result(wave, { outcome: "abandoned", reason: `${changed.join(", ")} changed meanwhile` });
    const outcome = await attempt(attemptContext(this.#session, this.#journal, onProgress), {
      unit: wave.unit,
      package: ".",
      edits,
    });
    if (outcome.kind !== "kept") {
      const { kind, reason } = outcome;
      const output = outcome.kind === "put-back" && outcome.output !== undefined ? { output: outcome.output } : {};
      return this.#result(wave, { outcome: kind, reason, ...output });
    }
    return { ...this.#result(wave, { outcome: "kept", reason: null }), unproved: outcome.unproved, keptFiles: outcome.files };
  }

  #result(wave: PlannedWave, ended: Pick<UnitResult, "outcome" | "reason" | "output">): JobResult {
    this.reports.push(reportOf(wave, ended.outcome, ended.reason));
    const base = { unit: wave.unit, package: ".", phase: wave.phase, sites: wave.sites.length };
    const unit: UnitResult = { ...base, files: [...wave.texts.keys()].sort(), ...ended };
    return { units: [unit], unproved: { unseen: [], blind: [] }, keptFiles: [] };
  }
}
