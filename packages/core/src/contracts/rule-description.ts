import type { Finding, PathStep } from "./finding.js";
import type { Schema } from "./schema/fields.js";

/** A place in an option that contains a name from `imports`. */
export interface OptionName {
  readonly path: readonly PathStep[];
  /** The value as the author wrote it; it is checked only if it is a text. */
  readonly name: unknown;
}

/**
 * What is needed of a rule to read contracts. The functions get the option with its entries in a list. The schema may have refused
 * that data, since one run should show all problems.
 */
export interface RuleDescription {
  /** The rule's key under `rules`. */
  readonly name: string;
  /** The option's schema, or that of one entry where the option is a list of them; its description is the rule's line in the docs. */
  readonly option: Schema;
  /** Whether the option is a list of entries; a single entry may be written without the list. */
  readonly hasEntries?: boolean;
  /** Finds contradictions in an option; the front matter is undefined if the rule is used without a contract. */
  findFaults?(option: unknown, frontMatter: Readonly<Record<string, unknown>> | undefined): readonly Finding[];
  /** Places in the option that must contain a name from `imports`. */
  declaredNames?(option: unknown): readonly OptionName[];
}
