/** What a contract says of one deprecated export, or of one member. */
export interface Entry {
  /** As people call it: `createUser`, `Clock.now`. */
  readonly what: string;
  readonly line: number;
  /** In words: `is another name of createAccount`. */
  readonly found: string;
  /** Moves of exports. */
  readonly moves: readonly Move[];
  /** Expressions that are reported, with the names that they need. */
  readonly bans: readonly string[];
  readonly names: Readonly<Record<string, string>>;
  /** Deletable when nothing uses it; undefined for what is in a package. */
  readonly bridge: string | undefined;
  readonly example: ExampleSource;
}

/** An entry of the rule for imports; without `to` and `as` it is a ban. */
export interface Move {
  readonly from: string;
  readonly name?: string;
  readonly to?: string;
  readonly as?: string;
  readonly rename?: "uses";
  readonly fix?: "suggest";
}

/** A file that uses what is deprecated, as an example before the fix. */
export interface ExampleSource {
  /** Relative to the root. */
  readonly path: string;
  readonly before: string;
  /** Whether the contract fixes it; else it is only reported. */
  readonly isFixed: boolean;
  /** What must be gone when it is fixed. */
  readonly old: string;
}

/** Something deprecated for which no contract can be written. */
export interface NotDerived {
  /** Relative to the root. */
  readonly file: string;
  readonly line: number;
  readonly what: string;
  readonly reason: string;
}
