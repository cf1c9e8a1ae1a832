import type { CallerResult } from "@godwit/program";
import type { Site } from "../edit-file.js";
import type { PhaseWork } from "../work.js";
import { callerHost } from "./caller-host.js";
import { findCallerSites, type CallerKind } from "./caller-sites.js";
import { halvesOf, type WantedWave, type WaveSetting } from "./wave.js";

/** What giving sites what they need of their callers would change, with the sites that are done then. */
export interface PlannedCallerWave extends CallerResult {
  readonly kind: CallerKind;
  /** What units, journals and reports call it. */
  readonly unit: string;
  readonly phase: string | null;
  readonly sites: readonly Site[];
  /** How many sites need something, with those that were done because what they see is of its type. */
  readonly asked: number;
}

/** Sites of one kind. */
interface AskedCallers {
  readonly setting: WaveSetting;
  readonly phase: PhaseWork;
  readonly kind: CallerKind;
  /** Only those of these files. */
  readonly files?: readonly string[];
}

/** Gives a phase's sites what they need of their callers; of a run that was asked for one value, only that. */
export function callerWaves(asked: AskedCallers): readonly WantedWave[] {
  let files: readonly string[] = [];
  return [
    {
      plan: () => planCallerWave(asked, (own) => (files = own)),
      halves: () => halvesOf(files).flatMap((half) => callerWaves({ ...asked, files: half })),
    },
  ];
}

async function planCallerWave(
  { setting, phase, kind, files }: AskedCallers,
  onFiles: (files: readonly string[]) => void,
): Promise<PlannedCallerWave | undefined> {
  const { session } = setting;
  const { only } = session.options;
  const isAsked = ({ asked: { file, needs } }: ReturnType<typeof findCallerSites>[number]): boolean =>
    (files?.includes(file) ?? true) && (only === undefined || needs.some(({ name }) => name === only));
  const found = findCallerSites(setting, phase, kind).filter(isAsked);
  if (found.length === 0) return undefined;
  onFiles([...new Set(found.map(({ asked }) => asked.file))]);
  session.host.listener.progress(0, 0, kind === "context" ? "passing values through callers" : "letting callers wait");
  const result = await session.types.runCallerWave(
    found.map(({ asked }) => asked),
    callerHost(setting),
  );
  if (!result) return undefined;
  const unit = kind === "context" ? `pass ${result.values.join(", ")}` : "async";
  return {
    ...{ ...result, kind, phase: phase.name },
    unit: files ? `${unit} in ${[...new Set([files[0], files.at(-1)])].join(" … ")}` : unit,
    sites: result.done.map((index) => found[index]!.site),
    asked: found.filter((each, index) => !each.asked.isSeen || result.done.includes(index)).length,
  };
}
