import type { Session } from "../session.js";

/** What the waves of a run have in common. */
export interface WaveSetting {
  readonly session: Session;
  /** Files that may not be edited, as nothing else has a copy of what is in them. */
  readonly spared: ReadonlySet<string>;
  /** A file's text as it is now, or as the run would leave it; undefined if it can't be read. */
  read(file: string): string | undefined;
}

/** Sites that are tried together; `Planned` is what edits across files would change. */
export interface WantedWave<Planned> {
  /** Plans all edits in memory; undefined if there is nothing to plan, or the run is interrupted. */
  plan(): Promise<Planned | undefined>;
  /** What is tried in its place where it is put back; none where there is nothing to part. */
  halves(): readonly WantedWave<Planned>[];
}
