/**
 * From where a declaration can be used: only from its own file, from modules that import it, or from whatever has the object that it is a
 * member of.
 */
export type Reach = "file" | "importers" | "holders";

/** A declaration that code elsewhere may use. */
export interface OpenDeclaration {
  /** The files that declare it, relative to the root. */
  readonly files: readonly string[];
  /** Its name there: `save`, `Store`, `default`. */
  readonly name: string;
  readonly reach: Exclude<Reach, "file">;
}
