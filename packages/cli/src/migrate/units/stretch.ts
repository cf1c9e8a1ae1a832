import type { ActiveContract } from "@godwit/project";
import { runsOf } from "../commands.js";
import { INTERRUPTED } from "../interrupt.js";
import { type Journal, readJournal } from "../journal/journal.js";
import { type OpenUnit, stateOf } from "../journal/run-state.js";
import type { Session } from "../session.js";
import { digestOnDisk, putBackUnit } from "../disk/unit-files.js";
import { type AttemptContext, eachOf } from "./unit-run.js";

/** What a stretch works with. */
type StretchSetting = Pick<AttemptContext, "root" | "journal" | "runner" | "interrupt" | "settlement" | "each" | "packageOf">;

/** Why a stretch was taken back, and what came of it. */
export interface TakenBack {
  readonly reason: string;
  /** The files that have the bytes again that they had before it. */
  readonly restored: readonly string[];
  /** Files that somebody else changed; they are as they were found. */
  readonly foreign: readonly string[];
}

/** So long what was kept may wait for its commands at least, and so many times as long as they take. */
const WAIT_MS = 60_000;
const WAIT_FACTOR = 3;

/**
 * All that a run has kept by types since the commands of `validate.each` passed last: they run once for all of it. Where they fail, all of
 * it is taken back, and the run goes over it again unit by unit.
 */
export class Stretch {
  readonly #setting: StretchSetting;
  #baselines: readonly ActiveContract[];
  #since = performance.now();
  #lastTook = 0;

  constructor(setting: StretchSetting) {
    this.#setting = setting;
    this.#baselines = setting.settlement.contracts;
  }

  /** Whether what was kept has waited long enough: a run that is ended loses no more. */
  get isDue(): boolean {
    return performance.now() - this.#since > Math.max(WAIT_MS, WAIT_FACTOR * this.#lastTook);
  }

  /** Runs the commands for all that waits for them; what does not hold, or is interrupted, is taken back. Undefined where it holds. */
  async prove(): Promise<TakenBack | undefined> {
    const { journal, interrupt, settlement } = this.#setting;
    const open = this.#waiting();
    const started = performance.now();
    const reason = open && (interrupt.exitCode === undefined ? await this.#run(open) : INTERRUPTED);
    const takenBack = reason === undefined ? undefined : this.#takeBack(open!, reason);
    if (!open) return undefined;
    if (!takenBack) journal.append({ type: "proved" });
    this.#baselines = settlement.contracts;
    this.#since = performance.now();
    this.#lastTook = this.#since - started;
    return takenBack;
  }

  /** Why it does not hold; undefined where it does. */
  async #run({ before }: OpenUnit): Promise<string | undefined> {
    const { root, each, runner, interrupt, packageOf } = this.#setting;
    const files = before.map(({ path }) => path);
    const written = new Map(files.map((file) => [file, digestOnDisk(root, file)]));
    for (const command of each)
      for (const places of runsOf(command, files, packageOf)) {
        const { ok, reason } = await runner.run(command.run, places);
        if (interrupt.exitCode !== undefined) return INTERRUPTED;
        const changed = files.filter((file) => digestOnDisk(root, file) !== written.get(file));
        if (changed.length > 0) return `${changed.join(", ")} changed while ${command.run} ran, by it or by somebody else`;
        if (!ok) return reason;
      }
    await interrupt.breathe();
    return interrupt.exitCode === undefined ? undefined : INTERRUPTED;
  }

  /** Takes back what waits, without asking. */
  giveUp(reason: string): void {
    const open = this.#waiting();
    if (open) this.#takeBack(open, reason);
  }

  #takeBack(open: OpenUnit, reason: string): TakenBack {
    const { root, journal, settlement } = this.#setting;
    const { restored, foreign } = putBackUnit(root, open, journal);
    journal.append({ type: "taken-back", reason });
    settlement.accept(this.#baselines);
    return { reason, restored, foreign };
  }

  #waiting(): OpenUnit | undefined {
    const { root, journal } = this.#setting;
    const read = readJournal(root, journal.id);
    return read && stateOf(read).waiting;
  }
}

/** The stretch of a run; undefined where no command would prove it. */
export function stretchOf(session: Session, journal: Journal): Stretch | undefined {
  const { project, runner, settlement, packageOf, host } = session;
  const each = eachOf(session);
  if (each.length === 0) return undefined;
  const { interrupt } = host;
  return new Stretch({ root: project.root, journal, runner, interrupt, settlement, each, packageOf });
}
