import type { Held } from "./wanted-types.js";
import type { PlannedEdits, ProgramHost, ReportedPlace } from "../callers/caller-host.js";

/** A change that a wave asks for; ranges are of the file's text before. */
export type WaveRequest = { readonly range: readonly [number, number]; readonly type: string } & (
  { readonly kind: "retype" | "remove" } | { readonly kind: "wrap"; readonly held: Held }
);

/** A written type that should be one of the contract's types. */
export interface WaveSite {
  /** Relative to the root. */
  readonly file: string;
  readonly part: readonly [number, number];
  readonly type: string;
  /** The name that the part declares, where it is the name of a declaration that the contract's type replaces. */
  readonly declares?: string;
}

/** What a wave needs to know of the contract, and who writes its edits. */
export interface WaveHost extends ProgramHost {
  /** Plans the edits of one file. */
  edit(file: string, text: string, requests: readonly WaveRequest[]): PlannedEdits;
  /** Whether what is written as `string` there may take a type though no site says so. */
  mayRetype(file: string, part: readonly [number, number]): boolean;
  /** Whether imports of a file may be edited for what another file does. */
  mayFollow(file: string): boolean;
  /** The type that a name tells of: one of the contract's, or of anything else that keeps an ID from being of those. */
  typeForName(name: string): string | undefined;
}

/** A declaration that takes the type. */
export interface WaveAnnotation extends ReportedPlace {
  /** Where the written type starts in the text before. */
  readonly start: number;
  readonly name: string;
  readonly type: string;
  /** Whether the contract's rule reports it; otherwise it is there to move the boundary outwards. */
  readonly isSite: boolean;
}

/** A plain value that becomes one of the type: what a person should read. */
export interface WaveWrap extends ReportedPlace {
  /** What is wrapped. */
  readonly value: string;
  readonly type: string;
  readonly isTest: boolean;
}

/** A site that can't take the type, and why. */
export interface WaveTakenBack extends Omit<WaveAnnotation, "start" | "isSite"> {
  readonly reason: string;
}

/** What a wave has found out; nothing is written. */
export interface WaveResult {
  /** The new texts, by file relative to the root; none if nothing holds. */
  readonly texts: ReadonlyMap<string, string>;
  readonly annotations: readonly WaveAnnotation[];
  readonly wraps: readonly WaveWrap[];
  readonly takenBack: readonly WaveTakenBack[];
  /** The files of sites that no tsconfig includes, so that nothing is known of them. */
  readonly unseen: readonly string[];
  /** How often the type checker was asked. */
  readonly rounds: number;
}
