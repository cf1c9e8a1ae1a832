import path from "node:path";
import { matchesContract, phaseOf } from "@godwit/contracts";
import { narrowingOf, narrowTypes, type CompiledRule } from "@godwit/engine";
import type { WaveHost, WaveResult, WaveWrap } from "@godwit/program";
import { isTestCode, whyMockLacks } from "@godwit/project";
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
  /** The types that were asked for. */
  readonly types: readonly string[];
  readonly wraps: readonly PlannedWrap[];
  /** What units, journals and reports call it. */
  readonly unit: string;
  readonly phase: string | null;
  /** The sites that take their type. */
  readonly sites: readonly Site[];
}

/** A value that becomes one of a type. */
export interface PlannedWrap extends WaveWrap {
  /** Whether its file is the contract's, in the phase that is migrated; otherwise it is a caller's. */
  readonly isInside: boolean;
}

/** The types that one rule wants in places; at least one. */
interface WantedWave {
  readonly types: readonly string[];
  readonly rule: CompiledRule;
}

/** How a run tries the waves for types, and what it says meanwhile. */
export interface TypedTrial<Tried> {
  say(what: string): void;
  tryWave(wave: PlannedTypedWave): Promise<Tried>;
  isPutBack(tried: Tried): boolean;
}

/**
 * Plans and tries the waves for a phase's types, those of one rule at once; where a wave is put back, its halves instead, of which each can
 * hold. Yields what became of each; ends early if the run is interrupted.
 */
export async function* tryTypedWaves<Tried>(
  setting: WaveSetting,
  phase: PhaseWork,
  { say, tryWave, isPutBack }: TypedTrial<Tried>,
): AsyncGenerator<Tried> {
  const { interrupt } = setting.session.host;
  const wanted = [...wantedWaves(setting, phase)];
  for (let next = wanted.shift(); next; next = wanted.shift()) {
    say(sayTyping(next));
    await interrupt.breathe();
    if (interrupt.exitCode !== undefined) return;
    const wave = await planTypedWave(setting, phase, next);
    if (!wave) continue;
    const tried = await tryWave(wave);
    const halves = isPutBack(tried) ? halvesOf(next) : [];
    if (halves.length === 0) yield tried;
    wanted.unshift(...halves);
  }
}

/**
 * The types of a phase's sites by the rule that wants them; first rules of whose types values can be made, and first the types with most
 * sites. Of a run that was asked for one type, only that.
 */
function wantedWaves({ session, read }: WaveSetting, phase: PhaseWork): readonly WantedWave[] {
  const { active, options } = session;
  if (phase.units.length === 0 || !active.rules.some((rule) => narrowingOf(rule))) return [];
  const { sites } = findWaveSites(session, phase, read);
  const waves = active.rules.flatMap((rule): WantedWave[] => {
    const counts = new Map<string, number>();
    for (const { type, site } of sites) if (site.rule === rule.rule) counts.set(type, (counts.get(type) ?? 0) + 1);
    const types = [...counts].sort(([, one], [, other]) => other - one).map(([type]) => type);
    const asked = types.filter((type) => options.only === undefined || type === options.only);
    return asked.length === 0 ? [] : [{ types: asked, rule }];
  });
  const isOfTexts = ({ rule }: WantedWave): number => Number(narrowingOf(rule)!.isOfTexts);
  return waves.sort((a, b) => isOfTexts(b) - isOfTexts(a));
}

/** The halves of the types; none of a single one. */
function halvesOf({ types, rule }: WantedWave): readonly WantedWave[] {
  if (types.length < 2) return [];
  const middle = Math.ceil(types.length / 2);
  return [types.slice(0, middle), types.slice(middle)].map((half) => ({ types: half, rule }));
}

/** What a run says while it plans. */
function sayTyping({ types }: WantedWave): string {
  return `typing ${types.length > 3 ? `${types.length} types` : types.join(", ")} through the program`;
}

/** Gives types to a phase's sites in memory; undefined if there are none, or the run is interrupted. */
async function planTypedWave(
  setting: WaveSetting,
  phase: PhaseWork,
  { types, rule }: WantedWave,
): Promise<PlannedTypedWave | undefined> {
  const { session, read } = setting;
  const { sites, kept } = findWaveSites(session, phase, read);
  const own = sites.filter(({ type, site }) => types.includes(type) && site.rule === rule.rule);
  if (own.length === 0) return undefined;
  const host = hostOf(setting, { rule, phase, kept });
  const asked = own.map(({ part, type, declares, site: { file } }) => ({
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
  const unit = `${types.length === 1 ? "type" : "types"} ${types.join(", ")}`;
  return { ...result, wraps, kind: "typed", types, unit, phase: phase.name, sites: done };
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
      if (reason !== undefined) return { edits: [], refused: requests.map((_, index) => ({ index, reason })) };
      const open = (each: string) => openSource(absolute(file), each);
      return narrowTypes(open(text), rule, requests, {
        open,
        whyMissing: session.mockers.length > 0 ? (used) => whyMockLacks(file, used, session.mockers) : undefined,
      });
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
