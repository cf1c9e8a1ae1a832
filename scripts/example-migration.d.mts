/** What the migrations of the example came to; `complaints`: everything that is not as it should be. */
export interface ExampleMigration {
  readonly complaints: readonly string[];
  /** Removes the copy. */
  remove(): void;
}

/** Takes a copy of the example through its migrations in the order of the plan, with edits across files, and verifies what is there then. */
export function migrateExample(): Promise<ExampleMigration>;
