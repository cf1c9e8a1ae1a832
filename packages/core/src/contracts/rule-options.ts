import type { Finding, PathStep } from "./finding.js";
import type { OptionName, RuleDescription } from "./rule-description.js";
import { oneOrMany, type Schema } from "./schema/fields.js";
import { findSchemaFaults } from "./schema/explain.js";

const schemas = new WeakMap<RuleDescription, Schema>();

/** The schema of a rule's option as people write it: a rule with entries takes one or a list. */
export function optionSchema(rule: RuleDescription): Schema {
  const known = schemas.get(rule) ?? (rule.hasEntries ? entriesSchema(rule.option) : rule.option);
  schemas.set(rule, known);
  return known;
}

function entriesSchema(entry: Schema): Schema {
  return oneOrMany(entry, "an entry or a list of entries").describe(entry.description ?? "");
}

/** Checks a rule's option and wraps a single entry into a list; `value` is undefined if a problem is an error. */
export function parseRuleOption(
  rule: RuleDescription,
  option: unknown,
): { readonly value?: unknown; readonly problems: readonly Finding[] } {
  const problems = [...findSchemaFaults(optionSchema(rule), option), ...findOptionFaults(rule, option)];
  if (problems.some((problem) => problem.severity === "error")) return { problems };
  return { value: wrapEntries(rule, option), problems };
}

/** Finds contradictions in a rule's option as people write it. */
export function findOptionFaults(rule: RuleDescription, option: unknown, frontMatter?: Record<string, unknown>): Finding[] {
  return asWritten(rule, option, rule.findFaults?.(wrapEntries(rule, option), frontMatter) ?? []);
}

/** The places in a rule's option, as people write it, that must contain a name from `imports`. */
export function findDeclaredNames(rule: RuleDescription, option: unknown): OptionName[] {
  return asWritten(rule, option, rule.declaredNames?.(wrapEntries(rule, option)) ?? []);
}

/** A rule's option with its entries in a list. */
export function wrapEntries(rule: RuleDescription, option: unknown): unknown {
  return isSingleEntry(rule, option) ? [option] : option;
}

function isSingleEntry(rule: RuleDescription, option: unknown): boolean {
  return rule.hasEntries === true && !Array.isArray(option);
}

/** Paths into an option as it is written: a single entry is not in a list, so the path has no index for it. */
function asWritten<T extends { readonly path: readonly PathStep[] }>(
  rule: RuleDescription,
  option: unknown,
  places: readonly T[],
): T[] {
  if (!isSingleEntry(rule, option)) return [...places];
  return places.map((place) => (typeof place.path[0] === "number" ? { ...place, path: place.path.slice(1) } : place));
}
