import type { EditedFile } from "../edit-file.js";
import { keepInMemory } from "../keep-in-memory.js";
import type { Session } from "../session.js";
import { textOf } from "../verify-types.js";
import type { PhaseWork } from "../work.js";
import { editsOf } from "./run-waves.js";
import { tryWaves, type PlannedWave } from "./try-waves.js";
import type { WaveSetting } from "./wave.js";
import { textOnDisk } from "./wave-sites.js";

/** A wave that was tried in memory. */
export interface TriedWave {
  readonly wave: PlannedWave;
  /** What it would change on top of those before it; none if it can't be kept. */
  readonly edits: readonly EditedFile[];
  /** Why it can't be kept; undefined if it can. */
  readonly reason: string | undefined;
}

/** Plans the waves of phases in memory, each on top of `kept`, which takes over what they change. */
export async function* wavesInMemory(
  session: Session,
  phases: readonly PhaseWork[],
  kept: Map<string, string>,
): AsyncGenerator<TriedWave> {
  const read = (file: string): string | undefined => kept.get(file) ?? textOnDisk(session.project.root, file);
  const setting: WaveSetting = { session, spared: new Set(), read };
  const tryWave = async (wave: PlannedWave): Promise<TriedWave> => {
    const before = new Map([...wave.texts.keys()].map((file) => [file, kept.get(file)]));
    const edits = editsOf(session.project.root, wave, before);
    const reason = typeof edits === "string" ? edits : await keepInMemory(session, edits);
    if (typeof edits === "string" || reason !== undefined) return { wave, edits: [], reason };
    for (const { file, after } of edits) kept.set(file, textOf(after));
    return { wave, edits, reason };
  };
  for (const phase of phases) yield* tryWaves(setting, phase, { tryWave, isPutBack: ({ reason }) => reason !== undefined });
}
