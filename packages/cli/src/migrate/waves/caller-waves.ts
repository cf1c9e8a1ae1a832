import path from "node:path";
import type { CallerResult, CallerSite, WantedExpression, WantedType, WantedValue } from "@godwit/program";
import type { Site } from "../edit-file.js";
import type { PhaseWork } from "../work.js";
import { callerHost } from "./caller-host.js";
import { halvesOf, type WantedWave, type WaveSetting } from "./wave.js";
import type { Lack, LackedType, ReplacedExpression } from "@godwit/core/engine";
import { findOpen } from "./wave-sites.js";

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
export function callerWaves(asked: AskedCallers): readonly WantedWave<PlannedCallerWave>[] {
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
    { spared: [...setting.spared] },
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

/** What waves through callers do: they pass values, or let callers wait. */
type CallerKind = "context" | "async";

/** A site of a wave through callers, with what reports say of it. */
interface CallerSiteFound {
  readonly asked: CallerSite;
  readonly site: Site;
}

/**
 * Finds the violations of a phase that only need something of their callers: values that these may have, or the proof that what is there is
 * of their types; or only that they may wait.
 */
function findCallerSites({ session, read }: WaveSetting, phase: PhaseWork, kind: CallerKind): readonly CallerSiteFound[] {
  const { root } = session.project;
  return findOpen(session, { phase, step: kind }, read).flatMap(({ file, finding, site }): readonly CallerSiteFound[] => {
    const { unproved, isMock, rule, range, needsAsync = false, lacks: lacking } = finding.violation;
    if (isMock) return [];
    if (kind === "async") {
      // What lacks a value beside waits with the values.
      const nothing = { needs: [], isTaken: false, isSeen: false, replaced: undefined, declares: undefined };
      return needsAsync && !lacking ? [{ asked: { file, rule, start: range[0], waits: true, ...nothing }, site }] : [];
    }
    const lacks = lacking ?? unproved;
    if (!lacks) return [];
    const replaced = lacks.map((lack) => lack.replaced).find((each) => each !== undefined);
    const asked: CallerSite = {
      ...{ file, rule, start: range[0], isSeen: unproved !== undefined, waits: needsAsync },
      needs: lacks.map((lack) => toWanted(root, lack)),
      isTaken: lacks.some((lack) => lack.isTaken),
      replaced: replaced && toExpression(root, replaced),
      declares: lacks.map((lack) => lack.declares).find((each) => each !== undefined),
    };
    return [{ asked, site }];
  });
}

function toWanted(root: string, { name, from, type, inject }: Lack): WantedValue {
  return { name, from, type: type && toWantedType(root, type), inject };
}

function toExpression(root: string, { root: own, rest }: ReplacedExpression): WantedExpression {
  return { root: toWantedType(root, own), rest };
}

function toWantedType(root: string, { name, exported, module }: LackedType): WantedType {
  if ("package" in module) return { name, exported, module };
  return { name, exported, module: { file: path.relative(root, module.file).replaceAll("\\", "/") } };
}
