import { narrowingOf } from "@godwit/core/engine";
import type { Step } from "../../plan/read-sites.js";
import { jobsOf, type Job } from "./jobs.js";
import type { Session } from "../session.js";
import type { PhaseWork, Unit } from "./work.js";

/** The jobs of a phase, by when their turn comes. */
export interface Turns {
  /** Before what lies across files. */
  readonly code: readonly Job[];
  /** Suggestions in code, and fixes of types: what the program can prove across files needs none of them. */
  readonly afterWaves: readonly Job[];
  /** Last, so that a run which is ended has not only changed tests. */
  readonly tests: readonly Job[];
}

/** Orders the jobs of a phase: fixes in code, then what lies across files, then suggestions in code, then tests; types first across files. */
export function turnsOf(phase: PhaseWork, session: Session): Turns {
  const { options, found, hasWaves, active } = session;
  const { suggestions = false, branch } = options;
  // Where each batch becomes a commit, a batch's tests belong to it.
  const isLater = ({ isTest }: Unit): boolean => branch === undefined && isTest;
  const jobs = (units: readonly Unit[], takesSuggestions: boolean): readonly Job[] =>
    jobsOf(units, { ...session, takesSuggestions });
  const code = phase.units.filter((unit) => !isLater(unit));
  const tests = jobs(phase.units.filter(isLater), suggestions);
  const isAcross = (step: Step): boolean => step !== "fix" && step !== "suggestion";
  const areWavesFirst =
    hasWaves && phase.units.some(({ files }) => files.some((file) => [...(found.get(file)?.steps ?? [])].some(isAcross)));
  // What one file proves of IDs the wave proves too, and it wraps nothing whose type it changes.
  if (areWavesFirst && active.rules.every((rule) => narrowingOf(rule)?.isOfTexts))
    return { code: [], afterWaves: [...jobs(code, false), ...(suggestions ? jobs(code, true) : [])], tests };
  if (!suggestions || !areWavesFirst) return { code: jobs(code, suggestions), afterWaves: [], tests };
  return { code: jobs(code, false), afterWaves: jobs(code, true), tests };
}
