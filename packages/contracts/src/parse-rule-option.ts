import type { RuleName, RuleOptions } from "./contract.js";
import type { Finding } from "./finding.js";
import { findOptionFaults } from "./option-faults.js";
import { findSchemaFaults } from "./schema/explain.js";
import { hasEntries, optionSchema } from "./schema/rule-options.js";

/** Checks a rule's option and wraps a single entry into a list; `value` is undefined where a problem is an error. */
export function parseRuleOption<R extends RuleName>(
  rule: R,
  option: unknown,
): { value?: NonNullable<RuleOptions[R]>; problems: readonly Finding[] } {
  const problems = [...findSchemaFaults(optionSchema(rule), option), ...findOptionContradictions(rule, option)];
  if (problems.some((problem) => problem.severity === "error")) return { problems };
  return { value: wrapEntries(rule, option) as NonNullable<RuleOptions[R]>, problems };
}

/** What contradicts itself in a rule's option as people write it. */
export function findOptionContradictions(rule: RuleName, option: unknown): Finding[] {
  const faults = findOptionFaults(rule, wrapEntries(rule, option));
  return isSingleEntry(rule, option) ? faults.map(withoutIndex) : faults;
}

/** A rule's option with its entries in a list. */
export function wrapEntries(rule: RuleName, option: unknown): unknown {
  return isSingleEntry(rule, option) ? [option] : option;
}

function isSingleEntry(rule: RuleName, option: unknown): boolean {
  return hasEntries(rule) && !Array.isArray(option);
}

/** A single entry stands without a list: the index in the list is no step of the data. */
function withoutIndex(finding: Finding): Finding {
  return typeof finding.path[0] === "number" ? { ...finding, path: finding.path.slice(1) } : finding;
}
