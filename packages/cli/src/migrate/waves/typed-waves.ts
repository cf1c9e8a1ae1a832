import path from "node:path";
import { matchesContract, phaseOf } from "@godwit/core/contracts";
import { narrowingOf, narrowTypes, type CompiledRule, type ExportUse } from "@godwit/core/engine";
import { remember } from "@godwit/core/modules";
import type { WaveHost, WaveResult, WaveWrap } from "@godwit/program";
import { listAllFiles, whyMockLacks } from "@godwit/project";
import { openSource } from "../../host/source-file.js";
import type { Site } from "../units/edit-file.js";
import type { Session } from "../session.js";
import type { PhaseWork } from "../units/work.js";
import { findComponentUsers, programHost } from "./program-host.js";
import { halvesOf } from "../units/edit-elements.js";
import { type WantedWave, type WaveSetting, findWaveSites, sparing } from "./wave-sites.js";

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
interface TypesOfRule {
  readonly types: readonly string[];
  readonly rule: CompiledRule;
}

/**
 * The waves for the types of a phase's sites, by the rule that wants them: first rules of whose types values can be made, and first the types
 * with most sites. Of a run that was asked for one type, only that.
 */
export function typedWaves(setting: WaveSetting, phase: PhaseWork): readonly WantedWave<PlannedTypedWave>[] {
  const { active, options } = setting.session;
  if (!active.rules.some((rule) => narrowingOf(rule))) return [];
  const { sites } = findWaveSites(setting.session, phase, setting.read);
  const typed = active.rules.flatMap((rule): TypesOfRule[] => {
    const counts = new Map<string, number>();
    for (const { type, site } of sites) if (site.rule === rule.rule) counts.set(type, (counts.get(type) ?? 0) + 1);
    const types = [...counts].sort(([, one], [, other]) => other - one).map(([type]) => type);
    const asked = types.filter((type) => options.only === undefined || type === options.only);
    return asked.length === 0 ? [] : [{ types: asked, rule }];
  });
  const isOfTexts = ({ rule }: TypesOfRule): number => Number(narrowingOf(rule)!.isOfTexts);
  return typed.sort((a, b) => isOfTexts(b) - isOfTexts(a)).map((each) => wantedWave(setting, phase, each));
}

function wantedWave(setting: WaveSetting, phase: PhaseWork, each: TypesOfRule): WantedWave<PlannedTypedWave> {
  return {
    plan: () => planTypedWave(setting, phase, each),
    insteadOf(refusal) {
      const without = sparing(setting, refusal);
      if (without) return [wantedWave(without, phase, each)];
      return halvesOf(each.types).map((types) => wantedWave(setting, phase, { ...each, types }));
    },
  };
}

/** What a run says while it plans. */
function sayTyping(types: readonly string[]): string {
  return `typing ${types.length > 3 ? `${types.length} types` : types.join(", ")} through the program`;
}

/** Gives types to a phase's sites in memory; undefined if there are none, or the run is interrupted. */
async function planTypedWave(
  setting: WaveSetting,
  phase: PhaseWork,
  { types, rule }: TypesOfRule,
): Promise<PlannedTypedWave | undefined> {
  const { session, read } = setting;
  const doing = sayTyping(types);
  session.host.listener.progress(0, 0, doing);
  const { sites, kept } = findWaveSites(session, phase, read);
  const own = sites.filter(({ type, site }) => types.includes(type) && site.rule === rule.rule);
  if (own.length === 0) return undefined;
  const host = hostOf(setting, { rule, phase, kept, doing });
  const asked = own.map(({ part, type, declares, site: { file } }) => ({
    file,
    part,
    type,
    ...(declares !== undefined && { declares }),
  }));
  const result = await session.types.runWave(asked, host, { rule: rule.rule, phase: phase.name, spared: [...setting.spared] });
  if (!result) return undefined;
  for (const file of result.unseen) session.unseenByWaves.add(file);
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
  /** What the run says meanwhile. */
  readonly doing: string;
}

function hostOf(setting: WaveSetting, { rule, phase, kept, doing }: WaveRule): WaveHost {
  const { session } = setting;
  const { project } = session;
  const { editRefusal, ...host } = programHost(setting, doing);
  const narrowing = narrowingOf(rule)!;
  const absolute = (file: string): string => path.join(project.root, file);
  /** Each round asks the same of each wrap. */
  const lacks = new Map<string, string | undefined>();
  const componentAt = findComponentUsers(setting);
  let entities: ReadonlySet<string> | undefined;
  const whyMissing = (file: string, used: ExportUse): string | undefined =>
    remember(lacks, [file, used.module, used.exported].join("\0"), () => whyMockLacks(file, used, session.mockers));
  const refusal = (file: string): string | undefined =>
    editRefusal(file) ?? (narrowing.isExempt(absolute(file)) ? "its file declares the type" : undefined);
  return {
    ...host,
    edit(file, text, requests) {
      const reason = refusal(file);
      if (reason !== undefined) return { edits: [], refused: requests.map((_, index) => ({ index, reason })) };
      const open = (each: string) => openSource(absolute(file), each);
      const source = open(text);
      const refused = requests.flatMap(({ kind, range }, index) => {
        const component = kind === "wrap" || !narrowing.isOfTexts ? undefined : componentAt(source.program, range[0]);
        return component === undefined ? [] : [{ index, reason: `${component} may use it, and no tsconfig includes that file` }];
      });
      if (refused.length > 0) return { edits: [], refused };
      return narrowTypes(source, rule, requests, {
        open,
        whyMissing: session.mockers.length > 0 ? (used) => whyMissing(file, used) : undefined,
      });
    },
    mayRetype: (file, [start]) =>
      narrowing.isOfTexts && refusal(file) === undefined && isIn(session, phase, file) && !kept.has(`${file} ${start}`),
    mayFollow: (file) => refusal(file) === undefined && isIn(session, phase, file),
    typeForName: (name) =>
      narrowing.typeForName(name) ??
      (narrowing.isOfTexts ? otherEntityOf(name, (entities ??= findEntities(setting))) : undefined),
  };
}

const SAYS_TYPES = /\.(?:[cm]?tsx?|prisma|g(?:raph)?ql)$/u;
const DECLARED_TYPE = /\b(?:interface|type|class|enum|model)\s+(\p{Lu}\w*)/gu;
const ID_NAME = /^[_#]*(\w+?)_?(?:ids?|uuids?|guids?)$/iu;

/** The names of all types that the repository declares, also those of its database and its API. */
function findEntities({ session: { project }, read }: WaveSetting): ReadonlySet<string> {
  const texts = listAllFiles(project.root).map((file) => (SAYS_TYPES.test(file) ? (read(file) ?? "") : ""));
  return new Set(texts.flatMap((text) => [...text.matchAll(DECLARED_TYPE)].map(([, name]) => name!)));
}

/** Of what else the repository knows a name says that it holds the ID: `Link` for `linkId` and `parentLinkId`. */
function otherEntityOf(name: string, entities: ReadonlySet<string>): string | undefined {
  const words = ID_NAME.exec(name)?.[1]?.match(/\p{Lu}?[^\p{Lu}_]+/gu) ?? [];
  const nouns = words.map((word) => word[0]!.toUpperCase() + word.slice(1));
  return nouns.map((_, index) => nouns.slice(index).join("")).find((entity) => entities.has(entity));
}
