import type { CallerResult, WaveResult, WaveWrap } from "@godwit/program";
import type { Site } from "../edit-file.js";
import type { Session } from "../session.js";

/** What the waves of a run have in common. */
export interface WaveSetting {
  readonly session: Session;
  /** Files that may not be edited, as nothing else has a copy of what is in them. */
  readonly spared: ReadonlySet<string>;
  /** A file's text as it is now, or as the run would leave it; undefined if it can't be read. */
  read(file: string): string | undefined;
}

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
interface PlannedWrap extends WaveWrap {
  /** Whether its file is the contract's, in the phase that is migrated; otherwise it is a caller's. */
  readonly isInside: boolean;
}

/** What waves through callers do: they pass values, or let callers wait. */
export type CallerKind = "context" | "async";

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

/** What edits across files would change. */
export type PlannedWave = PlannedTypedWave | PlannedCallerWave;

/** Sites that are tried together. */
export interface WantedWave {
  /** Plans all edits in memory; undefined if there is nothing to plan, or the run is interrupted. */
  plan(): Promise<PlannedWave | undefined>;
  /** What is tried in its place where it is put back; none where there is nothing to part. */
  halves(): readonly WantedWave[];
}

/** The two halves of a list; none of a single element. */
export function halvesOf<T>(list: readonly T[]): readonly (readonly T[])[] {
  if (list.length < 2) return [];
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
