/** What a run of the example came to; `complaints`: everything that is not as it should be. */
export interface ExampleRun {
  readonly complaints: readonly string[];
  readonly all: { readonly activated: readonly string[]; readonly fixed: number; readonly suggested: number };
  /** Removes the copy. */
  remove(): void;
}

/** Takes a copy of the example through the whole way: verify, check, migrate and roll back, fix, check again, apply all nine contracts, verify again. */
export function runExample(): Promise<ExampleRun>;
