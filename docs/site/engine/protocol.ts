/** What the page and the engine's worker say to each other: plain data, and offsets in UTF-16 units. */

export type Span = readonly [number, number];

export interface Edit {
  readonly range: Span;
  readonly text: string;
}

/** What can be done at a diagnostic. */
export interface Action {
  readonly title: string;
  readonly edits: readonly Edit[];
}

export interface Diagnostic {
  readonly span: Span;
  readonly severity: "error" | "warning";
  /** `one-id/no-raw-uuid`, or the code of a contract's problem. */
  readonly id: string;
  readonly message: string;
  /** How its edit counts; undefined for a contract's problem. */
  readonly level?: "fix" | "suggestion" | "hint";
  readonly isStruck: boolean;
  readonly actions: readonly Action[];
}

export interface Hint {
  readonly offset: number;
  readonly text: string;
  readonly tooltip: string;
}

/** One example of a contract's prose. */
export interface Verdict {
  /** From 1. */
  readonly line: number;
  /** Undefined where it passes. */
  readonly failure?: string;
}

export interface FileAnswer {
  readonly path: string;
  readonly diagnostics: readonly Diagnostic[];
  readonly hints: readonly Hint[];
  /** The text with all that is safe. */
  readonly fixed: string;
  /** The same with the suggestions, which a person has to look at. */
  readonly suggested: string;
  /** Of a contract. */
  readonly examples: readonly Verdict[];
}

export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

export interface Completion {
  readonly label: string;
  readonly kind: string;
  readonly text: string;
  readonly span: Span;
  readonly description?: string;
}

/** Paths are relative, with `/`; contracts are those in `migrations/`. */
export type Files = ReadonlyMap<string, string>;

/** A place in a file as it is now, also before its text has been answered. */
export interface WrittenPlace {
  readonly path: string;
  readonly text: string;
  readonly offset: number;
}

export type Question =
  { readonly kind: "files"; readonly files: Files } | ({ readonly kind: "hover" | "complete" } & WrittenPlace);

export type Asked = Question & { readonly id: number };

export type Reply = { readonly id: number; readonly answer: unknown } | { readonly id: number; readonly failure: string };

/** Begins a playground: where the parser is. */
export interface Start {
  readonly parser: string;
}

/** Said once by the worker, when it can answer. */
export interface Started {
  readonly started: true;
}
