import path from "node:path";
import { matchesContract, phaseOf } from "@godwit/contracts";
import { narrowingOf, narrowTypes, type CompiledRule } from "@godwit/engine";
import type { WaveHost, WaveResult, WaveWrap } from "@godwit/program";
import { isTestCode } from "@godwit/project";
import { openSource } from "../../host/source-file.js";
import type { Site } from "../edit-file.js";
import type { Session } from "../session.js";
import type { PhaseWork } from "../work.js";
import { findUsersBeside } from "./users-beside.js";
import type { WaveSetting } from "./wave-setting.js";
import { findWaveSites } from "./wave-sites.js";

/** What a wave would change, with the sites that it is for. */
export interface PlannedTypedWave extends Omit<WaveResult, "wraps"> {
  readonly kind: "typed";
  readonly wraps: readonly PlannedWrap[];
  /** What units, journals and reports call it. */
  readonly unit: string;
  readonly phase: string | null;
  /** The sites that take their type. */
  readonly sites: readonly Site[];
}

/** A value that becomes one of the type. */
export interface PlannedWrap extends WaveWrap {
  /** Whether its file is the contract's, in the phase that is migrated; otherwise it is a caller's. */
  readonly isInside: boolean;
}

/** A type, and the rule that wants it in places. */
export interface WantedWave {
  readonly type: string;
  readonly rule: CompiledRule;
}

/** The types of a phase's sites, for each rule; first those of which values can be made, then those with most sites. */
export function typesOf({ session, read }: WaveSetting, phase: PhaseWork): readonly WantedWave[] {
  if (phase.units.length === 0 || !session.active.rules.some((rule) => narrowingOf(rule))) return [];
  const { sites } = findWaveSites(session, phase, read);
  const waves = session.active.rules.flatMap((rule) => {
    const types = sites.flatMap(({ type, site }) => (site.rule === rule.rule ? [type] : []));
    return [...new Set(types)].map((type) => ({ type, rule, count: types.filter((each) => each === type).length }));
  });
  const isOfTexts = ({ rule }: WantedWave): number => Number(narrowingOf(rule)!.isOfTexts);
  return waves.sort((a, b) => isOfTexts(b) - isOfTexts(a) || b.count - a.count);
}

/** Gives a type to a phase's sites in memory; undefined if there are none, or the run is interrupted. */
export async function planTypedWave(
  setting: WaveSetting,
  phase: PhaseWork,
  { type, rule }: WantedWave,
): Promise<PlannedTypedWave | undefined> {
  const { session, read } = setting;
  const { sites, kept } = findWaveSites(session, phase, read);
  const own = sites.filter((each) => each.type === type && each.site.rule === rule.rule);
  if (own.length === 0) return undefined;
  const host = hostOf(setting, { rule, phase, kept });
  const asked = own.map(({ part, declares, site: { file } }) => ({
    file,
    part,
    type,
    ...(declares !== undefined && { declares }),
  }));
  const result = await session.types.runWave(asked, host);
  if (!result) return undefined;
  const taken = new Set(result.annotations.map(({ file, start }) => `${file} ${start}`));
  const done = own.filter(({ site, part }) => taken.has(`${site.file} ${part[0]}`)).map(({ site }) => site);
  const wraps = result.wraps.map((wrap) => ({ ...wrap, isInside: isIn(session, phase, wrap.file) }));
  return { ...result, wraps, kind: "typed", type, unit: `type ${type}`, phase: phase.name, sites: done };
}

/** Whether a file is one of a phase of the contract. */
function isIn({ active: { contract } }: Session, phase: PhaseWork, file: string): boolean {
  return matchesContract(contract, file) && (phaseOf(contract, file)?.name ?? null) === phase.name;
}

interface WaveRule {
  readonly rule: CompiledRule;
  readonly phase: PhaseWork;
  readonly kept: ReadonlySet<string>;
}

function hostOf(setting: WaveSetting, { rule, phase, kept }: WaveRule): WaveHost {
  const { session, spared, read } = setting;
  const { project, files, host } = session;
  const narrowing = narrowingOf(rule)!;
  const known = new Set(files.map((file) => file.path));
  const absolute = (file: string): string => path.join(project.root, file);
  const refusal = (file: string): string | undefined => {
    if (!known.has(file)) return "its file is not one of the repository's sources";
    if (spared.has(file)) return `${file} has changes that are not committed`;
    return narrowing.isExempt(absolute(file)) ? "its file declares the type" : undefined;
  };
  return {
    read,
    edit(file, text, requests) {
      const reason = refusal(file);
      if (reason !== undefined) return { edits: [], refused: requests.map((request) => ({ request, reason })) };
      const { edits, refused } = narrowTypes(openSource(absolute(file), text), rule, requests);
      return {
        edits,
        refused: refused.map((each) => ({ request: requests.find((request) => request === each.request)!, reason: each.reason })),
      };
    },
    mayRetype: (file, [start]) =>
      narrowing.isOfTexts && refusal(file) === undefined && isIn(session, phase, file) && !kept.has(`${file} ${start}`),
    mayFollow: (file) => refusal(file) === undefined && isIn(session, phase, file),
    typeForName: (name) => narrowing.typeForName(name),
    isTest: (file) => isTestCode(file),
    usersBeside: (seen, asked) => findUsersBeside(setting, new Set(seen), asked),
    async breathe() {
      await host.interrupt.breathe();
      return host.interrupt.exitCode === undefined;
    },
  };
}
