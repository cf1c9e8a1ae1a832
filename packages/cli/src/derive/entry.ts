/** What a contract says of one deprecated export, or of one member. */
export interface Entry {
  /** As people call it: `createUser`, `Clock.now`. */
  readonly what: string;
  readonly line: number;
  /** In words: `forwards to createAccount`. */
  readonly found: string;
  /** Moves of exports. */
  readonly moves: readonly Move[];
  /** Replacements of expressions, with the names that they need. */
  readonly replacements: readonly Replacement[];
  readonly names: Readonly<Record<string, string>>;
  /** Deletable when nothing uses it; undefined for what is in a package. */
  readonly bridge: string | undefined;
  readonly examples: readonly ExampleSource[];
}

/** An entry of the rule for imports. */
export interface Move {
  readonly from: string;
  readonly name?: string;
  readonly to?: string;
  readonly as?: string;
  readonly rename?: "uses";
  readonly remove?: true;
  readonly fix?: "suggest" | "none";
}

/** An entry of the rule for calls. */
export interface Replacement {
  readonly match: string;
  readonly with: string;
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
