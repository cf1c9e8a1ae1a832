/** Something that uses a bridge, or may use it. */
export interface BridgeUser {
  /** Relative to the root, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly kind: "code" | "test" | "mock" | "config" | "package" | "string" | "contract" | "unreadable";
  /** In words: `imports Engine`. */
  readonly what: string;
}

/** A re-export, or an import that nothing uses: it goes with the bridge. */
export interface RemovableName {
  readonly file: string;
  readonly line: number;
  /** Of the specifier, or of the module's string where the whole declaration goes. */
  readonly range: readonly [number, number];
  readonly what: string;
}

/** How often a bridge was used while programs ran. */
export interface RuntimeUse {
  /** Whether a program that was counted has loaded it; else nothing is known. */
  readonly isCounted: boolean;
  /** Uses in the last `days` days. */
  readonly recent: number;
  readonly days: number;
  /** Uses in all that was counted. */
  readonly total: number;
  /** The last day with a use, YYYY-MM-DD; null where there was none. */
  readonly lastUse: string | null;
  /** The first and the last day that were counted. */
  readonly since: string;
  readonly until: string;
  /** Whether the counts end before these days: then they say nothing of them. */
  readonly isOld: boolean;
}

/** One bridge of a contract, and who uses it. */
export interface BridgeState {
  readonly contract: string;
  /** As the contract has it. */
  readonly bridge: string;
  readonly state: "used" | "unused" | "gone";
  /** By file and line. */
  readonly users: readonly BridgeUser[];
  readonly removable: readonly RemovableName[];
  /** The commit since which nothing uses it; null where something does, or git does not say. */
  readonly unusedSince: { readonly commit: string; readonly date: string } | null;
  /** Why `unusedSince` is not known. */
  readonly note: string | null;
  /** What counts of running programs say; null without such counts. */
  readonly runtime: RuntimeUse | null;
}
