import type { AsyncResult, AsyncSite } from "@godwit/program";
import type { Site } from "../edit-file.js";
import type { PhaseWork } from "../work.js";
import { callerHost } from "./caller-host.js";
import type { WaveSetting } from "./wave-setting.js";
import { findOpen } from "./wave-sites.js";

/** What letting sites wait would change, with the sites that are done then. */
export interface PlannedAsyncWave extends AsyncResult {
  readonly kind: "async";
  /** What units, journals and reports call it. */
  readonly unit: string;
  readonly phase: string | null;
  readonly sites: readonly Site[];
  /** How many sites wait where nothing can. */
  readonly asked: number;
}

/** Makes the functions around a phase's sites async where their replacements wait, in memory; undefined if none do, or the run is interrupted. */
export async function planAsyncWave(setting: WaveSetting, phase: PhaseWork): Promise<PlannedAsyncWave | undefined> {
  const { session, read } = setting;
  if (phase.units.length === 0) return undefined;
  // What lacks a value beside waits with the values.
  const found = findOpen(session, { phase, step: "async" }, read).filter(
    ({ finding: { violation } }) => violation.needsAsync && !violation.isMock && !violation.lacks,
  );
  if (found.length === 0) return undefined;
  session.host.listener.progress(0, 0, "letting callers wait");
  const asked = found.map(({ file, finding: { violation } }): AsyncSite => {
    return { file, rule: violation.rule, start: violation.range[0] };
  });
  const result = await session.types.runAsyncWave(asked, callerHost(setting));
  if (!result) return undefined;
  const sites = result.done.map((index) => found[index]!.site);
  return { ...result, kind: "async", unit: "async", phase: phase.name, sites, asked: found.length };
}
