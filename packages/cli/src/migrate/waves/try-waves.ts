import type { PhaseWork } from "../units/work.js";
import { callerWaves, type PlannedCallerWave } from "./caller-waves.js";
import { typedWaves, type PlannedTypedWave } from "./typed-waves.js";
import { counted } from "../../terminal.js";
import type { RunHost } from "../session.js";
import type { WantedWave, WaveRefusal, WaveSetting } from "./wave-sites.js";

/** What edits across files would change. */
export type PlannedWave = PlannedTypedWave | PlannedCallerWave;

/** How a run tries a wave that is planned. */
export interface WaveTrial<Tried> {
  tryWave(wave: PlannedWave): Promise<Tried>;
  /** Why it was put back; undefined if it was not. */
  refusalOf(tried: Tried): WaveRefusal | undefined;
}

/**
 * Plans and tries the edits across files of a phase: types, values through callers, callers that wait. Where a wave is put back, it is tried
 * without the files that have errors, or its halves are, of which each can hold. Yields what became of each; ends early if the run is interrupted.
 */
export async function* tryWaves<Tried>(setting: WaveSetting, phase: PhaseWork, trial: WaveTrial<Tried>): AsyncGenerator<Tried> {
  if (phase.units.length === 0) return;
  const kinds: readonly (() => readonly WantedWave<PlannedWave>[])[] = [
    () => typedWaves(setting, phase),
    () => callerWaves({ setting, phase, kind: "context" }),
    () => callerWaves({ setting, phase, kind: "async" }),
  ];
  for (const find of kinds) yield* tryInTurn(find(), trial, setting.session.host);
}

function sayAgain({ unit }: PlannedWave, { reason, errorFiles }: WaveRefusal, parts: number): string {
  const how = parts > 1 ? `in ${parts} parts` : `without ${counted(errorFiles.length, "file")} that had errors`;
  return `${reason}: ${unit} was put back, and is tried again ${how}. Nothing of it is kept if that is interrupted.`;
}

/** Tries waves, and in the place of one that is put back what it has instead. */
export async function* tryInTurn<Tried>(
  waves: readonly WantedWave<PlannedWave>[],
  { tryWave, refusalOf }: WaveTrial<Tried>,
  { interrupt, listener }: Pick<RunHost, "interrupt" | "listener">,
): AsyncGenerator<Tried> {
  const wanted = [...waves];
  for (let next = wanted.shift(); next; next = wanted.shift()) {
    await interrupt.breathe();
    if (interrupt.exitCode !== undefined) return;
    const wave = await next.plan();
    if (!wave) continue;
    const tried = await tryWave(wave);
    const refusal = refusalOf(tried);
    const errorFiles = refusal?.errorFiles.filter((file) => wave.texts.has(file)) ?? [];
    const others = refusal ? next.insteadOf({ ...refusal, errorFiles }) : [];
    if (others.length === 0) yield tried;
    else listener.note(sayAgain(wave, { reason: refusal!.reason, errorFiles }, others.length));
    wanted.unshift(...others);
  }
}
