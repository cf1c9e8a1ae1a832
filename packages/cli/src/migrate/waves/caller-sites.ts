import path from "node:path";
import type { Lack, LackedType, ReplacedExpression } from "@godwit/engine";
import type { CallerSite, WantedExpression, WantedType, WantedValue } from "@godwit/program";
import type { Site } from "../edit-file.js";
import type { PhaseWork } from "../work.js";
import type { WaveSetting } from "./wave.js";
import { findOpen } from "./wave-sites.js";

/** What waves through callers do: they pass values, or let callers wait. */
export type CallerKind = "context" | "async";

/** A site of a wave through callers, with what reports say of it. */
export interface CallerSiteFound {
  readonly asked: CallerSite;
  readonly site: Site;
}

/**
 * Finds the violations of a phase that only need something of their callers: values that these may have, or the proof that what is there is
 * of their types; or only that they may wait.
 */
export function findCallerSites({ session, read }: WaveSetting, phase: PhaseWork, kind: CallerKind): readonly CallerSiteFound[] {
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
