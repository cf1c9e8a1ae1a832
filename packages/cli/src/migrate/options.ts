import type { OptionsOf } from "../tables/define-command.js";
import type { migrateCommand } from "../tables/migrate.js";

/** The options of the command that a run takes over as they are. */
export const TAKEN_OVER = [
  ...(["phase", "batch", "suggestions", "fixesOnly", "only", "keepGoing", "verify"] as const),
  ...(["commitMessage", "branch", "allowDirty", "force", "timeLimit"] as const),
];

/** What `godwit migrate` is asked to do with a contract. */
export type MigrateOptions = Pick<OptionsOf<typeof migrateCommand>, (typeof TAKEN_OVER)[number]> & {
  /** The contract's id. */
  readonly contract: string;
  /** Makes a commit for each unit, or for each package. */
  readonly commit?: "consumer" | "package";
};

/** Whether a run makes commits. */
export function makesCommits({ commit, branch }: Pick<MigrateOptions, "commit" | "branch">): boolean {
  return commit !== undefined || branch !== undefined;
}
