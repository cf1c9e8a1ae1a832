import type { PhaseWork } from "../units/work.js";
import { callerWaves, type PlannedCallerWave } from "./caller-waves.js";
import { typedWaves, type PlannedTypedWave } from "./typed-waves.js";
import type { WantedWave, WaveSetting } from "./wave-sites.js";

/** What edits across files would change. */
export type PlannedWave = PlannedTypedWave | PlannedCallerWave;

/** How a run tries a wave that is planned. */
export interface WaveTrial<Tried> {
  tryWave(wave: PlannedWave): Promise<Tried>;
  isPutBack(tried: Tried): boolean;
}

/**
 * Plans and tries the edits across files of a phase: types, values through callers, callers that wait. Where a wave is put back, its halves
 * are tried instead, of which each can hold. Yields what became of each; ends early if the run is interrupted.
 */
export async function* tryWaves<Tried>(
  setting: WaveSetting,
  phase: PhaseWork,
  { tryWave, isPutBack }: WaveTrial<Tried>,
): AsyncGenerator<Tried> {
  if (phase.units.length === 0) return;
  const kinds: readonly (() => readonly WantedWave<PlannedWave>[])[] = [
    () => typedWaves(setting, phase),
    () => callerWaves({ setting, phase, kind: "context" }),
    () => callerWaves({ setting, phase, kind: "async" }),
  ];
  const { interrupt } = setting.session.host;
  for (const find of kinds) {
    const wanted = [...find()];
    for (let next = wanted.shift(); next; next = wanted.shift()) {
      await interrupt.breathe();
      if (interrupt.exitCode !== undefined) return;
      const wave = await next.plan();
      if (!wave) continue;
      const tried = await tryWave(wave);
      const halves = isPutBack(tried) ? next.halves() : [];
      if (halves.length === 0) yield tried;
      wanted.unshift(...halves);
    }
  }
}
