/** What `godwit migrate` is asked to do. */
export interface MigrateOptions {
  /** The contract's id. */
  readonly contract: string;
  readonly phase?: string;
  /** The id of one batch of the plan. */
  readonly batch?: string;
  /** Takes suggestions too. */
  readonly suggestions?: boolean;
  /** Leaves out edits across files. */
  readonly fixesOnly?: boolean;
  /** Of a dry run: nothing but the edits across files for this type (`UserId`) or value (`logger`). */
  readonly only?: string;
  /** Goes on after a unit that was put back. */
  readonly keepGoing?: boolean;
  /** Commands to run after each unit, beside those of the contract. */
  readonly verify?: readonly string[];
  /** Makes a commit for each unit, or for each package. */
  readonly commit?: "consumer" | "package";
  readonly commitMessage?: string;
  /** The branch to make, with a commit for each batch. */
  readonly branch?: string;
  /** Files with changes that are not committed may be changed. */
  readonly allowDirty?: boolean;
  /** Migrates a contract that is blocked. */
  readonly force?: boolean;
  /** How many minutes a command may take. */
  readonly timeLimit?: number;
}

/** Whether a run makes commits. */
export function makesCommits({ commit, branch }: Pick<MigrateOptions, "commit" | "branch">): boolean {
  return commit !== undefined || branch !== undefined;
}

/** The options as a journal keeps them, to go on with a run. */
export function toAsked(options: MigrateOptions): Record<string, unknown> {
  return { ...options };
}

/** The options of a run from its journal. */
export function fromAsked(asked: Readonly<Record<string, unknown>>): MigrateOptions {
  return asked as unknown as MigrateOptions;
}
