import type { Finding, PathStep } from "./finding.js";
import type { Schema } from "./schema/fields.js";

/** A place in an option that names something of `imports`. */
export interface OptionName {
  readonly path: readonly PathStep[];
  /** Whatever the author wrote; checked only where it is a text. */
  readonly name: unknown;
}

/**
 * What reading a contract takes to know of a rule. The functions get the option with its entries in a list, as data that the schema
 * may have refused: one run is to show all that is wrong.
 */
export interface RuleDescription {
  /** The rule's key under `rules`. */
  readonly name: string;
  /** The option's schema, or that of one entry where the option is a list of them; its description is the rule's line in the docs. */
  readonly option: Schema;
  /** The option is a list of entries; one alone may be written without the list. */
  readonly hasEntries?: boolean;
  /** What contradicts itself in an option; the front matter is undefined where the rule is used without a contract. */
  findFaults?(option: unknown, frontMatter: Readonly<Record<string, unknown>> | undefined): readonly Finding[];
  /** Places that must name something of `imports`. */
  declaredNames?(option: unknown): readonly OptionName[];
}
