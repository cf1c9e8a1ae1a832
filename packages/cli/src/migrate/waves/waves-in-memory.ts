import type { Session } from "../session.js";
import type { PhaseWork } from "../work.js";
import { planAsyncWave } from "./async-waves.js";
import { planContextWave } from "./context-waves.js";
import type { PlannedWave } from "./run-waves.js";
import { planTypedWave, typesOf } from "./typed-waves.js";
import type { WaveSetting } from "./wave-setting.js";
import { textOnDisk } from "./wave-sites.js";

/** Plans the waves of phases in memory, each on top of what is kept in `kept` meanwhile. */
export async function* wavesInMemory(
  session: Session,
  phases: readonly PhaseWork[],
  kept: ReadonlyMap<string, string>,
): AsyncGenerator<PlannedWave> {
  const read = (file: string): string | undefined => kept.get(file) ?? textOnDisk(session.project.root, file);
  const { only } = session.options;
  const setting: WaveSetting = { session, spared: new Set(), read };
  for (const phase of phases) {
    for (const wanted of typesOf(setting, phase)) {
      if (only !== undefined && wanted.type !== only) continue;
      session.host.listener.progress(0, 0, `typing ${wanted.type} through the program`);
      const wave = await planTypedWave(setting, phase, wanted);
      if (wave) yield wave;
    }
    const context = await planContextWave(setting, phase);
    if (context) yield context;
    const waiting = only === undefined ? await planAsyncWave(setting, phase) : undefined;
    if (waiting) yield waiting;
  }
}
