import path from "node:path";
import type { Lack, LackedType, ReplacedExpression } from "@godwit/engine";
import type { ContextSite, WantedExpression, WantedType, WantedValue } from "@godwit/program";
import type { Site } from "../edit-file.js";
import type { Session } from "../session.js";
import type { PhaseWork } from "../work.js";
import { findOpen } from "./wave-sites.js";

/** A site that lacks values, with what reports say of it. */
export interface ContextSiteFound {
  readonly asked: ContextSite;
  readonly site: Site;
}

/** Finds the violations of a phase that only lack values which callers may have, or the proof that what is there is of their types. */
export function findContextSites(
  session: Session,
  phase: PhaseWork,
  read: (file: string) => string | undefined,
): readonly ContextSiteFound[] {
  const { root } = session.project;
  return findOpen(session, { phase, step: "context" }, read).flatMap(({ file, finding, site }): readonly ContextSiteFound[] => {
    const { unproved, isMock, rule, range, needsAsync = false } = finding.violation;
    const lacks = finding.violation.lacks ?? unproved;
    if (!lacks || isMock) return [];
    const needs = lacks.map((lack) => toWanted(root, lack));
    const isTaken = lacks.some((lack) => lack.isTaken);
    const replaced = lacks.map((lack) => lack.replaced).find((each) => each !== undefined);
    const expression = replaced && toExpression(root, replaced);
    const declares = lacks.map((lack) => lack.declares).find((each) => each !== undefined);
    const asked = { file, rule, start: range[0], needs, isTaken, replaced: expression, declares };
    return [{ asked: { ...asked, isSeen: unproved !== undefined, waits: needsAsync }, site }];
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
